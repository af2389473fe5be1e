"""How far a group is covered: a part is never the whole, an unknown figure never a number."""

from collections.abc import Collection, Iterable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import consolidation
from dondoc.consolidation.round import Consolidation
from dondoc.documents.parts.closings_of import closings_of, told_so_far
from dondoc.documents.parts.coverage import Forecast, Share
from dondoc.documents.parts.group_tables import coverage_view, group_tables
from dondoc.documents.parts.groups import GroupTable
from dondoc.reports.count_row import CountRow
from dondoc.reports.filed import groups_of
from models import CountKind, Obligation
from rules.meaning.pace import Closing
from rules.rulebook import Rulebook
from tests.counting import counted, take_over
from tests.offices import D2024, MONTHLY, Scene, at, played
from tests.reporting import MINORITY, NEAR_POOR, file_report, form, group, sign_round
from tests.rounds import OPENS, uids


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


POPULATION, LISTED, CONFIRMED, CARDS = CountKind
# Who left the uncovered of each body in each round; each body begins with 60.
LEFT = (10, 12, 7)
CUT_OFFS = ("2024-04-30", "2024-05-31", "2024-06-30", "2024-07-31", "2024-08-31")
DUE = ("2024-05-05", "2024-06-05", "2024-07-05", "2024-08-05", "2024-09-05")


def asked(scene: Scene, place: int = 0) -> dict[str, tuple[str, ...]]:
    """Return, by uid, the groups of the bodies that have any in the round at `place`."""
    office, due = scene.office, date.fromisoformat(DUE[place])
    with office.reading() as session:
        query = select(Obligation).where(Obligation.duty == MONTHLY, Obligation.due_on == due)
        found = {r.bearer_uid: groups_of(office.rulebook, r) for r in session.scalars(query)}
    return {uid: groups for uid, groups in found.items() if groups}


@played
def file_round(scene: Scene, place: int, left: int, begins: int, but: Collection[str] = ()) -> None:
    """File the round at `place`: of `begins` people of each group of a body, `left` enrolled."""
    moved = group(opening=begins, enrolled=left, carded=left, closing=begins - left)
    for uid, groups in asked(scene, place).items():
        if uid not in but:
            names = {id_.replace("-", "_"): moved for id_ in groups}
            filled = form(CUT_OFFS[place], **names)
            file_report(scene, filled, f"{DUE[place][:8]}04 10:00", uid, DUE[place])


def read(scene: Scene, place: int, as_of: str | None = None) -> Consolidation:
    due = date.fromisoformat(DUE[place]).replace(day=10)
    with scene.office.reading() as session:
        at_ = at(as_of) if as_of else None
        return consolidation(session, scene.office.rulebook, D2024, due, at_)


def closings(
    session: Session, rulebook: Rulebook, found: Consolidation
) -> dict[str, list[Closing | None]]:
    return closings_of(rulebook, found, told_so_far(session, rulebook, found))


def tables(scene: Scene, place: int = 0, now: str = "2024-12-31 09:00") -> dict[str, GroupTable]:
    with scene.office.reading() as session:
        found = group_tables(session, scene.office.rulebook, read(scene, place), at(now))
    return {table.id: table for table in found}


@pytest.fixture
def april(office: Scene) -> Scene:
    """Return an office in which the round of April is complete: 12 bodies with 50 people each."""
    office.day(OPENS)
    file_round(office, 0, LEFT[0], 60)
    return office


@pytest.fixture
def june(april: Scene) -> Scene:
    """Return an office with three rounds: 50, 38 and 31 people of each group and body."""
    file_round(april, 1, LEFT[1], 50)
    file_round(april, 2, LEFT[2], 38)
    return april


def of_all(
    scene: Scene, kind: CountKind, people: int, as_of: str, but: Iterable[str] = ()
) -> list[CountRow]:
    """Return a count of the near-poor for every body that has them."""
    mine = [uid for uid, groups in asked(scene).items() if NEAR_POOR in groups]
    return [counted(kind, people, as_of, uid) for uid in mine if uid not in but]


