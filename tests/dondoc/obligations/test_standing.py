"""How each obligation stood at any past instant, and what that comes to over the rounds."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dondoc.decisions.decide import Grounds, move, pause
from dondoc.looking.by_body import ByBody
from dondoc.looking.status import rates_of, status
from dondoc.obligations.rates import Rate
from dondoc.obligations.rounds import RoundKey, count_rounds
from dondoc.obligations.standing import Owed, Standing, Way, standings
from dondoc.reports.undo import undo
from models import Obligation
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, played

GROUNDS = Grounds("mưa lũ", "UBND huyện")
WAYS = ("done_on_time", "done_late", "open_in_time", "open_overdue", "unknown")
BEGIN = at("2024-04-20 00:00")
DUE = date(2024, 5, 5)


@played
def lived(scene: Scene) -> None:
    """Live through April to July: in time, late, extended, paused, undone, not at all."""
    scene.sweep("2024-04-26 07:00")
    for due, month in (("2024-05-05", "05"), ("2024-06-05", "06"), ("2024-07-05", "07")):
        for place, uid in enumerate(bearers(scene, due)):
            if uid not in (DAI_PHU, SON_NAM) and place % 5:
                # Every seventh of them on the 9th, when it is late.
                day = "09" if place % 7 == 0 else "03"
                scene.record(f"2024-{month}-{day} 10:00", bearer=uid, due=due)
    scene.record("2024-05-03 10:00")
    with scene.office.writing() as session:
        undo(session, scene.obligation().id, "nhầm", "x/officer", at("2024-05-08 10:00"))
    scene.record("2024-05-13 10:00", "2024-05-14 10:00")
    decided(scene, SON_NAM, "2024-05-05", "2024-05-08 09:00", extend=True)
    decided(scene, DAI_PHU, "2024-06-05", "2024-06-03 09:00", extend=False)


def bearers(scene: Scene, due: str) -> list[str]:
    with scene.office.reading() as session:
        query = select(Obligation.bearer_uid).where(
            Obligation.duty == MONTHLY, Obligation.due_on == date.fromisoformat(due)
        )
        return sorted(session.scalars(query))


def decided(scene: Scene, bearer: str, due: str, when: str, *, extend: bool) -> None:
    with scene.office.writing() as session:
        row = session.get_one(Obligation, scene.obligation(bearer, due).id)
        if extend:
            move(session, scene.office.rulebook, [row], 7, GROUNDS, at(when), extension=True)
        else:
            pause(session, [row], date(2024, 6, 20), GROUNDS, at(when))


def one(scene: Scene, when: str, bearer: str, due: str) -> Standing:
    """Return how an obligation stood; `due` is the date it had then."""
    with scene.office.reading() as session:
        found = standings(session, at(when), Obligation.bearer_uid == bearer)
    on = date.fromisoformat(due)
    [standing] = [s for s in found if s.owed.duty == MONTHLY and s.due_on == on]
    return standing


@pytest.mark.long
def test_the_sum_over_the_bodies_is_the_return_at_every_instant(office: Scene) -> None:
    lived(office)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 130 * 24))
    def at_every_instant(hours: int) -> None:
        as_of = BEGIN + timedelta(hours=hours)
        with office.office.reading() as session:
            plain = status(session, office.office.rulebook, D2024, as_of)
            apart = list(ByBody(session, office.office.rulebook, D2024, as_of).rows(at_once=97))
        summed = Counter((s.owed.duty, s.owed.period, s.way) for s in apart)
        # A duty may have several periods of the same due date in no directive.
        periods = {(s.owed.duty, s.owed.due_on): s.owed.period for s in apart}
        told = Counter[tuple[str, str, str]]()
        for row in plain:
            for way in WAYS:
                told[row.duty, periods[row.duty, row.due_on], way] += getattr(row, way)
        assert +told == summed

    at_every_instant()


def test_today_it_says_what_the_sweep_counts(any_office: Scene) -> None:
    lived(any_office)
    now = at("2024-07-10 12:00")
    for period in ("2024-05", "2024-06", "2024-07"):
        key = RoundKey(D2024, MONTHLY, period)
        with any_office.office.reading() as session:
            counts = count_rounds(session, {key}, now)[key]
            where = Obligation.duty == MONTHLY, Obligation.period == period
            ways = Counter(s.way for s in standings(session, now, *where))
        assert {way: ways[way] for way in WAYS} == {way: getattr(counts, way) for way in WAYS}


def test_an_extension_changes_nothing_of_what_was_known_before_it(any_office: Scene) -> None:
    lived(any_office)
    before = one(any_office, "2024-05-07 12:00", SON_NAM, "2024-05-05")
    assert (before.way, before.extended) == ("open_overdue", False)
    after = one(any_office, "2024-05-08 12:00", SON_NAM, "2024-05-12")
    assert (after.way, after.extended) == ("open_in_time", True)
    assert one(any_office, "2024-05-20 12:00", SON_NAM, "2024-05-12").way == "open_overdue"


def test_of_two_decisions_taken_later_neither_changes_what_was_known_before(office: Scene) -> None:
    lived(office)
    with office.office.writing() as session:
        row = session.get_one(Obligation, office.obligation(SON_NAM, "2024-05-12").id)
        move(session, office.office.rulebook, [row], 3, GROUNDS, at("2024-05-10 09:00"))
    assert one(office, "2024-05-07 12:00", SON_NAM, "2024-05-05").way == "open_overdue"
    # What is decided at an instant holds at it.
    assert one(office, "2024-05-08 09:00", SON_NAM, "2024-05-12").extended
    assert one(office, "2024-05-10 09:00", SON_NAM, "2024-05-15").way == "open_in_time"


def test_an_undone_record_stood_while_it_stood(office: Scene) -> None:
    lived(office)
    first = one(office, "2024-05-07 12:00", DAI_PHU, "2024-05-05")
    assert (first.way, first.received_at) == ("done_on_time", at("2024-05-03 10:00"))
    assert one(office, "2024-05-13 12:00", DAI_PHU, "2024-05-05").way == "open_overdue"
    last = one(office, "2024-05-14 12:00", DAI_PHU, "2024-05-05")
    assert (last.way, last.recorded_at) == ("done_late", at("2024-05-14 10:00"))


def rate(scene: Scene, when: str, bearer: str) -> Rate:
    with scene.office.reading() as session:
        found = rates_of(session, D2024, MONTHLY, at(when))
    [mine] = [one for one in found if one.bearer == bearer]
    return mine


def test_a_rate_counts_what_has_come_and_what_is_late(any_office: Scene) -> None:
    lived(any_office)
    mine = rate(any_office, "2024-07-10 12:00", DAI_PHU)
    # May late, June paused until the 20th and late since, July late.
    assert [s.way for s in mine.outcomes] == ["done_late", "open_overdue", "open_overdue"]
    assert (mine.on_time, mine.rounds, mine.percent) == (0, 3, 0)


def test_a_paused_round_is_held_against_nobody(office: Scene) -> None:
    lived(office)
    paused = rate(office, "2024-06-15 12:00", DAI_PHU)
    assert (paused.rounds, paused.not_counted) == (1, 1)
    # Its last day included.
    assert one(office, "2024-06-20 12:00", DAI_PHU, "2024-06-05").paused
    assert not one(office, "2024-06-21 12:00", DAI_PHU, "2024-06-05").paused
    assert rate(office, "2024-06-21 12:00", DAI_PHU).rounds == 2


def test_without_an_outcome_there_is_no_rate(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    mine = rate(office, "2024-04-27 12:00", DAI_PHU)
    assert (mine.rounds, mine.percent, mine.not_counted) == (0, None, 0)


def test_what_lay_before_the_registration_is_held_against_nobody(office: Scene) -> None:
    office.sweep("2024-07-15 07:00")
    mine = rate(office, "2024-07-16 00:00", DAI_PHU)
    assert (mine.rounds, mine.percent, mine.not_counted) == (0, None, 3)


def test_merged_communes_keep_their_own_rounds(office: Scene) -> None:
    office.sweep("2024-08-20 07:00")
    found = {}
    names = ("Hồng Lạc", "Vân Sơn", "Hồng Sơn")
    with office.office.reading() as session:
        for each in rates_of(session, D2024, MONTHLY, at("2024-12-31 00:00")):
            name = office.office.rulebook.bodies.get(each.bearer).short_name
            if name in names:
                found[name] = each.rounds, each.not_counted
    # The first two bear May to August, all before the registration; the heir September on.
    assert found == {"Hồng Lạc": (0, 4), "Vân Sơn": (0, 4), "Hồng Sơn": (4, 0)}


@pytest.mark.parametrize(("on_time", "late", "percent"), [(2, 1, 67), (1, 2, 33), (1, 7, 13)])
def test_the_share_is_rounded_halves_up(on_time: int, late: int, percent: int) -> None:
    outcomes = [outcome("done_on_time")] * on_time + [outcome("done_late")] * late
    assert Rate(D2024, MONTHLY, DAI_PHU, outcomes).percent == percent


def outcome(way: Way) -> Standing:
    owed = Owed(1, D2024, MONTHLY, "2024-05", DAI_PHU, "obligation", "open", DUE, BEGIN, BEGIN)
    return Standing(owed, way, DUE, BEGIN, None, None, paused=False, extended=False)


def test_the_rate_over_time_ends_at_the_rate(office: Scene) -> None:
    lived(office)
    with office.office.reading() as session:
        for each in rates_of(session, D2024, MONTHLY, at("2024-07-20 00:00")):
            *_, (last, on_time) = each.so_far()
            assert (on_time, last) == (each.on_time, each.outcomes[-1])
            assert [s.due_on for s in each.outcomes] == sorted(s.due_on for s in each.outcomes)
