"""Another app's log from the command line and on the page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar

import pytest
from tests.exports import babybuddy, children, csv_file, huckleberry

from kinhold.api import open_household

HOME = "household zone=Europe/London country=uk of=Ruth\n2026-01-02 child Isla\n"
NAPS = [
    {"id": n, "start": f"2026-06-0{n} 13:00:00", "end": f"2026-06-0{n} 14:00:00", "nap": "1"}
    for n in range(1, 6)
]


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    for file in (children((1, "Isla", "Reed", "2026-01-02")), babybuddy("sleep", *NAPS)):
        (folder / file.name).write_bytes(file.content)
    return folder


@pytest.fixture
def isla(tmp_path):
    with open_household(tmp_path / "home.kinhold", create=True) as made:
        made.import_notation(HOME)
    return tmp_path / "home.kinhold"


def test_an_export_is_looked_at_then_imported_then_known(kinhold, isla, export):
    words = ("import", isla, "--babybuddy", export, "--zone", "Europe/London", "--json")

    looked = json.loads(kinhold(*words, "--dry-run", check=0).stdout)
    first = json.loads(kinhold(*words, check=0).stdout)
    again = json.loads(kinhold(*words, check=0).stdout)

    assert [(t["written"], t["new"], t["known"]) for t in (looked, first, again)] == [
        (False, 5, 0),
        (True, 5, 0),
        (True, 0, 5),
    ]


def test_without_a_zone_the_command_asks_and_writes_nothing(kinhold, isla, export):
    done = kinhold("import", isla, "--babybuddy", export, check=2)

    assert "In which time zone" in done.stdout
    assert "sleep" not in kinhold("export", isla, check=0).stdout


def test_a_new_household_is_begun_with_zone_and_children_where_asked(kinhold, tmp_path, export):
    kinhold("import", "new.kinhold", "--auto", export, "--zone", "Europe/London", "--add-children", check=0)  # fmt: skip
    told = kinhold("export", "new.kinhold", check=0).stdout

    assert "household zone=Europe/London" in told
    assert 'child Isla name="Isla Reed" born=2026-01-02' in told


def test_rows_left_out_are_written_with_reasons(kinhold, isla, tmp_path):
    file = huckleberry(["Bath", "soon"], ["Bath", "2026-06-01 18:00"])
    (tmp_path / "h.csv").write_bytes(file.content)

    done = kinhold("import", isla, "--huckleberry", "h.csv", "--zone", "Europe/London", "--rejected", "out.csv", check=1)  # fmt: skip

    assert "1 new entries written" in done.stdout
    assert "“soon” is not a time" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_a_child_of_another_name_is_said_once(kinhold, isla, tmp_path):
    file = csv_file("diaper.csv", ("Baby", "Time", "Status"), [("Baby", "6/1/26, 13:00", "Wet")])
    (tmp_path / "diaper.csv").write_bytes(file.content)
    words = ("import", isla, "--nighp", "diaper.csv", "--zone", "Europe/London")

    assert "Who is “Baby”?" in kinhold(*words, check=1).stdout
    assert "1 new entries written" in kinhold(*words, "--child-as", "Baby=Isla", check=0).stdout


def test_the_log_goes_out_and_comes_back(kinhold, isla, export):
    kinhold("import", isla, "--babybuddy", export, "--zone", "Europe/London", check=0)
    kinhold("export", isla, "--log-csv", "log.csv", "--log-xlsx", "log.xlsx", check=0)
    kinhold("add", "other.kinhold", "household zone=Europe/London", check=0)
    kinhold("import", "other.kinhold", "--csv", "log.csv", "--add-children", check=0)

    def naps(name):
        lines = kinhold("export", name, check=0).stdout.split("\n")
        return [line.split(" import=")[0] for line in lines if " sleep " in line]

    assert naps("other.kinhold") == naps(isla)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--babybuddy", "nowhere"), "no file or folder"),
        (("--csv", "x.csv", "--mapping", "x.csv"), "mapping is not JSON"),
        (("--auto", "x.csv"), "no export"),
        (("--auto", "x.csv", "--child-as", "Baby"), "who is who"),
    ],
)
def test_what_cannot_be_imported_is_said_in_a_sentence(kinhold, isla, tmp_path, words, says):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")

    assert says in kinhold("import", isla, *words, check=2).stderr


# -- the page --------------------------------------------------------------------------------------


class Visitor:
    """Somebody without JavaScript: follows links and sends forms."""

    def __init__(self, link):
        self.origin = link.split("/open/")[0]
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.page = self.get(link)
        self.send(link, {})

    def get(self, path):
        url = path if path.startswith("http") else self.origin + path
        self.page = self.opener.open(url, timeout=60).read().decode()
        return self.page

    def send(self, path, told, files=()):
        url = path if path.startswith("http") else self.origin + path
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)[1]
        body, media = _form({"csrfmiddlewaretoken": token, **told}, files)
        request = urllib.request.Request(  # noqa: S310 - our own server on this machine
            url, body, {"Content-Type": media, "Origin": self.origin, "Referer": url}
        )
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        self.page = answer.read().decode()
        return self.page

    def field(self, name):
        return re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.page)[1]


def _form(told, files):
    edge = "----edge"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in told.items()
    ]
    parts += [
        f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{file.name}"\r\n'
        f"Content-Type: text/csv\r\n\r\n".encode()
        + file.content
        + b"\r\n"
        for file in files
    ]
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


@contextmanager
def served(file):
    process = subprocess.Popen(
        [sys.executable, "-m", "kinhold.cli.main", "serve", str(file), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield next(
            found.group()
            for line in process.stdout
            if (found := re.search(r"http://\S+/open/\S+/", line))
        )
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    file = tmp_path_factory.mktemp("served") / "home.kinhold"
    with open_household(file, create=True) as made:
        made.import_notation(HOME)
    with served(file) as link:
        yield Visitor(link)


def test_the_page_shows_asks_and_then_keeps(visitor):
    other = {"id": 9, "start": "2026-06-01 20:00:00", "end": "", "nap": "0", "child_first_name": "Finn"}  # fmt: skip
    visitor.get("/record/import/")
    shown = visitor.send("/record/import/", {"step": "read"}, [babybuddy("sleep", *NAPS, other)])
    token = visitor.field("token")

    assert "Who is “Finn Reed”?" in shown
    assert "Keep 5 entries" in shown
    assert "slept" in shown

    told = {
        "step": "keep",
        "token": token,
        "zone": "Europe/London",
        "who-0": "-",
        "name-0": "Finn Reed",
        "who-1": "Isla",
        "name-1": "Isla Reed",
    }
    visitor.send("/record/import/", told)
    assert "5 entries kept" in visitor.page
    visitor.get("/record/import/")
    assert "too long ago" in visitor.send("/record/import/", told)
    assert visitor.get("/record/log/csv/").count("sleep") == 5


def test_the_page_gives_rows_left_out_and_says_what_cannot_be_read(visitor):
    visitor.get("/record/import/")
    visitor.send("/record/import/", {"step": "read"}, [huckleberry(["Bath", "soon"])])
    told = {"step": "rejected", "token": visitor.field("token"), "zone": "Europe/London"}

    assert "is not a time" in visitor.send("/record/import/", told)
    visitor.get("/record/import/")
    assert "no export" in visitor.send(
        "/record/import/", {"step": "read"}, [csv_file("x.csv", ("a",), [("1",)])]
    )
    assert "Choose the files first" in visitor.send("/record/import/", {"step": "read"})


def test_an_unknown_zone_is_said_on_the_page_with_the_file_still_there(visitor):
    visitor.get("/record/import/")
    visitor.send("/record/import/", {"step": "read"}, [babybuddy("sleep", *NAPS)])
    told = {"step": "look", "token": visitor.field("token"), "zone": "London"}

    assert "is not a time zone" in visitor.send("/record/import/", told)
    assert 'name="token"' in visitor.page
