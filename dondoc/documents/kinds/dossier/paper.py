"""The file of one obligation, for an inspector: what is told, and where the trail proves it."""

from collections.abc import Iterable, Iterator, Sequence

from dondoc.documents.kinds.dossier.content import Decision, Dossier, Notice, Proof, Version
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Column, Paper, Run, Table, Text, heading, say
from language.dates import day_and_hour, full_day, moment, week_day
from language.text import upper_first
from language.zone import local_date
from models.standing import has_term

_SHOWN = 9  # hexadecimal digits of a hash in a table; the list at the end has it whole


def dossier(file: Dossier) -> Paper:
    """Return the file, with every hash in full in its last section."""
    return Paper(
        kind="Hồ sơ theo dõi nhiệm vụ",
        about=": ".join(filter(None, (upper_first(file.called), f"{file.bearer}, {file.period}"))),
        author=file.office,
        blocks=tuple(_blocks(file)),
    )


def _blocks(file: Dossier) -> Iterator[Block]:
    sections: tuple[tuple[str, Iterable[Block]], ...] = (
        ("Câu giao việc", _sentence(file)),
        ("Thời hạn và cách đọc", _reading(file)),
        ("Kết quả", say(file.outcome)),
        ("Các lần nhắc, đôn đốc", _notices(file)),
        ("Điện thoại, làm việc", _calls(file)),
        ("Các bản báo cáo", _versions(file)),
        ("Quyết định trong quá trình theo dõi", _decisions(file)),
        *([("Đã nêu đơn vị quá hạn, và việc đính chính", _blamed(file))] if file.blamed else []),
        ("Dấu vết", _trail(file)),
    )
    for place, (title, blocks) in enumerate(sections, 1):
        yield heading(f"{place}. {title}")
        yield from blocks
    yield Text(
        (Run(f"In lúc {moment(file.printed_at)}; hồ sơ số {file.number}.", italic=True),), size=13
    )


def _sentence(file: Dossier) -> Iterator[Block]:
    yield from say(f"{file.clause.cited_as}, {file.clause.place}:")
    yield from say(f"“{file.clause.quote}”", italic=True)
    if file.clause.corrected:
        yield from say(file.clause.corrected)
    via = f" (qua {file.via})" if file.via else ""
    yield from say(f"Bên thực hiện: {file.bearer}. Gửi: {file.addressee}{via}. Kỳ: {file.period}.")
    if file.gaps:
        yield from say(f"{upper_first('; '.join(file.gaps))}.")


def _reading(file: Dossier) -> Iterator[Block]:
    reading = file.reading
    if not has_term(reading.late_from):
        begun = full_day(reading.due_on)
        yield from say(f"Văn bản không nêu thời hạn; đợt này mở ngày {begun}, không tính quá hạn.")
        return
    original = f" (ban đầu: {full_day(reading.original_due_on)})" if reading.original_due_on else ""
    # A day off that is aimed at is one that was worked in exchange.
    aim = week_day(reading.aim_on, makeup=reading.aim_on.isoweekday() >= 6)
    rows = (
        ("Ngày văn bản nêu", full_day(reading.due_on) + original, f"“{file.clause.wording}”"),
        ("Đọc chặt, để nhắc: ngày làm việc cuối cùng", aim, reading.aim_why),
        (
            "Đọc rộng, để tính quá hạn: quá hạn từ",
            day_and_hour(reading.late_from),
            reading.late_why,
        ),
    )
    yield words.table((58, 45, 62), ("Cách đọc", "Ngày", "Vì sao"), rows, "lll")


def _mark(proof: Proof | None, more: tuple[Proof, ...] = ()) -> str:
    known = [*([proof] if proof else []), *more]
    return "; ".join(f"{one.entry}: {one.hash[:_SHOWN]}…" for one in known) or "–"


