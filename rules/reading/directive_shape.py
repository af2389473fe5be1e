"""The shape of a directive file: what a clerk may write, key by key."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from rules.files.located import Shape, Words, refuse, spelled
from rules.meaning.case import Need
from rules.meaning.declared_period import PeriodRule
from rules.meaning.duty import DutyKind, Opens, ShownBy, Timeliness
from rules.meaning.gap import Gap
from rules.meaning.period import PeriodKind
from rules.reading.due_shape import DueShape
from rules.reading.period_shape import CutOffShape, PeriodShape
from rules.reading.step_id import StepId

_OPENS_FORMS = (
    "last working day of the month before, N working days before aim, N days before due, "
    "when a report comes"
)
_WORKING_DAYS_BEFORE = re.compile(r"([1-9][0-9]*) working days before aim")
_DAYS_BEFORE = re.compile(r"([1-9][0-9]*) days before due")

Slug = Annotated[str, spelled(r"^[a-z0-9]+(-[a-z0-9]+)*$", "a-z, 0-9 and single hyphens")]


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMany = Annotated[list[Words], Field(min_length=1), BeforeValidator(_one_or_many)]


class TextShape(Shape):
    file: Annotated[str, spelled(r"^[\w.-]+\.txt$", "the name of a .txt file beside it")]
    sha256: Annotated[str, spelled(r"^[0-9a-f]{64}$", "64 signs of 0-9, a-f")]
    source: Words


class InForceShape(Shape):
    from_: date = Field(alias="from")
    until: date | None = None
    assumed: Words | None = None


class SignerShape(Shape):
    name: Words
    capacity: Words


class BasisShape(Shape):
    citation: Words
    issued_on: date | None = None


class CopyShape(Shape):
    line: Words
    bodies: list[str] = Field(default_factory=list)


class BaselineShape(Shape):
    people: int = Field(ge=0)
    on: date
    quote: Words


class SharesShape(Shape):
    own: int = Field(ge=0, le=100)
    state: int = Field(ge=0, le=100)
    clause: Words

    @model_validator(mode="after")
    def _make_a_whole(self) -> "SharesShape":
        if self.own + self.state != 100:
            raise refuse(
                f"{self.own} and {self.state} percent do not make 100", "own + state = 100"
            )
        return self


class VillagesShape(Shape):
    by: Words
    clause: Words


class GroupShape(Shape):
    name: Words
    baseline: BaselineShape | None = None
    shares: SharesShape | None = None
    villages: VillagesShape | None = None


class AmendmentShape(Shape):
    directive: str
    from_: date = Field(alias="from")
    clauses: list[Words] = Field(default_factory=list)


class TargetShape(Shape):
    population: Words
    group: str
    measures: list[str] = Field(min_length=1)
    percent: int = Field(ge=1, le=100)


class GroundShape(Shape):
    clause: Words
    bearers: OneOrMany
    steps: list[StepId] = Field(min_length=1)


class DutyShape(Shape):
    clause: Words
    place: Words
    kind: DutyKind
    quote: Words
    occurrence: int | None = Field(default=None, ge=1)
    bearers: OneOrMany
    bearer_post: str | None = None
    action: Words
    short: Words | None = None
    matter: Words | None = None
    concerns: OneOrMany | None = None
    to: str | None = None
    via: str | None = None
    cooperators: list[Words] = Field(default_factory=list)
    condition: Words | None = None
    due: DueShape | None = None
    period: PeriodShape | None = None
    cut_off: CutOffShape | None = None
    opens: str | None = None
    asks: str | None = None
    consolidates: str | None = None
    follows: str | None = None
    timeliness: Timeliness = "received"
    target: TargetShape | None = None
    hands_down: list[str] = Field(default_factory=list)
    shown_by: list[ShownBy] = Field(default_factory=list)
    cases: list[Annotated[Need, Field(strict=False)]] = Field(default_factory=list)
    note: Words | None = None
    gaps: dict[Gap, Words] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _hangs_together(self) -> "DutyShape":
        if (self.kind == "target") != (self.target is not None):
            raise refuse("kind: target and `target` go together", "both or neither", "kind")
        if self.via is not None and self.to is None:
            raise refuse("`via` without `to`: via whom, to whom?", "via together with to", "via")
        if self.period is not None and self.period_rule() is None:
            raise refuse("how long is the period?", f"of: {', '.join(PeriodKind)}", "period")
        if (opens := self.opening()) and opens.rule == "report-comes":
            self._has_no_term()
        if self.timeliness != "received" and self.kind != "report" and self.consolidates is None:
            what = "only of a report something decides whether it is in time"
            raise refuse(what, "kind: report", "timeliness")
        if ("lists" in self.shown_by) != bool(self.hands_down):
            what = "what is shown by lists hands them down"
            raise refuse(what, "`hands_down` and shown_by: [lists] together", "shown_by")
        if self.cases and (self.via is None or self.asks is None):
            what = "cases go up with a report by a form, via who brings them together"
            raise refuse(what, "via, asks", "cases")
        if self.short is None and self.due is not None and self.due.sense != "timely":
            what = "a duty with a term needs a short name, for lists and boards"
            raise refuse(what, "short: a word or two", "due")
        return self

    def _has_no_term(self) -> None:
        if self.kind != "report" or self.via is None or self.asks is None:
            what = "only a report by a form, via who consolidates it, opens when it comes"
            raise refuse(what, "kind: report, via, asks", "opens")
        if self.due is not None or "deadline" not in self.gaps:
            what = "what has a term is not opened by a report"
            raise refuse(what, "the gap `deadline`, and no `due`", "opens")

    def period_rule(self) -> PeriodRule | None:
        """What each report is about, if the file says so; as long as its recurrence, if not."""
        return self.period.rule(self.due.every if self.due else None) if self.period else None

    def opening(self) -> Opens | None:
        """When the first notice may go, if the file says so."""
        if self.opens is None:
            return None
        if self.opens == "last working day of the month before":
            return Opens("month-before")
        if self.opens == "when a report comes":
            return Opens("report-comes")
        if found := _WORKING_DAYS_BEFORE.fullmatch(self.opens):
            return Opens("working-days-before-aim", int(found[1]))
        if found := _DAYS_BEFORE.fullmatch(self.opens):
            return Opens("days-before-due", int(found[1]))
        raise refuse(f'"{self.opens}" is not understood', _OPENS_FORMS, "opens")


class DirectiveShape(Shape):
    directive: Slug
    title: Words
    cited_as: Words
    topic: Words | None = None
    matter: Words | None = None
    issuer: str
    number: Words | None = None
    issued_on: date | None = None
    text: TextShape
    in_force: InForceShape
    signer: SignerShape | None = None
    legal_basis: list[BasisShape] = Field(default_factory=list)
    copies: list[CopyShape] = Field(default_factory=list)
    groups: dict[Slug, GroupShape] = Field(default_factory=dict)
    areas: dict[Slug, list[Words]] = Field(default_factory=dict)
    basis: list[GroundShape] = Field(default_factory=list)
    amends: list[AmendmentShape] = Field(default_factory=list)
    gaps: dict[Gap, Words] = Field(default_factory=dict)
    duties: dict[Slug, DutyShape] = Field(min_length=1)

    @model_validator(mode="after")
    def _leaves_nothing_unsaid(self) -> "DirectiveShape":
        for key in ("number", "issued_on"):
            if (getattr(self, key) is None) == (key not in self.gaps):
                raise refuse(
                    f"`{key}` is either given or declared under `gaps`",
                    f"{key}, or gaps.{key}",
                    key,
                )
        until = self.in_force.until
        if until is not None and until < self.in_force.from_:
            raise refuse(
                "`until` lies before `from`", f"{self.in_force.from_} or later", "in_force"
            )
        return self
