"""A round as a letter tells it: how its reports stand, or what came of those without a term.

Plain values that the application fills, as of the letter's `now`; names and dates as an office
reads them (Vietnamese, NFC).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RoundView:
    """One round of inputs (all communes' reports of a period) and the report built from them.

    `missing`: bodies whose report is not recorded; `late`: those of them past the term;
    `urged`: those of the late of whom something is asked now, the others are `paused`. The four
    counts are the official return. The `inputs_*` values describe the clause laid on the inputs'
    bearers, the `consolidator_*` values the one laid on the body that consolidates; both are given
    whichever of the two the item itself is about.
    """

    total: int
    received: int
    missing: tuple[str, ...]
    late: tuple[str, ...]
    urged: tuple[str, ...]
    done_on_time: int
    done_late: int
    open_in_time: int
    open_overdue: int
    inputs_as: str  # "UBND các xã, phường"
    inputs_called: str  # "báo cáo tháng BHYT"
    inputs_place: str
    inputs_wording: str
    inputs_due_on: date
    consolidator: str
    consolidator_place: str
    consolidator_wording: str
    consolidator_due_on: date
    consolidator_aim_on: date
    consolidator_late_on: date
    consolidator_done_on: date | None = None

    @property
    def paused(self) -> tuple[str, ...]:
        """Those who are late and of whom nothing is asked for a while, by a decision."""
        return tuple(name for name in self.late if name not in self.urged)


@dataclass(frozen=True)
class CameView:
    """One report that came to be consolidated: whose, what it tells, and which document it is.

    `tells`: "03 người", "không có trường hợp"; `document`: "số 12/BC-UBND ngày 20/6/2021", or "".
    """

    body: str
    tells: str
    document: str


@dataclass(frozen=True)
class ListView:
    """A list of people that came: of whom ("người thuộc hộ gia đình cận nghèo"), its number, the
    local dates up to which it counts and on which it came. Nothing of the people themselves."""

    of: str
    number: int
    as_of: date
    came_on: date


@dataclass(frozen=True)
class HandingView:
    """How far lists of people have gone down.

    `owed`: of whom no list has come; `waits`: the lists of which whoever is told, or whom it
    answers for, lacks its part.
    """

    owed: tuple[str, ...]
    waits: tuple[ListView, ...]


@dataclass(frozen=True)
class VisitsView:
    """Whom somebody still has to go to, in counts: of the villages they are assigned to.

    `assigned` False: of the villages of which nobody is assigned who can be told; `without`: of how
    many of these nobody is assigned at all. `remaining`: people still to be covered; `unvisited`,
    `promises`, `behind`: of them; `unvisited_days`, `promise_days`: after how many working days.
    `target_on`: the local date of the target; `rise_on`: from when the contribution of a month, now
    `month_before`, is `month_after` (đồng), None where no rise is known.
    """

    assigned: bool
    without: int
    remaining: int
    unvisited: int
    unvisited_days: int
    promises: int
    promise_days: int
    behind: int = 0
    target_on: date | None = None
    rise_on: date | None = None
    month_before: int = 0
    month_after: int = 0


@dataclass(frozen=True)
class AskedView:
    """Duties without a date of which whoever is told said nothing in a `quarter` ("quý II …").

    `duties`: of each, what is to be done and where it stands in the text.
    """

    quarter: str
    duties: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CasesView:
    """Cases of who does not join, in counts.

    `report`, `propose`: who waits for that, the first for `waiting_days` working days; `term_days`:
    the office's own term. `visit`, `help`: what was decided and is not done, `closed`, `refused`:
    what asks for nothing more; `papers`: by which papers, (number, local date). `left`: who of `of`
    brought together is no case any more.
    """

    report: int = 0
    propose: int = 0
    waiting_days: int = 0
    term_days: int | None = None
    visit: int = 0
    help: int = 0
    closed: int = 0
    refused: int = 0
    papers: tuple[tuple[str, date], ...] = ()
    left: int = 0
    of: int = 0


# What a letter tells of what is followed without a day in the text.
WatchedView = HandingView | VisitsView | AskedView | CasesView


@dataclass(frozen=True)
class GatheredView:
    """The reports of a round without a term, as its consolidator has them.

    `came`: those that count, in the order of the bodies; `sums`: what they come to together, a line
    a group; `bodies`: of how many bodies; `inputs_called`: their short name;
    `inputs_as`, `inputs_place`, `inputs_quote`: on whom the clause lays them, where it stands,
    what it says. `number`: which round it is, from 1.
    `returned`: bodies whose report was given back. `amended`: of what was told before, what holds
    no more, a sentence each. `then_place`, `then_quote`: the clause of what follows the
    consolidation, "" where nothing does.
    """

    came: tuple[CameView, ...]
    sums: tuple[str, ...]
    bodies: int
    inputs_called: str
    inputs_as: str
    inputs_place: str
    inputs_quote: str
    number: int = 1
    returned: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    then_place: str = ""
    then_quote: str = ""

    @property
    def silent(self) -> int:
        """How many bodies have not reported."""
        return self.bodies - len(self.came) - len(self.returned)
