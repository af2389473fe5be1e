"""Who was named wrongly before: what a report replaces, and its "đính chính" of earlier rounds."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.consolidation.round import Consolidation, Line
from dondoc.consolidation.signatures import SignedRound
from dondoc.find import IN_TIME, before_round, in_force
from dondoc.notices.blame import blame_held, issued_as, signed_as
from dondoc.notices.correct import POLICY
from dondoc.notices.course import Course, courses_of
from dondoc.obligations.targets import target_standings
from dondoc.sending.names import name_of
from dondoc.sending.target_phrases import SAID_OF_TARGET, in_words
from language.dates import full_day
from language.text import lower_first, upper_first
from language.zone import local_date
from models import Finding, Kind, Obligation, Report, Signature
from models.standing import on_time
from notifications.wording import listed
from rules.meaning.target import TargetState
from rules.rulebook import Rulebook


def replaces(session: Session, rulebook: Rulebook, found: Consolidation) -> str:
    """Return which signed report of the round this one replaces, and why; "" where none.

    One that only lacked who was late indeed, or whose report was with it and could not be counted,
    is followed by this one, not replaced for a mistake.
    """
    courses = courses_of(session, [line.row for line in found.lines]) if found.signatures else {}
    for one in reversed(found.signatures):
        wrong = [line for line in found.lines if _was_denied(line, courses[line.row.id], one)]
        if wrong:
            told = "; ".join(_received(line) for line in wrong)
            return (
                f"Báo cáo này thay thế {signed_as(one.signature, one.report)}; báo cáo ấy nêu chưa "
                f"có báo cáo của {listed(lower_first(line.body.name) for line in wrong)}, trong "
                f"khi {told}."
            )
    return _retold(session, rulebook, found)


def _retold(session: Session, rulebook: Rulebook, found: Consolidation) -> str:
    """Return which signed report of the round said of targets what is not so; "" where none."""
    for one in reversed(found.signatures):
        wrong = [
            f"{_stood(rulebook, row, finding)}, trong khi {_stands(session, rulebook, row)}"
            for row, finding in _of_targets(session, found)
            if one.signature.id in finding.facts.get("signed", ())
        ]
        if wrong:
            return (
                f"Báo cáo này thay thế {signed_as(one.signature, one.report)}; báo cáo ấy nêu "
                f"{'; '.join(wrong)}."
            )
    return ""


def _of_targets(session: Session, found: Consolidation) -> list[tuple[Obligation, Finding]]:
    """Return the corrections of what was said of targets, each with its target's obligation."""
    query = (
        select(Obligation, Finding)
        .join(Finding, Finding.obligation_id == Obligation.id)
        .where(
            Obligation.directive_id == found.directive.id,
            Obligation.kind == Kind.TARGET.value,
            Finding.policy == POLICY,
            in_force(found.as_of),
        )
        .order_by(Finding.id)
    )
    if found.as_of is not None:
        query = query.where(Finding.decided_at <= found.as_of)
    return [(row, finding) for row, finding in session.execute(query)]


def _stood(rulebook: Rulebook, row: Obligation, finding: Finding) -> str:
    """Return how a body was said to stand: "xã Đại Phú chưa đạt 100% người thuộc …"."""
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    assert duty.target is not None  # noqa: S101 - the obligation is one of a target
    states = finding.facts.get("states", [TargetState.MISSED])
    stood = ", ".join(SAID_OF_TARGET[TargetState(one)] for one in states)
    measured = rulebook.measuring(duty).measured(duty.target.measures, briefly=True)
    named = lower_first(rulebook.bodies.get(row.bearer_uid).name)
    return f"{named} {stood} {duty.target.percent}% {duty.target.population} {measured}"


def _stands(session: Session, rulebook: Rulebook, row: Obligation) -> str:
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    standing = target_standings(session, rulebook, [row])[row.id]
    whose = name_of(rulebook.bodies.get(row.bearer_uid))
    return f"theo số liệu đã ghi nhận, {in_words(rulebook, duty, standing, whose)}"


