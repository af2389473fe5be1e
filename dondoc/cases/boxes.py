"""A line of a printed form, as its boxes were ticked: by their digits, the usual ones left out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dondoc.cases.telling import Told
from dondoc.errors import Refused
from language.dates import read_day
from rules.meaning.visiting import AnswerKind, MetKind, Visiting, WayKind

# Whom one met, what was done, answer, reason, situation, the day promised.
BOXES = ("met", "done", "answer", "reason", "situation", "promised")
# What was done: neither, informed, informed and mobilised.
_NEITHER, _INFORMED, _BOTH = "0", "1", "2"


def told_of(
    said: Mapping[str, str],
    words: Visiting,
    *,
    key: str,
    person: int,
    directive: str,
    on: date,
    went: Iterable[str],
    sheet: int | None = None,
) -> Told | None:
    """Return the visit that a line tells, None where it tells nothing.

    Args:
        said: by `BOXES`, a digit each (from 1, as `rules/people/tham.yaml` orders them), "" where
            nothing is ticked; `promised`: a date as people write it.
    Raises:
        Refused: there is no such box, or no such day.
    """
    if not any(said.get(name) for name in BOXES):
        return None
    met = _box(said["met"], "gặp ai", list(words.met))
    household = words.met[met].kind is MetKind.HOUSEHOLD
    done = said["done"] or (_BOTH if household else _NEITHER)
    if done not in (_NEITHER, _INFORMED, _BOTH):
        raise Refused("đã làm: 0, 1 hoặc 2")
    none = words.of_answer(AnswerKind.NONE)[0]
    return Told(
        key=key,
        person=person,
        directive=directive,
        on=on,
        way=words.of_way(WayKind.VISIT)[0],
        went=tuple(went),
        met=met,
        informed=done != _NEITHER,
        mobilised=done == _BOTH,
        answer=_box(said["answer"], "trả lời", list(words.answers), none),
        reason=_box(said["reason"], "lý do", list(words.reasons)) if said["reason"] else None,
        situation=_box(said["situation"], "tình trạng", list(words.situations), here_of(words)),
        promised_on=day_of(said["promised"], "ngày hẹn") if said["promised"] else None,
        sheet=sheet,
    )


def day_of(text: str, what: str) -> date:
    """Return the local date that was typed or picked; raise Refused where it is none."""
    found = read_day(text)
    if found is None:
        raise Refused(f"{what} {text!r} không phải ngày; ghi như 2/5/2024")
    return found


def here_of(words: Visiting) -> str:
    """Return the situation that goes without saying: the first that asks for no change."""
    return next(one.id for one in words.situations.values() if not one.asks)


def _box(said: str, what: str, codes: Sequence[str], usual: str = "") -> str:
    """Return the code of a box by its digit; raise Refused where there is no such box."""
    if not said and usual:
        return usual
    if not (said.isascii() and said.isdigit() and 0 < int(said) <= len(codes)):
        raise Refused(f"{what}: một số từ 1 đến {len(codes)}")
    return codes[int(said) - 1]
