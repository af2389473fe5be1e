"""What the report of an obligation begins with on a page: what is offered, or what was filed last.

A report that was returned, or is to be revised, begins with what it said itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dondoc.forms import asked_form, figures_of
from dondoc.reports.filed import counting
from dondoc.reports.prefill import NOTHING, Prefilled, Value, prefill
from language.dates import full_day
from models import Obligation, Report
from rules.meaning.figures import Figures
from rules.meaning.form import AS_OF, NIL, Form
from rules.rulebook import Rulebook

# What stands on a signed paper that goes with the report, whatever its form asks.
NUMBER, DATED, SIGNER, CAPACITY = PAPER = ("@number", "@dated", "@signer", "@capacity")


@dataclass(frozen=True)
class Beginning:
    """What a page begins with: the form (None where the duty asks for paper alone) and its rows.

    `cells`: what each shows, by address. `origins`: where that comes from, "" where nothing is
    offered. `filed`: the report that it puts right, None where nothing has been filed.
    """

    form: Form | None
    groups: tuple[str, ...]
    cells: Mapping[str, str]
    origins: Mapping[str, str]
    filed: Report | None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return every cell of the page, in its order."""
        asked = self.form.addresses(self.groups) if self.form else ()
        return (*(at for at in asked if at != NIL), *PAPER)


def beginning(session: Session, rulebook: Rulebook, row: Obligation) -> Beginning:
    """Return what the report of `row` begins with."""
    filed = counting(session, [row.id]).get(row.id)
    paper = {
        NUMBER: filed.number or "" if filed else "",
        DATED: full_day(filed.dated) if filed and filed.dated else "",
        SIGNER: filed.signer or "" if filed else "",
        CAPACITY: filed.capacity or "" if filed else "",
    }
    if asked_form(rulebook, row) is None:
        return Beginning(None, (), paper, {}, filed)
    begun = prefill(session, rulebook, row)
    values = dict(begun.values)
    if figures := figures_of(rulebook, filed):
        values |= _said(begun, figures)
    return Beginning(
        begun.form,
        begun.groups,
        {at: _shown(one.value) for at, one in values.items()} | paper,
        {at: one.origin for at, one in values.items()},
        filed,
    )


def _said(begun: Prefilled, figures: Figures) -> dict[str, Value]:
    """Return what `figures` say at each address of the form."""
    found = {AS_OF: Value(figures.as_of)} if begun.form.figures else {}
    for id_ in begun.groups:
        row = figures.groups.get(id_)
        for figure in begun.form.ids:
            known = row.get(figure) if row else None
            found[f"{id_}.{figure}"] = NOTHING if known is None else Value(known)
    return found | {id_: Value(figures.text(id_) or None) for id_ in begun.form.text_ids}


def _shown(value: int | str | date | None) -> str:
    if value is None:
        return ""
    return full_day(value) if isinstance(value, date) else str(value)
