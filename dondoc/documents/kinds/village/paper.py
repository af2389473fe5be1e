"""A village's sheet on paper: a table to write into, and what whoever carries it must know."""

from dataclasses import replace

from dondoc.documents.kinds.village.content import OnSheet, VillageSheet
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Paper, note, say
from language.dates import full_day, moment
from language.numbers import count

_COLUMNS = (
    ("TT", 8, "c"),
    ("Hồ sơ số", 14, "c"),
    ("Họ và tên", 40, "l"),
    ("Ngày, năm sinh", 22, "c"),
    ("Giới tính", 13, "c"),
    ("Hộ", 10, "c"),
    ("Quan hệ", 22, "l"),
    ("Địa chỉ", 46, "l"),
    ("Kết quả vận động, ngày", 40, "l"),
)
_CARE = (
    "Phiếu có dữ liệu cá nhân: chỉ dùng để vận động{topic}, không sao chụp, không gửi qua tin "
    "nhắn, không để người khác xem. Làm xong nộp lại nơi giao để hủy; mất phiếu báo ngay."
)
_HANDS = "Người nhận phiếu: ……………………………  Ngày nhận: ……/……/………  Ngày nộp lại: ……/……/………"


def paper(sheet: VillageSheet) -> Paper:
    """Return the sheet set out on its side, its number in the title of every print."""
    where = f"{sheet.village or 'chưa rõ thôn'}, {sheet.body}"
    return Paper(
        kind=f"Phiếu danh sách số {sheet.number}",
        about=f"{where}: {sheet.about}, danh sách số {sheet.list} tính đến {full_day(sheet.as_of)}",
        author=sheet.body,
        blocks=tuple(_blocks(sheet)),
        landscape=True,
    )


def _blocks(sheet: VillageSheet) -> list[Block]:
    columns = (*_COLUMNS, ("Ký", 18, "l"))
    table = words.table(
        [width for _, width, _ in columns],
        # The heading is repeated on every page, and with it the sheet's number.
        [*(title for title, _, _ in columns[:-1]), f"Ký (phiếu số {sheet.number})"],
        (_row(place, one) for place, one in enumerate(sheet.people, start=1)),
        "".join(align for _, _, align in columns),
    )
    topic = f" tham gia {sheet.topic}" if sheet.topic else ""
    blocks: list[Block] = [*say(_CARE.format(topic=topic), bold=True), *say(_HANDS)]
    blocks += [replace(table, size=11)] if sheet.people else say("Không còn ai trong phiếu này.")
    blocks.append(note(f"{count(len(sheet.people))} người; in lúc {moment(sheet.at)}."))
    return blocks


def _row(place: int, one: OnSheet) -> tuple[str, ...]:
    home = str(one.home) if one.home else ""
    return (
        str(place),
        str(one.person),
        one.name,
        one.birth,
        one.sex,
        home,
        one.relation,
        one.address,
        "",
        "",
    )
