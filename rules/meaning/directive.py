"""A dispatch as data: its text, its gaps, what it rests on, and the duties that its clauses lay."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.errors import Problem
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source
from rules.meaning.dispatch_text import DispatchText
from rules.meaning.duty import Duty
from rules.meaning.policy import HOUSE

_REPORT = "báo cáo"
_OUTCOME = "kết quả"


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
    `own_percent` and the State `state_percent`, as `shares_clause` says. `villages_by`: the
    decision whose villages alone are meant, as `villages_clause` says; None: people anywhere.
    """

    id: str
    name: str
    baseline: int | None = None
    baseline_on: date | None = None
    own_percent: int | None = None
    state_percent: int | None = None
    shares_clause: str | None = None
    villages_by: str | None = None
    villages_clause: str | None = None


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

    def called(self, duty: Duty) -> str:
        """What letters and documents call the report of `duty`: "báo cáo tháng BHYT".

        Its own short name; by the topic where it declares none. A list that goes down is no report.
        """
        if duty.hands_down:
            return duty.short or f"danh sách {self.topic} giao xuống"
        if not duty.short:
            return f"{_REPORT} {'tổng hợp ' if duty.consolidates else ''}{self.topic}".rstrip()
        return duty.short if duty.short.startswith(_REPORT) else f"{_REPORT} {duty.short}"

    def reported(self, duty: Duty) -> str:
        """What documents say is reported under `duty`: "kết quả thực hiện chính sách …".

        By its own matter; by the directive's where that can mean one report only; else by the
        report's own short name ("báo cáo tháng BHYT"). Of a consolidation that of its reports.
        """
        inputs = self.duties[duty.consolidates] if duty.consolidates else duty
        reports = (one for one in self.duties.values() if one.kind == "report")
        dated = [one for one in reports if one.due and one.due.dated and not one.consolidates]
        if matter := inputs.matter or (self.matter if len(dated) <= 1 else ""):
            return f"{_OUTCOME} {matter}"
        return self.called(inputs)

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
