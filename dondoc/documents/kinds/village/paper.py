"""A village's sheet on paper: a table to write into, and what whoever carries it must know."""

from dataclasses import replace

from dondoc.documents.kinds.village.content import OnSheet, VillageSheet
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Code, Paper, note, say
from language.dates import full_day, moment
from language.numbers import count

_COLUMNS = (
    ("TT", 8, "c"),
    ("Hồ sơ số", 13, "c"),
    ("Họ và tên", 36, "l"),
    ("Ngày, năm sinh", 20, "c"),
    ("Giới tính", 11, "c"),
    ("Hộ", 8, "c"),
    ("Quan hệ", 16, "l"),
    ("Địa chỉ", 30, "l"),
    ("Ngày", 16, "c"),
)
# A visit's boxes; what each is stands above the table.
_BOX, _DAY = 24, 18
_DONE = ("Làm", ("chỉ tuyên truyền", "tuyên truyền và vận động"))
_CARE = (
    "Phiếu có dữ liệu cá nhân: chỉ dùng để vận động{topic}, không sao chụp, không gửi qua tin "
    "nhắn, không để người khác xem. Làm xong nộp lại nơi giao để hủy; mất phiếu báo ngay."
)
_NEIGHBOUR = (
    "Hàng xóm chỉ để hỏi nơi ở, không cho biết danh sách. Không gặp ai thì chỉ đánh dấu ô ấy."
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
    groups = _groups(sheet)
    columns = (
        *_COLUMNS,
        *((title, _BOX, "l") for title, _ in groups),
        # The heading is repeated on every page, and with it the sheet's number.
        (f"Hẹn ngày (phiếu số {sheet.number})", _DAY, "c"),
    )
    table = words.table(
        [width for _, width, _ in columns],
        [title for title, _, _ in columns],
        (_row(place, one, groups) for place, one in enumerate(sheet.people, start=1)),
        "".join(align for _, _, align in columns),
    )
    topic = f" tham gia {sheet.topic}" if sheet.topic else ""
    # The code holds the number alone: whoever reads it elsewhere learns nothing.
    blocks: list[Block] = [Code(str(sheet.number)), *say(_CARE.format(topic=topic), bold=True)]
    blocks += say(_HANDS)
    blocks += (replace(line, size=11) for title, of in groups for line in say(_key(title, of)))
    blocks += say(_NEIGHBOUR, italic=True) if groups else ()
    blocks += [replace(table, size=10)] if sheet.people else say("Không còn ai trong phiếu này.")
    blocks.append(note(f"{count(len(sheet.people))} người; in lúc {moment(sheet.at)}."))
    return blocks


def _groups(sheet: VillageSheet) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the groups of boxes; what was done stands behind whom one met, as it is typed."""
    return (sheet.boxes[0], _DONE, *sheet.boxes[1:]) if sheet.boxes else ()


def _key(title: str, of: tuple[str, ...]) -> str:
    return f"{title}: " + "; ".join(f"{place} {one}" for place, one in enumerate(of, start=1))


def _row(
    place: int, one: OnSheet, groups: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[str, ...]:
    home = str(one.home) if one.home else ""
    boxes = (" ".join(f"□{number}" for number in range(1, len(of) + 1)) for _, of in groups)
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
        *boxes,
        "",
    )
