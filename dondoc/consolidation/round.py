"""One round as values: who is in, who is not, and totals added up from the rows.

Groups overlap: every total is one group's, none is added to another's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from dondoc.consolidation.earlier import Known
from dondoc.consolidation.last_word import LastWord
from dondoc.consolidation.signatures import SignedRound
from dondoc.reports.filed import is_returned
from language.collation import vietnamese
from language.numbers import count
from language.text import lower_first
from models import Obligation, Report
from notifications.wording import listed
from rules.meaning.body import Body
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.figures import Figures, GroupFigures, add_up
from rules.meaning.form import Form


class Readiness(StrEnum):
    """How far a round is: all in, some in (the absent are named), or nothing to build from."""

    READY = "ready"
    PARTIAL = "partial"
    BLOCKED = "blocked"


class Lack(StrEnum):
    """Why a body is not in."""

    NOT_FILED = "not_filed"
    RETURNED = "returned"
    NO_FIGURES = "no_figures"


class Dates(NamedTuple):
    """When a report was due, from when it was late, and when its first one was received."""

    due_on: date
    late_from: datetime
    received_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One body of the round. `lack` None: it is in, and `figures` is what goes into the totals.

    `groups`: those it is asked for; `previous`: its closings of the round before; `last_known`:
    what an absent body last reported; `since`: the date the text names, or the local date of the
    return or of the report that came without figures. `dates`: those that held at that instant.
    """

    row: Obligation
    dates: Dates
    body: Body
    groups: tuple[str, ...]
    report: Report | None
    figures: Figures | None
    lack: Lack | None
    since: date
    previous: Mapping[str, int] = field(default_factory=dict)
    last_known: Known | None = None
    last_word: LastWord = field(default_factory=LastWord)


@dataclass(frozen=True)
class Total:
    """One group over the bodies that are in: the sum of their figures, and what it compares to.

    `previous` and `last_known_closing` (the closing with the last known figures of the absent) are
    None where a body lacks the figure: a comparison needs every row.
    """

    figures: GroupFigures
    bodies: int
    bodies_in: int
    previous: int | None
    last_known_closing: int | None
    baseline: int | None
    baseline_on: date | None

    @property
    def change(self) -> int | None:
        """Return how the closing moved since the round before; None without a like figure."""
        return None if self.previous is None else self.figures.closing - self.previous

    @property
    def change_since_baseline(self) -> int | None:
        """Return how the closing of all bodies moved since the directive's baseline."""
        if self.baseline is None or self.last_known_closing is None:
            return None
        return self.last_known_closing - self.baseline


