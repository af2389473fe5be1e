"""A dossier as one line of time: whatever happened, with the entry that proves it."""

from datetime import datetime

from dondoc.documents.kinds.dossier.content import Dossier, Proof
from dondoc.documents.writers.sheet import Column, Sheet
from language.zone import local_midnight


def sheets(file: Dossier) -> tuple[Sheet, ...]:
    """Return one line of time: whatever happened, with the entry that proves it."""
    events: list[tuple[datetime, str, str, str, int | None, str]] = []
    for n in file.notices:
        told = f"{n.step}: {n.recipient}, {n.channel}; {n.outcome}"
        events.append((n.decided_at, "Thông báo", told, n.basis, *_proof(n.proof)))
    for c in file.calls:
        events.append((c.at, "Điện thoại" if c.met else "Tự hẹn", c.told, "", *_proof(c.proof)))
    for v in file.versions:
        told = f"Bản {v.number}: {v.road} {v.reference}; {v.state} {v.reason}".strip()
        events.append((v.received_at, "Báo cáo", told, "", *_proof(v.proof)))
    for d in file.decisions:
        events.append((d.at, "Quyết định", f"{d.what}: {d.reason}", d.approver, *_proof(d.proof)))
    for b in file.blamed:
        at = local_midnight(b.on)
        events.append((at, "Nêu nhầm", f"{b.what}: {b.whom}; {b.follows}", "", None, ""))
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


def _proof(proof: Proof | None) -> tuple[int | None, str]:
    return (proof.entry, proof.hash) if proof else (None, "")
