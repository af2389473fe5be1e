"""Tables: everything stored but people, as rows to be read one after the other.

Left out on purpose: contacts and messages (they have their own export), and what names a person or
may: who signed a report, whom a call met and what was said, who approved a decision.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from dondoc.documents.kinds.tables.columns import (
    BODIES,
    CALLS,
    COUNTS,
    COVERED,
    DECISIONS,
    FIGURES,
    FINDINGS,
    NOTICES,
    OBLIGATIONS,
    REPORTS,
    SIGNATURES,
)
from dondoc.documents.writers.sheet import LongTable, Value
from dondoc.errors import NotPossible
from models import Body, Clause, Obligation, Report
from models.standing import is_overdue_in_sql
from rules.meaning.figures import Figures
from rules.meaning.forms import Forms, UnknownForm
from rules.rulebook import Rulebook

# Rows in memory at a time, whatever is stored.
_BATCH = 2_000
Columns = Mapping[str, SQLColumnExpression[Any]]
_DUTIES = ("directive", "duty", "clause", "kind", "place", "quote", "wording", "to", "via", "gaps")


@dataclass(frozen=True)
class Tables:
    """All of them; to be read once, while the session is open."""

    tables: Iterator[LongTable]


def tables(session: Session, rulebook: Rulebook, now: datetime) -> Iterator[LongTable]:
    """Yield every table; memory stays flat, however long it is.

    Args:
        now: at which `overdue` is said, aware.
    """
    yield _duties(rulebook)
    overdue: Columns = {**OBLIGATIONS, "overdue": is_overdue_in_sql(now)}
    owed = (
        select(*overdue.values())
        .join(Body, Body.uid == Obligation.bearer_uid)
        .join(Clause, Clause.id == Obligation.clause_id)
    )
    yield _table(session, "bodies", BODIES, select(*BODIES.values()).order_by(Body.uid))
    yield _table(session, "obligations", overdue, owed.order_by(Obligation.id))
    yield _reports(session, rulebook.forms)
    yield _figures(session, rulebook.forms)
    for name, columns in (
        ("notices", NOTICES),
        ("calls", CALLS),
        ("decisions", DECISIONS),
        ("covered", COVERED),
        ("findings", FINDINGS),
        ("signatures", SIGNATURES),
        ("counts", COUNTS),
    ):
        first = next(iter(columns.values()))
        yield _table(session, name, columns, select(*columns.values()).order_by(first))


def _table(
    session: Session, name: str, columns: Columns, query: Select[*tuple[Any, ...]]
) -> LongTable:
    rows = (tuple(map(_plain, row)) for row in _stream(session, query))
    return LongTable(name, tuple(columns), _count(session, query), rows)


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def _stream(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    # On PostgreSQL this is a cursor of the server.
    yield from session.execute(query.execution_options(yield_per=_BATCH))


def _plain(value: Any) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    found: Value = value
    return found


def _duties(rulebook: Rulebook) -> LongTable:
    rows: list[Sequence[Value]] = [
        (
            directive.id,
            duty.id,
            duty.clause,
            duty.kind,
            duty.place,
            duty.quote,
            duty.due.wording if duty.due else None,
            duty.to,
            duty.via,
            "; ".join(duty.gaps.values()),
        )
        for directive in rulebook.directives.values()
        for duty in directive.duties.values()
    ]
    return LongTable("duties", _DUTIES, len(rows), iter(rows))


def _reports(session: Session, forms: Forms) -> LongTable:
    """A report with the texts of any form; its figures have a table of their own."""
    texts = tuple(dict.fromkeys(id_ for form in forms for id_ in form.text_ids))
    query = select(*REPORTS.values(), Report.figures).order_by(Report.id)
    by = list(REPORTS).index("form")
    columns = (*REPORTS, "as_of", "nil", *texts)

    def said(key: str | None, stored: dict[str, Any] | None) -> tuple[Value, ...]:
        if stored is None or key is None:
            return (None,) * (2 + len(texts))
        figures = _read(forms, key, stored)
        told = (figures.texts.get(id_) for id_ in texts)
        return (figures.as_of, _plain(figures.nil), *told)

    rows = ((*map(_plain, row[:-1]), *said(row[by], row[-1])) for row in _stream(session, query))
    return LongTable("reports", columns, _count(session, query), rows)


def _read(forms: Forms, key: str, stored: dict[str, Any]) -> Figures:
    try:
        return forms.read(key, stored)
    except UnknownForm as unknown:
        raise NotPossible(str(unknown)) from None


def _figures(session: Session, forms: Forms) -> LongTable:
    """One row a figure: groups overlap, so a column of people is summed within one group only."""
    query = (
        select(*FIGURES.values(), Report.form, Report.figures, Report.explanations, Report.reasons)
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(Report.figures.is_not(None))
        .order_by(Report.id)
    )
    columns = (*FIGURES, "group", "figure", "people", "explanation", "reason")
    rows = (row for stored in _stream(session, query) for row in _flat(stored, forms))
    return LongTable("figures", columns, _count(session, query), rows)


def _flat(stored: Sequence[Any], forms: Forms) -> Iterator[Sequence[Value]]:
    *head, key, figures, said, reasons = stored
    # A JSON column may hold JSON's own null.
    if figures is None or key is None:
        return
    for id_, group in _read(forms, key, figures).groups.items():
        for name, people in group.items():
            at = f"{id_}.{name}"
            yield (*head, id_, name, people, (said or {}).get(at), (reasons or {}).get(at))