def test_without_counts_nothing_is_told_of_shares_and_cards(april: Scene) -> None:
    table = tables(april)[NEAR_POOR]
    assert (table.population, table.listed, table.confirmed) == (None, None, None)
    assert (table.stated, table.by_list, table.cards_as_of, table.by_cards) == (None,) * 4


def test_each_denominator_has_its_own_share(april: Scene) -> None:
    rows = [
        *of_all(april, POPULATION, 500, "2023-12-31"),
        *of_all(april, LISTED, 60, "2024-04-10"),
        *of_all(april, CONFIRMED, 59, "2024-04-25"),
        *of_all(april, CARDS, 8, "2024-04-30"),
    ]
    take_over(april, "2024-05-06 08:00", rows)
    table = tables(april)[NEAR_POOR]
    assert table.total.closing == 600
    assert table.population == Share(5400, 6000)
    assert table.listed == Share(120, 720)
    # Ten of each body's list were enrolled, whatever was deducted from it since.
    assert table.confirmed == Share(120, 708)
    # Cards are counted on the narrowest list, and so is what they are held against.
    assert (table.stated, table.by_list) == (120, 96)
    assert table.by_cards == 708 - 96
    assert {row.by_cards for row in table.rows} == {51}
    assert tables(april)[MINORITY].listed is None


def test_who_was_added_since_is_not_taken_from_who_enrolled(office: Scene) -> None:
    """29 enrolled of 282 listed and 21 added: 29 of 303, never "08 người, 2,8%"."""
    office.day(OPENS)
    people = dict.fromkeys(asked(office), 23) | dict.fromkeys(uids(office, "Đại Phú"), 29)
    for uid, groups in asked(office).items():
        listed = people[uid]
        mine = uid in uids(office, "Đại Phú")
        moved = {"recognised": 21, "enrolled": 29, "carded": 29} if mine else {}
        closing = listed + (21 - 29 if mine else 0)
        names = {
            id_.replace("-", "_"): group(opening=listed, closing=closing, **moved) for id_ in groups
        }
        file_report(office, form(CUT_OFFS[0], **names), "2024-05-04 10:00", uid)
    mine = [uid for uid, groups in asked(office).items() if NEAR_POOR in groups]
    take_over(
        office, "2024-05-06 08:00", [counted(LISTED, people[u], "2024-04-10", u) for u in mine]
    )
    table = tables(office)[NEAR_POOR]
    assert table.listed == Share(29, 282 + 21)
    assert table.stated == 29


def test_a_part_is_never_the_whole(april: Scene) -> None:
    [one] = uids(april, "Đại Phú")
    rows = [
        *of_all(april, LISTED, 60, "2024-04-10", but=[one]),
        *of_all(april, CARDS, 8, "2024-04-30", but=[one]),
    ]
    take_over(april, "2024-05-06 08:00", rows)
    table = tables(april)[NEAR_POOR]
    # Eleven known of twelve are shown as such, and the whole stays unknown.
    assert table.listed == table.stated_part == Share(110, 660, part=(11, 12))
    assert table.by_list_part == Share(88, None, part=(11, 12))
    assert (table.stated, table.by_list, table.by_cards) == (None, None, None)
    assert sorted((row.by_cards for row in table.rows), key=str) == [52] * 11 + [None]


def test_a_partial_round_has_the_share_of_who_is_in(office: Scene) -> None:
    office.day(OPENS)
    file_round(office, 0, LEFT[0], 60, but=uids(office, "Đại Phú"))
    take_over(office, "2024-05-06 08:00", of_all(office, LISTED, 60, "2024-04-10"))
    table = tables(office)[NEAR_POOR]
    assert table.listed == Share(110, 660, part=(11, 12))
    assert (table.stated, table.pace, table.forecast) == (None, None, None)


def test_more_uncovered_than_people_is_no_share(april: Scene) -> None:
    take_over(april, "2024-05-06 08:00", of_all(april, LISTED, 40, "2024-04-10"))
    table = tables(april)[NEAR_POOR]
    assert table.listed == Share(None, 480)
    assert table.listed.percent is None
    assert table.stated is None


