"""The lock, the backup, the words on paper and erasing, on a phone."""

from __future__ import annotations

import shutil

import pytest
from tests.browser.conftest import serving, visiting
from tests.functional.conftest import hallway
from tests.traces import holds

from kinhold.journal.verify import check_bundle

__all__ = ["hallway"]

PASSPHRASE = "seven quiet nights"


@pytest.fixture(scope="module")
def safe(hallway, chromium, tmp_path_factory):
    """Somebody signed in, and the file she is looking after."""
    file = tmp_path_factory.mktemp("safe") / "home.kinhold"
    shutil.copy(hallway, file)
    with serving(file) as link, visiting(chromium, link) as she:
        yield she, file


def test_a_bundle_given_from_the_page_can_be_checked(safe):
    she, _ = safe
    she.go("/record/give/")
    she.page.get_by_label("A court").check()
    she.page.get_by_role("button", name="Look first").click()
    she.page.wait_for_selector("[role=status]")
    she.shot("give")
    looked = she.text()
    with she.page.expect_download() as coming:
        she.page.get_by_role("button", name="Bundle to check").click()

    found = check_bundle(coming.value.path().read_bytes())
    assert "Before you give it away" in looked
    assert found.sound
    assert 0 < found.shown < found.size


def test_the_words_are_printed(safe):
    she, _ = safe
    she.go("/safe/")
    with she.page.expect_download() as coming:
        she.page.get_by_role("link", name="Print the words").click()

    assert coming.value.path().read_bytes().startswith(b"%PDF")


def test_a_backup_shows_its_code_once(safe, tmp_path):
    she, _ = safe
    she.go("/safe/")
    she.page.fill("#folder", str(tmp_path / "stick"))
    she.page.get_by_role("button", name="Back up now").click()
    she.page.wait_for_selector(".code")
    shown = she.page.inner_text(".code")
    she.shot("recovery-code")
    she.go("/safe/")

    assert len(shown.split()) == 9
    assert "Last backup:" in she.text()
    assert list((tmp_path / "stick").glob("*.age"))


def test_an_event_is_erased_only_when_she_is_sure(safe):
    she, file = safe
    she.go("/record/add/")
    she.page.fill("#line", '2026-11-20 event Danny what=argument "behind the blue door"')
    she.page.get_by_role("button", name="Save").click()
    she.page.wait_for_selector(".said")
    before = holds(_bytes(file), "behind the blue door")
    she.go("/record/")
    entry = she.page.locator("li", has_text="behind the blue door").last
    entry.locator("summary").click()
    entry.get_by_role("link", name="Erase for good").click()
    she.page.get_by_role("button", name="Erase").click()
    she.page.wait_for_selector(".problem")
    unsure = she.text()
    she.page.get_by_label("Yes, erase it for good").check()
    she.page.get_by_role("button", name="Erase").click()
    she.page.wait_for_selector(".said")

    assert before
    assert "Tick the box first" in unsure
    assert "behind the blue door" not in she.text()
    assert not holds(_bytes(file), "behind the blue door")


def _bytes(file):
    return b"".join(each.read_bytes() for each in file.parent.iterdir() if each.is_file())


def test_a_photograph_is_kept_without_its_place_and_downloaded(safe, tmp_path):
    from PIL import Image

    she, _ = safe
    picture = Image.new("RGB", (40, 30), "teal")
    exif = picture.getexif()
    exif[0x010F] = "SecretCam 3000"
    picture.save(tmp_path / "cot.jpg", exif=exif)
    she.go("/record/attach/")
    she.page.set_input_files("#file", tmp_path / "cot.jpg")
    she.page.fill("#words", "the cot")
    she.page.get_by_role("button", name="Keep it").click()
    she.page.wait_for_selector(".said")
    said = she.text()
    with she.page.expect_download() as coming:
        she.page.get_by_role("link", name="cot.jpg").click()

    kept = coming.value.path().read_bytes()
    assert "Taken out of it" in said
    assert kept.startswith(b"\xff\xd8")
    assert b"SecretCam" not in kept


def test_the_pages_fit_a_small_phone_and_axe_finds_nothing(safe):
    from axe_playwright_python.sync_playwright import Axe

    she, _ = safe
    she.page.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for path in ("/safe/", "/record/give/", "/record/attach/"):
        assert she.go(path) == 200
        assert she.page.evaluate("document.documentElement.scrollWidth") <= 320
        answer = Axe().run(she.page)
        found[path] = [v["id"] for v in answer.response["violations"]]
    she.page.set_viewport_size({"width": 360, "height": 740})

    assert found == {"/safe/": [], "/record/give/": [], "/record/attach/": []}


@pytest.fixture
def to_be_locked(hallway, chromium, tmp_path):
    """Another household, that no other test needs open."""
    file = shutil.copy(hallway, tmp_path / "home.kinhold")
    with serving(file) as link, visiting(chromium, link) as she:
        yield she, file


def test_with_a_passphrase_everything_is_closed_until_it_is_given(to_be_locked):
    she, file = to_be_locked
    she.go("/safe/")
    she.page.locator("summary", has_text="Set a passphrase").click()
    she.page.fill("#passphrase", PASSPHRASE)
    she.page.fill("#again", PASSPHRASE)
    she.page.get_by_role("button", name="Set it").click()
    she.page.wait_for_selector(".code")
    she.go("/safe/")
    she.page.get_by_role("button", name="Lock now").click()
    she.page.wait_for_selector("#passphrase")
    closed = [she.go(path) for path in ("/", "/record/", "/money/", "/safe/", "/api/today/")]
    she.go("/money/")
    locked = she.text()
    she.shot("locked")
    she.page.fill("#passphrase", "seven loud nights")
    she.page.get_by_role("button", name="Open").click()
    she.page.wait_for_selector(".problem")
    wrong = she.text()
    she.page.fill("#passphrase", PASSPHRASE)
    she.page.get_by_role("button", name="Open").click()
    she.page.wait_for_url("**/money/")

    assert not file.read_bytes().startswith(b"SQLite format 3")
    assert set(closed) == {423}
    assert "Danny" not in locked
    assert "does not open the file" in wrong
