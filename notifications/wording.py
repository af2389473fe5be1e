"""How an office writes terms and names of bodies. Pure functions; the templates' filters."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from language.dates import day_off, full_day, moment, short_day, week_day
from language.naming import COMMUNES
from language.numbers import count
from language.text import nfc, upper_first
from language.zone import local_date
from notifications.letter import Item, Said
from steps.table import ASK_FIGURES, DUE_TODAY, FIRST, OVERDUE, REMINDER, TARGET_MISSED

# A preposition with the hour the text states: "trước 15 giờ 30 phút", "vào 15:00".
_HOUR = re.compile(
    r"((?:trước|đến|chậm nhất(?: là)?|vào|lúc)\s+(?:lúc\s+)?[0-9]{1,2}\s*"
    r"(?:giờ(?:\s+[0-9]{2}(?:\s+phút)?)?|[hg][0-9]{0,2}|:[0-9]{2})(?:\s+(?:sáng|chiều|tối))?)(?![\w:])"
)
_COMMITTEE = re.compile(r"^(?:UBND|Ủy ban nhân dân)\s+", re.IGNORECASE)
_COMMUNE = re.compile(rf"^({COMMUNES})\s+(.+)$", re.IGNORECASE)


def term(wording: str, due_on: date) -> str:
    """The text's own preposition with this period's date: "trước ngày 05/5/2024".

    "" where the text has no words for a term: none is made up.
    """
    if not wording:
        return ""
    start = nfc(wording).casefold()
    if hour := _HOUR.match(start):
        return f"{hour[1]} ngày {full_day(due_on)}"
    for words in ("trước ngày", "trước", "đến hết ngày", "đến hết", "đến ngày", "đến", "chậm nhất"):
        if start.startswith(words):
            verb = "là " if words == "chậm nhất" else ""
            return f"{words.removesuffix(' ngày')} {verb}ngày {full_day(due_on)}"
    return f"hạn ngày {full_day(due_on)}"


def limit(wording: str, due_on: date) -> str:
    """hạn trước ngày 05/5/2024: after a noun; "kỳ trước ngày …" would read as the round before."""
    words = term(wording, due_on)
    return words if words.startswith("hạn") else f"hạn {words}"


def excludes_its_day(wording: str) -> bool:
    """Whether the term's words ("trước ngày …") leave the named day itself out."""
    start = nfc(wording).casefold()
    return start.startswith("trước") and _HOUR.match(start) is None


def day_before(day: date) -> date:
    return day - timedelta(days=1)


# Names of bodies: the same in most letters of a morning.
@lru_cache(maxsize=4096)
def area(body: str) -> str:
    """xã Đại Phú, from "UBND xã Đại Phú": an officer belongs to the commune, not the committee."""
    bare = _COMMITTEE.sub("", nfc(body))
    return bare if _COMMUNE.match(bare) else nfc(body)


def own(body: str) -> str:
    """UBND xã, from "UBND xã Đại Phú": how a body is called in a message to itself."""
    commune = _COMMUNE.match(area(body))
    return f"UBND {commune[1].lower()}" if commune else nfc(body)


def official(body: str) -> str:
    """Abbreviations spelt out, for a drafted công văn: "Bảo hiểm xã hội huyện"."""
    spelt = re.sub(r"\bBHXH\b", "Bảo hiểm xã hội", nfc(body))
    return re.sub(r"^UBND\b", "Ủy ban nhân dân", spelt)


def listed(bodies: Iterable[str]) -> str:
    """các xã Đại Phú, Sơn Nam và thị trấn Vị Xuyên; bodies of other kinds follow by name."""
    return _listed(tuple(bodies))


@lru_cache(maxsize=256)
def _listed(bodies: tuple[str, ...]) -> str:
    kinds: dict[str, list[str]] = {}
    others: list[str] = []
    for body in bodies:
        commune = _COMMUNE.match(area(body))
        if commune:
            kinds.setdefault(commune[1].lower(), []).append(commune[2])
        else:
            others.append(nfc(body))
    parts = [
        f"{'các ' if len(names) > 1 else ''}{kind} {', '.join(names)}"
        for kind, names in sorted(kinds.items(), key=lambda entry: entry[0] != "xã")
    ] + others
    return " và ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def committees(bodies: Iterable[str]) -> str:
    """UBND các xã Đại Phú, Sơn Nam và thị trấn Vị Xuyên."""
    names = tuple(bodies)
    some = any(_COMMUNE.match(area(name)) for name in names)
    return f"UBND {listed(names)}" if some else listed(names)


def last_day(item: Item) -> str:
    """Until when the addressee is asked to do it: the one date to see at a glance, "" for none."""
    if item.returned:
        back = item.returned
        return f"Chậm nhất là {week_day(back.reply_by, back.reply_is_makeup_day)}"
    if item.target and item.target.days_left >= 0:
        return f"Đến hết {week_day(item.due_on)}"
    if item.step in (FIRST, REMINDER, DUE_TODAY) and item.working_days_left >= 0:
        return f"Chậm nhất là {week_day(item.aim_on, item.aim_is_makeup_day)}"
    if item.step in (OVERDUE, TARGET_MISSED, ASK_FIGURES) and item.answer_by:
        return f"Trước 16 giờ, {week_day(item.answer_by)}"
    return ""


def when_said(said: Iterable[Said]) -> str:
    """Ngày 07/5/2024 (báo cáo nhanh) và ngày 13/5/2024 (đề xuất lãnh đạo): each letter once.

    One alone is told by its day.
    """
    days: dict[date, dict[str, None]] = {}
    for one in said:
        days.setdefault(one.on, {})[one.step.name] = None
    if [len(names) for names in days.values()] == [1]:
        return f"Ngày {full_day(next(iter(days)))}"
    parts = [f"ngày {full_day(on)} ({', '.join(names)})" for on, names in sorted(days.items())]
    joined = " và ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return upper_first(joined)


def drafted(said: Iterable[Said]) -> bool:
    """Whether one of them carried a drafted công văn, which may be out by now."""
    return any("enclosure" in one.step.needs for one in said)


def item_of(text: str, last: bool) -> str:
    """Return an item of a list with its mark: a full stop after the last, a semicolon before."""
    text = text.rstrip(" .;")
    return text if text.endswith(("?", "!")) else f"{text}{'.' if last else ';'}"


FILTERS = {
    "area": area,
    "committees": committees,
    "count": count,
    "day_before": day_before,
    "day_off": day_off,
    "drafted": drafted,
    "excludes_its_day": excludes_its_day,
    "full_day": full_day,
    "item_of": item_of,
    "listed": listed,
    "local_day": local_date,
    "moment": moment,
    "official": official,
    "own": own,
    "short_day": short_day,
    "upper_first": upper_first,
    "week_day": week_day,
    "when_said": when_said,
}
