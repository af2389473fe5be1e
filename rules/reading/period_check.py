"""What a duty's reports are about, against its wording, its dates and the text."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from rules.files.nodes import Path as KeyPath
from rules.files.source import folded
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.declared_period import CutOff, DueIn, Mark, PeriodRule
from rules.meaning.duty import Due, Duty
from rules.meaning.period import PeriodKind
from rules.meaning.rounds import Round, rounds
from rules.reading.due_words import stated

# (path below the duty, what is wrong, what is allowed)
_Mistake = tuple[KeyPath, str, str]

_SAY = (
    "period: {{of: {kind}, due: in it | in the next one | in the one before | after its end}}, "
    "with `assumed` where the text leaves it open"
)
_OPEN = (
    "`wording`: the words of the text that say it, or `assumed`: why this period was taken, as in "
    "assumed: báo cáo nộp đầu tháng là của tháng trước"
)


@dataclass(frozen=True)
class PeriodCheck:
    """One duty's periods. `in_text` says whether words stand in the dispatch."""

    duty: Duty
    in_text: Callable[[str], bool]
    calendar: WorkingCalendar | None = None
    found: list[Round] = field(default_factory=list)

    def mistakes(self) -> Iterator[_Mistake]:
        """Yield what is wrong, worst first; what builds on a mistake is not told as well."""
        duty, due, rule = self.duty, self.duty.due, self.duty.period
        if rule is None or due is None or not due.dated:
            yield from self._without_period()
        else:
            wrong = [*_agreement(due, rule), *self._said(due, rule)]
            yield from wrong or self._distinct(rule)
        if duty.cut_off is not None:
            yield from self._cut_off(duty.cut_off, duty.gaps)

    def _without_period(self) -> Iterator[_Mistake]:
        duty = self.duty
        if duty.period is not None:
            what = "only what is due on a day, once or again and again, is about a period"
            yield ("period",), what, "period together with a due on a day or every so often"
        elif duty.due and duty.due.recurring and duty.is_report:
            what = "what is each report about? a report that recurs needs its period"
            yield (), what, _SAY.format(kind=duty.due.every)

    def _said(self, due: Due, rule: PeriodRule) -> Iterator[_Mistake]:
        if rule.wording is not None:
            if not self.in_text(rule.wording):
                yield ("period", "wording"), "these words are not in the text", "words of the text"
            return
        says = stated(folded(due.wording), rule.kind)
        if says is None:
            if rule.assumed is None:
                what = f'"{due.wording}" does not say which {rule.kind} it is about'
                yield ("period",), f"{what}, and no reason is given", _OPEN
        elif says[0] != rule.due and (says[0], rule.due) != (DueIn.NEXT, DueIn.AFTER):
            yield ("period", "due"), f'the wording says "{says[1]}"', says[0].value

    def _distinct(self, rule: PeriodRule) -> Iterator[_Mistake]:
        """Yield where two reports would be about the same period, or one about none."""
        self.found.extend(rounds(self.duty, self.calendar))
        at: KeyPath = ("period", "of")
        for one in self.found:
            if one.period is None:
                what = f"{one.due_on} lies in no {rule.kind}: those are January to September"
                yield at, what, "in the next one, or another length"
                return
        for one, other in pairwise(self.found):
            if one.label == other.label:
                what = f"{one.due_on} and {other.due_on} would both be about {one.label}"
                yield at, what, "a length that each date has one of"
                return

    def _cut_off(self, cut_off: CutOff, gaps: Collection[str]) -> Iterator[_Mistake]:
        if cut_off.wording is not None:
            yield from self._cited(cut_off, cut_off.wording, gaps)
        for one in self.found or rounds(self.duty, self.calendar):
            window = one.figures
            if window is None:
                yield ("cut_off",), "only a period could tell these days", "with `period`, or dates"
            elif window.last > one.due_on:
                what = f"figures to {window.last} in a report due on {one.due_on}"
                yield ("cut_off", "to"), what, f"{one.due_on} or earlier"
            elif window.first and window.first > window.last:
                what = f"from {window.first} to {window.last}"
                yield ("cut_off", "from"), what, f"{window.last} or earlier"
            else:
                continue
            return

    def _cited(self, cut_off: CutOff, wording: str, gaps: Collection[str]) -> Iterator[_Mistake]:
        at: KeyPath = ("cut_off", "wording")
        if not self.in_text(wording):
            yield at, "these words are not in the text", "words of the text"
        if "cut_off" in gaps:
            what = "the text cannot both state its cut-off and leave it out"
            yield at, what, "`wording`, or the gap `cut_off` with `assumed`"
        for key, mark in (("from", cut_off.from_), ("to", cut_off.to)):
            if isinstance(mark, Mark) and not _names_day(self.duty, wording, mark.day):
                yield ("cut_off", key), f'"{wording}" names no day {mark.day}', "a day it names"


def _names_day(duty: Duty, wording: str, day: int) -> bool:
    if duty.rule is not None and duty.rule.kind is PeriodKind.WEEK:
        return True
    numbers = "".join(sign if sign.isdigit() else " " for sign in wording).split()
    return day in map(int, numbers)


def _agreement(due: Due, rule: PeriodRule) -> Iterator[_Mistake]:
    """Yield where dates counted from the end of a period are declared as days of a month."""
    if (rule.due is DueIn.AFTER) != due.counted:
        what = "days are counted from the end of a period: the two go together"
        yield ("period", "due"), what, "due: after its end, with `every` and `days` of the due"
    elif due.counted and due.every != rule.kind:
        yield ("period", "of"), f"days are counted from the end of a {due.every}", f"{due.every}"
