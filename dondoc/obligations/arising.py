"""Rounds without a term: the first report begins one, and it takes reports until consolidated.

What comes after that begins the next.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.errors import Refused
from dondoc.find import counted, in_force
from dondoc.named import body_uid, named_on
from dondoc.obligations.registrar import Registrar
from dondoc.obligations.rounds import RoundKey
from language.dates import full_day
from models import CaseLine, CaseReport, Obligation, ObligationState, Report, ReportState
from models import Directive as Stored
from rules.meaning.body import BodyRegistry
from rules.meaning.deadline import Readings
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.occurrence import arisen_occurrences
from rules.meaning.rounds import number_of
from rules.rulebook import Rulebook


def together(declared: Directive, duty: Duty) -> tuple[Duty, ...]:
    """Return the duties that arise with a report of `duty`: it, its consolidation, what follows."""
    upon = duty.consolidated_by
    after = [one for one in declared.duties.values() if upon and one.follows == upon]
    return (duty, *([declared.duties[upon]] if upon else []), *after)


def rounds_of(session: Session, directive: str, duty: str) -> dict[int, list[Obligation]]:
    """Return the obligations of every round of a duty without a term, by its number, in order."""
    query = select(Obligation).where(
        Obligation.directive_id == directive, Obligation.duty == duty, in_force()
    )
    found: dict[int, list[Obligation]] = {}
    for row in session.scalars(query.order_by(Obligation.id)):
        if (number := number_of(row.period)) is not None:
            found.setdefault(number, []).append(row)
    return dict(sorted(found.items()))


def one(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    duty: str,
    bearer: str,
    due: date | None = None,
) -> Obligation:
    """Return one obligation as `find.one` does; `due` None: that of the last round without a term.

    Whoever follows a bearer since the round began has what that one owed.

    Raises:
        Refused: there is none, `due` is left out of what has a term, or `bearer` follows several.
    """
    if due is not None:
        return find.one(session, rulebook, directive, duty, bearer, due)
    declared = rulebook.directives.get(directive)
    known = declared.duties.get(duty) if declared else None
    if declared is None or known is None or not known.arises:
        raise Refused(f"{duty}: cần nêu kỳ nào, --due NGÀY")
    found = rounds_of(session, directive, duty)
    rows = found[max(found)] if found else []
    uid = body_uid(rulebook.bodies, bearer, named_on(rulebook, directive, None))
    mine = [row for row in rows if row.bearer_uid == uid]
    mine = mine or [row for row in rows if _follows(rulebook.bodies, uid, row.bearer_uid)]
    if len(mine) == 1:
        return mine[0]
    if mine:
        named = ", ".join(row.bearer_uid for row in mine)
        raise Refused(f"{uid} thay nhiều đơn vị trong đợt này, nêu đơn vị nào: {named}")
    raise Refused(
        f"{uid} chưa có đợt nào của {duty}: văn bản không nêu thời hạn, đợt mở khi có báo cáo "
        "đầu tiên"
    )


def _follows(bodies: BodyRegistry, uid: str, bearer: str) -> bool:
    """Say whether the body `uid` stands where `bearer` stood, at whatever remove."""
    heirs = bodies.get(bearer).succeeded_by if bearer in bodies else ()
    return uid in heirs or any(_follows(bodies, uid, heir) for heir in heirs)


def take(
    session: Session,
    rulebook: Rulebook,
    declared: Directive,
    duty: Duty,
    received_on: date,
    readings: Readings,
    now: datetime,
    at: time,
    by: str,
) -> None:
    """See to it that a round of `duty` takes a report received on a local date: begin one if none.

    A round that has been consolidated takes no more.
    """
    known = rounds_of(session, declared.id, duty.consolidated_by or "")
    number = max(known, default=0)
    if number and not _closed(known[number]):
        return
    if session.get(Stored, declared.id) is None:
        raise Refused(f"văn bản {declared.id} chưa được đăng ký; chạy: dondoc register")
    registrar = Registrar(session, rulebook, declared, readings, now, at, by)
    registrar.open(
        [
            occurrence
            for one in together(declared, duty)
            for occurrence in arisen_occurrences(
                declared, one, number + 1, received_on, registrar.bodies
            )
        ]
    )


def taking(
    session: Session, rulebook: Rulebook, declared: Directive, duty: Duty, on: date
) -> list[Obligation]:
    """Return the obligations of the round of `duty`, which has no term, that takes reports now.

    Where none does, those that the next would have if it began on the local date `on`: they are in
    no session, for whoever fills a form in before anybody has reported.
    """
    above = rounds_of(session, declared.id, duty.consolidated_by or "")
    own = rounds_of(session, declared.id, duty.id)
    number = max(own, default=0)
    if number and not _closed(above.get(number, ())):
        return own[number]
    bodies = rulebook.bodies.known_on(on)
    return [
        Obligation(
            directive_id=declared.id,
            duty=duty.id,
            period=one.period,
            bearer_uid=one.bearer.uid,
            kind=one.fact_kind,
            state=ObligationState.OPEN.value,
            due_on=one.due_on,
            aim_on=one.aim_on,
            late_from=one.late_from,
            original_due_on=one.due_on,
        )
        for one in arisen_occurrences(declared, duty, number + 1, on, bodies)
    ]


def refuse_closed(session: Session, declared: Directive, duty: Duty, begun_on: date) -> None:
    """Refuse a report to the round that began on a local date and has been consolidated since."""
    rounds = rounds_of(session, declared.id, duty.consolidated_by or "").values()
    begun = [rows for rows in rounds if rows[0].original_due_on == begun_on]
    if begun and _closed(begun[-1]):
        raise Refused(
            f"đợt mở ngày {full_day(begun_on)} đã được tổng hợp; báo cáo đến sau vào đợt kế tiếp: "
            "bỏ --due"
        )


def _closed(consolidations: Iterable[Obligation]) -> bool:
    return any(row.received_at for row in consolidations)


def gathered(session: Session, keys: Collection[RoundKey]) -> dict[RoundKey, tuple[int, ...]]:
    """Return, per round, what counts in it: the ids of its reports, none that stands returned.

    A case in one of them that has left the road since counts by its line's number, below 0.
    """
    found = {key: [one.id for one in _counting(session, key)] for key in keys}
    left = left_lines(session, [id_ for ids in found.values() for id_ in ids])
    return {
        key: tuple(sorted([*ids, *(-line for id_ in ids for line in left.get(id_, ()))]))
        for key, ids in found.items()
    }


def left_lines(session: Session, reports: Collection[int]) -> dict[int, list[int]]:
    """Return, by report, which of its cases (lines) have left the road since it came."""
    query = (
        select(CaseReport.report_id, CaseLine.id)
        .join(CaseLine, CaseLine.case_report_id == CaseReport.id)
        .where(CaseReport.report_id.in_(sorted(reports)), CaseLine.left_at.is_not(None))
        .order_by(CaseLine.id)
    )
    found: dict[int, list[int]] = {}
    for report, line in session.execute(query) if reports else ():
        found.setdefault(report or 0, []).append(line)
    return found


def reports_of(session: Session, key: RoundKey) -> list[tuple[Obligation, Report | None]]:
    """Return the obligations of a round, each with the report that counts in it, by bearer."""
    by_row = {report.obligation_id: report for report in _counting(session, key)}
    rows = session.scalars(select(Obligation).where(*_in(key)).order_by(Obligation.bearer_uid))
    return [(row, by_row.get(row.id)) for row in rows]


def _counting(session: Session, key: RoundKey) -> Iterable[Report]:
    own = Obligation.id == Report.obligation_id
    query = select(Report).join(Obligation, own).where(*_in(key), counted())
    last = {
        report.obligation_id: report for report in session.scalars(query.order_by(Report.revision))
    }
    return [one for one in last.values() if one.state != ReportState.RETURNED]


def _in(key: RoundKey) -> tuple[ColumnElement[bool], ...]:
    return (
        Obligation.directive_id == key.directive,
        Obligation.duty == key.duty,
        Obligation.period == key.period,
        in_force(),
    )
