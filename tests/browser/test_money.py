"""Money on a phone: the pages behind the tab, a statement brought along, a car tried out."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import serving, visiting
from tests.functional.test_a_failed_cafe import NOTES
from tests.functional.test_bring_statements import OFX

from kinhold.api import open_household

PATHS = [
    "/money/",
    "/money/what-if/",
    "/money/what-if/?kind=car&monthly=180&running=90",
    "/money/debts/",
    "/money/debts/?monthly=400",
    "/money/support/",
    "/money/support/estimate/?place=uk&income=600&children=2",
    "/money/entitlements/",
    "/money/lines/",
    "/money/recurring/",
    "/money/statements/",
    "/money/sheet/",
]


@pytest.fixture(scope="module")
def served(chromium, tmp_path_factory):
    file = tmp_path_factory.mktemp("served") / "home.kinhold"
    with open_household(file, create=True) as home:
        assert home.import_notation(NOTES).findings == ()
    with serving(file) as link, visiting(chromium, link) as she:
        yield she


@pytest.mark.parametrize("path", PATHS)
def test_every_page_fits_a_phone_has_wide_targets_and_passes_axe(served, path):
    served.page.set_viewport_size({"width": 320, "height": 640})
    status = served.go(path)
    for fold in served.page.locator("details").all():
        fold.evaluate("fold => fold.open = true")
    wide = served.page.evaluate("document.documentElement.scrollWidth")
    small = served.page.evaluate(
        """[...document.querySelectorAll('button, .button, nav a, select, summary, input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
           .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""
    )
    served.page.set_viewport_size({"width": 360, "height": 740})
    served.shot("money" + path.replace("/", "-").split("?")[0])

    assert (status, wide <= 320, small) == (200, True, [])
    assert Axe().run(served.page).violations_count == 0


def bring(she, content, *, name="november.ofx"):
    she.go("/money/statements/")
    she.page.set_input_files(
        "#files", {"name": name, "mimeType": "application/x-ofx", "buffer": content}
    )
    she.page.get_by_role("button", name="Look at it").click()
    she.page.wait_for_selector(".problem, h2")


def look_again_as(she, label):
    she.page.get_by_label("What you call this account").fill(label)
    she.page.get_by_role("button", name="Look again").click()
    she.page.wait_for_selector("button.main")


def test_a_statement_is_named_kept_known_again_and_its_lines_told(served):
    content = OFX.format(more="", closing="812.40").replace("GBP", "USD").encode()
    bring(served, content)
    look_again_as(served, "Checking")
    served.page.get_by_role("button", name="Keep 2 lines").click()
    served.page.wait_for_selector(".said")
    kept = served.text()
    bring(served, content)
    look_again_as(served, "Checking")
    again = served.text()
    served.go("/money/lines/?month=2026-10")
    untold = served.page.get_by_text("What is this?").count()
    served.page.get_by_text("What is this?").last.click()
    served.page.get_by_role("button", name="Rent").last.click()
    served.page.wait_for_selector(".said")

    assert "2 lines kept" in kept
    assert "0 of them new" in again
    assert "is Rent." in served.text()
    assert served.page.get_by_text("What is this?").count() == untold - 1


CSV_OF_OURS = b"Tag;Was;Summe\n02.11.2026;Miete;-640,00\n"
LAYOUT = b'{"statement": 1, "columns": {"day": "Tag", "payee": "Was", "amount": "Summe"}, "decimal": ","}'


def test_how_a_csv_is_read_is_kept_with_the_account_and_used_again(served):
    for again in (False, True):
        served.go("/money/statements/")
        served.page.get_by_text("A CSV that is read wrongly").click()
        served.page.set_input_files(
            "#files", {"name": "a.csv", "mimeType": "text/csv", "buffer": CSV_OF_OURS}
        )
        if again:
            served.page.get_by_label("Read it like the last one of").select_option("Giro")
        else:
            served.page.set_input_files(
                "#mapping", {"name": "m.json", "mimeType": "application/json", "buffer": LAYOUT}
            )
        served.page.get_by_role("button", name="Look at it").click()
        served.page.wait_for_selector("h2")
        look_again_as(served, "Giro")
        shown = served.text()
        served.page.locator("button.main").click()
        served.page.wait_for_selector(".said")

    assert "0 of them new" in shown


def test_what_is_no_statement_is_refused_in_a_sentence(served):
    bring(served, b"%PDF-1.4 not a statement", name="scan.pdf")

    assert served.page.locator(".problem").count() == 1


def test_a_car_is_tried_out_and_nothing_of_it_is_kept(served):
    served.go("/money/what-if/")
    served.page.get_by_role("link", name="A car").click()
    served.page.get_by_label("Each month to the lender").fill("lots")
    served.page.get_by_role("button", name="See what it does").click()
    served.page.wait_for_selector(".problem")
    served.page.get_by_label("Each month to the lender").fill("£150")
    served.page.get_by_role("button", name="See what it does").click()
    served.page.wait_for_selector(".k-chart")
    answer = served.text()
    served.go("/money/")

    assert "hold" in answer.split("\n")[2]
    assert "A car" not in served.text()


def test_no_page_asks_another_host_for_anything(served):
    for path in PATHS[:3]:
        served.go(path)

    assert served.strangers() == []
    assert [e for e in served.errors if "422" not in e] == []
