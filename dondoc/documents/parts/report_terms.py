"""What a report states about itself: its period, its cut-off, the targets of its groups."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from dondoc.documents.parts.coverage import TargetLine
from dondoc.documents.parts.frames import clause_of
from language.dates import full_day
from models import Obligation
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.figures import Figures
from rules.meaning.period import Period
from rules.meaning.rounds import stored_round
from rules.rulebook import Rulebook


class Of(Protocol):
    """An obligation, or what is read of one: of which round it is."""

    @property
    def period(self) -> str: ...
    @property
    def original_due_on(self) -> date: ...


def cut_off(duty: Duty, row: Of, figures: Iterable[Figures | None]) -> date:
    """Return the last day figures count up to: the duty's, or the latest day they speak of."""
    due_on = row.original_due_on
    window = stored_round(duty, row.period, due_on).figures
    return window.last if window else max((one.as_of for one in figures if one), default=due_on)


def period_of(row: Obligation, as_of: date) -> str:
    """Return what a report is about, in words: "tháng 4 năm 2024".

    One that is asked once, of no period that the directive names, is about all up to `as_of`.
    """
    period = Period.of_label(row.period)
    return period.name if period else f"đến ngày {full_day(as_of)}"


def target_duty(directive: Directive, group: str) -> Duty | None:
    """Return the target of `group`, None where the dispatch sets none with a date."""
    duties = directive.duties.values()
    mine = (duty for duty in duties if duty.target and duty.target.group == group)
    return next((duty for duty in mine if duty.due and duty.due.on), None)


def target_line(rulebook: Rulebook, directive: Directive, id_: str) -> TargetLine | None:
    """Return what is said of the target of the group `id_`, None where there is none."""
    duty = target_duty(directive, id_)
    return line_of(rulebook, directive, duty) if duty else None


def line_of(rulebook: Rulebook, directive: Directive, duty: Duty) -> TargetLine | None:
    """Return what is said of the target `duty`, None of one without a date."""
    if duty.target is None or duty.due is None or duty.due.on is None:
        return None
    return TargetLine(
        clause=clause_of(directive, duty),
        population=duty.target.population,
        measure=rulebook.measuring(duty).measured(duty.target.measures, briefly=True),
        percent=duty.target.percent,
        due_on=duty.due.on,
    )
