"""The registrar where one day, one decision or one word would make it do otherwise."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from dondoc.day.registering import register_named
from dondoc.decisions.decide import Grounds, move
from dondoc.obligations.registrar import Registration
from models import Obligation
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.duty import Duty, Opens
from rules.meaning.occurrence import occurrences
from tests.dondoc.decisions.test_undo_decision import extended, undone
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at

BEGUN = "2024-04-15 08:00"
MAY, JUNE = "2024-05-05", "2024-06-05"


def asks(scene: Scene, changed: Callable[[dict[str, Duty]], dict[str, Duty]]) -> None:
    """Let the dispatch lay on its bearers what `changed` makes of its duties."""
    book = scene.office.rulebook
    declared = book.directives[D2024]
    duties = changed(dict(declared.duties))
    directives = {**book.directives, D2024: replace(declared, duties=duties)}
    scene.office.rulebook = replace(book, directives=directives, digest=book.digest[::-1])


def monthly(scene: Scene, **other: Any) -> None:
    """Let the monthly report be another; what is said of its date stands in `due`."""
    due = other.pop("due", {})

    def changed(duties: dict[str, Duty]) -> dict[str, Duty]:
        was = duties[MONTHLY]
        assert was.due
        return {**duties, MONTHLY: replace(was, due=replace(was.due, **due), **other)}

    asks(scene, changed)


def without_monthly(scene: Scene) -> None:
    asks(scene, lambda duties: {id_: one for id_, one in duties.items() if id_ != MONTHLY})


def registered(scene: Scene, when: str) -> Registration:
    return register_named(scene.office, at(when))[0]


@pytest.mark.parametrize(
    ("when", "follows"),
    [("2024-06-05 08:00", True), ("2024-05-06 08:00", False)],
    ids=["on its day", "the day after, which is not late yet"],
)
def test_until_its_day_is_over_an_obligation_follows_what_is_no_date(
    office: Scene, when: str, follows: bool
) -> None:
    registered(office, BEGUN)
    monthly(office, timeliness="accepted")
    registered(office, when)
    row = office.obligation(due=JUNE if follows else MAY)
    assert ("timeliness" in row.readings) is follows


def test_what_has_been_late_since_an_hour_of_its_day_follows_nothing_more(office: Scene) -> None:
    monthly(office, due={"at": time(16)})
    registered(office, BEGUN)
    monthly(office, timeliness="accepted")
    registered(office, "2024-06-05 17:00")
    assert "timeliness" not in office.obligation(due=JUNE).readings
    without_monthly(office)
    registered(office, "2024-06-05 17:05")
    assert office.obligation(due=JUNE).state == "open"


def test_what_follows_is_what_would_be_registered_now(office: Scene) -> None:
    registered(office, BEGUN)
    office.sweep("2024-05-02 07:00")
    monthly(office, timeliness="accepted", due={"at": time(16)}, opens=None)
    registered(office, "2024-05-02 08:00")
    book = office.office.rulebook
    today = at("2024-05-02 08:00").date()
    readings = office.office.settings.settings.readings_for_rules()
    known = book.bodies.known_on(today), book.calendar.known_on(today), readings
    wanted = {
        (one.bearer.uid, one.due_on): (one.aim_on, one.late_from, one.opens_on)
        for one in occurrences(book.directives[D2024], *known)
        if one.duty.id == MONTHLY
    }
    assert wanted
    for bearer, due in wanted:
        row = office.obligation(bearer, due.isoformat())
        assert (row.aim_on, row.late_from, row.opens_on) == wanted[bearer, due]
        assert (row.readings["at"], row.readings["timeliness"]) == ("16:00", "accepted")


def test_what_was_said_of_a_date_that_stays_is_said_no_second_time(office: Scene) -> None:
    office.sweep("2024-05-02 07:00")
    said = office.obligation()
    assert said.rung
    monthly(office, opens=Opens("working-days-before-aim", 2))
    registered(office, "2024-05-02 08:00")
    row = office.obligation()
    assert row.opens_on != said.opens_on
    assert (row.cycle, row.rung, row.fired) == (said.cycle, said.rung, said.fired)


def test_a_new_date_has_a_ladder_of_its_own_from_its_foot(office: Scene) -> None:
    office.sweep("2024-05-02 07:00")
    monthly(office, due={"day": 8})
    registered(office, "2024-05-02 08:00")
    row = office.obligation(due="2024-05-08")
    assert (row.cycle, row.rung, row.fired) == (1, 0, {})
    assert row.wake_at == at("2024-05-02 08:00")


def test_a_date_that_a_person_moved_is_not_moved_by_the_rules(office: Scene) -> None:
    registered(office, BEGUN)
    with office.office.writing() as session:
        row = session.merge(office.obligation(due=JUNE))
        grounds = Grounds("bão số 3", "ubnd-huyen/leader")
        move(session, office.office.rulebook, [row], 2, grounds, at("2024-05-20 08:00"))
        moved = row.due_on
    monthly(office, due={"day": 8})
    registered(office, "2024-05-21 08:00")
    assert office.obligation(due=moved.isoformat()).original_due_on == date(2024, 6, 5)


def test_a_sentence_that_says_the_same_enters_nothing(office: Scene) -> None:
    registered(office, BEGUN)
    monthly(office)
    assert registered(office, "2024-05-02 08:00").moved == 0
    assert office.entries("obligation.moved") == office.entries("obligation.requoted") == []


@pytest.mark.parametrize("reported", [False, True], ids=["open", "reported"])
def test_a_duty_taken_out_withdraws_what_is_owed_and_nothing_that_is_done(
    office: Scene, reported: bool
) -> None:
    registered(office, BEGUN)
    if reported:
        office.record("2024-05-20 09:00", due=JUNE)
    without_monthly(office)
    registered(office, "2024-05-21 08:00")
    row = office.obligation(due=JUNE)
    assert (row.state == "withdrawn") is not reported
    assert row.wake_at is None or reported


def test_on_the_working_day_to_which_it_rolled_a_round_stands_as_it_was_owed(office: Scene) -> None:
    """05/5 is a Sunday: nobody is late before 07/5, but the round is over."""
    registered(office, BEGUN)
    without_monthly(office)
    registered(office, "2024-05-06 08:00")
    assert office.obligation(due=MAY).state == "open"


def test_what_nobody_asks_any_more_sleeps_and_says_so_once(office: Scene) -> None:
    registered(office, BEGUN)
    without_monthly(office)
    registered(office, "2024-05-06 08:00")
    assert office.obligation(due=MAY).wake_at is None
    silenced = len(office.entries("obligation.silenced"))
    assert silenced > 0
    asks(office, dict)
    registered(office, "2024-05-06 09:00")
    assert len(office.entries("obligation.silenced")) == silenced


def test_a_round_that_is_over_goes_on_where_only_later_ones_were_taken_out(office: Scene) -> None:
    registered(office, BEGUN)
    monthly(office, due={"first": date(2024, 7, 5)})
    registered(office, "2024-05-06 08:00")
    row = office.obligation(due=MAY)
    assert row.state == "open"
    assert row.wake_at is not None
    assert office.obligation(due=JUNE).state == "withdrawn"


def test_what_was_over_meanwhile_does_not_come_back(office: Scene) -> None:
    registered(office, BEGUN)
    shipped = office.office.rulebook
    without_monthly(office)
    registered(office, "2024-04-16 08:00")
    office.office.rulebook = shipped
    back = registered(office, "2024-05-20 08:00")
    assert back.opened == len(office.entries("obligation.reopened")) > 0
    may, june = office.obligation(due=MAY), office.obligation(due=JUNE)
    assert (may.state, may.wake_at) == ("withdrawn", None)
    assert (june.state, june.withdrawn_at) == ("open", None)
    assert june.wake_at is not None


def test_whoever_registers_at_noon_wakes_nothing_in_the_morning_before(office: Scene) -> None:
    registered(office, "2024-05-02 12:00")
    row = office.obligation(due=MAY)
    assert row.opens_on < date(2024, 5, 2)
    assert row.wake_at == at("2024-05-02 12:00")


def ended(scene: Scene, last: date, known: date | None) -> None:
    """Let the commune be gone after the local day `last`, as was decided on `known`."""
    book = scene.office.rulebook

    def one(body: Body) -> Body:
        gone = replace(body, valid_to=last, end_known_from=known, succeeded_by=())
        return gone if body.uid == DAI_PHU else body

    bodies = BodyRegistry((one(body) for body in book.bodies.all()), book.bodies.kinds.values())
    scene.office.rulebook = replace(book, bodies=bodies, digest=book.digest[::-1])


DUE = date(2024, 6, 5)


@pytest.mark.parametrize(
    ("last", "known", "state"),
    [
        (DUE - timedelta(1), None, "withdrawn"),
        (DUE - timedelta(1), DUE, "withdrawn"),
        (DUE - timedelta(1), DUE + timedelta(1), "open"),
        (DUE, None, "open"),
    ],
    ids=["gone before", "known on the day", "known the day after", "there on the day"],
)
def test_nobody_owes_what_fell_due_after_its_end_was_known(
    office: Scene, last: date, known: date | None, state: str
) -> None:
    registered(office, BEGUN)
    ended(office, last, known)
    registered(office, "2024-06-10 08:00")
    assert office.obligation(due=JUNE).state == state


def test_an_obligation_remembers_its_hour_and_by_what_it_is_in_time(office: Scene) -> None:
    monthly(office, timeliness="accepted", due={"at": time(16)})
    registered(office, BEGUN)
    row: Obligation = office.obligation(due=JUNE)
    assert (row.readings["at"], row.readings["timeliness"]) == ("16:00", "accepted")


def test_a_date_that_moves_before_anything_was_said_of_it_begins_no_new_cycle(
    office: Scene,
) -> None:
    registered(office, BEGUN)
    monthly(office, due={"day": 8})
    registered(office, "2024-04-16 08:00")
    assert office.obligation(due="2024-06-08").cycle == 0


def test_on_the_day_a_decision_was_taken_back_its_date_is_not_moved_by_the_rules(
    office: Scene,
) -> None:
    registered(office, BEGUN)
    decision = extended(office, 5, "2024-04-20 08:00")
    undone(office, decision, "2024-04-20 09:00")
    assert office.obligation(due=MAY).original_due_on == date(2024, 5, 5)
    monthly(office, due={"day": 8})
    registered(office, "2024-04-20 10:00")
    assert office.obligation(due=MAY).late_from < at("2024-05-08 00:00")
