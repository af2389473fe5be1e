"""Visits: told one by one or a sheet at a time, each entered once however often it is sent.

A case number that is nobody's and one that is hidden from who tells are refused alike: who tries
numbers learns nothing. What somebody has died, moved, or is covered elsewhere becomes a change that
is asked for, by itself; the visit decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select

from dondoc.cases import visits
from dondoc.cases.telling import Told, mistakes
from dondoc.desk import person_change
from dondoc.desk.context import Desk
from dondoc.desk.look import assigned_villages
from dondoc.desk.own_people import allowed, answers_for, declared_of
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.people.fact import Kind
from dondoc.people.ledger import facts_of
from dondoc.people.safe import safe_to_write
from models import Person, PersonState, PrintedSheet, Visit, VisitQuestion

_RECORD, _STRIKE, _SETTLE = "visit.record", "visit.strike", "visit.settle"


class Source(StrEnum):
    """The road by which a visit came to be entered."""

    WEB = "web"
    PAPER = "paper"
    SHEET = "sheet"
    OFFLINE = "offline"
    COMMAND = "command"


class Result(StrEnum):
    """What became of one visit that was told: `ALREADY`, it had been entered before."""

    RECORDED = "recorded"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Request:
    """The visits that are told. `whole`: where one is refused none is entered."""

    visits: tuple[Told, ...]
    source: Source = Source.COMMAND
    whole: bool = False


@dataclass(frozen=True)
class Became:
    """What became of the visit with that key: its number, or why it was not entered.

    `question`: the number of what is asked since it contradicts another; `change`: of the change it
    asks for, `words` says why there is none although it should be.
    """

    key: str
    result: Result
    words: str = ""
    visit: int | None = None
    question: int | None = None
    change: int | None = None


@dataclass(frozen=True)
class Answer:
    """What became of each, in the order told."""

    visits: tuple[Became, ...]

    @property
    def recorded(self) -> int:
        """Return how many were entered now."""
        return sum(one.result is Result.RECORDED for one in self.visits)


@act(_RECORD)
def record(desk: Desk, request: Request) -> Answer:
    """Enter visits.

    Raises:
        Refused: who acts may not; with `whole`, one of them cannot be entered: each is named.
        NotPossible: the keys of people are not at hand.
    """
    by = allowed(desk, _RECORD)
    told = _first_of_each(request.visits)
    there = visits.lock_persons(desk.session, {one.person for one in told.values()})
    there |= visits.lock_persons(desk.session, _merged_into(there))
    known = visits.already(desk.session, told.keys())
    new = [one for key, one in told.items() if key not in known]
    wrong = _wrong(desk, new, there, by)
    if wrong and request.whole:
        listed = "; ".join(f"{key}: {words}" for key, words in wrong.items())
        raise Refused(f"không ghi lần thăm nào: {listed}")
    good = [_followed(one, there) for one in new if one.key not in wrong]
    changes, unasked = _changes(desk, good)
    safe = None
    if any(one.words.strip() for one in good):
        safe = safe_to_write(desk.session, desk.state, desk.now)
    rows = visits.enter(
        desk.session, good, there, safe, request.source.value, by, desk.now, changes
    )
    asked = visits.ask_about(desk.session, rows, desk.rulebook.visiting, desk.now)
    entered = {row.uuid: row for row in rows}
    return Answer(
        tuple(_became(one.key, known, wrong, entered, asked, unasked) for one in request.visits)
    )


def _first_of_each(told: Sequence[Told]) -> dict[str, Told]:
    found: dict[str, Told] = {}
    for one in told:
        found.setdefault(one.key, one)
    return found


def _merged_into(there: Mapping[int, Person]) -> set[int]:
    return {row.merged_into for row in there.values() if row.merged_into} - there.keys()


def _whole(person: int, there: Mapping[int, Person]) -> Person | None:
    """Return who a case number means today: whoever that person turned out to be."""
    row = there.get(person)
    return there.get(row.merged_into) if row and row.merged_into else row


def _followed(told: Told, there: Mapping[int, Person]) -> Told:
    row = _whole(told.person, there)
    return replace(told, person=row.id) if row else told


def _wrong(
    desk: Desk, told: Sequence[Told], there: Mapping[int, Person], by: str
) -> dict[str, str]:
    """Return why each visit that cannot be entered cannot, by its key."""
    mine = assigned_villages(desk)
    visible = {
        number: row
        for number in there
        if (row := _whole(number, there))
        and row.state == PersonState.KNOWN
        and answers_for(desk, row.body_uid, by)
        and (mine is None or row.village_id in mine)
    }
    listed = _listed(desk, {row.id for row in visible.values()})
    sheets = _sheets(desk, told)
    found: dict[str, str] = {}
    for one in told:
        row = visible.get(one.person)
        if row is None or (row.id, one.directive) not in listed:
            found[one.key] = f"không có hồ sơ số {one.person} trong danh sách của đơn vị này"
            continue
        if one.sheet is not None and sheets.get(one.sheet) != row.body_uid:
            found[one.key] = f"không có phiếu in số {one.sheet} của đơn vị này"
            continue
        since = declared_of(desk, one.directive).in_force.from_
        if words := "; ".join(mistakes(one, desk.rulebook.visiting, since, desk.today)):
            found[one.key] = f"hồ sơ số {one.person}: {words}"
    return found


def _sheets(desk: Desk, told: Sequence[Told]) -> dict[int, str]:
    """Return whose (uid) each printed sheet is that is named."""
    numbers = sorted({one.sheet for one in told if one.sheet is not None})
    query = select(PrintedSheet.id, PrintedSheet.body_uid).where(PrintedSheet.id.in_(numbers))
    return {number: body for number, body in desk.session.execute(query)} if numbers else {}  # noqa: C416 - rows


def _listed(desk: Desk, persons: set[int]) -> set[tuple[int, str]]:
    """Return on the lists of which directives the persons stand or stood."""
    facts = facts_of(desk.session, persons=persons, kinds=[Kind.LISTED])
    return {(fact.person, fact.directive) for fact in facts}


def _changes(desk: Desk, told: Sequence[Told]) -> tuple[dict[str, int], dict[str, str]]:
    """Ask for the changes that follow from visits; return them, and why some are not, by key."""
    asked: dict[str, int] = {}
    unasked: dict[str, str] = {}
    for one in told:
        situation = desk.rulebook.visiting.situations[one.situation]
        if not situation.asks:
            continue
        request = person_change.Request(one.directive, one.person, situation.asks, one.on)
        try:
            asked[one.key] = person_change.ask(desk, request).change
        except Refused as refused:
            unasked[one.key] = f"chưa thành đề nghị biến động: {refused}"
    return asked, unasked


def _became(
    key: str,
    known: Mapping[str, Visit],
    wrong: Mapping[str, str],
    entered: Mapping[str, Visit],
    asked: Mapping[int, int],
    unasked: Mapping[str, str],
) -> Became:
    if key in known:
        return Became(key, Result.ALREADY, visit=known[key].id, change=known[key].change_id)
    if key in wrong:
        return Became(key, Result.REFUSED, wrong[key])
    row = entered[key]
    question = asked.get(row.id)
    return Became(key, Result.RECORDED, unasked.get(key, ""), row.id, question, row.change_id)


@dataclass(frozen=True)
class Striking:
    """The visit numbered so was entered by mistake; `why`: a code of `rules/people/tham.yaml`."""

    visit: int
    why: str


@dataclass(frozen=True)
class Struck:
    """The visit that was struck, and why."""

    visit: int
    person: int
    why: str
    by: str


@act(_STRIKE)
def strike(desk: Desk, request: Striking) -> Struck:
    """Strike a visit that was entered by mistake; it stays in the book, struck.

    Raises:
        Refused: no such visit among theirs, no such reason, it is struck already.
    """
    by = allowed(desk, _STRIKE)
    row = desk.session.get(Visit, request.visit, with_for_update=True)
    if row is None or not _mine(desk, row.person_id, by):
        raise Refused(f"không có lần thăm số {request.visit} trong phần của đơn vị này")
    known = desk.rulebook.visiting.strikes
    if request.why not in known:
        listed = ", ".join(known)
        raise Refused(f"không có lý do {request.why!r} để gạch một lần thăm; có: {listed}")
    visits.strike(desk.session, row, request.why, by, desk.now)
    return Struck(row.id, row.person_id, request.why, by)


@dataclass(frozen=True)
class Settling:
    """What holds of two visits that contradict: the number of one; None: neither, go again."""

    question: int
    holds: int | None


@dataclass(frozen=True)
class Settled:
    """The question that was settled, and what holds."""

    question: int
    person: int
    holds: int | None
    by: str


@act(_SETTLE)
def settle(desk: Desk, request: Settling) -> Settled:
    """Say which of two visits that contradict holds.

    Raises:
        Refused: no such question among theirs, it is settled, or not about that visit.
    """
    by = allowed(desk, _SETTLE)
    row = desk.session.get(VisitQuestion, request.question, with_for_update=True)
    if row is None or not _mine(desk, row.person_id, by):
        raise Refused(f"không có câu hỏi số {request.question} trong phần của đơn vị này")
    visits.settle(desk.session, row, request.holds, by, desk.now)
    return Settled(row.id, row.person_id, row.holds_id, by)


def _mine(desk: Desk, person: int, by: str) -> bool:
    row = desk.session.get(Person, person)
    mine = assigned_villages(desk)
    return (
        row is not None
        and answers_for(desk, row.body_uid, by)
        and (mine is None or row.village_id in mine)
    )