def _listing(
    widths: tuple[float, ...], titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> Iterator[Block]:
    if not rows:
        yield from say(words.NONE)
        return
    head = (words.head((*titles, "Dấu vết")),)
    columns = (*(Column(width) for width in widths), Column(27))
    yield Table(columns, head, tuple(words.cells(row) for row in rows), size=11)


def _notices(file: Dossier) -> Iterator[Block]:
    rows = [
        (
            day_and_hour(n.decided_at),
            f"{upper_first(n.step)}{f' ({n.because})' if n.because else ''}",
            f"{n.recipient}; {n.channel}",
            n.basis,
            f"{n.outcome}{f' lúc {day_and_hour(n.sent_at)}' if n.sent_at else ''}",
            _mark(n.proof, n.more),
        )
        for n in file.notices
    ]
    titles = ("Quyết định lúc", "Nội dung", "Gửi tới", "Căn cứ", "Kết quả gửi")
    yield from _listing((24, 32, 30, 28, 28), titles, rows)


def _calls(file: Dossier) -> Iterator[Block]:
    rows = [
        (
            day_and_hour(c.at),
            c.met or "đơn vị tự hẹn",
            c.said,
            words.day(c.promised_on),
            _mark(c.proof),
        )
        for c in file.calls
    ]
    yield from _listing((26, 34, 56, 24), ("Lúc", "Người trả lời", "Nội dung", "Hẹn gửi"), rows)


def _versions(file: Dossier) -> Iterator[Block]:
    rows = [
        (
            str(v.number),
            day_and_hour(v.received_at),
            day_and_hour(v.recorded_at),
            "; ".join(filter(None, (v.road, v.reference, v.signer))),
            f"{v.state}{f': {v.reason}' if v.reason else ''}",
            _mark(v.proof, v.more),
        )
        for v in file.versions
    ]
    titles = ("Bản", "Nhận lúc", "Ghi nhận lúc", "Đường gửi, số ký hiệu, người ký", "Tình trạng")
    yield from _listing((12, 26, 26, 42, 36), titles, rows)


def _decisions(file: Dossier) -> Iterator[Block]:
    rows = [
        (
            day_and_hour(d.at),
            upper_first(d.what),
            d.reason or "–",
            d.approver or "–",
            _mark(d.proof, d.more),
        )
        for d in file.decisions
    ]
    yield from _listing((26, 44, 44, 28), ("Lúc", "Quyết định", "Lý do", "Người duyệt"), rows)


def _blamed(file: Dossier) -> Iterator[Block]:
    rows = [
        (full_day(one.on), upper_first(one.what), one.whom, upper_first(one.follows))
        for one in file.blamed
    ]
    titles = ("Ngày", "Đã nêu tại", "Với ai", "Đính chính")
    listing = words.table((20, 48, 42, 59), titles, rows, "llll")
    yield Table(listing.columns, listing.head, listing.rows, size=11)


def _trail(file: Dossier) -> Iterator[Block]:
    known = {proof.entry: proof for proof in _proofs(file) if proof}
    if not known:
        yield from say("Không có mục dấu vết nào.")
        return
    rows = [(str(entry), proof.hash) for entry, proof in sorted(known.items())]
    if file.checkpoint:
        rows.append((f"Điểm chốt {file.checkpoint.entry}", file.checkpoint.hash))
        rows.append(("Khóa ký", file.checkpoint.key))
    listing = words.table((30, 135), ("Mục số", "Mã băm SHA-256"), rows, "cl")
    yield Table(listing.columns, listing.head, listing.rows, size=11)
    yield from say(_signed(file, max(known)))
    if file.proven_since:
        since = full_day(local_date(file.proven_since))
        yield from say(
            f"Nghĩa vụ này có từ trước khi dấu vết chứng minh các bảng dữ liệu: chưa chứng minh "
            f"trước ngày {since}."
        )
    yield from say("Kiểm tra: dondoc audit verify; đối chiếu với bản xuất dấu vết.")


def _signed(file: Dossier, last: int) -> str:
    if file.warning:
        return file.warning
    if file.checkpoint is None:
        return "Chưa có điểm chốt nào được ký."
    mark = file.checkpoint
    later = "" if last <= mark.entry else f" Các mục sau số {mark.entry} chưa có điểm chốt."
    return (
        f"Các mục đến số {mark.entry} được bao bởi điểm chốt ký lúc {moment(mark.signed_at)}."
        f"{later}"
    )


def _proofs(file: Dossier) -> Iterator[Proof | None]:
    yield file.opened
    yield from (call.proof for call in file.calls)
    told: tuple[Notice | Version | Decision, ...] = (
        *file.notices,
        *file.versions,
        *file.decisions,
    )
    for row in told:
        yield row.proof
        yield from row.more
