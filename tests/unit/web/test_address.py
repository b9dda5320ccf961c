"""What somebody told a page stands in no address: it waits in memory under a token.

household country=uk zone=Europe/London currency=GBP of=Kate
2026-01-01 person Kate role=self
2026-01-01 person Scott role=ex_partner
2026-02-14 child Michael born=2026-02-14
2026-11-20 note Kate "Scott rang"
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kinhold.web.pages.address import KEPT, MOST, forget, keep

NOTES = "\n".join(line.strip() for line in __doc__.splitlines()[2:] if line.strip())
TEMPLATES = Path(__file__).parents[3] / "src/kinhold/web/templates/kinhold"


def test_the_same_words_have_the_same_token_and_the_token_has_none_of_them():
    token = keep("who=Scott")

    assert keep("who=Scott") == token
    assert re.fullmatch(r"q=[0-9a-f]{24}", token)
    assert keep("who=Dee") != token
    assert keep("") == ""


def test_a_look_is_shown_under_a_token(she):
    answer = she.post("/record/", {"look": "1", "theme": "", "who": "Scott"})
    where = answer.headers["location"]
    page = she.get(where)

    assert answer.status_code == 302
    assert where.startswith(f"/record/?{KEPT}=")
    assert "Scott" not in where
    assert page.status_code == 200


def test_a_look_without_fields_is_the_page_itself(she):
    assert she.post("/record/", {"look": "1"}).headers["location"] == "/record/"


def test_a_token_that_is_gone_leads_to_the_page_and_says_so(she):
    where = she.post("/record/", {"look": "1", "who": "Scott"}).headers["location"]
    forget()
    page = she.get(where, follow=True)

    assert page.redirect_chain == [("/record/", 302)]
    assert "not kept any more" in page.content.decode()


def test_the_oldest_are_dropped_first(she):
    first = keep("who=first")
    for number in range(MOST):
        keep(f"n={number}")

    assert she.get(f"/record/?{first}").status_code == 302
    assert she.get(f"/record/?{keep(f'n={MOST - 1}')}").status_code == 200


def test_nobody_who_is_not_signed_in_sees_what_waits(she):
    where = she.post("/record/", {"look": "1", "who": "Scott"}).headers["location"]
    she.cookies.clear()

    assert she.get(where).status_code == 403
    assert b"Scott" not in she.get(where).content


PLAIN = {"fresh", "kind", "month", "last", "day", "days", "child", "when", "all", "place", "token", "try", "with", "since", KEPT}  # fmt: skip
"""What may stand in an address: dates, numbers, and names that are of the program."""


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda p: p.name)
def test_no_form_and_no_link_puts_words_into_an_address(path):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r'href="(?:/[^"?]*)?\?([^"]*)"', text)
    names = {n for link in links for n in re.findall(r"(?:^|&amp;)([a-z-]+)=", link)}

    assert 'method="get"' not in text
    assert names <= PLAIN
    assert "urlencode" not in "".join(link for link in links)
