"""The heading of a document from a body's official name, as the registry of bodies has it."""

import re
from datetime import date

from dondoc.documents.writers.official import Heading
from notifications.wording import official

_UNITS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn"
_UNIT = re.compile(rf"(?:^|(?<=\s))({_UNITS})\s+(?=\S)", re.IGNORECASE)


def heading(name: str, symbol: str, month: date, above: str = "") -> Heading:
    """Return the heading of the body called `name`.

    Args:
        name: "Xã Đại Phú" (its People's Committee issues), "Bảo hiểm xã hội huyện Sơn Dương".
        symbol: what follows the number ("BC-UBND").
        month: any day of the month of issue.
        above: the direct superior's name; a People's Committee has none (Annex I, II.2.a).
    """
    return Heading(issuer(name), symbol, place(name), month, issuer(above) if above else ())


def issuer(name: str) -> tuple[str, ...]:
    """Return the name in lines, the unit on its own: ("Ủy ban nhân dân", "xã Đại Phú")."""
    full = official(name)
    found = _unit(full)
    if found is None:
        return (full,)
    organ = full[: found.start()].strip() or "Ủy ban nhân dân"
    return organ, f"{found[1].lower()} {full[found.end() :]}"


def place(name: str) -> str:
    """Return the unit's own name: "Đại Phú" (Annex I, II.4.a); empty where there is no unit."""
    full = official(name)
    found = _unit(full)
    return full[found.end() :] if found else ""


def _unit(name: str) -> re.Match[str] | None:
    """Find the unit's word before a capital: "Bảo hiểm xã hội" names no commune."""
    return next((m for m in _UNIT.finditer(name) if name[m.end()].isupper()), None)
