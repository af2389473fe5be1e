"""Changes of what is known of a person: asked for, decided, answered, applied, and taken back.

What a change does to people is facts, told and struck under its number, so that taking it back
gives exactly what was known before; beside them it moves the person's row (where they live, with
whom), whose former values it keeps.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.people.fact import Fact, Kind, Revision, ending, together
from dondoc.people.homes import Homes, move, refuse, restore
from dondoc.people.ledger import Ground, enter, facts_of, told_by
from language.dates import full_day
from models import PersonChange
from rules.meaning.reason import Reason, Reasons, Subject

_GROUP = (Kind.LISTED, Kind.MEMBER)


@dataclass(frozen=True)
class Asked:
    """What is asked: the person's case number, the reason, from which local date it holds.

    `group`: of which group of the directive, None of all. `to`: the uid of the body the person
    moves to, None where that is no body of ours. `source`: the paper it rests on.
    """

    person: int
    reason: str
    effective_on: date
    directive: str
    group: str | None = None
    to: str | None = None
    homes: Homes = field(default_factory=Homes)


def ask(
    session: Session, asked: Asked, reasons: Reasons, body: str, now: datetime, by: str
) -> PersonChange:
    """Store what is asked, and nothing of it applied; raise Refused where it cannot be meant.

    Args:
        body: the uid of the person's body.
    """
    reason = reasons.get(asked.reason)
    facts = facts_of(session, persons=[asked.person])
    _refuse_idle(reason, asked, facts)
    _refuse_twice(session, asked)
    refuse(session, reason, asked.person, asked.homes)
    change = PersonChange(
        person_id=asked.person,
        kind=reason.about.value,
        reason=reason.id,
        body_uid=body,
        to_body_uid=asked.to,
        authority=reasons.authority(reason.id).value,
        effective_on=asked.effective_on,
        asked_at=now,
        asked_by=by,
        directive_id=asked.directive,
        group_id=asked.group,
        before=asked.homes.said,
    )
    session.add(change)
    session.flush()
    return change


def _refuse_idle(reason: Reason, asked: Asked, facts: Sequence[Fact]) -> None:
    """Raise Refused where the reason moves nobody: not on the list, or there already."""
    on = [f for f in facts if f.kind is Kind.LISTED and _of(f, asked.group) and f.until is None]
    if reason.moves == "out" and not on:
        raise Refused(f"hồ sơ số {asked.person} không có trong danh sách nào để giảm")
    if reason.moves == "in" and asked.group is None:
        raise Refused("cần nêu nhóm mà người này vào danh sách: --group")
    if reason.moves == "in" and on:
        raise Refused(f"hồ sơ số {asked.person} đang có trong danh sách của nhóm này")
    before = [fact.since for fact in on if asked.effective_on < fact.since]
    if reason.moves == "out" and before and reason.about is Subject.RESIDENCE:
        raise Refused(f"ngày {full_day(asked.effective_on)} ở trước ngày vào danh sách")


def _of(fact: Fact, group: str | None) -> bool:
    return group in (None, fact.of)


def _refuse_twice(session: Session, asked: Asked) -> None:
    open_ = select(PersonChange.id).where(
        PersonChange.person_id == asked.person,
        PersonChange.reason == asked.reason,
        PersonChange.applied_at.is_(None),
        PersonChange.undone_at.is_(None),
        PersonChange.accepted.is_not(False),
        PersonChange.taken.is_not(False),
    )
    if (before := session.scalar(open_)) is not None:
        raise Refused(f"biến động số {before} về người này với lý do đó đang chờ")


@dataclass(frozen=True)
class Decision:
    """What the authority said: whether it is so, by which paper (`number`, local date `dated`)."""

    accepted: bool
    number: str
    dated: date

    @property
    def source(self) -> str:
        return f"số {self.number} ngày {full_day(self.dated)}"


def decide(
    session: Session,
    change: PersonChange,
    said: Decision,
    reasons: Reasons,
    on: date,
    now: datetime,
    by: str,
    answer_by: date,
) -> None:
    """Store the authority's word, and apply what nobody else has to answer.

    Args:
        on: the local date of the act. answer_by: up to which one the receiving body answers.
    """
    if change.undone_at is not None or change.decided_at is not None:
        raise Refused(f"biến động số {change.id} không còn chờ xác nhận")
    change.accepted, change.number, change.dated = said.accepted, said.number, said.dated
    change.decided_at, change.decided_by = now, by
    if not said.accepted:
        return
    if change.to_body_uid is not None:
        change.decide_by = answer_by
        session.flush()
        return
    apply(session, change, reasons, on, now, by)


def answer(
    session: Session,
    change: PersonChange,
    takes: bool,
    reasons: Reasons,
    on: date,
    now: datetime,
    by: str,
) -> None:
    """Store whether the body that the person moves to takes them; where it does, they are there."""
    waits = change.accepted and change.to_body_uid and change.answered_at is None
    if not waits or change.undone_at is not None:
        raise Refused(f"biến động số {change.id} không chờ nơi chuyển đến trả lời")
    change.taken, change.answered_at, change.answered_by = takes, now, by
    if takes:
        apply(session, change, reasons, on, now, by)


def apply(
    session: Session, change: PersonChange, reasons: Reasons, on: date, now: datetime, by: str
) -> None:
    """Make it so: tell the facts, and move the person's row."""
    change.applied_at = now
    facts = facts_of(session, persons=[change.person_id])
    revision = revision_of(change, facts, reasons, on)
    enter(session, revision, Ground(f"change:{change.id}", now, by))
    change.before = (change.before or {}) | {"was": move(session, change)}
    session.flush()


