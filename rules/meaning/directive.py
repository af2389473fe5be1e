"""A dispatch as data: its text, its gaps, and the duty that each of its clauses lays on whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from rules.errors import Problem
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source
from rules.meaning.body import Body
from rules.meaning.deadline import Sense
from rules.meaning.dispatch_text import DispatchText
from rules.meaning.policy import HOUSE
from rules.meaning.scope import Scope

Every = Literal["week", "month", "quarter", "half-year", "year"]
Unit = Literal["days", "working_days"]
DutyKind = Literal["duty", "report", "target", "goal", "artefact"]
OpensRule = Literal["month-before", "working-days-before-aim", "days-before-due"]


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
    (Monday 1); `first` and `last` are due dates, both included. `assumed` says why a date that
    the text does not name was taken.
    """

    wording: str
    sense: Sense
    on: date | None = None
    every: Every | None = None
    day: int | None = None
    month: int | None = None
    weekday: int | None = None
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


@dataclass(frozen=True, slots=True)
class Opens:
    """When the first notice may go: a rule of the house, with its number of (working) days."""

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
    `to` is a uid or "every commune"; `via` a uid; `bearer_post` the person meant where the text
    means one ("head" = the post that answers for its body); `concerns` whom an urging clause
    reaches; `asks` the report's form, by its id; `replaced_from`: from this due date another
    dispatch rules.
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
    bearer_post: str | None = None
    concerns: Scope | None = None
    to: str | None = None
    via: str | None = None
    due: Due | None = None
    opens: Opens | None = None
    asks: str | None = None
    consolidates: str | None = None
    consolidated_by: str | None = None
    target: Target | None = None
    condition: str | None = None
    cooperators: tuple[str, ...] = ()
    note: str | None = None
    gaps: Mapping[str, str] = field(default_factory=dict, hash=False)
    replaced_from: date | None = None

    @property
    def name(self) -> str:
        """What lists call it: its short name, or its id where it has none."""
        return self.short or self.id

    def post_of(self, body: Body) -> str | None:
        """The post of `body` that this clause names in person, if it names one."""
        return body.head if self.bearer_post == "head" else self.bearer_post

    def cut_off(self, due_on: date) -> date | None:
        """Return the last day that figures of the report due on `due_on` count up to.

        [house] Of a monthly report the end of the month before; of any other it is not known.

        Args:
            due_on: the date the text names, before any extension.
        """
        if self.due is None or self.due.every != "month":
            return None
        return due_on.replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InForce:
    """`from_` to `until`, both included; `assumed` says why where the text does not state it."""

    from_: date
    until: date | None
    assumed: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people; groups overlap, so their figures are never added up.

    `baseline` people were without cover as of `baseline_on`; of a contribution they pay
    `own_percent` and the State `state_percent`, as `shares_clause` says.
    """

    id: str
    name: str
    baseline: int | None = None
    baseline_on: date | None = None
    own_percent: int | None = None
    state_percent: int | None = None
    shares_clause: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A line of "Nơi nhận": a recipient, never a bearer; `bodies` are the uids it names."""

    line: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """A text the dispatch rests on, as it cites it."""

    citation: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Ground:
    """The sentence on which word of the office to others rests.

    Word at any of `steps` to a bearer of one of `kinds` (of body) rests on `clause`.
    """

    clause: str
    kinds: tuple[str, ...]
    steps: frozenset[str]


@dataclass(frozen=True, slots=True)
class Amendment:
    """From `from_` on, the named clauses of `directive` (all of them if none) give way."""

    directive: str
    from_: date
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Directive:
    """One dispatch, whole. `cited_as` is the noun phrase that messages cite it by.

    `topic` is the word or two that a subject line has room for ("BHYT"), `matter` what a drafted
    công văn says is being done ("thực hiện chính sách bảo hiểm y tế").
    """

    id: str
    title: str
    cited_as: str
    issuer: str
    text: DispatchText
    in_force: InForce
    duties: Mapping[str, Duty] = field(hash=False)
    digest: str
    topic: str = ""
    matter: str = ""
    number: str | None = None
    issued_on: date | None = None
    signer: str | None = None
    signer_capacity: str | None = None
    legal_basis: tuple[Basis, ...] = ()
    copies: tuple[Copy, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict, hash=False)
    grounds: tuple[Ground, ...] = ()
    amends: tuple[Amendment, ...] = ()
    gaps: Mapping[str, str] = field(default_factory=dict, hash=False)
    source: Source | None = field(default=None, repr=False, compare=False)

    def problem(self, path: KeyPath, what: str, allowed: str = "") -> Problem:
        """A problem located in the directive's own file."""
        if self.source is None:
            return Problem(self.id, 1, ".".join(map(str, path)), what, allowed)
        return self.source.problem(path, what, allowed)

    def basis_for(self, step: str, bearer_kind: str) -> str:
        """Return the clause on which `step` to such a bearer rests, "house": the office's own."""
        for ground in self.grounds:
            if step in ground.steps and bearer_kind in ground.kinds:
                return ground.clause
        return HOUSE

    def clause(self, clause: str) -> Duty:
        """The duty of a clause id. Raises: KeyError naming the dispatch's clauses."""
        for duty in self.duties.values():
            if duty.clause == clause:
                return duty
        known = ", ".join(duty.clause for duty in self.duties.values())
        raise KeyError(f"{self.id} has no clause {clause}; it has {known}")
