"""The minutes of a reconciliation on paper, after Decree 30/2020/NĐ-CP, Annex I.

The one who presides signs in the frame; the two others above it. What is no signed paper says so.
"""

from collections.abc import Iterator

from dondoc.documents.kinds.minutes.content import Apart, Minutes, Party
from dondoc.documents.parts import words
from dondoc.documents.parts.frames import heading as heading_of
from dondoc.documents.writers.official import Frame, Signature
from dondoc.documents.writers.paper import Block, Cell, Column, Paper, Table, heading, note, say
from language.dates import full_day, moment, month_and_year
from language.numbers import count, grouped
from language.text import upper_first

_SYMBOL = "BB"
_TO_SIGN = "(ký, ghi rõ họ tên)"


def paper(minutes: Minutes) -> Paper:
    """Return the minutes set out."""
    presiding = minutes.parties[-1] if minutes.parties else None
    month = minutes.dated or minutes.at.date()
    head = heading_of(minutes.author, _SYMBOL, month)
    if minutes.number:
        head = type(head)(
            head.issuer, _SYMBOL, head.place, month, head.above, minutes.number, minutes.dated
        )
    topic = f" tham gia {minutes.topic}" if minutes.topic else ""
    signature = Signature(
        (presiding.capacity if presiding else "",), presiding.signer if presiding else ""
    )
    return Paper(
        kind="Biên bản",
        about=f"đối chiếu kinh phí{topic} của {minutes.about}, {_period(minutes)}",
        author=minutes.author,
        blocks=tuple(_blocks(minutes)),
        frame=Frame(head, (), ("Như các bên ký", "Lưu: VT"), signature),
    )


def _period(minutes: Minutes) -> str:
    first = month_and_year(minutes.first.month, minutes.first.year)
    last = month_and_year(minutes.last.month, minutes.last.year)
    return f"tháng {first}" if first == last else f"từ tháng {first} đến tháng {last}"


def _blocks(minutes: Minutes) -> Iterator[Block]:
    yield from say(f"Căn cứ {minutes.clause}")
    if minutes.corrects:
        yield from say(f"Biên bản này thay biên bản {minutes.corrects}")
    if not minutes.signed:
        yield note(f"Bản in lúc {moment(minutes.at)}, {minutes.state}; chưa phải biên bản đã ký.")
    yield heading("I. Ba danh sách được đối chiếu")
    yield _lists(minutes.parties)
    for party in minutes.parties:
        lost = f"; {count(party.unmatched)} dòng không rõ là ai" if party.unmatched else ""
        name = upper_first(party.list)
        yield from say(f"{name}: {party.source}, tính đến {full_day(party.as_of)}{lost}")
    yield heading("II. Kết quả")
    yield from say(
        f"{count(minutes.alike)} người khớp nhau trong cả ba danh sách, với "
        f"{grouped(minutes.alike_amount)} đồng; {count(len(minutes.apart))} người còn lệch"
    )
    if minutes.apart:
        yield heading("III. Các hồ sơ còn lệch")
        yield _apart(minutes)
        yield note("Người trong danh sách chỉ nêu bằng số hồ sơ; hồ sơ do đơn vị giữ dữ liệu mở.")
    if len(minutes.parties) > 1:
        yield heading("Đại diện các bên")
        yield _signing(minutes.parties[:-1])


def _lists(parties: tuple[Party, ...]) -> Table:
    rows = (
        (
            upper_first(one.list),
            one.body,
            grouped(one.people),
            grouped(one.amount),
        )
        for one in parties
    )
    titles = ("Danh sách", "Đơn vị", "Số người", "Số tiền (đồng)")
    return words.table((60, 50, 20, 35), titles, rows, "llrr")


def _apart(minutes: Minutes) -> Table:
    sides = [upper_first(one.list) for one in minutes.parties]
    titles = ("Hồ sơ số", *sides, "Lệch vì", "Lý do")
    rows = [_row(one) for one in minutes.apart]
    widths = (16, *(30 for _ in sides), 26, 30)
    return words.table(widths, titles, rows, "c" + "r" * len(sides) + "ll")


def _row(one: Apart) -> tuple[str, ...]:
    told = (
        "không có" if each is None else f"{each[0]} tháng, {grouped(each[1])}" for each in one.told
    )
    return f"{one.person}", *told, one.why, one.reason or "chưa ghi"


def _signing(parties: tuple[Party, ...]) -> Table:
    """Return where the others sign: body, capacity, room, name."""
    columns = tuple(Column(80, "center") for _ in parties)
    head = (tuple(Cell(one.body, bold=True, align="center") for one in parties),)
    # One row: a page never parts whoever signs from the room to sign.
    signed = (f"{one.capacity}\n\n\n\n{one.signer or _TO_SIGN}" for one in parties)
    return Table(columns, head, (tuple(Cell(text, align="center") for text in signed),))
