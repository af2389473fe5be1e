"""What one clause lays on whom: the duty, by when it is done, and what it is measured by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from rules.meaning.body import Body
from rules.meaning.case import Need
from rules.meaning.deadline import Sense
from rules.meaning.declared_period import CutOff, DueIn, PeriodRule, Window, usual_window
from rules.meaning.period import Period, PeriodKind
from rules.meaning.scope import Scope

Every = Literal["week", "month", "quarter", "half-year", "year"]
Unit = Literal["days", "working_days"]
# By what a report is in time: that its receiver has it, or that its document is issued.
Timeliness = Literal["received", "issued"]
DutyKind = Literal["duty", "report", "target", "goal", "artefact"]
OpensRule = Literal["month-before", "working-days-before-aim", "days-before-due", "report-comes"]
# Where it can be read that a duty was carried out, beside its own rounds, targets and letters.
ShownBy = Literal[
    "assignments",
    "visits",
    "informed",
    "survey",
    "help",
    "reconciliation",
    "cards",
    "cases",
    "lists",
    "people",
    "activity",
    "inspection",
]

TIMELINESS_NAMES: Mapping[str, str] = {
    "received": "tính theo ngày nơi nhận nhận được báo cáo, bằng bất cứ đường nào",
    "issued": "tính theo ngày phát hành văn bản báo cáo",
}

KIND_NAMES = {
    "duty": "nhiệm vụ",
    "report": "báo cáo",
    "target": "chỉ tiêu",
    "goal": "mục tiêu",
    "artefact": "tài liệu kèm theo",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A wording and what it fixes: one day, a recurrence, a period after an event, or nothing.

    `month` counts within the period (1 = its first month), -1 is its last; `weekday` is ISO
    (Monday 1); `months` those of a year in which alone a date lies, none for all; `at` a stated
    hour, local time; `first` and `last` are due dates, both included; of a recurrence with `days`
    they are the days on which the first and the last period ends.
    `assumed` says why a date that the text does not name was taken.
    """

    wording: str
    sense: Sense
    on: date | None = None
    every: Every | None = None
    day: int | None = None
    month: int | None = None
    weekday: int | None = None
    months: tuple[int, ...] = ()
    at: time | None = None
    first: date | None = None
    last: date | None = None
    after: str | None = None
    days: int | None = None
    unit: Unit = "days"
    assumed: str | None = None

    @property
    def recurring(self) -> bool:
        return self.every is not None

    @property
    def dated(self) -> bool:
        """Whether the text (with what was assumed) gives dates without an event."""
        return self.on is not None or self.every is not None

    @property
    def counted(self) -> bool:
        """Whether each date is counted from the end of a period: "15 ngày kể từ khi hết tháng"."""
        return self.every is not None and self.days is not None


@dataclass(frozen=True, slots=True)
class Opens:
    """When the first notice may go: a rule of the house, with its number of (working) days.

    "report-comes": there is no term and no notice; a round begins with the first report of it.
    """

    rule: OpensRule
    n: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """`percent` of `population` (the text's words) of one `group`, all `measures` at once.

    The measures are those of a form (`rules.meaning.form`).
    """

    population: str
    group: str
    measures: tuple[str, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Duty:
    """What one clause lays on whom. `span`: half-open, code points of the stored text.

    `short` is the word or two that lists and boards call it by, "" where nothing is ever due;
    `matter` what documents say it reports on, where the directive's own does not say that;
    `to` is a uid or "every commune"; `via` a uid; `bearer_post` the person meant where the text
    means one ("head" = the post that answers for its body); `concerns` whom an urging clause
    reaches; `asks` the report's form, by its id; `period` what each report is about and `cut_off`
    which days its figures cover, as declared; `inputs_figures` by period's label, those of the
    reports it consolidates; `follows`: the consolidation after which it comes; `arises`: it has no
    term, a round of it begins when a report comes; `replaced_from`: from this due date another
    dispatch rules. `hands_down`: of which groups its bearer owes the communes a list; done when
    each of them has its part. `cases`: it reports people case by case, each after this evidence.
    `timeliness`: by what it is in time, a reading of the office.
    `shown_by`: what besides its rounds, targets and letters shows that it was carried out.
    """

    id: str
    directive: str
    clause: str
    place: str
    kind: DutyKind
    quote: str
    span: tuple[int, int]
    bearers: Scope
    action: str
    short: str = ""
    matter: str = ""
    bearer_post: str | None = None
    concerns: Scope | None = None
    to: str | None = None
    via: str | None = None
    due: Due | None = None
    period: PeriodRule | None = None
    cut_off: CutOff | None = None
    inputs_figures: Mapping[str, Window] = field(default_factory=dict, hash=False)
    opens: Opens | None = None
    asks: str | None = None
    consolidates: str | None = None
    consolidated_by: str | None = None
    follows: str | None = None
    arises: bool = False
    target: Target | None = None
    hands_down: tuple[str, ...] = ()
    shown_by: tuple[ShownBy, ...] = ()
    cases: tuple[Need, ...] = ()
    condition: str | None = None
    cooperators: tuple[str, ...] = ()
    note: str | None = None
    gaps: Mapping[str, str] = field(default_factory=dict, hash=False)
    replaced_from: date | None = None
    timeliness: Timeliness = "received"

    @property
    def name(self) -> str:
        """What lists call it: its short name, or its id where it has none."""
        return self.short or self.id

    def post_of(self, body: Body) -> str | None:
        """The post of `body` that this clause names in person, if it names one."""
        return body.head if self.bearer_post == "head" else self.bearer_post

    @property
    def rule(self) -> PeriodRule | None:
        """Return what tells a due date's period; what is no report is about the day it is due."""
        if self.period is not None or self.due is None or self.due.every is None:
            return self.period
        return PeriodRule(PeriodKind(self.due.every), DueIn.ITSELF)

    @property
    def is_report(self) -> bool:
        """Whether something is reported: what is asked then is about a period."""
        return self.kind == "report" or self.consolidates is not None

    def figures(self, period: Period | None, due_on: date) -> Window | None:
        """Return the days that the figures of one report cover, None where nothing tells.

        Args:
            due_on: the date the text names, before any extension.
        """
        if self.cut_off is not None:
            return self.cut_off.window(period)
        if period is None or self.period is None or self.due is None:
            return None
        if theirs := self.inputs_figures.get(str(period)):
            return theirs
        out = self.due.sense is Sense.BEFORE and self.due.at is None
        return usual_window(self.period, period, due_on - timedelta(days=1) if out else due_on)

    @property
    def figures_stated(self) -> bool:
        """Whether the text itself says which days the figures cover."""
        return self.cut_off is not None and self.cut_off.wording is not None
