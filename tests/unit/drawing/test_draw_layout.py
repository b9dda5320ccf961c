"""The family map holds for any family: nobody hidden, nobody twice, one line round the household."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.drawing.drawn_pages import (
    child,
    emily,
    family,
    kate,
    keeper,
    laura,
    parsed,
    person,
    twins,
    two_former_partners,
)

from kinhold.drawing.genogram import draw_genogram
from kinhold.drawing.genogram_layout import lay_out

ROLES = [
    "mother",
    "father",
    "mother_in_law",
    "father_in_law",
    "sibling",
    "cousin",
    "grandparent",
    "partner",
    "ex_partner",
    "husband",
    "partners_affair",
    "partners_cousin",
    "partners_sibling",
    "friend",
    "neighbour",
    "professional",
    "childcare_worker",
    "other",
    "housemate",
    "relative",
    "stepson",
    "in_laws",
    "grandchild",
]
TIES = [
    "parent_of",
    "step_parent_of",
    "grandparent_of",
    "sibling_of",
    "spouse_of",
    "partner_of",
    "ex_partner_of",
    "cousin_of",
    "friend_of",
    "affair_with",
    "lives_with",
    "childcare_worker_of",
]
AGES = ("", "3 months", "8 months", "4 years", "6 years")


@st.composite
def pages(draw):
    """Any people and any ties between them, contradictions included."""
    size = draw(st.integers(0, 20))
    genders = st.sampled_from(("f", "m", "x", ""))
    people = []
    for number in range(size):
        handle, gender = f"p{number}", draw(genders)
        if number == 0:
            people.append(keeper(handle, gender))
        elif draw(st.integers(0, 4)) == 0:
            people.append(child(handle, gender, draw(st.sampled_from(AGES))))
        else:
            people.append(
                person(
                    handle,
                    draw(st.sampled_from(ROLES)),
                    gender,
                    inside=draw(st.integers(0, 3)) == 0,
                    left=draw(st.integers(0, 4)) == 0,
                    group=draw(st.integers(0, 6)) == 0,
                    name=draw(
                        st.sampled_from(("Mum", "Grandmother Josephine Smythe", handle, "<b>"))
                    ),
                )
            )
    ends = st.integers(0, max(0, size))
    ties = [
        f"p{draw(ends)} {draw(st.sampled_from(TIES))} p{draw(ends)} "
        f"{draw(st.sampled_from(('', 'separation', 'divorce')))}"
        for _ in range(draw(st.integers(0, 2 * size)))
    ]
    return family(people, ties)


def encloses(corners, point):
    """Even-odd rule: whether a point lies inside a closed line."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
            inside = not inside
    return inside


def corners_of(box):
    left, top, right, bottom = box
    return [
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        ((left + right) / 2, (top + bottom) / 2),
    ]


@given(page=pages(), before=st.booleans())
@settings(max_examples=200, deadline=None)
def test_the_line_goes_round_the_household_and_nobody_else(page, before):
    layout = lay_out(page, before=before)

    inside = {p.handle for p in page.people if (p.was_inside if before else p.inside)}

    for handle, spot in layout.spots.items():
        found = {encloses(layout.hull, corner) for corner in corners_of(spot.box)}
        assert found == {handle in inside}


@given(page=pages())
@settings(max_examples=200, deadline=None)
def test_everybody_is_there_once_and_nobody_covers_another(page):
    layout = lay_out(page)

    boxes = [spot.box for spot in layout.spots.values()]

    assert set(layout.spots) == {p.handle for p in page.people}
    assert not [
        (a, b)
        for a, b in combinations(boxes, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@given(page=pages(), before=st.booleans(), weight=st.integers(0, 100))
@settings(max_examples=150, deadline=None)
def test_any_family_is_drawn_as_well_formed_xml_inside_the_frame(page, before, weight):
    weights = {p.handle: weight for p in page.people}

    drawn = parsed(draw_genogram(page, before=before, weights=weights))

    width, height = (float(n) for n in drawn.attrib["viewBox"].split()[2:])
    layout = lay_out(page, before=before)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in layout.hull)
    assert all(
        s.box[0] >= 0 and s.box[2] <= width and s.box[3] <= height for s in layout.spots.values()
    )


@given(page=pages())
@settings(max_examples=50, deadline=None)
def test_only_the_line_moves_between_before_and_now(page):
    assert lay_out(page).spots == lay_out(page, before=True).spots


def test_a_child_stands_under_its_parents_who_stand_under_theirs():
    rows = {h: s.row for h, s in lay_out(emily()).spots.items()}

    assert rows["Mum"] == rows["Oliver's-mum"] < rows["Emily"] == rows["Oliver"] < rows["Noah"]


@pytest.mark.parametrize("page", [emily(), laura(), two_former_partners()])
def test_the_man_stands_left_of_the_keeper(page):
    spots = lay_out(page).spots
    first = next(p for p in page.people if p.role in ("husband", "ex_partner"))

    assert spots[first.handle].x < spots[page.people[0].handle].x


def test_the_eldest_child_stands_left_and_each_under_its_own_parents():
    x = {h: s.x for h, s in lay_out(two_former_partners()).spots.items()}

    assert x["Danny"] < x["Ruth"] < x["Will"]
    assert x["Isla"] < x["Joe"] < x["Ben"]


def test_two_children_told_to_the_same_month_are_twins_and_two_of_the_same_year_are_not():
    family_of = lay_out(twins()).family
    same_year = family([keeper("Sam"), child("A", age="6 years"), child("B", age="6 years")])

    assert [s.twins for s in family_of.sibships if s.twins] == [(("Ivy", "Finn"),)]
    assert not any(s.twins for s in lay_out(same_year).family.sibships)


def test_a_couple_one_of_whom_left_is_separated_now_and_not_before():
    now, before = lay_out(emily()), lay_out(emily(), before=True)

    assert [c.slashes for c in now.family.couples] == [1]
    assert [c.slashes for c in before.family.couples] == [0]


def test_a_divorce_has_two_slashes_and_an_affair_is_no_separation():
    couples = {c.kind: c.slashes for c in lay_out(laura()).family.couples}

    assert couples == {"married": 2, "affair": 0}


def test_her_mother_lives_in_the_household_and_stands_in_the_row_above():
    layout = lay_out(kate())

    assert encloses(layout.hull, (layout.spots["Mum"].x, layout.spots["Mum"].y))
    assert layout.spots["Mum"].row == layout.spots["Kate"].row - 1


def test_roles_place_those_whose_ties_were_not_told():
    page = family(
        [
            keeper("Ruth", "f"),
            person("Dad", "father", "m"),
            person("Lin", "mother_in_law", "f"),
            person("Tom", "husband", "m"),
        ]
    )

    sibships = {s.children: s.parents for s in lay_out(page).family.sibships}

    assert sibships == {("Ruth",): ("Dad",), ("Tom",): ("Lin",)}


def test_friends_and_those_who_are_paid_are_outside_the_family():
    layout = lay_out(laura())

    assert [h for h in layout.spots if layout.family.outside(h)] == ["Dee", "Okafor"]


def test_five_across_still_fit_a_phone():
    assert lay_out(laura()).width <= 400
