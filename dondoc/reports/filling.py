"""A form being filled in, cell by cell: what each holds, what is said of it, how its row adds up.

Nothing is decided here: the cells are read as any figures file is, and what is said of them are the
remarks by which a report is taken or refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.reports.beginning import Beginning
from dondoc.reports.checks import Remark, standing
from dondoc.reports.figure_cells import Written
from dondoc.reports.submit import examined
from language.numbers import grouped
from models import Obligation
from rules.meaning.engine import PolicyEngine
from rules.meaning.figures import Figures, Filled
from rules.meaning.form import AS_OF, Figure, Form, Role
from rules.meaning.policy import Check
from rules.rulebook import Rulebook

_SIGNS = {Role.OPENING: "", Role.ADJUSTMENT: "+", Role.PLUS: "+", Role.MINUS: "−"}


@dataclass(frozen=True)
class Cell:
    """One cell of the page.

    `text`: what stands in it; `origin`: where that came from, while nobody has changed it;
    `before`: the last round's figure as it is shown, "" where there is none. `word`: the filer's;
    `reason`: why it was returned; `sums`: what the row adds up to at it: "7 + 1 − 5 − 0 = 3".
    """

    at: str
    name: str
    text: str
    origin: str = ""
    before: str = ""
    required: bool = False
    signed: bool = False
    remarks: tuple[Remark, ...] = ()
    word: str = ""
    reason: str = ""
    sums: str = ""

    @property
    def blocked(self) -> bool:
        """Say whether it keeps the report from being taken, whatever is explained."""
        return any(one.check == Check.BLOCK for one in self.remarks)

    @property
    def asks(self) -> bool:
        """Say whether a warning stands at it, which the filer's word answers."""
        return any(one.check == Check.WARN for one in self.remarks)


@dataclass(frozen=True)
class Row:
    """One row of the form: its id, its name, its cells."""

    id: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """The page's form as it stands.

    `amiss`: what still keeps it from being taken; `filled`: what is filed once nothing does.
    `whole`: remarks about no cell of the page.
    """

    rows: tuple[Row, ...]
    texts: tuple[Cell, ...]
    as_of: Cell | None
    filled: Filled
    amiss: tuple[Remark, ...] = ()
    whole: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Filling:
    """The form of `row` on a page, at the instant `now` (aware).

    `last`: the figures of the round before; `reasons`: why it was returned, by address.
    """

    session: Session
    rulebook: Rulebook
    engine: PolicyEngine
    row: Obligation
    begun: Beginning
    now: datetime
    last: Figures | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    def sheet(
        self, form: Form, cells: Mapping[str, str], words: Mapping[str, str], sending: bool
    ) -> Sheet:
        """Return the form with `cells` and `words` in it, by address, and what is said of them.

        Args:
            sending: it is to be filed: what is still empty is said as well.
        """
        shown = {at: cells.get(at, self.begun.cells.get(at, "")) for at in self.begun.addresses}
        sums = _Sums(form, self.begun.groups, shown)
        asked = form.addresses(self.begun.groups)
        held = {at: text for at, text in sums.completed.items() if at in asked and text.strip()}
        filled, bad = Written(held, dict(words)).read_as_far(form)
        told = examined(
            self.session, self.rulebook, self.engine, self.row, filled, self.now, self.now
        )
        unread = {one.at for one in bad}
        said = [*bad, *(one for one in told.remarks if one.at not in unread)]
        amiss = tuple(standing(said, filled.explanations))
        # Nobody has answered for the day that is offered, or for what is still empty.
        untouched = {AS_OF} if shown.get(AS_OF) == self.begun.cells.get(AS_OF) else set[str]()
        drawn = [
            one
            for one in said
            if sending or one.at not in asked or (held.get(one.at) and one.at not in untouched)
        ]
        return self._drawn(form, shown, words, drawn, sums, filled, amiss)

    def _drawn(
        self,
        form: Form,
        shown: Mapping[str, str],
        words: Mapping[str, str],
        said: list[Remark],
        sums: "_Sums",
        filled: Filled,
        amiss: tuple[Remark, ...],
    ) -> Sheet:
        names = form.row_names(self.rulebook.directives[self.row.directive_id])

        def cell(at: str, name: str, figure: Figure | None = None, required: bool = False) -> Cell:
            own = shown.get(at, "")
            offered = self.begun.cells.get(at, "")
            return Cell(
                at,
                name,
                own,
                origin=self.begun.origins.get(at, "") if own and own == offered else "",
                before=self._before(at),
                required=figure.required if figure else required,
                signed=bool(figure and figure.negative),
                remarks=tuple(one for one in said if one.at == at),
                word=words.get(at, ""),
                reason=self.reasons.get(at, ""),
                sums=sums.said.get(at, ""),
            )

        rows = tuple(
            Row(
                id_,
                names[id_],
                tuple(cell(f"{id_}.{one.id}", one.name, one) for one in form.figures),
            )
            for id_ in self.begun.groups
        )
        drawn = {*form.addresses(self.begun.groups)}
        return Sheet(
            rows,
            tuple(cell(one.id, one.name, required=one.required) for one in form.texts),
            cell(AS_OF, form.name_at(AS_OF) or "", required=True) if form.figures else None,
            filled,
            amiss,
            tuple(one for one in said if one.at not in drawn),
        )

    def _before(self, at: str) -> str:
        row, _, figure = at.rpartition(".")
        told = self.last.groups.get(row) if self.last and row else None
        number = told.get(figure) if told else None
        return "" if number is None else grouped(number)


class _Sums:
    """How rows of a movement add up, as far as they are filled in.

    `said`: at the closing of each row, how it comes about. `completed`: the cells, with the
    closing that was left empty as its row adds up.
    """

    def __init__(self, form: Form, groups: tuple[str, ...], shown: Mapping[str, str]) -> None:
        self.said: dict[str, str] = {}
        self.completed = dict(shown)
        if form.balanced:
            for group in groups:
                self._add_up(form, group, shown)

    def _add_up(self, form: Form, group: str, shown: Mapping[str, str]) -> None:
        moving = [one for one in form.figures if one.role in _SIGNS]
        held = {f"{group}.{one.id}": shown.get(f"{group}.{one.id}", "") for one in moving}
        given = {at: text for at, text in held.items() if text.strip()}
        filled, bad = Written(given).read_as_far(form)
        numbers = filled.groups.get(group, {})
        known = [(one, numbers.get(one.id, 0 if not one.required else None)) for one in moving]
        if bad or not all(isinstance(number, int) for _, number in known):
            return
        total, said = 0, ""
        for one, number in known:
            value = number if isinstance(number, int) else 0
            total += -value if one.role == Role.MINUS else value
            # A correction of nothing, and what came or went of nobody, only makes it longer.
            if one.role == Role.OPENING or value:
                said += f" {_SIGNS[one.role]} {grouped(value)}"
        at = f"{group}.{form.only(Role.CLOSING)}"
        self.said[at] = f"{said.strip()} = {grouped(total)}"
        if not shown.get(at, "").strip() and total >= 0:
            self.completed[at] = str(total)
