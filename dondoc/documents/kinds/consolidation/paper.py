"""The via body's consolidated report: the text here, the tables by body as appendices."""

from collections.abc import Iterable, Iterator

from dondoc.documents.kinds.consolidation import group_table, punctuality_table
from dondoc.documents.kinds.consolidation.content import Absent, ConsolidatedReport, Said
from dondoc.documents.kinds.consolidation.group_text import group_text
from dondoc.documents.parts import words
from dondoc.documents.parts.adjustments import adjustments_table
from dondoc.documents.writers.paper import Appendix, Block, Paper, Table, closing, heading, say
from language.dates import full_day, moment
from language.numbers import count
from language.text import upper_first
from notifications.wording import listed

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def consolidated(report: ConsolidatedReport) -> Paper:
    """Return the report; it says of itself that it is partial where somebody is absent."""
    return Paper(
        kind="Báo cáo",
        about=f"Tổng hợp kết quả {report.matter} {report.period}",
        author=" ".join(report.frame.heading.issuer),
        blocks=tuple(_blocks(report)),
        frame=report.frame,
        appendices=_appendices(report),
    )


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
        made.append((title, (punctuality_table.table(report.punctuality),), False))
    labels = _labels(len(made))
    return tuple(
        Appendix(label, title, blocks, landscape)
        for label, (title, blocks, landscape) in zip(labels, made, strict=True)
    )


def _labels(n: int) -> tuple[str, ...]:
    if n == 1:
        return ("Phụ lục",)
    return tuple(f"Phụ lục\u00a0{_ROMAN[i] if i < len(_ROMAN) else i + 1}" for i in range(n))


def _blocks(report: ConsolidatedReport) -> Iterator[Block]:
    note = f" ({report.as_of_note})" if report.as_of_note else ""
    yield from say(
        f"Thực hiện {words.cited(report.clause)}, {_issuer(report)} tổng hợp kết quả "
        f"{report.matter} {report.period}, số liệu tính đến hết ngày "
        f"{full_day(report.as_of)}{note}, như sau:"
    )
    sections = [
        ("Tình hình gửi báo cáo", _filing(report)),
        ("Kết quả theo từng nhóm", _groups(report)),
    ]
    if report.adjustments:
        sections.append(("Điều chỉnh kỳ trước", [adjustments_table(report.adjustments)]))
    if report.done:
        sections.append(("Công việc đã thực hiện", _said(report.done)))
    sections += [
        ("Khó khăn, vướng mắc", _said(report.obstacles)),
        ("Đề xuất, kiến nghị", _said(report.proposals)),
    ]
    for place, (title, blocks) in enumerate(sections, 1):
        yield heading(f"{place}. {title}")
        yield from blocks
    yield closing(
        f"Trên đây là báo cáo tổng hợp kết quả {report.matter} {report.period} "
        f"của {_issuer(report)}./."
    )


def _issuer(report: ConsolidatedReport) -> str:
    return " ".join(report.frame.heading.issuer)


def _filing(report: ConsolidatedReport) -> list[Block]:
    counts = report.returns
    inputs = report.inputs_clause
    where = _labels(len(report.groups) + 1)[-1] if report.punctuality else ""
    blocks = [
        *say(
            f"{report.bearers_as} báo cáo “{inputs.wording}” ({inputs.place}). Đến "
            f"{moment(report.closed_at)} đã nhận {count(counts.received)}/{count(counts.total)} "
            f"báo cáo: {words.four_ways(counts)}{f' (chi tiết tại {where})' if where else ''}."
        )
    ]
    if report.nil:
        blocks += say(
            f"Báo cáo không phát sinh: {count(len(report.nil))} đơn vị ({listed(report.nil)})."
        )
    if report.partial:
        blocks += say(
            "Báo cáo này được tổng hợp khi chưa đủ báo cáo của các đơn vị. Đơn vị chưa có báo cáo "
            f"kỳ này: {listed(a.body for a in report.absent)}. Số liệu của các đơn vị này, nếu có, "
            "lấy theo báo cáo gần nhất và được đánh dấu (*) tại phụ lục."
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
        blocks += say(words.OVERLAP)
    return blocks


def _said(said: tuple[Said, ...]) -> list[Block]:
    """Bring together who said the same, in the order in which it was first said."""
    who: dict[str, list[str]] = {}
    for entry in said:
        if entry.text.strip():
            who.setdefault(entry.text.strip(), []).append(entry.body)
    if not who:
        return list(say(words.NONE))
    return [
        block
        for text, bodies in who.items()
        for block in say(f"- {upper_first(listed(bodies))}: {text}")
    ]
