"""The consolidated report of a round, filled from what is on file at one instant."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from dondoc.collation import vietnamese
from dondoc.consolidate import Consolidation, Lack, Line
from dondoc.documents.content import (
    Absent,
    Baseline,
    CommuneRow,
    ConsolidatedReport,
    GroupTable,
    Movement,
    Pace,
    Return,
    Said,
    TargetLine,
)
from dondoc.frames import agency_frame, clause_of
from dondoc.on_time import on_time_table
from dondoc.put_right import put_right
from dondoc.rounds import RoundCounts, RoundKey, count_rounds
from dondoc.urging_draft import BEARERS_AS
from dondoc.wording import STEP_NAMES
from notifications.wording import full_day
from rules.calendar import local_date
from rules.directive import Directive, Duty
from rules.rulebook import Rulebook

_HOUSE = "quy ước của Văn phòng"
_MEASURES = {"enrolled": "tham gia", "carded": "được cấp thẻ"}


def consolidated_report(
    session: Session, rulebook: Rulebook, found: Consolidation, now: datetime
) -> ConsolidatedReport:
    """Return the report as it stands at the instant `now` (aware); partial while one is absent."""
    directive, own = found.directive, found.directive.duties[found.row.duty]
    inputs = directive.duties[own.consolidates or ""]
    ordered = sorted(found.lines, key=lambda line: vietnamese(line.body.name))
    bodies = rulebook.bodies
    as_of = _as_of(inputs, ordered)
    key = RoundKey(directive.id, inputs.id, found.row.period)
    receiver = bodies.get(own.to or directive.issuer)
    return ConsolidatedReport(
        frame=agency_frame(rulebook, bodies.get(found.row.bearer_uid), receiver, local_date(now)),
        clause=clause_of(directive, own),
        inputs_clause=clause_of(directive, inputs),
        bearers_as=BEARERS_AS,
        period=_period(inputs, as_of),
        matter=directive.matter,
        as_of=as_of,
        as_of_note=_HOUSE if "cut_off" in inputs.gaps else "",
        closed_at=now,
        returns=_returns(count_rounds(session, {key}, now).get(key, RoundCounts())),
        groups=tuple(_group(directive, id_, ordered, as_of) for id_ in found.totals()),
        punctuality=tuple(
            sorted(on_time_table(session, found, now), key=lambda entry: vietnamese(entry.body))
        ),
        absent=tuple(_absent(line) for line in ordered if line.lack),
        nil=tuple(_name(line) for line in ordered if line.figures and line.figures.nil),
        adjustments=put_right(session, directive, bodies, [line.row for line in found.present]),
        done=tuple(_said(ordered, "done")),
        obstacles=tuple(_said(ordered, "obstacles")),
        proposals=tuple(_said(ordered, "proposals")),
    )


def _as_of(inputs: Duty, lines: list[Line]) -> date:
    """Return the last day figures count up to; of a monthly report, the end of the month before."""
    due_on = lines[0].row.original_due_on
    if inputs.due is not None and inputs.due.every == "month":
        return due_on.replace(day=1) - timedelta(days=1)
    return max((line.figures.as_of for line in lines if line.figures), default=due_on)


def _period(inputs: Duty, as_of: date) -> str:
    if inputs.due is not None and inputs.due.every == "month":
        return f"tháng {as_of.month} năm {as_of.year}"
    return f"đến ngày {full_day(as_of)}"


def _returns(counts: RoundCounts) -> Return:
    return Return(
        done_on_time=counts.done_on_time,
        done_late=counts.done_late,
        open_in_time=counts.open_in_time,
        open_overdue=counts.open_overdue,
        unknown=counts.unknown,
    )


def _group(directive: Directive, id_: str, lines: list[Line], as_of: date) -> GroupTable:
    group = directive.groups[id_]
    target = _target(directive, id_)
    table = GroupTable(
        id=id_,
        name=group.name,
        rows=tuple(_row(line, id_) for line in lines if id_ in line.groups),
        baseline=(
            Baseline(group.baseline, group.baseline_on)
            if group.baseline is not None and group.baseline_on
            else None
        ),
        target=target,
    )
    if target is None or not table.complete:
        return table
    weeks = (target.due_on - as_of).days / 7
    left = table.total.closing
    pace = Pace(left, weeks, left / weeks if weeks > 0 else None)
    return GroupTable(table.id, table.name, table.rows, table.baseline, target, pace=pace)


def _row(line: Line, id_: str) -> CommuneRow:
    name, previous = line.body.short_name or line.body.name, line.previous.get(id_)
    if line.figures is not None:
        group = line.figures.groups.get(id_)
        figures = Movement.of(group) if group else None
        return CommuneRow(name, figures, line.figures.as_of, previous=previous)
    known = line.last_known
    if known is None or id_ not in known.closings:
        return CommuneRow(name, None, previous=previous)
    # Who is not covered is last known; what moved in this round is not, and is no movement of it.
    people = known.closings[id_]
    figures = Movement(opening=people, closing=people)
    return CommuneRow(name, figures, known.as_of, last_known=True, previous=previous)


def _target(directive: Directive, id_: str) -> TargetLine | None:
    for duty in directive.duties.values():
        if duty.target and duty.target.group == id_ and duty.due and duty.due.on:
            measures = " và ".join(_MEASURES[measure] for measure in duty.target.measures)
            return TargetLine(
                clause=clause_of(directive, duty),
                population=duty.target.population,
                measure=f"{measures} BHYT",
                percent=duty.target.percent,
                due_on=duty.due.on,
            )
    return None


def _absent(line: Line) -> Absent:
    return Absent(
        body=_name(line),
        since=line.row.due_on,
        last_notice=_last(line),
        promised_on=line.last_word.promised_on,
        last_known_as_of=line.last_known.as_of if line.last_known else None,
    )


def _last(line: Line) -> str:
    if line.lack is Lack.RETURNED:
        return f"trả lại, {full_day(line.since)}"
    if line.lack is Lack.NO_FIGURES:
        return f"đã nhận, chưa có số liệu, {full_day(line.since)}"
    notice = line.last_word.notice
    if notice is None or notice.settled_at is None:
        return ""
    return f"{STEP_NAMES[notice.step]}, {full_day(local_date(notice.settled_at))}"


def _said(lines: list[Line], text: str) -> Iterator[Said]:
    for line in lines:
        words = getattr(line.figures, text) if line.figures else ""
        if words:
            yield Said(_name(line), words)


def _name(line: Line) -> str:
    return line.body.name[:1].lower() + line.body.name[1:]
