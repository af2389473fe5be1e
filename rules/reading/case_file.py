"""Reads golden cases: situations of one directive, and what each should lead to."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.files.located import Shape, refuse
from rules.files.source import Source, validate
from rules.reading.step_id import StepId
from steps.states import ObligationState


class ReadingsShape(Shape):
    """The office's two settings, where a case departs from the usual ones."""

    before: Literal["lenient", "strict"] = "lenient"
    roll: bool = True


class SituationShape(Shape):
    """Where the obligation stands on the morning of the case."""

    state: Annotated[ObligationState, Field(strict=False)] = ObligationState.OPEN
    rung: int = Field(default=0, ge=0)
    cycle: int = Field(default=0, ge=0)
    punctual_rounds: int = Field(default=0, ge=0)
    # Of a returned report: by which day its bearer answers.
    reply_by: date | None = None
    told_on: date | None = None
    drafted: bool = False
    # Steps beside the ladder that already fired in this cycle.
    fired: list[StepId] = Field(default_factory=list)
    # Of a round: how many reports there are to be, how many are missing, how many of those are
    # late and since when, and whether there is something new to tell; without a term, whether
    # other reports have come than those last told of.
    total: int = Field(default=0, ge=0)
    missing: int = Field(default=0, ge=0)
    missing_late: int = Field(default=0, ge=0)
    inputs_late_on: date | None = None
    changed: bool = False
    news: bool = False
    # Of lists that go down: of how many groups none has come, how many bodies lack their part of
    # one, and when the first of these came.
    lists_owed: int = Field(default=0, ge=0)
    receipts_owed: int = Field(default=0, ge=0)
    listed_on: date | None = None
    # Of people whom a body goes to: who waits too long, who promised, how many would be left on the
    # target's day, who is concerned by a rise of the contribution.
    unvisited: int = Field(default=0, ge=0)
    promises: int = Field(default=0, ge=0)
    behind: int = Field(default=0, ge=0)
    rising: int = Field(default=0, ge=0)
    # Of duties without a date: how many told nothing this quarter, how many days are left of it.
    bodies_silent: int = Field(default=0, ge=0)
    days_left_in_quarter: int = Field(default=0, ge=0)
    # Of cases of who does not join: see `rules.meaning.fact_kinds`.
    cases_to_report: int = Field(default=0, ge=0)
    cases_to_propose: int = Field(default=0, ge=0)
    working_days_past_term: int = Field(default=-1, ge=-1)
    decided_open: int = Field(default=0, ge=0)
    decided_news: int = Field(default=0, ge=0)
    decided_on: date | None = None
    left_news: int = Field(default=0, ge=0)
    # Of a target.
    figures_known: bool = False
    reached: bool = False

    @model_validator(mode="after")
    def _adds_up(self) -> "SituationShape":
        if not self.missing_late <= self.missing <= self.total:
            raise refuse("the figures do not add up", "missing_late ≤ missing ≤ total", "missing")
        if (self.state == ObligationState.RETURNED) != (self.reply_by is not None):
            what = "a returned report, and no other, has a reply date"
            raise refuse(what, "state: returned with reply_by, or neither", "reply_by")
        return self


class ExpectShape(Shape):
    """What should come of it; what is left out is not looked at."""

    opens_on: date | None = None
    aim_on: date | None = None
    # The first late day, from 00:00 in Việt Nam.
    late_from: date | None = None
    # How many bodies bear the duty for that due date.
    bearers: int | None = None
    # false: that body owes nothing on that date.
    obligation: bool = True
    findings: list[str] | None = None
    missed: list[str] | None = None
    # Policy → clause, or "house".
    basis: dict[str, str] = Field(default_factory=dict)
    # The day of the next look, or "never".
    wakes_on: date | Literal["never"] | None = None


class CaseShape(Shape):
    """One case. `on`: the local day on which the policies are asked, at 07:00."""

    case: str = Field(min_length=1)
    duty: str
    bearer: str
    due_on: date
    on: date | None = None
    # As what the duty is followed, where that is not the only way.
    follows: Literal["handing", "visiting", "asking", "cases"] | None = None
    readings: ReadingsShape = ReadingsShape()
    situation: SituationShape = SituationShape()
    expect: ExpectShape

    @model_validator(mode="after")
    def _asks_something(self) -> "CaseShape":
        expected = self.expect.model_fields_set
        if not expected:
            raise refuse("the case expects nothing", ", ".join(ExpectShape.model_fields), "expect")
        decided = expected & {"findings", "missed", "basis", "wakes_on"}
        if decided and self.on is None:
            raise refuse(f'"{min(decided)}" needs the day on which to ask', "on", "expect")
        if self.on is not None and "findings" not in expected and self.expect.obligation:
            raise refuse(
                "on that day, which findings?", "findings (an empty list for none)", "expect"
            )
        return self


class _File(Shape):
    cases: list[CaseShape] = Field(min_length=1)


def read_cases(source: Source) -> list[CaseShape]:
    """Return the cases of one file, in the order written.

    Raises: RuleError with every problem of the file.
    """
    return validate(source, _File).cases
