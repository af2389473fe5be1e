"""Three denominators and two truths of one list, and what moved on it, recounted by hand."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dondoc.people.census import Census, censuses, differing
from dondoc.people.fact import Fact, Kind, ending
from dondoc.people.movement import movement, persons_of
from dondoc.people.rebase import NewList, rebased
from rules.meaning.form import Role
from tests.coverage_form import COVERAGE
from tests.dondoc.people.known import CAME, GROUP, HERE, carded, listed, stated

APRIL, MAY, JUNE = date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 30)
DIED = date(2024, 5, 7)


def _facts() -> list[Fact]:
    """Ten people: one died, one moved to the next commune, two joined, a third has only a card."""
    facts = [listed(person) for person in range(1, 11)]
    facts = ending(facts[0], DIED, date(2024, 5, 20), "khai tử", "da-mat").of(facts)
    facts = ending(facts[1], date(2024, 5, 15), date(2024, 5, 15), "số 12", "chuyen-di").of(facts)
    facts.append(listed(2, "xa-b", date(2024, 5, 15), "chuyen-den"))
    facts += [stated(3, date(2024, 5, 2)), stated(4, date(2024, 5, 9))]
    facts += [carded(4, date(2024, 5, 20), date(2025, 5, 20)), carded(5, MAY, date(2024, 6, 21))]
    return facts


def _here(on: date, known: date) -> Census:
    return censuses(_facts(), on, known)[HERE, GROUP]


def test_the_list_the_list_after_deductions_and_who_is_left_stay_apart() -> None:
    found = _here(MAY, MAY)
    assert found.listed == frozenset(range(1, 11))
    assert found.deducted == {"da-mat": {1}, "chuyen-di": {2}}
    assert found.confirmed == frozenset(range(3, 11))
    assert (found.stated, found.carded) == ({3, 4}, {4, 5})
    assert found.remaining == frozenset(range(6, 11))


def test_the_very_people_on_whom_the_two_truths_differ_are_named() -> None:
    found = censuses(_facts(), MAY, MAY)
    assert differing(found.values()) == {(HERE, GROUP): (3, 5)}
    here = found[HERE, GROUP]
    assert (here.stated_only, here.carded_only) == ({3}, {5})


def test_how_a_list_stood_is_asked_as_it_was_known() -> None:
    assert 1 in _here(DIED, date(2024, 5, 19)).confirmed
    assert 1 not in _here(DIED, date(2024, 5, 20)).confirmed


def test_whoever_moved_stands_on_the_list_of_where_they_are() -> None:
    there = censuses(_facts(), MAY, MAY)["xa-b", GROUP]
    assert (there.listed, there.confirmed, there.deducted) == ({2}, {2}, {})


def test_somebody_in_two_groups_is_one_person_in_each() -> None:
    facts = [*_facts(), listed(3, group="dtts"), listed(6, group="dtts")]
    facts.append(carded(6, MAY, date(2025, 5, 31)))
    found = censuses(facts, MAY, MAY)
    assert found[HERE, "dtts"].listed == {3, 6}
    assert found[HERE, "dtts"].stated == frozenset()
    assert 6 in found[HERE, "dtts"].carded & found[HERE, GROUP].carded


def test_two_communes_that_merge_are_one_list() -> None:
    merged = {HERE: "xa-c", "xa-b": "xa-c"}
    found = censuses(_facts(), JUNE, JUNE, merged.__getitem__)
    assert set(found) == {("xa-c", GROUP)}
    assert found["xa-c", GROUP].confirmed == frozenset(range(2, 11))
    moved = movement(_facts(), "xa-c", GROUP, (MAY, JUNE), JUNE, merged.__getitem__)
    assert moved.opening == frozenset({2, *range(6, 11)})


def test_the_figures_of_a_report_are_people() -> None:
    moved = movement(_facts(), HERE, GROUP, (APRIL, MAY), MAY)
    assert persons_of(COVERAGE, moved) == {
        "opening": tuple(range(1, 11)),
        "recognised": (),
        "arrived": (),
        "expired": (),
        "enrolled": (3, 4, 5),
        "covered_elsewhere": (),
        "left": (1, 2),
        "closing": tuple(range(6, 11)),
        "carded": (4, 5),
    }


def test_a_card_that_ends_brings_its_holder_back_and_only_them() -> None:
    moved = movement(_facts(), HERE, GROUP, (MAY, JUNE), JUNE)
    assert moved.moved == {"the-het-han": (5,)}
    assert moved.closing == frozenset(range(5, 11))


LAST = date(2024, 6, 20)


def _reopening(facts: list[Fact], on: date, known: date | None = None) -> Census:
    return censuses(facts, on, known or on, soon=30)[HERE, GROUP]


def test_thirty_days_before_the_last_day_of_a_card_its_holder_is_to_be_covered_again() -> None:
    """The card of 5 says up to 20/6; 4 has one for a year."""
    facts = [listed(4), listed(5), carded(4, CAME, date(2025, 5, 20))]
    facts.append(carded(5, CAME, LAST + timedelta(days=1)))
    before = _reopening(facts, LAST - timedelta(days=31))
    assert (before.remaining, before.ending, before.carded) == (set(), set(), {4, 5})
    day = _reopening(facts, LAST - timedelta(days=30))
    assert (day.remaining, day.ending, day.carded) == ({5}, {5}, {4, 5})
    assert (day.uncovered, day.enrolled) == (set(), {4, 5})
    ended = _reopening(facts, LAST + timedelta(days=1))
    assert (ended.remaining, ended.ending, ended.carded) == ({5}, set(), {4})


def test_a_newer_card_closes_that_from_the_day_on_which_it_is_known() -> None:
    facts = [listed(5), carded(5, CAME, LAST + timedelta(days=1))]
    known = LAST - timedelta(days=10)
    facts.append(carded(5, LAST + timedelta(days=1), date(2025, 6, 21), known))
    assert _reopening(facts, known).remaining == set()
    assert _reopening(facts, known - timedelta(days=1)).remaining == {5}
    assert _reopening(facts, LAST + timedelta(days=1)).remaining == set()


def test_what_a_commune_said_before_a_card_came_near_its_end_does_not_close_it() -> None:
    card = carded(5, date(2024, 5, 1), LAST + timedelta(days=1))
    facts = [listed(5), stated(5, date(2024, 5, 1)), card]
    assert _reopening(facts, LAST - timedelta(days=31)).remaining == set()
    for day in (LAST - timedelta(days=30), LAST, LAST + timedelta(days=90)):
        assert _reopening(facts, day).remaining == {5}
    again = [*facts, stated(5, LAST - timedelta(days=3))]
    assert _reopening(again, LAST - timedelta(days=4)).remaining == {5}
    assert _reopening(again, LAST + timedelta(days=90)).remaining == set()


def test_who_comes_with_the_list_itself_opens_and_moves_nowhere() -> None:
    moved = movement([listed(1), listed(2)], HERE, GROUP, (date(2024, 3, 31), APRIL), APRIL)
    assert (moved.opening, moved.moved, moved.closing) == ({1, 2}, {}, {1, 2})


DAYS = st.integers(1, 200).map(lambda days: CAME + timedelta(days=days))
REASONS = ("da-mat", "roi-nhom", "ghi-sai")


@st.composite
def _lives(draw: st.DrawFn) -> list[Fact]:
    facts = list[Fact]()
    for person in range(draw(st.integers(1, 6))):
        began = draw(st.sampled_from(["", "moi-cong-nhan"]))
        one = listed(person, since=draw(DAYS), began=began)
        facts.append(one)
        if draw(st.booleans()):
            reason = draw(st.sampled_from(REASONS))
            facts = ending(one, draw(DAYS), CAME, "", reason).of(facts)
            facts = [replace(fact, known_from=CAME) for fact in facts]
        if draw(st.booleans()):
            facts.append(replace(stated(person, draw(DAYS)), known_from=CAME))
        for _ in range(draw(st.integers(0, 2))):
            since = draw(DAYS)
            facts.append(
                carded(person, since, since + timedelta(days=draw(st.integers(1, 90))), CAME)
            )
    return facts


@given(facts=_lives(), first=DAYS, length=st.integers(1, 60))
def test_what_opened_and_came_less_what_went_is_what_is_left(
    facts: list[Fact], first: date, length: int
) -> None:
    upto = first + timedelta(days=length)
    told = persons_of(COVERAGE, movement(facts, HERE, GROUP, (first, upto), date.max))
    roles = {figure.id: figure.role for figure in COVERAGE.figures}
    signs = {Role.OPENING: 1, Role.PLUS: 1, Role.MINUS: -1, Role.CLOSING: -1}
    assert sum(signs.get(roles[id_], 0) * len(people) for id_, people in told.items()) == 0
    left = censuses(facts, upto, date.max).get((HERE, GROUP))
    assert told["closing"] == tuple(sorted(left.remaining if left else ()))


def test_a_new_standard_begins_the_whole_list_anew_and_histories_hold() -> None:
    day, known = date(2027, 1, 1), date(2026, 12, 20)
    before = [listed(person) for person in range(1, 6)]
    bodies = {1: HERE, 2: HERE, 3: "xa-b", 7: HERE}
    new = NewList(GROUP, bodies, day, known, "Nghị định 351", "moi-cong-nhan", "roi-nhom")
    found = rebased(before, Kind.LISTED, new)
    assert (found.opened, found.closed, found.stay, found.elsewhere) == (
        {7},
        {4, 5},
        {1, 2, 3},
        {3},
    )
    after = found.revision.of(before)
    eve = day - timedelta(days=1)
    assert censuses(after, eve, known)[HERE, GROUP].confirmed == frozenset(range(1, 6))
    now = censuses(after, day, known, since={GROUP: day})[HERE, GROUP]
    assert now.listed == now.confirmed == {1, 2, 3, 7}
    moved = movement(after, HERE, GROUP, (eve, day), known)
    assert moved.moved == {"moi-cong-nhan": (7,), "roi-nhom": (4, 5)}
    assert {one.source for one in after if one.holds(day) and one.believed(known)} == {
        "Nghị định 351"
    }


def test_a_list_begun_anew_is_taken_back_to_what_it_was() -> None:
    before = [listed(person) for person in range(1, 4)]
    new = NewList(
        GROUP, {1: HERE}, date(2027, 1, 1), date(2026, 12, 20), "", "moi-cong-nhan", "roi-nhom"
    )
    change = rebased(before, Kind.LISTED, new).revision
    back = change.back(date(2027, 1, 5)).of(change.of(before))
    found = censuses(back, date(2027, 2, 1), date(2027, 2, 1))[HERE, GROUP]
    assert found.confirmed == {1, 2, 3}
