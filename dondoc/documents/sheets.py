"""Every document as plain tables of values, for spreadsheets and for CSV."""

from datetime import datetime
from functools import singledispatch

from dondoc.documents.consolidated_sheets import adjustments, consolidated
from dondoc.documents.content import (
    Agenda,
    CommuneReport,
    ConsolidatedReport,
    Dossier,
    LeadersBrief,
    Proof,
    Urging,
)
from dondoc.documents.papers import Document
from dondoc.documents.sheet import Column, Sheet
from dondoc.wording import FIGURE_NAMES, WAY_NAMES
from language.text import upper_first
from rules.meaning.figures import FIGURES


@singledispatch
def sheets_of(document: Document) -> tuple[Sheet, ...]:
    """Return the tables of a document; their values are numbers and dates, not their spelling."""
    raise TypeError(f"no tables are known for {type(document).__name__}")


sheets_of.register(ConsolidatedReport, consolidated)


@sheets_of.register
def _commune(report: CommuneReport) -> tuple[Sheet, ...]:
    columns = (Column("Chỉ tiêu", 60), *(Column(upper_first(g.name), 20) for g in report.groups))
    rows = tuple(
        (FIGURE_NAMES[name], *(getattr(g.figures, name) for g in report.groups)) for name in FIGURES
    )
    texts = (
        ("Không phát sinh", "x" if report.nil else ""),
        ("Công việc đã thực hiện", report.done),
        ("Khó khăn, vướng mắc", report.obstacles),
        ("Đề xuất, kiến nghị", report.proposals),
    )
    said = Sheet("noi-dung", "Nội dung", (Column("Mục", 30), Column("Nội dung", 80)), texts)
    return (Sheet("so-lieu", "Số liệu", columns, rows), said, *adjustments(report.adjustments))


@sheets_of.register
def _urging(draft: Urging) -> tuple[Sheet, ...]:
    rows = tuple((body, draft.due_on, draft.answer_by) for body in draft.absent)
    columns = (Column("Đơn vị", 28), Column("Hạn theo văn bản"), Column("Trả lời trước ngày"))
    return (Sheet("don-doc", "Đơn vị được đôn đốc", columns, rows),)


@sheets_of.register
def _brief(report: LeadersBrief) -> tuple[Sheet, ...]:
    rows = tuple((name, getattr(report.returns, state)) for state, name in WAY_NAMES.items())
    counts = Sheet("tinh-hinh", "Tình hình", (Column("Kết quả", 32), Column("Số đơn vị")), rows)
    columns = (
        Column("Nhóm", 50),
        Column("Chưa tham gia"),
        Column("Đến ngày"),
        Column("Nguồn", 24),
        Column("Số ban đầu"),
        Column("Ngày ban đầu"),
    )
    people = tuple(
        (u.name, u.people, u.as_of, u.source, u.baseline, u.baseline_on) for u in report.uncovered
    )
    return counts, Sheet("chua-tham-gia", "Chưa tham gia BHYT", columns, people)


@sheets_of.register
def _agenda(calendar: Agenda) -> tuple[Sheet, ...]:
    columns = (
        Column("Việc phải làm", 36),
        Column("Căn cứ", 36),
        Column("Câu chữ", 30),
        Column("Gửi", 24),
        Column("Qua", 24),
        Column("Hạn theo văn bản"),
        Column("Ngày làm việc cuối cùng"),
        Column("Kết quả", 26),
    )
    rows = tuple(
        (
            i.summary,
            i.clause.place,
            i.clause.wording,
            i.addressee,
            i.via,
            i.due_on,
            i.aim_on,
            "đã hủy" if i.cancelled else i.state,
        )
        for i in calendar.items
    )
    return (Sheet("lich", "Lịch hạn", columns, rows),)


def _proof(proof: Proof | None) -> tuple[int | None, str]:
    return (proof.entry, proof.hash) if proof else (None, "")


@sheets_of.register
def _dossier(file: Dossier) -> tuple[Sheet, ...]:
    """Return one line of time: whatever happened, with the entry that proves it."""
    events: list[tuple[datetime, str, str, str, int | None, str]] = []
    for n in file.notices:
        told = f"{n.step}: {n.recipient}, {n.channel}; {n.outcome}"
        events.append((n.decided_at, "Thông báo", told, n.basis, *_proof(n.proof)))
    for c in file.calls:
        events.append((c.at, "Điện thoại", f"{c.met}: {c.said}", "", *_proof(c.proof)))
    for v in file.versions:
        told = f"Bản {v.number}: {v.road} {v.reference}; {v.state} {v.reason}".strip()
        events.append((v.received_at, "Báo cáo", told, "", *_proof(v.proof)))
    for d in file.decisions:
        events.append((d.at, "Quyết định", f"{d.what}: {d.reason}", d.approver, *_proof(d.proof)))
    columns = (
        Column("Lúc", 18),
        Column("Loại", 14),
        Column("Nội dung", 60),
        Column("Căn cứ", 30),
        Column("Mục dấu vết"),
        Column("Mã băm SHA-256", 66),
    )
    rows = tuple(sorted(events, key=lambda event: event[0]))
    return (Sheet("dien-bien", "Diễn biến", columns, rows),)