def test_card_lists_of_several_days_say_from_when_to_when(april: Scene) -> None:
    [one] = uids(april, "Đại Phú")
    rows = [
        *of_all(april, CARDS, 8, "2024-04-30", but=[one]),
        counted(CARDS, 8, "2024-04-26", one),
    ]
    take_over(april, "2024-05-06 08:00", rows)
    table = tables(april)[NEAR_POOR]
    assert (table.cards_as_of, table.cards_until) == (date(2024, 4, 26), date(2024, 4, 30))
    assert (table.by_list, table.stated, table.by_cards) == (96, None, None)


def test_only_what_was_known_and_is_of_the_round_counts(april: Scene) -> None:
    take_over(april, "2024-05-06 08:00", of_all(april, LISTED, 60, "2024-04-10"))
    take_over(april, "2024-05-08 08:00", of_all(april, LISTED, 70, "2024-05-07"))
    assert tables(april)[NEAR_POOR].listed == Share(120, 720)
    assert tables(april, now="2024-05-06 07:00")[NEAR_POOR].listed is None
    with april.office.reading() as session:
        before = read(april, 0, "2024-05-06 07:00")
        now = at("2024-12-31 09:00")
        [table, _] = group_tables(session, april.office.rulebook, before, now)
    assert table.listed is None


def test_the_pace_of_the_round_is_people_a_week_between_two_cut_offs(june: Scene) -> None:
    table = tables(june, 2)[MINORITY]
    assert table.pace is not None
    assert table.total.closing == 8 * 31
    assert table.pace.recent == pytest.approx(8 * 7 / 30 * 7)
    assert table.pace.needed == pytest.approx(8 * 31 / (92 / 7))
    first = tables(june, 0)[MINORITY].pace
    assert first is not None
    assert first.recent is None


@pytest.mark.long
def test_three_rounds_make_a_forecast_with_its_range(june: Scene) -> None:
    assert tables(june, 1)[MINORITY].forecast == Forecast(date(2024, 9, 30), 2)
    # 400, 304, 248 people; 96 in 31 days and 56 in 30; 92 days are left.
    assert tables(june, 2)[MINORITY].forecast == Forecast(date(2024, 9, 30), 3, 19, 0, 77)


def test_a_target_that_has_come_has_no_forecast(june: Scene) -> None:
    assert tables(june, 1)[NEAR_POOR].forecast == Forecast(date(2024, 6, 30), 2)
    table = tables(june, 2)[NEAR_POOR]
    assert table.forecast is None
    assert table.pace is not None
    assert (table.pace.weeks, table.pace.needed) == (0, None)


def test_a_round_that_lacks_a_body_is_not_like_the_others(april: Scene) -> None:
    late = uids(april, "Đại Phú")
    file_round(april, 1, LEFT[1], 50, but=late)
    # In the round itself its last known figures stand in, and nothing is told from them.
    partial = tables(april, 1)[MINORITY]
    assert (partial.complete, partial.forecast) == (True, None)
    assert partial.pace is not None
    assert (partial.pace.remaining, partial.pace.recent) == (7 * 38 + 50, None)
    file_round(april, 2, LEFT[2], 38, but=late)
    moved = group(opening=50, enrolled=19, carded=19, closing=31)
    filled = form(CUT_OFFS[2], can_ngheo=moved, dtts=moved)
    file_report(april, filled, "2024-07-04 10:00", *late, DUE[2])
    full = tables(april, 2)[MINORITY]
    assert full.forecast == Forecast(date(2024, 9, 30), 2)
    assert full.pace is not None
    assert full.pace.recent is None


@pytest.mark.long
def test_a_merged_body_counts_as_its_heir(office: Scene) -> None:
    office.day(OPENS)
    file_round(office, 3, LEFT[0], 60)
    # By then the merger of 01/9/2024 is known.
    office.sweep("2024-09-02 07:00")
    file_round(office, 4, LEFT[1], 50)
    found = read(office, 4)
    with office.office.reading() as session:
        series = closings(session, office.office.rulebook, found)
    last = [Closing(date(2024, 7, 31), 600), Closing(date(2024, 8, 31), 456)]
    assert series[NEAR_POOR] == [None, None, None, *last]


