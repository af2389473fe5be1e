"""What the cells of a report are called, and how the office writes its numbers."""

from dondoc.wording import FIGURE_NAMES, FORM_NAMES
from dondoc.wording import REPORT_STATE_NAMES as STATE_NAMES
from dondoc.wording import figure_name as name_of
from language.numbers import grouped

__all__ = ["FIGURE_NAMES", "FORM_NAMES", "STATE_NAMES", "name_of", "people"]


def people(number: object) -> str:
    """Return a number as the office writes it: 1.240; anything else as it is."""
    if isinstance(number, bool) or not isinstance(number, int):
        return str(number)
    return grouped(number)
