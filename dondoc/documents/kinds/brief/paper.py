"""The leaders' brief: one page."""

from collections.abc import Iterator

from dondoc.documents.kinds.brief.content import LeadersBrief, Uncovered
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Paper, closing, say
from language.dates import full_day, moment, short_day
from language.numbers import count
from language.text import upper_first
from notifications.wording import limit, listed


def brief(report: LeadersBrief) -> Paper:
    """Return the brief as a "Báo cáo nhanh" of the office."""
    return Paper(
        kind="Báo cáo nhanh",
        about=f"Tình hình gửi {report.inputs_called}, đến {moment(report.at)}",
        author=report.office,
        blocks=tuple(_blocks(report)),
        frame=report.frame,
    )


def _blocks(report: LeadersBrief) -> Iterator[Block]:
    yield from say(f"{report.office} kính báo cáo:")
    parts = [_communes(report), _consolidator(report)]
    if report.uncovered:
        parts.append(_people(report))
    parts += report.beside
    if report.asks:
        parts.append(f"Xin ý kiến: {'; '.join(report.asks).rstrip('. ')}.")
    for place, text in enumerate(parts, 1):
        yield from say(f"{place}. {text}")
    yield closing("Trân trọng báo cáo./.")


def _communes(report: LeadersBrief) -> str:
    clause, counts = report.inputs, report.returns
    names = f" ({listed(report.overdue)})" if report.overdue else ""
    if report.paused:
        names += f"; đang tạm dừng đôn đốc theo quyết định: {listed(report.paused)}"
    return (
        f"{upper_first(report.bearers_as)} (“{clause.wording}”, {clause.place}, {clause.cited_as}; "
        f"{limit(clause.wording, report.due_on)}): trong tổng số {count(counts.total)} đơn vị, "
        f"{words.four_ways(counts)}{names}{_after(report)}."
    )


def _after(report: LeadersBrief) -> str:
    said = []
    if report.called:
        some = f"đã điện thoại {count(report.called)} đơn vị"
        said.append("đều đã điện thoại" if report.called >= len(report.overdue) else some)
    if report.promised:
        days = ", ".join(short_day(d) for d in sorted(set(report.promised)))
        said.append(f"{count(len(report.promised))} đơn vị hẹn gửi ngày {days}")
    return "; " + ", ".join(said) if said else ""


def _consolidator(report: LeadersBrief) -> str:
    clause = report.consolidation
    text = f"{report.consolidator} (“{clause.wording}”, {clause.place}): "
    return text + report.consolidator_state.rstrip(". ") + "."


def _people(report: LeadersBrief) -> str:
    told = "; ".join(_group(group, report.unit) for group in report.uncovered)
    overlap = (
        " Không cộng số của các nhóm." if len(report.uncovered) > 1 and report.overlapping else ""
    )
    return f"{report.uncovered_as}: {told}.{overlap}"


def _group(group: Uncovered, unit: str) -> str:
    people = words.UNKNOWN if group.people is None else f"{count(group.people)} {unit}"
    notes = []
    if group.source or group.as_of:
        day = f"đến ngày {full_day(group.as_of)}" if group.as_of else ""
        notes.append(f"{group.source} {day}".strip())
    if group.baseline is not None and group.baseline_on:
        whole = "cả nhóm " if group.part else ""
        notes.append(f"{whole}ngày {full_day(group.baseline_on)}: {count(group.baseline)}")
    return f"{group.name} {people}" + (f" ({'; '.join(notes)})" if notes else "")