def test_an_heir_takes_over_the_lists_of_those_it_came_from(office: Scene) -> None:
    office.day(OPENS)
    lists = [*of_all(office, LISTED, 60, "2024-04-10"), *of_all(office, CARDS, 10, "2024-07-31")]
    take_over(office, "2024-05-06 08:00", lists)
    file_round(office, 3, LEFT[0], 60)
    office.sweep("2024-09-02 07:00")
    file_round(office, 4, LEFT[1], 50)
    table = tables(office, 4)[NEAR_POOR]
    assert table.listed == Share(12 * 22, 720)
    assert (table.stated, table.by_list) == (12 * 22, 120)


def test_machines_get_the_same(june: Scene) -> None:
    take_over(june, "2024-05-06 08:00", of_all(june, LISTED, 60, "2024-04-10"))
    with june.office.reading() as session:
        now = at("2024-12-31 09:00")
        view = coverage_view(session, june.office.rulebook, read(june, 2), now)
    assert list(view) == [NEAR_POOR, MINORITY]
    assert view[NEAR_POOR]["shares"] == {
        "population": None,
        "listed": {"covered": 348, "whole": 720, "percent": 48.33},
        "confirmed": None,
    }
    assert (view[NEAR_POOR]["stated"], view[NEAR_POOR]["carded"]) == (348, None)
    assert view[MINORITY]["forecast"] == {
        "on": "2024-09-30",
        "rounds": 3,
        "likely": 19,
        "low": 0,
        "high": 77,
    }
    assert view[MINORITY]["pace"] == {
        "remaining": 248,
        "weeks": 13.14,
        "needed": 18.87,
        "recent": 13.07,
    }


def test_a_correction_of_an_earlier_round_is_no_pace(april: Scene) -> None:
    """50 people were told, 45 is right: 3 of them left in May, not 8."""
    [uid] = uids(april, "Chi Thiết")
    sign_round(april)
    right = form(can_ngheo=group(opening=60, enrolled=10, carded=10, left=5, closing=45))
    file_report(april, right, "2024-05-20 10:00", uid, revises=True)
    file_round(april, 1, 3, 50, but=(uid,))
    moved = group(opening=50, adjusted=-5, enrolled=3, carded=3, closing=42)
    file_report(april, form(CUT_OFFS[1], can_ngheo=moved), "2024-06-04 10:00", uid, DUE[1])
    with april.office.reading() as session:
        series = closings(session, april.office.rulebook, read(april, 1))
    before, now = series[NEAR_POOR]
    assert before is not None
    assert now is not None
    assert (before.people, now.people) == (12 * 50 - 5, 12 * 47 - 5)


def test_a_share_counts_an_earlier_round_as_it_was_corrected(april: Scene) -> None:
    """13 enrolled in April, not the 10 that were told: who is covered is who is not left."""
    [uid] = uids(april, "Chi Thiết")
    take_over(april, "2024-05-06 08:00", of_all(april, LISTED, 60, "2024-04-10"))
    sign_round(april)
    right = form(can_ngheo=group(opening=60, enrolled=13, carded=10, closing=47))
    file_report(april, right, "2024-05-20 10:00", uid, revises=True)
    # In its own round it is counted as it was signed.
    assert tables(april)[NEAR_POOR].listed == Share(12 * 10, 720)
    file_round(april, 1, 3, 50, but=(uid,))
    moved = group(opening=50, adjusted=-3, enrolled=3, carded=3, closing=44)
    file_report(april, form(CUT_OFFS[1], can_ngheo=moved), "2024-06-04 10:00", uid, DUE[1])
    table = tables(april, 1)[NEAR_POOR]
    assert table.listed == Share(12 * 10 + 3 + 12 * 3, 720)
    assert table.listed.covered == 720 - table.total.closing
