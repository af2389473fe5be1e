"""What a sponsor is told, on paper: thanks, sums, and a table of who agreed to be named."""

from collections.abc import Iterator

from dondoc.documents.kinds.sponsored.content import Sponsored
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Paper, note, say
from language.dates import moment
from language.numbers import count, grouped


def paper(told: Sponsored) -> Paper:
    """Return it as a paper of the house: a person adds the letter that goes with it."""
    whom = told.name or f"nhà tài trợ số {told.sponsor}"
    return Paper(
        kind="Bảng kê sử dụng kinh phí hỗ trợ",
        about=f"gửi {whom}, của {told.body}",
        author=told.body,
        blocks=tuple(_blocks(told)),
    )


def _blocks(told: Sponsored) -> Iterator[Block]:
    yield from say(
        f"Đã nhận {grouped(told.received)} đồng; đã dùng {grouped(told.used)} đồng; trả lại "
        f"{grouped(told.returned)} đồng; còn {grouped(told.in_hand)} đồng"
    )
    if told.helped:
        yield from say(f"{count(len(told.helped))} người đồng ý được nêu tên:")
        rows = (
            (str(place), one.name, str(one.months), grouped(one.amount))
            for place, one in enumerate(told.helped, start=1)
        )
        titles = ("TT", "Họ và tên", "Số tháng", "Số tiền (đồng)")
        yield words.table((12, 80, 24, 44), titles, rows, "clrr")
    if told.unnamed:
        besides = "Ngoài ra, " if told.helped else ""
        said = f"{besides}{count(told.unnamed)} người được hỗ trợ không nêu tên, với "
        yield from say(f"{said}{grouped(told.unnamed_amount)} đồng")
    if not (told.helped or told.unnamed):
        yield from say("Chưa dùng cho ai.")
    yield note(f"In lúc {moment(told.at)}; chỉ nêu tên người đã đồng ý bằng giấy, còn hiệu lực.")
