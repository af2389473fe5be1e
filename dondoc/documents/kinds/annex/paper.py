"""A named annex on paper: for whom it is, and what must not become of it."""

from dataclasses import replace

from dondoc.documents.kinds.annex.content import Annex, Named
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Paper, note, say
from language.dates import moment
from language.numbers import count

_WIDTHS = (10, 18, 52, 26, 18, 40, 60)
_TITLES = ("TT", "Hồ sơ số", "Họ và tên", "Ngày, năm sinh", "Giới tính", "Thôn", "Nơi ở")


def annexed(annex: Annex) -> Paper:
    """Return the annex set out on its side, its number in the title of every print."""
    number = annex.number or "…………"
    of = f" kèm theo Báo cáo {annex.of}" if annex.of else " kèm theo báo cáo"
    return Paper(
        kind=f"Phụ lục số {number}",
        about=f"Danh sách những trường hợp chưa tham gia,{of} của {annex.body}",
        author=annex.body,
        blocks=tuple(_blocks(annex)),
        landscape=True,
    )


def _blocks(annex: Annex) -> list[Block]:
    care = (
        f"Có dữ liệu cá nhân: chỉ gửi {annex.receivers}; không sao chụp, không gửi qua thư điện tử "
        "hay tin nhắn, không kèm các bản gửi nơi khác."
    )
    rows = (_row(place, one) for place, one in enumerate(annex.people, 1))
    table = replace(words.table(_WIDTHS, _TITLES, rows, "cclccll"), size=11)
    last = note(f"{count(len(annex.people))} người; lập lúc {moment(annex.at)}.")
    return [*say(care, bold=True), table, last]


def _row(place: int, one: Named) -> tuple[str, ...]:
    return (str(place), str(one.number), one.name, one.birth, one.sex, one.village, one.address)
