"""The steps in which the words of a deadline are taken out, each telling what they say.

They stand in the order in which they take: what is longer or rarer comes first.
"""

import re
from calendar import monthrange

from rules.meaning.declared_period import DueIn, Mark
from rules.meaning.period import PeriodKind
from rules.reading.word_reader import DATE, DAY, NUMBER, Reader

_UNIT = r"(tuần|tháng|quý|năm|kỳ)"
_COMING = r"(?:liền\s+sau|liền\s+kề|kế\s+tiếp|tiếp\s+theo|sau)\b"
_ENDS = r"(?:ngày\s+|khi\s+)?(?:kết\s+thúc|hết)\s+"
_HOUR = (
    rf"{NUMBER}(?:\s*giờ(?:\s+([0-9]{{2}})(?:\s+phút)?)?|\s*[hg]([0-9]{{2}})?|:([0-9]{{2}}))"
    r"(?![0-9\w])"
)
SPELLED = (
    r"\s*\((?:(?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|mốt|không|linh|lẻ)\s*)+\)"
    r"(?!\s+ngày)"
)
_EVERY: dict[str, str] = {
    "ngày": "day",
    "tuần": "week",
    "tháng": "month",
    "quý": "quarter",
    "năm": "year",
    "6 tháng": "half-year",
    "06 tháng": "half-year",
    "9 tháng": "nine-months",
}
_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_QUARTERS = ("i", "ii", "iii", "iv")
# How a wording opens → how it bounds its date. A term is bounded by "within" whatever opens it.
_SENSES = (
    (r"\bkịp thời\b|\bngay (?:sau )?khi\b|\bngay sau\b|\bthường xuyên\b", "timely"),
    (r"\btrước\b", "before"),
    (r"\btrong (?:vòng|thời hạn)\b", "within"),
    (r"\bchậm nhất(?: là| vào)?\b|\bmuộn nhất\b|\bđến(?: hết)?\b|\bhết\b|\bxong\b", "by"),
    (r"\btrong(?: ngày)?\b|\bvào\b|\blúc\b|\bthời hạn\b", "by"),
    (r"\btừ\b", "from"),
)


def cut_off(reader: Reader) -> None:
    found = reader.take(
        rf"từ\s+{DAY}\s+(?:của\s+)?tháng\s+(?:cuối\s+(?:quý|kỳ|năm)\s+)?trước\s+"
        rf"đến\s+(?:hết\s+)?{DAY}\s+(?:của\s+)?tháng(?:\s+cuối|\s+của|\s+thuộc|\s+quý|\s+kỳ|\s+năm)*"
        r"\s+báo\s+cáo"
    )
    if found is not None:
        reader.tell(found, cut_off=(Mark(int(found[1]), "before"), Mark(int(found[2]), "last")))
        return
    found = reader.take(
        rf"(?:từ\s+)?{DATE}\s+năm\s+trước(?:\s+kỳ\s+báo\s+cáo)?\s+đến\s+(?:hết\s+)?{DATE}"
        r"(?:\s+(?:của\s+)?(?:kỳ|năm)\s+báo\s+cáo)?"
    )
    if found is not None:
        marks = (Mark(int(found[1]), "before"), Mark(int(found[4]), "last"))
        months = (int(found[5]) - int(found[2])) % 12 or 12
        kind = next((kind for kind in PeriodKind if kind.months == months), None)
        reader.tell(found, cut_off=marks, kind=kind)


def rolling(reader: Reader) -> None:
    moved = r"(?:trường\s+hợp\s+)?trùng\s+(?:với|vào)\s+ngày\s+nghỉ.*ngày\s+làm\s+việc.*"
    if found := reader.take(moved):
        reader.tell(found, rolls=True)


def whom(reader: Reader) -> None:
    """Whose term it is, where one sentence has a term for each: "các xã: …; nơi tổng hợp: …"."""
    found = re.match(r"\s*([^0-9:;,.()|]{2,60}):\s", reader.rest)
    if found is not None and reader.says(found[1]):
        reader.rest = f"|{reader.rest[found.end() :]}"
        reader.tell(found, who=" ".join(found[1].split()))


def _season(reader: Reader) -> None:
    """The months of a year in which it is owed at all."""
    found = reader.take(
        rf"từ\s+tháng\s+{NUMBER}\s+đến\s+(?:hết\s+)?tháng\s+{NUMBER}(?!\s*(?:/|năm))"
        r"(?:\s+(?:hàng|hằng|mỗi)\s+năm)?"
    )
    if found is not None and 1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 12:
        begins, ends = int(found[1]), int(found[2])
        span = (ends - begins) % 12 + 1
        reader.tell(found, months=tuple((begins + n - 1) % 12 + 1 for n in range(span)))


