"""What was known of a person on any day can be asked again: nothing told is ever overwritten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.people.fact import Fact, Kind, NotAsKnown, Payer, ending, standing
from dondoc.people.support import category_of, support_of
from tests.dondoc.people.known import CAME, listed

DIED, KNOWN = date(2024, 6, 3), date(2024, 6, 20)
DAYS = st.integers(0, 400).map(lambda days: CAME + timedelta(days=days))


def test_somebody_who_died_is_on_the_list_until_the_day_however_late_it_was_known() -> None:
    facts = ending(listed(1), DIED, KNOWN, "trích lục khai tử", "da-mat").of([listed(1)])
    eve = DIED - timedelta(days=1)
    assert [one.ended for one in standing(facts, eve, KNOWN)] == ["da-mat"]
    assert standing(facts, DIED, KNOWN) == []
    assert standing(facts, DIED, KNOWN - timedelta(days=1)) != []


@given(until=DAYS, known=DAYS, undone=DAYS)
def test_what_is_taken_back_leaves_what_was_known_before_as_it_was(
    until: date, known: date, undone: date
) -> None:
    known, undone = min(known, undone), max(known, undone)
    before = [listed(1), listed(2)]
    change = ending(before[0], until, known, "quyết định", "ghi-sai")
    after = change.of(before)
    back = change.back(undone).of(after)
    for day in (CAME, until - timedelta(days=1), until, until + timedelta(days=40)):
        now = {replace(one, known_from=CAME) for one in standing(back, day, date.max)}
        assert now == set(standing(before, day, date.max))
        if known < undone:
            eve = undone - timedelta(days=1)
            assert set(map(_said, standing(back, day, eve))) == set(
                map(_said, standing(after, day, eve))
            )


def _said(fact: Fact) -> Fact:
    return replace(fact, struck=None)


def test_a_change_of_what_has_changed_since_is_refused() -> None:
    facts = ending(listed(1), DIED, KNOWN, "trích lục", "da-mat").of([listed(1)])
    with pytest.raises(NotAsKnown, match="hồ sơ số 1"):
        ending(listed(1), DIED, KNOWN, "trích lục khác", "da-mat").of(facts)


def _support(payer: Payer, percent: int, since: date, source: str) -> Fact:
    return Fact(1, Kind.SUPPORT, payer, since, since, source, percent=percent)


def test_thirty_and_seventy_are_what_the_dispatch_says_and_nothing_more() -> None:
    facts = [
        _support(Payer.OWN, 30, CAME, "B-1.2a"),
        _support(Payer.STATE, 70, CAME, "B-1.2a"),
    ]
    found = support_of(facts, 1, CAME, CAME)
    assert (found.shares, found.unknown) == ({Payer.OWN: 30, Payer.STATE: 70}, 0)
    assert found.sources[Payer.STATE] == ("B-1.2a",)
    assert support_of(facts, 2, CAME, CAME).unknown == 100


def test_a_local_top_up_stands_beside_the_state_share_from_its_day_on() -> None:
    later = date(2024, 7, 1)
    facts = [
        _support(Payer.STATE, 70, CAME, "Nghị định 146/2018/NĐ-CP"),
        _support(Payer.LOCAL, 20, later, "nghị quyết của HĐND tỉnh"),
    ]
    assert support_of(facts, 1, CAME, later).unknown == 30
    assert support_of(facts, 1, later, later).shares == {Payer.STATE: 70, Payer.LOCAL: 20}
    sponsor = _support(Payer.SPONSOR, 20, later, "doanh nghiệp")
    assert support_of([*facts, sponsor], 1, later, later).unknown == -10


def test_somebody_in_two_groups_pays_under_one_category() -> None:
    facts = [
        Fact(1, Kind.CATEGORY, "dtts", CAME, CAME, "danh sách"),
        Fact(1, Kind.CATEGORY, "can-ngheo", DIED, DIED, "quyết định"),
    ]
    assert category_of(facts, 1, CAME, DIED) == "dtts"
    assert category_of(facts, 1, DIED, DIED) == "can-ngheo"
    assert category_of(facts, 2, DIED, DIED) is None
