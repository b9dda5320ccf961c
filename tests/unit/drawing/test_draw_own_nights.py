"""Her nights as a picture: a bar where something was noted, a dot where nothing was, no line through them."""

from __future__ import annotations

import pytest
from tests.unit.drawing.drawn_pages import parsed

from kinhold.application.own_rest import OwnNight
from kinhold.drawing.own_nights import LEFT, RIGHT, draw_own_nights

SVG = "{http://www.w3.org/2000/svg}"


def night(minutes, rests_on="slept", label="Sat 21 Nov"):
    return OwnNight("2026-11-21", label, minutes, rests_on if minutes else "", 0, "Longest sleep.")


def bars(*nights):
    return [bar.attrib for bar in parsed(draw_own_nights(nights)).iter(f"{SVG}rect")]


@pytest.mark.parametrize(("minutes", "share"), [(60, 1 / 8), (240, 1 / 2), (480, 1), (700, 1)])
def test_a_bar_is_as_long_as_the_stretch_and_no_longer_than_the_axis(minutes, share):
    (bar,) = bars(night(minutes))

    assert float(bar["width"]) == pytest.approx((RIGHT - LEFT) * share, abs=0.01)


def test_a_night_without_a_note_has_no_bar_and_keeps_its_row():
    drawn = parsed(draw_own_nights([night(100), night(None, label="Fri 20 Nov")]))
    words = [text.text for text in drawn.iter(f"{SVG}text")]

    assert len(list(drawn.iter(f"{SVG}rect"))) == 1
    assert "Fri 20 Nov" in words
    assert "·" in words


def test_what_is_only_at_most_is_pale_and_says_so():
    sure, most = bars(night(100)), bars(night(100, rests_on="up"))
    said = draw_own_nights([night(100, rests_on="up")])

    assert float(most[0]["fill-opacity"]) < float(sure[0]["fill-opacity"])
    assert "≤ 1 h 40" in said


def test_words_are_escaped_and_each_night_is_told_to_a_reader():
    drawn = draw_own_nights([night(100, label="<b>&")])

    assert "<b>" not in drawn
    assert "&lt;b&gt;&amp;: Longest sleep." in drawn
