"""What every official document has: its heading, addressees, copies and signature block."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """The two columns at the top, after Decree 30/2020/NĐ-CP, Annex I, II.1-4.

    Args:
        issuer: the issuing body's full name, one entry per line ("Ủy ban nhân dân", "xã Đại Phú").
        above: its direct superior's name, one entry per line; empty for a People's Committee.
        symbol: what follows the number left to the clerk ("BC-UBND", "UBND-VX").
        place: the unit's own name ("Đại Phú").
        month: any day of the month of issue; the day itself is left to the clerk.
    """

    issuer: tuple[str, ...]
    symbol: str
    place: str
    month: date
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """`capacity` line by line ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"); `name` may
    be empty, then the clerk writes it."""

    capacity: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the body of a document.

    Args:
        to: "Kính gửi", one body or group of bodies an entry, without "-" and ";".
        copies: "Nơi nhận" line by line, from the dispatch's own; without "-" and ";". The last
            is "Lưu: …".
    """

    heading: Heading
    to: tuple[str, ...]
    copies: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Clause:
    """The sentence a document rests on.

    Args:
        cited_as: the dispatch as a whole noun phrase.
        place: where in it ("mục 1, gạch đầu dòng thứ tư").
        quote: the sentence, word for word.
        wording: its words for the time ("trước ngày 05 hàng tháng"); may be empty.
    """

    cited_as: str
    place: str
    quote: str
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """The official four-way return of one round, with those whose outcome is not known."""

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        known = self.done_on_time + self.done_late + self.open_in_time + self.open_overdue
        return known + self.unknown

    @property
    def received(self) -> int:
        return self.done_on_time + self.done_late
