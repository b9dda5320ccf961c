"""The text itself: documents, zones, marks, ages and sums, without any grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinhold.engines.story.amounts import find_amounts
from kinhold.engines.story.document import Document, QuoteOutsideStory, levelled
from kinhold.engines.story.tags import find_ages, find_marks
from kinhold.engines.story.zones import find_zones


def test_a_quote_is_the_words_that_stand_there() -> None:
    document = Document("Nan rang. 🙂 She cried.")

    quote = document.quote(12, 22)

    assert document.text[quote.start : quote.end] == quote.text == "She cried."


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (2, 2), (0, 99), (5, 4)])
def test_there_are_no_quotes_outside_the_story(start: int, end: int) -> None:
    with pytest.raises(QuoteOutsideStory):
        Document("short").quote(start, end)


@given(st.text(max_size=300))
def test_levelling_keeps_every_offset(text: str) -> None:
    assert len(levelled(text)) == len(text)


def test_mum_and_mom_are_one_word_to_the_reader() -> None:
    assert levelled("Mum’s flat, my mums") == levelled("Mom's flat, my moms")


@pytest.mark.parametrize(
    "text",
    [
        "He said, “I am going.” Then he went.",
        'He said, "I am going." Then he went.',
        "He said, 'I am going.' Then he went.",
        "He said, ‘I am going.’ Then he went.",
    ],
)
def test_every_kind_of_quotation_mark_opens_a_quote(text: str) -> None:
    zones = find_zones(text)

    assert [text[z.start + 1 : z.end - 1] for z in zones.quotes] == ["I am going."]


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert find_zones("It's the neighbours' dog, isn't it? Don't ask.").quotes == ()


def test_a_chat_line_knows_its_writer() -> None:
    zones = find_zones("Nothing for days.\n\nRoss: “Can I see her?”\n\nMe: “No.”\n")

    assert [(z.kind, z.who) for z in zones.quotes] == [("chat", "Ross"), ("chat", "Me")]


def test_title_edit_and_summary_are_told_from_the_body() -> None:
    text = "Do I go?\n\nHe left on Monday and took the car.\n\nEdit: he is back.\n\nTL;DR: he left."
    zones = find_zones(text)

    assert [b.kind for b in zones.blocks] == ["heading", "edit", "tldr"]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("My (27F) boyfriend (31M) left.", [(27, "f"), (31, "m")]),
        ("I 29f and he 38m fight.", [(29, "f"), (38, "m")]),
        ("My sisters (24F, 28F) came.", [(24, "f"), (28, "f")]),
        ("She came at 8pm with 5 men.", []),
        ("In 2019 he earned $30 more.", []),
    ],
)
def test_forum_marks_are_ages_and_clock_times_are_not(
    text: str, ages: list[tuple[int, str]]
) -> None:
    assert [(m.age, m.gender) for m in find_marks(text)] == ages


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("our three-year-old naps", 3, "year"),
        ("she is nine months old", 9, "month"),
        ("my 3 yr old bites", 3, "year"),
        ("the 10 y/o knows", 10, "year"),
        ("he was six weeks old", 6, "week"),
    ],
)
def test_ages_in_words_are_read(text: str, value: int, unit: str) -> None:
    assert [(a.value, a.unit) for a in find_ages(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "value", "currency", "per"),
    [
        ("rent is $1,250 a month", 1250, "USD", "month"),
        ("he owes £400", 400, "GBP", None),
        ("she lent us 20 quid", 20, "GBP", None),
        ("about 50k of debt", 50000, None, None),
        ("It cost over $1k", 1000, "USD", None),
        ("he pays 600pm", 600, None, "month"),
    ],
)
def test_sums_are_read_exactly(
    text: str, value: int, currency: str | None, per: str | None
) -> None:
    (amount,) = find_amounts(text)

    assert (amount.value, amount.currency, amount.per) == (value, currency, per)


@pytest.mark.parametrize(
    "text", ["a 20 pound turkey", "I lost 15 pounds", "for 3 weeks", "in 2019", "paid for 2 days"]
)
def test_weights_years_and_days_are_no_sums(text: str) -> None:
    assert find_amounts(text) == ()
