"""What a wording says of the period a report is about: enough to hold a declaration against it."""

import re

from rules.meaning.declared_period import DueIn
from rules.meaning.period import PeriodKind

_UNIT = r"(tuần|tháng|quý|năm|kỳ)"
_AFTER = re.compile(r"(kể\s+từ|sau)\s+(ngày|khi)?\s*kết\s+thúc", re.IGNORECASE)
_NEXT = re.compile(rf"{_UNIT}\s+(liền\s+sau|liền\s+kề|kế\s+tiếp|tiếp\s+theo|sau)\b", re.IGNORECASE)
_OWN = re.compile(rf"(?<!hàng )(?<!hằng ){_UNIT}\s+báo\s+cáo", re.IGNORECASE)
_ENDING = re.compile(r"tháng\s+cuối(\s+cùng)?(\s+(của|thuộc))?\s+(quý|kỳ|năm)", re.IGNORECASE)
_KINDS = {
    "tuần": {PeriodKind.WEEK},
    "tháng": {PeriodKind.MONTH},
    "quý": {PeriodKind.QUARTER},
    "năm": {PeriodKind.YEAR},
    "kỳ": set(PeriodKind),
}


def stated(wording: str, kind: PeriodKind) -> tuple[DueIn, str] | None:
    """Return where a due date lies seen from its period, and the words of `wording` that say it.

    None where the wording leaves it open, as a bare "ngày 05 hàng tháng" does.

    Args:
        kind: how long the period is: "của năm báo cáo" says nothing of a half-year's.
    """
    if found := _AFTER.search(wording):
        return DueIn.AFTER, found[0]
    if found := _NEXT.search(wording):
        return DueIn.NEXT, found[0]
    for pattern, unit in ((_OWN, 1), (_ENDING, 4)):
        found = pattern.search(wording)
        if found and kind in _KINDS[found[unit].lower()]:
            return DueIn.ITSELF, found[0]
    return None