def _only(reader: Reader) -> None:
    """The one quarter that an exception is about."""
    found = reader.take(r"\briêng\s+(?:đối\s+với\s+)?(?:báo\s+cáo\s+)?quý\s+(i{1,3}|iv)\b")
    if found is not None:
        reader.tell(found, quarter=_QUARTERS.index(found[1]) + 1)


def _term(reader: Reader) -> None:
    """So many days or hours after an event, before it, or from the end of a period."""
    if found := reader.take(r"trong\s+(?:vòng\s+|thời\s+hạn\s+)?([0-9]{1,3})\s*(?:giờ|h)\b"):
        reader.tell(found, days=int(found[1]), unit="hours", sense="within", direction="after")
    elif found := reader.take(
        r"ngày\s+làm\s+việc\s+(?:tiếp\s+theo|kế\s+tiếp)(?=\s+(?:ngay\s+)?sau)"
    ):
        reader.tell(found, days=1, unit="working_days", sense="within")
    elif found := reader.take(
        r"(tối\s+thiểu\s+sau\s+)?(?<![0-9/])([0-9]{1,3})\s*(?:\([^)]*\)\s*)?ngày(\s+làm\s+việc)?"
        r"(\s+đầu\s+tiên\s+của)?(?=\s+(?:kể|tính|sau|trước)\b|\s+(?:tháng|quý|năm)\b|\s*[|,;.]|\s*$)"
    ):
        unit = "working_days" if found[3] else "days"
        sense = "not-before" if found[1] else "within"
        reader.tell(found, days=int(found[2]), unit=unit, sense=sense)
        if found[4] and (ended := reader.take(rf"{_UNIT}\s+{_COMING}")):
            reader.tell(ended, due=DueIn.AFTER, every=_EVERY.get(ended[1]), direction="after")
    if "days" in reader.found:
        _event(reader)


def _event(reader: Reader) -> None:
    """What a term is counted from."""
    ended = reader.take(
        rf"(?:kể\s+từ|tính\s+từ|sau)\s+{_ENDS}(0?6\s+tháng|9\s+tháng|tuần|tháng|quý|năm|kỳ)"
        r"(?:\s+đầu\s+năm)?(?:\s+báo\s+cáo)?"
    )
    if ended:
        every = _EVERY.get(" ".join(ended[1].split()))
        reader.tell(ended, due=DueIn.AFTER, every=every, direction="after")
    elif found := reader.take(
        r"\|\s*(?:ngay\s+)?(kể\s+từ|tính\s+từ|sau|trước)\s+(?:ngày\s+|khi\s+)?([^|,;.()]+)"
    ):
        side = "before" if found[1] == "trước" else "after"
        reader.tell(found, direction=side, after=found[2].strip())


def _hours(reader: Reader) -> None:
    at = []
    while found := reader.take(rf"{_HOUR}(?:\s*(sáng|chiều|tối))?"):
        hour, minute = int(found[1]), int(found[2] or found[3] or found[4] or 0)
        if found[5] in ("chiều", "tối") and hour < 12:
            hour += 12
        at.append(f"{hour:02}:{minute:02}")
        reader.said.setdefault("at", found[0].strip())
    if at:
        reader.found["at"] = tuple(at)


def _stretch(reader: Reader) -> None:
    """From one day to another: the last of them is the term."""
    found = reader.take(
        rf"từ\s+(?:sáng\s+)?{DATE}\s*(?:đến|-|–)\s*(?:hết\s+)?(?:sáng\s+)?{DATE}(\s+của\s+năm)?"
    )
    if found is not None:
        day, month, year = _parts(found, 4)
        begins = _parts(found, 1)
        reader.tell(found, starts=(*begins[:2], begins[2] or year))
        # "Trước 9 giờ hàng ngày, từ … đến …": the hour is bounded, the stretch says which days.
        if not ("at" in reader.found and re.search(r"\btrước\b", reader.rest)):
            reader.tell(found, sense="by")
        reader.tell(found, day=day, month=month, year=year, every="year" if found[7] else None)


def _parts(found: re.Match[str], at: int) -> tuple[int, int, int | None]:
    return int(found[at]), int(found[at + 1]), int(found[at + 2]) if found[at + 2] else None