def _was_denied(line: Line, course: Course, one: SignedRound) -> bool:
    """Say whether that report calls the body absent and late, though it was in time."""
    absent = line.report is not None and line.report.id not in one.reports
    at = one.signature.closed_at
    return (
        absent and course.was_absent(at) and on_time(line.dates.received_at, course.late_from(at))
    )


def _received(line: Line) -> str:
    at = line.dates.received_at
    on = f" ngày {full_day(local_date(at))}" if at else ""
    return f"báo cáo của {lower_first(line.body.name)} đã được nhận{on}, đúng hạn"


def cleared(session: Session, rulebook: Rulebook, found: Consolidation) -> tuple[str, ...]:
    """Return, a sentence each, whom earlier rounds named as late and who was in time after all.

    Each is told once, in the first report that is closed after it became known.
    """
    first = found.lines[0].row
    rows = session.scalars(
        select(Obligation).where(before_round(first), in_force(found.as_of)).order_by(*IN_TIME)
    )
    known = {row.id: row for row in rows}
    fired = select(Finding).where(Finding.obligation_id.in_(known), Finding.policy == POLICY)
    if found.as_of is not None:
        fired = fired.where(Finding.decided_at <= found.as_of)
    findings = session.scalars(fired.order_by(Finding.id)).all()
    targets = _of_targets(session, found)
    if not findings and not targets:
        return ()
    closed = _closed(session, found)
    retold = tuple(
        _target_sentence(session, rulebook, row, one)
        for row, one in targets
        if not any(at >= one.decided_at for _, at in closed)
        and not {each.signature.id for each in found.signatures} & {*one.facts.get("signed", ())}
    )
    return retold + tuple(
        _sentence(session, rulebook, known[one.obligation_id], one)
        for one in findings
        if not _told(closed, known[one.obligation_id], one)
        and on_time(known[one.obligation_id].received_at, known[one.obligation_id].late_from)
    )


def _closed(session: Session, found: Consolidation) -> list[tuple[Obligation, datetime]]:
    """Return the signed consolidations of earlier rounds, each with the instant it was closed."""
    query = (
        select(Obligation, Signature.closed_at)
        .join(Signature, Signature.obligation_id == Obligation.id)
        .where(before_round(found.row), Signature.undone_at.is_(None))
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _told(closed: list[tuple[Obligation, datetime]], row: Obligation, finding: Finding) -> bool:
    """Say whether a later round than that of `row` was closed once it was known."""
    return any(
        above.period != row.period
        and above.original_due_on > row.original_due_on
        and at >= finding.decided_at
        for above, at in closed
    )


def _sentence(session: Session, rulebook: Rulebook, row: Obligation, finding: Finding) -> str:
    named = lower_first(rulebook.bodies.get(row.bearer_uid).name)
    documents = "; ".join(_documents(session, finding))
    by = f" tại {documents}" if documents else ""
    on = f" ngày {full_day(local_date(row.received_at))}" if row.received_at else ""
    return (
        f"Kỳ báo cáo hạn {full_day(row.original_due_on)}, {named} đã bị nêu chưa gửi báo cáo{by}; "
        f"báo cáo của đơn vị đã được nhận{on}, đúng hạn."
    )


def _target_sentence(
    session: Session, rulebook: Rulebook, row: Obligation, finding: Finding
) -> str:
    documents = "; ".join(_documents(session, finding))
    by = f" tại {documents}" if documents else ""
    named = lower_first(rulebook.bodies.get(row.bearer_uid).name)
    stood = _stood(rulebook, row, finding).removeprefix(f"{named} ")
    return f"{upper_first(named)} đã bị nêu {stood}{by}; {_stands(session, rulebook, row)}."


def _documents(session: Session, finding: Finding) -> Iterator[str]:
    blame = blame_held(session, finding.facts)
    for one in blame.signed:
        yield signed_as(one, session.get_one(Report, one.report_id))
    yield from map(issued_as, blame.issued)
