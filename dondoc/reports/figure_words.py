"""How the office writes the numbers of a report, and what the states of one are called."""

from dondoc.wording import REPORT_STATE_NAMES as STATE_NAMES
from language.numbers import grouped

__all__ = ["STATE_NAMES", "people"]


def people(number: object) -> str:
    """Return a number as the office writes it: 1.240; anything else as it is."""
    if isinstance(number, bool) or not isinstance(number, int):
        return str(number)
    return grouped(number)