def revision_of(
    change: PersonChange, facts: Sequence[Fact], reasons: Reasons, on: date
) -> Revision:
    """Return what `change` tells and strikes of `facts`, known from the local date `on`."""
    reason = reasons.get(change.reason or "")
    source = Decision(True, change.number or "", change.dated or on).source
    if reason.moves == "in":
        return Revision((), tuple(_entered(change, reason, source, on)), on)
    if reason.moves == "no":
        return Revision((), (), on)
    ends = [
        ending(fact, change.effective_on, on, source, reason.id)
        for fact in facts
        if _ends(fact, change, reason)
    ]
    there = Revision((), tuple(_carried(change, facts, reasons, source, on)), on)
    return together([*ends, there], on)


def _ends(fact: Fact, change: PersonChange, reason: Reason) -> bool:
    if fact.until is not None and fact.until <= change.effective_on:
        return False
    if reason.about is Subject.DEATH:
        return True
    if reason.about is Subject.GROUP and fact.kind is Kind.MEMBER:
        return _of(fact, change.group_id)
    mine = fact.directive in ("", change.directive_id) or reason.about is Subject.RESIDENCE
    return fact.kind is Kind.LISTED and _of(fact, change.group_id) and mine


def _entered(change: PersonChange, reason: Reason, source: str, on: date) -> Iterator[Fact]:
    for kind in _GROUP if reason.about is Subject.GROUP else (Kind.LISTED,):
        yield Fact(
            person=change.person_id,
            kind=kind,
            of=change.group_id or "",
            since=change.effective_on,
            known_from=on,
            source=source,
            body=change.body_uid,
            began=reason.id,
            directive=change.directive_id or "" if kind is Kind.LISTED else "",
        )


def _carried(
    change: PersonChange, facts: Iterable[Fact], reasons: Reasons, source: str, on: date
) -> Iterator[Fact]:
    """Yield the lists on which whoever moves stands from then on, at the body that took them."""
    if change.to_body_uid is None:
        return
    came = reasons.of(Subject.RESIDENCE, "in")
    for fact in facts:
        if fact.kind is Kind.LISTED and fact.until is None:
            yield replace(
                fact,
                body=change.to_body_uid,
                since=change.effective_on,
                known_from=on,
                source=source,
                began=came,
                row=0,
            )


def take_back(session: Session, change: PersonChange, on: date, now: datetime, by: str) -> None:
    """Take a change back, applied or not: everything is known as it was before it.

    Raises:
        Refused: it is taken back already, or something newer was told of the same facts.
    """
    if change.undone_at is not None:
        raise Refused(f"biến động số {change.id} đã được hủy")
    change.undone_at, change.undone_by = now, by
    if change.applied_at is None:
        return
    told = told_by(session, f"change:{change.id}")
    if told is not None:
        enter(session, told.back(on), Ground(f"undone:{change.id}", now, by))
    elif change.kind != Subject.HOUSEHOLD:
        after = "đã có biến động khác về người này: hủy biến động sau trước"
        raise Refused(f"sau biến động số {change.id} {after}")
    restore(session, change)


def note(change: PersonChange, now: datetime, by: str) -> None:
    """Enter that the other authority has taken note; raise Refused where it is too early."""
    if change.applied_at is None or change.undone_at is not None:
        raise Refused(f"biến động số {change.id} chưa có hiệu lực")
    if change.noted_at is not None:
        raise Refused(f"biến động số {change.id} đã được ghi là đã biết")
    change.noted_at, change.noted_by = now, by