@dataclass(frozen=True)
class Consolidation:
    """One round as its consolidator has it. `row` is the consolidator's own obligation.

    `as_of`: the instant at which it was so; None: it is so now. `signatures`: those known then.
    `form`: what its inputs are asked, None where they are asked no form.
    """

    directive: Directive
    row: Obligation
    lines: tuple[Line, ...]
    as_of: datetime | None = None
    signatures: tuple[SignedRound, ...] = ()
    form: Form | None = None

    @property
    def duty(self) -> Duty:
        """Return the consolidator's duty."""
        return self.directive.duties[self.row.duty]

    @property
    def inputs(self) -> Duty:
        """Return the duty it is built from."""
        return self.directive.duties[self.duty.consolidates or ""]

    @property
    def frozen(self) -> frozenset[int]:
        """Return the ids of the reports whose figures a signature made to stand still."""
        return frozenset[int]().union(*(one.reports for one in self.signatures))

    @property
    def present(self) -> list[Line]:
        """Return the bodies that are in."""
        return [line for line in self.lines if line.lack is None]

    @cached_property
    def missing(self) -> list[Line]:
        """Return the bodies that are not, and should be, in the order of their names."""
        silent = {line.row.id for line in self.silent}
        absent = (line for line in self.lines if line.lack is not None)
        return sorted(
            (line for line in absent if line.row.id not in silent),
            key=_in_order,
        )

    def missing_after(self, id_: int) -> list[Line]:
        """Return those of `missing` that come after the body whose obligation is `id_`.

        Raises:
            LookupError: it is of another round.
        """
        last = next((line for line in self.lines if line.row.id == id_), None)
        if last is None:
            raise LookupError(id_)
        return [line for line in self.missing if _in_order(line) > _in_order(last)]

    @property
    def silent(self) -> list[Line]:
        """Return the bodies that have not filed where no term asks for it: nobody is absent."""
        if not self.inputs.arises:
            return []
        return [line for line in self.lines if line.lack is Lack.NOT_FILED]

    @property
    def asked(self) -> list[Line]:
        """Return the bodies that are asked for a row."""
        return [line for line in self.lines if line.groups]

    @property
    def untold(self) -> list[Line]:
        """Return the bodies that are in and told no figure of a row they are asked for.

        A nil report of a body whose closing was never known is such a one.
        """
        return [line for line in self.asked if line.figures and _untold(line)]

    @property
    def all_untold(self) -> bool:
        """Say whether all are in and nobody who was asked for a row told a figure of it."""
        told = any(line.groups != _untold(line) for line in self.asked)
        return self.readiness is Readiness.READY and bool(self.asked) and not told

    @property
    def without_figures(self) -> str:
        """Return, in a Vietnamese clause, who is in without the figures it is asked for; or ""."""
        untold = self.untold
        if not untold:
            return ""
        of = len(self.asked)
        who = f"cả {count(of)}" if len(untold) == of else f"{count(len(untold))}/{count(of)}"
        enough = "" if all(line.groups == _untold(line) for line in untold) else " đủ"
        names = listed(sorted((lower_first(one.body.name) for one in untold), key=vietnamese))
        return f"{who} đơn vị được giao nhóm đã nộp nhưng chưa có{enough} số liệu: {names}"

    @property
    def readiness(self) -> Readiness:
        """Return how far the round is."""
        if not self.present:
            return Readiness.BLOCKED
        return Readiness.PARTIAL if self.missing else Readiness.READY

    def says_more_than(self, last: SignedRound | None) -> bool:
        """Say whether it holds a report that `last` does not, or that one was returned."""
        inside = {line.report.id for line in self.present if line.report}
        return last is None or not inside <= last.reports or is_returned(last.report)

    def totals(self) -> dict[str, Total]:
        """Return every row's total, in the order of the form."""
        if self.form is None:
            return {}
        asked = {id_ for line in self.lines for id_ in line.groups}
        return {id_: self._total(self.form, id_) for id_ in self.row_names if id_ in asked}

    @property
    def row_names(self) -> dict[str, str]:
        """Return the rows of the form, name by id."""
        return self.form.row_names(self.directive) if self.form else {}

    def _total(self, form: Form, id_: str) -> Total:
        lines = [line for line in self.lines if id_ in line.groups]
        # A nil report of a body whose closing was never known has no figures of the group.
        counted = [line for line in lines if line.figures and id_ in line.figures.groups]
        figures = [line.figures for line in counted]
        group = self.directive.groups.get(id_) if form.rows is None else None
        return Total(
            figures=add_up(form, (f.groups[id_] for f in figures if f)),
            bodies=len(lines),
            bodies_in=len(counted),
            previous=_all(line.previous.get(id_) for line in counted),
            last_known_closing=_all(_closing(line, id_) for line in lines),
            baseline=group.baseline if group else None,
            baseline_on=group.baseline_on if group else None,
        )


def _in_order(line: Line) -> tuple[tuple[object, ...], int]:
    return vietnamese(line.body.name), line.row.id


def _untold(line: Line) -> tuple[str, ...]:
    """Return the rows that a body is asked for and told no figure of."""
    told = line.figures.groups if line.figures else {}
    return tuple(id_ for id_ in line.groups if id_ not in told)


def _closing(line: Line, id_: str) -> int | None:
    if line.figures is not None:
        return line.figures.closings.get(id_)
    return line.last_known.closings.get(id_) if line.last_known else None


def _all(values: Iterable[int | None]) -> int | None:
    """Return the sum, None where one is unknown or there is none."""
    known = list(values)
    numbers = [value for value in known if value is not None]
    return sum(numbers) if known and len(numbers) == len(known) else None
