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
        number: as issued ("12/BC-UBND", or the number alone); empty on a draft.
        dated: the local date of issue; None on a draft.
    """

    issuer: tuple[str, ...]
    symbol: str
    place: str
    month: date
    above: tuple[str, ...] = ()
    number: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """`capacity` line by line ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"); `name` may
    be empty, then the clerk writes it."""

    capacity: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """What the clerk and the signer wrote on a document that was issued, as far as it is known.

    `capacity`: line by line as signed ("KT. Chủ tịch", "Phó Chủ tịch"); empty: as declared.
    `copies`: the lines of "Nơi nhận" that the signer chose; empty: as declared.
    """

    number: str = ""
    dated: date | None = None
    signer: str = ""
    capacity: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


NOT_ISSUED = Issued()


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