def _whole(reader: Reader) -> None:
    found = reader.take(
        r"trong\s+(?:tháng\s+([0-9]{1,2})|quý\s+(i{1,3}|iv)\b)(?:\s*/\s*|\s+năm\s+)([0-9]{4})"
    )
    if found is not None:
        month = int(found[1]) if found[1] else 3 * (_QUARTERS.index(found[2]) + 1)
        if 1 <= month <= 12:
            last = monthrange(int(found[3]), month)[1]
            reader.tell(found, day=last, month=month, year=int(found[3]), sense="by")


def _placed(reader: Reader) -> None:
    """A day of the first or last month of a quarter, a year, whatever the period is."""
    found = reader.take(
        rf"(?:{DAY}|(ngày\s+cuối\s+cùng))?\s*(?:của\s+)?(?:(tháng)\s+(cuối|đầu)(?:\s+cùng|\s+tiên)?)"
        rf"(?:\s+của|\s+thuộc)?(?:\s+mỗi)?\s+(?={_UNIT}(\s+{_COMING})?)"
    )
    if found is None:
        return
    day = int(found[1]) if found[1] else 31 if found[2] else None
    reader.tell(found, day=day, month="last" if found[4] == "cuối" else "first")
    if found[6] is None:
        reader.take(rf"{_UNIT}(?:\s+báo\s+cáo)?")
        reader.tell(found, due=DueIn.ITSELF, kind=_kind(found[5]))
        reader.said["due"] = f"tháng {found[4]} {found[5]}"


def _kind(unit: str) -> PeriodKind | None:
    often = _EVERY.get(unit)
    return PeriodKind(often) if often and often != "day" else None


def _weekday(reader: Reader) -> None:
    found = reader.take(r"(?:ngày\s+)?\b(?:thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])\b|chủ\s+nhật\b)")
    if found is not None:
        named = found[1]
        if named is None:
            number = 7
        elif named.isdigit():
            number = int(named) - 1
        else:
            number = _WEEKDAYS.index(named) + 1
        reader.tell(found, weekday=number)


def _date(reader: Reader) -> None:
    if "day" not in reader.found and (found := reader.take(DATE)):
        day, month, year = _parts(found, 1)
        reader.tell(found, day=day, month=month, year=year)


def _day(reader: Reader) -> None:
    if "day" not in reader.found:
        if found := reader.take(DAY):
            reader.tell(found, day=int(found[1]))
        elif found := reader.take(r"ngày\s+cuối\s+cùng(?=\s+(?:của\s+)?tháng)"):
            reader.tell(found, day=31)


def _often(reader: Reader) -> None:
    found = reader.take(r"(?:hàng|hằng|mỗi)\s+(ngày|tuần|tháng|quý|năm)\b")
    if found or (found := reader.take(r"[0-9]+\s+lần\s*/\s*(ngày|tuần|tháng)\b")):
        reader.tell(found, every=_EVERY[found[1]])
    elif found := reader.take(r"(?:định\s+kỳ\s+)?\b(0?6\s+tháng|9\s+tháng)\b(?!\s+(?:đầu|cuối))"):
        reader.tell(found, every=_EVERY[" ".join(found[1].split())])
    elif found := reader.take(r"\bcủa\s+(tháng)\s*$"):
        reader.tell(found, every="month")


def _period(reader: Reader) -> None:
    """What the date is seen from: the period that the report is about."""
    plan = rf"(?:chương\s+trình|kế\s+hoạch|lịch)\b[^|;.]*?\b{_UNIT}\s+(?:tới|{_COMING})"
    if found := reader.take(plan):
        reader.tell(found, due=DueIn.BEFORE)
    elif found := reader.take(rf"(?:kể\s+từ|sau)\s+{_ENDS}{_UNIT}?"):
        reader.tell(found, due=DueIn.AFTER)
    elif found := reader.take(rf"{_UNIT}\s+{_COMING}(?:\s+sau\s+{_UNIT}\s+kỳ\s+báo\s+cáo)?"):
        reader.tell(found, due=DueIn.NEXT, kind=_kind(found[1]))
    elif found := reader.take(rf"{_UNIT}\s+báo\s+cáo"):
        reader.tell(found, due=DueIn.ITSELF, kind=_kind(found[1]))


def sense(reader: Reader) -> None:
    for pattern, sense in _SENSES:
        if found := re.search(pattern, reader.rest):
            reader.rest = f"{reader.rest[: found.start()]}|{reader.rest[found.end() :]}"
            reader.tell(found, sense=sense)
            return


STEPS = (
    _season,
    _only,
    _term,
    _hours,
    _stretch,
    _whole,
    _placed,
    _weekday,
    _date,
    _day,
    _often,
    _period,
)
