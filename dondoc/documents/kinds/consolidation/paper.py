"""The via body's consolidated report: the text here, the tables by body as appendices."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dondoc.documents.kinds.consolidation import group_table
from dondoc.documents.kinds.consolidation.content import (
    Absent,
    ConsolidatedReport,
    Punctuality,
    Said,
)
from dondoc.documents.kinds.consolidation.group_text import group_text
from dondoc.documents.parts import words
from dondoc.documents.parts.adjustments import adjustments_table
from dondoc.documents.parts.gathered import Gathered, figures, filing
from dondoc.documents.writers.paper import (
    Appendix,
    Block,
    Column,
    Paper,
    Table,
    closing,
    heading,
    say,
)
from language.dates import day_and_hour, full_day, moment
from language.numbers import count
from language.text import lower_first, upper_first
from models.standing import WAY_NAMES
from notifications.wording import listed
from rules.meaning.form import Form

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def consolidated(report: ConsolidatedReport) -> Paper:
    """Return the report; it says of itself that it is partial where somebody is absent."""
    if report.gathered is not None:
        return _without_a_term(report, report.gathered)
    return Paper(
        kind="Báo cáo",
        about=f"Tổng hợp {_what(report)}",
        author=" ".join(report.frame.heading.issuer),
        blocks=tuple(_blocks(report)),
        frame=report.frame,
        appendices=_appendices(report),
    )


def _without_a_term(report: ConsolidatedReport, gathered: Gathered) -> Paper:
    """Return the report of a round that no term bounds: what came, and what it comes to."""
    subject = lower_first(gathered.subject)
    sections = [("Tình hình báo cáo", [*filing(gathered)]), ("Kết quả", [*figures(gathered)])]
    sections += [(text.heading, _said(text.said)) for text in report.texts]
    begins = f"Thực hiện {words.cited(report.clause)}, {_issuer(report)} tổng hợp {subject}"
    blocks: list[Block] = [*say(f"{begins}, như sau:")]
    for place, (title, told) in enumerate(sections, 1):
        blocks += [heading(f"{place}. {title}"), *told]
    blocks.append(closing(f"Trên đây là tổng hợp {subject} của {_issuer(report)}./."))
    author = " ".join(report.frame.heading.issuer)
    return Paper("Báo cáo", f"Tổng hợp {subject}", author, tuple(blocks), report.frame)


def _appendices(report: ConsolidatedReport) -> tuple[Appendix, ...]:
    made: list[tuple[str, tuple[Block, ...], bool]] = [
        (
            f"Số liệu theo đơn vị: {group.name}, {report.period}",
            group_table.blocks(group),
            True,
        )
        for group in report.groups
    ]
    if report.punctuality:
        title = f"Tình hình gửi báo cáo {report.period}"
        made.append((title, (_punctuality(report.punctuality),), False))
    labels = _labels(len(made))
    return tuple(
        Appendix(label, title, blocks, landscape)
        for label, (title, blocks, landscape) in zip(labels, made, strict=True)
    )


def _punctuality(entries: Iterable[Punctuality]) -> Table:
    listing = words.table(
        (9, 27, 37, 30, 47, 15),
        ("TT", "Đơn vị", "Kết quả", "Thời điểm nhận", "Hình thức", "Số kỳ đúng hạn"),
        (
            (
                str(place),
                entry.body,
                WAY_NAMES[entry.state],
                day_and_hour(entry.received_at) if entry.received_at else "–",
                _road(entry),
                f"{entry.on_time_rounds}/{entry.rounds}" if entry.rounds else "–",
            )
            for place, entry in enumerate(entries, 1)
        ),
        "cllllc",
    )
    return replace(listing, size=11)


def _road(entry: Punctuality) -> str:
    nil = "không phát sinh" if entry.nil else ""
    extended = f"gia hạn đến {full_day(entry.extended_to)}" if entry.extended_to else ""
    return "; ".join(filter(None, (entry.road, nil, extended))) or "–"


def _labels(n: int) -> tuple[str, ...]:
    if n == 1:
        return ("Phụ lục",)
    return tuple(f"Phụ lục\u00a0{_ROMAN[i] if i < len(_ROMAN) else i + 1}" for i in range(n))


def _blocks(report: ConsolidatedReport) -> Iterator[Block]:
    yield from say(
        f"Thực hiện {words.cited(report.clause)}, {_issuer(report)} tổng hợp "
        f"{_what(report)}{_as_of(report)}, như sau:"
    )
    yield from say(report.replaces)
    sections = [("Tình hình gửi báo cáo", _filing(report))]
    if report.form is None or report.form.figures:
        sections.append(_results(report))

    if report.adjustments:
        sections.append(("Điều chỉnh kỳ trước", [adjustments_table(report.adjustments)]))
    if report.cleared:
        sections.append(("Đính chính", list(say("\n".join(report.cleared)))))
    # Of whom nobody has reported, nobody is known to have no difficulty.
    nobody = len(report.absent) == len(report.punctuality) > 0
    none = "Chưa có báo cáo của đơn vị nào." if nobody else words.NONE
    sections += [
        (text.heading, _said(text.said, none))
        for text in report.texts
        if text.said or not text.required
    ]
    for place, (title, blocks) in enumerate(sections, 1):
        yield heading(f"{place}. {title}")
        yield from blocks
    yield closing(f"Trên đây là báo cáo tổng hợp {_what(report)} của {_issuer(report)}./.")


def _what(report: ConsolidatedReport) -> str:
    return words.of_period(report.matter, report.period)


def _as_of(report: ConsolidatedReport) -> str:
    """Return the day that the figures count up to; "" where none are asked."""
    if report.form is not None and not report.form.figures:
        return ""
    return f", số liệu tính đến hết ngày {full_day(report.as_of)}"


def _results(report: ConsolidatedReport) -> tuple[str, list[Block]]:
    if report.form is not None and report.form.rows is not None:
        return "Kết quả theo từng nội dung", _own_rows(report, report.form)
    return "Kết quả theo từng nhóm", _groups(report)


def _issuer(report: ConsolidatedReport) -> str:
    return " ".join(report.frame.heading.issuer)


def _filing(report: ConsolidatedReport) -> list[Block]:
    counts = report.returns
    inputs = report.inputs_clause
    where = _labels(len(report.groups) + 1)[-1] if report.punctuality else ""
    blocks = [
        *say(
            f"{upper_first(report.bearers_as)} báo cáo “{inputs.wording}” ({inputs.place}). Đến "
            f"{moment(report.closed_at)} đã nhận {count(counts.received)}/{count(counts.total)} "
            f"báo cáo: {words.four_ways(counts)}{f' (chi tiết tại {where})' if where else ''}."
        )
    ]
    if report.nil:
        blocks += say(
            f"Báo cáo không phát sinh: {count(len(report.nil))} đơn vị ({listed(report.nil)})."
        )
    if report.without_figures:
        blocks += say(f"{upper_first(report.without_figures)}.")
    if report.partial:
        none = listed(one.body for one in report.absent if not one.came)
        came = listed(one.body for one in report.absent if one.came)
        blocks += say(
            "Báo cáo này được tổng hợp khi chưa đủ số liệu của các đơn vị. "
            + (f"Đơn vị chưa có báo cáo kỳ này: {none}. " if none else "")
            + (
                f"Đơn vị đã gửi báo cáo nhưng chưa có số liệu tổng hợp được: {came}. "
                if came
                else ""
            )
            + "Số liệu của các đơn vị này, nếu có, lấy theo báo cáo gần nhất và được đánh dấu (*) "
            "tại phụ lục."
        )
        return [*blocks, _absent(report.absent)]
    return list(blocks)


def _absent(absent: Iterable[Absent]) -> Table:
    return words.table(
        (10, 40, 27, 46, 22, 25),
        ("TT", "Đơn vị", "Hạn theo văn bản", "Lần nhắc gần nhất", "Hẹn gửi", "Số liệu gần nhất"),
        (
            (
                str(place),
                upper_first(entry.body),
                full_day(entry.since),
                entry.last_notice or "–",
                words.day(entry.promised_on),
                words.day(entry.last_known_as_of, "chưa có"),
            )
            for place, entry in enumerate(absent, 1)
        ),
        "clclcc",
    )


def _groups(report: ConsolidatedReport) -> list[Block]:
    if not report.groups:
        return list(say("Không phát sinh."))
    labels = _labels(len(report.groups) + bool(report.punctuality))
    blocks: list[Block] = []
    for place, group in enumerate(report.groups):
        blocks += group_text(group, chr(ord("a") + place), labels[place])
    if len(report.groups) > 1:
        form = report.form
        blocks += say(form.words.overlap if form else "")
    return blocks


def _own_rows(report: ConsolidatedReport, form: Form) -> list[Block]:
    """Return one table of the form's own rows, each the sum of the bodies that have figures."""
    columns = words.figure_columns(form, 98)
    rows = [
        words.cells((str(place), upper_first(group.name), *words.figure_values(group.total)))
        for place, group in enumerate(report.groups, 1)
    ]
    head = words.head(("TT", f"Nội dung ({form.unit})", *words.figure_titles(form)))
    named = Column(155 - sum(column.width for column in columns))
    has, of = _counted(report)
    told = f"Cộng {count(has)}/{count(of)} đơn vị có số liệu (chi tiết tại các phụ lục):"
    return [*say(told), Table((Column(10, "center"), named, *columns), (head,), tuple(rows))]


def _counted(report: ConsolidatedReport) -> tuple[int, int]:
    """Return how many bodies have figures, of how many."""
    rows = report.groups[0].rows if report.groups else ()
    return sum(row.figures is not None for row in rows), len(rows)


def _said(said: tuple[Said, ...], none: str = words.NONE) -> list[Block]:
    """Bring together who said the same, in the order in which it was first said; else `none`."""
    who: dict[str, list[str]] = {}
    for entry in said:
        if entry.text.strip():
            who.setdefault(entry.text.strip(), []).append(entry.body)
    if not who:
        return list(say(none))
    return [
        block
        for text, bodies in who.items()
        for block in say(f"- {upper_first(listed(bodies))}: {text}")
    ]
