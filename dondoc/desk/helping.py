"""Help beside money: who was asked for help, and what they said.

Whom was asked may be a neighbour: that is sealed.
"""

from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, answers_for, body_of, declared_of
from dondoc.desk.registry import act
from dondoc.desk.sponsor import refuse_odd, words
from dondoc.desk.sponsor_use import theirs
from dondoc.errors import Refused
from dondoc.people.safe import safe_to_write
from language.dates import full_day
from models import Event, HelpAsked, HelpOutcome, SponsorKind
from models.trail import append


@dataclass(frozen=True)
class Sought:
    """Whom was asked on a local date to help a person: `kind` as of a sponsor, and who."""

    directive: str
    person: int
    kind: SponsorKind
    of_whom: str
    on: date
    outcome: HelpOutcome = HelpOutcome.WAITING


@dataclass(frozen=True)
class Answered:
    """What whoever was asked (the number of that row) said on a local date."""

    asked: int
    outcome: HelpOutcome
    on: date


@dataclass(frozen=True)
class Asked:
    """Who was asked for a person: the row's number, and what came of it."""

    asked: int
    person: int
    outcome: HelpOutcome


@dataclass(frozen=True)
class Which:
    """A row that was entered by mistake, by its number."""

    number: int


@dataclass(frozen=True)
class Row:
    """The number of a row, and whose it is (uid)."""

    number: int
    body: str


@act("help.seek")
def seek(desk: Desk, request: Sought) -> Asked:
    """Enter whom was asked to help a person.

    Raises:
        Refused: no such person of theirs, nobody is named, or a day to come.
    """
    declared = declared_of(desk, request.directive)
    by = allowed(desk, "help.seek")
    person = theirs(desk, request.person, by)
    refuse_odd(desk, 1, request.on)
    whom = words(request.of_whom, "cần nêu đã vận động ai: --of")
    answered = request.outcome is not HelpOutcome.WAITING
    safe = safe_to_write(desk.session, desk.state, desk.now)
    row = HelpAsked(
        person_id=person,
        directive_id=declared.id,
        body_uid=body_of(by),
        kind=request.kind.value,
        sealed=b"",
        seal_key=safe.newest,
        asked_on=request.on,
        outcome=request.outcome.value,
        answered_on=request.on if answered else None,
        answered_by=by if answered else None,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    row.sealed = safe.close(whom.encode(), f"help_asked:{row.id}")
    said = {"person": person, "kind": row.kind, "outcome": row.outcome}
    append(
        desk.session, desk.now, [Event("help.sought", f"help_asked:{row.id}", {"by": by, **said})]
    )
    return Asked(row.id, person, request.outcome)


@act("help.answer")
def answer(desk: Desk, request: Answered) -> Asked:
    """Enter what whoever was asked said.

    Raises:
        Refused: there is no such row of theirs, it is answered or struck, or the day is before it.
    """
    by = allowed(desk, "help.answer")
    row = _asked(desk, by, request.asked)
    if row.outcome != HelpOutcome.WAITING:
        raise Refused(f"lần vận động số {row.id} đã có trả lời: ghi nhầm thì hủy rồi ghi lại")
    refuse_odd(desk, 1, request.on)
    if request.on < row.asked_on:
        raise Refused(f"ngày trả lời trước ngày vận động {full_day(row.asked_on)}")
    row.outcome, row.answered_on, row.answered_by = request.outcome.value, request.on, by
    said = {"person": row.person_id, "outcome": row.outcome}
    append(
        desk.session, desk.now, [Event("help.answered", f"help_asked:{row.id}", {"by": by, **said})]
    )
    return Asked(row.id, row.person_id, request.outcome)


@act("help.strike")
def strike(desk: Desk, request: Which) -> Row:
    """Strike that somebody was asked: it was entered by mistake; Refused where not of theirs."""
    by = allowed(desk, "help.strike")
    row = _asked(desk, by, request.number)
    row.struck_at, row.struck_by = desk.now, by
    append(
        desk.session,
        desk.now,
        [Event("help.struck", f"help_asked:{row.id}", {"by": by, "person": row.person_id})],
    )
    return Row(row.id, row.body_uid)


def _asked(desk: Desk, by: str, number: int) -> HelpAsked:
    row = desk.session.get(HelpAsked, number, with_for_update=True)
    if row is None or row.struck_at is not None or not answers_for(desk, row.body_uid, by):
        raise Refused(f"không có lần vận động số {number} của đơn vị này")
    return row
