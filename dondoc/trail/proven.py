"""Proven: whether the rows a document rests on are those the trail has bound.

Only what hangs on its obligations is looked at; a document without them rests on everything.
"""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import orjson
from sqlalchemy import Integer, Select, func, inspect, or_, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from dondoc.errors import Unproven
from dondoc.setup.database import reading
from dondoc.trail.bound import differences, stored_rows, together
from dondoc.trail.notebook import Notebook
from dondoc.trail.standalone.verify_trail import Problem
from models import Entry, Obligation
from models.proof import Proven, proven_table

_SHOWN = 3
_AT_ONCE = 500
# What is said of many keys, asked for at once: [k1, k2] each.
_OF_KEYS = "AND (k1, k2) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?)) AND seq <= ?"
# Counts of lists hang on a body, whatever it owes: they are what figures are held against.
COUNTS, _BODY = "list_count", "body_uid"
# What figures of another round are told from.
_FIGURES = frozenset({"obligation", "report"})
# Table → SQL for which of its rows hang on the obligations {ids}; the others are of no one of them.
SCOPES = {
    "obligation": "t.id IN ({ids})",
    **dict.fromkeys(
        (
            *("report", "paperwork", "draft", "notice", "finding", "call", "covered", "asking"),
            *("signature", "issued", "named"),
        ),
        "t.obligation_id IN ({ids})",
    ),
    "attachment": "t.report_id IN (SELECT id FROM report WHERE obligation_id IN ({ids}))",
    "case_report": "t.report_id IN (SELECT id FROM report WHERE obligation_id IN ({ids}))",
    "case_line": (
        "t.case_report_id IN (SELECT c.id FROM case_report c JOIN report r ON r.id = c.report_id "
        "WHERE r.obligation_id IN ({ids}))"
    ),
    "proposal": (
        "t.case_line_id IN (SELECT l.id FROM case_line l JOIN case_report c "
        "ON c.id = l.case_report_id JOIN report r ON r.id = c.report_id "
        "WHERE r.obligation_id IN ({ids}))"
    ),
    "signed": "t.signature_id IN (SELECT id FROM signature WHERE obligation_id IN ({ids}))",
    "print": "t.signature_id IN (SELECT id FROM signature WHERE obligation_id IN ({ids}))",
    "decision": "t.id IN (SELECT decision_id FROM covered WHERE obligation_id IN ({ids}))",
    "message": "t.id IN (SELECT message_id FROM notice WHERE obligation_id IN ({ids}))",
    "attempt": "t.message_id IN (SELECT message_id FROM notice WHERE obligation_id IN ({ids}))",
    "contact": "t.id IN (SELECT contact_id FROM notice WHERE obligation_id IN ({ids}))",
    "clause": "t.id IN (SELECT clause_id FROM obligation WHERE id IN ({ids}))",
    "directive": "t.id IN (SELECT directive_id FROM obligation WHERE id IN ({ids}))",
}


@dataclass(frozen=True)
class About:
    """What a document speaks of: each part that is None says nothing of it.

    `due`: a local date on which something of the round falls due; `others`: it tells of figures of
    the directive's other rounds too, as targets and last known figures do.
    """

    directive: str | None = None
    bearer: str | None = None
    due: date | None = None
    others: bool = False


class Share(NamedTuple):
    """One of `of` shares of the rows, the one numbered `which` from 0 on: all of them are all."""

    of: int
    which: int


def refuse_unproven(
    session: Session, state: Path, about: About, tables: Collection[str] | None = None
) -> None:
    """Raise Unproven where what a document would say is not what the trail has bound.

    Args:
        session: the document's own; `state`: where the notebook lies.
        tables: the names of those it rests on; None: on all.
    """
    found = list(unproven(session, state, about, tables))
    if not found:
        return
    rest = f"; và {len(found) - _SHOWN} chỗ nữa" if len(found) > _SHOWN else ""
    said = "; ".join(one.detail for one in found[:_SHOWN])
    raise Unproven(
        f"không lập tài liệu: dữ liệu không như dấu vết đã ghi ({said}{rest}); xem: dondoc audit "
        "verify, rồi phục hồi dữ liệu từ bản sao lưu"
    )


def refuse_unproven_before(session: Session, state: Path, about: About) -> None:
    """Do as `refuse_unproven`, for what stood before the writing transaction of `session`.

    What it does itself is bound at its end only. A database that lies in the memory of this
    process, a simulation's, nobody else can have changed.
    """
    engine = session.get_bind().engine
    if isinstance(engine.pool, StaticPool):
        return
    with reading(engine) as before:
        refuse_unproven(before, state, about)


def unproven(
    session: Session,
    state: Path,
    about: About,
    tables: Collection[str] | None = None,
    share: Share | None = None,
) -> Iterator[Problem]:
    """Yield what does not hold of the rows a document rests on: of `tables`, None for all.

    Args:
        share: where all rows are looked at: only these of every table whose keys are numbers.
    Raises:
        Unproven: the trail itself does not hold.
    """
    with closing(Notebook(state)) as notebook:
        notebook.read_on(session)
        upto = session.scalar(select(func.max(Entry.seq))) or 0
        if about == About():
            for proven in _named(_filled(session) | notebook.tables(), tables):
                yield from _of_table(session, notebook, proven, upto, share)
            return
        looked = _named({*SCOPES, COUNTS}, tables)
        ids = list(session.scalars(_obligations(about)).all())
        yield from _of_all(session, notebook, looked, ids, upto)
        if about.others:
            more = session.scalars(_obligations(About(about.directive, about.bearer)))
            figures = [one for one in looked if one.name in _FIGURES]
            yield from _of_all(session, notebook, figures, sorted({*more} - {*ids}), upto)
        for proven in (one for one in looked if one.name == COUNTS):
            yield from _of_counts(session, notebook, proven, upto, _bearers(session, about))


def _named(names: Collection[str], only: Collection[str] | None) -> list[Proven]:
    """Return, by name, those of `names` of which something is proven, all of them or `only` these.

    The others are not mapped for it, which would cost a command more than looking.
    """
    wanted = (name for name in sorted(names) if only is None or name in only)
    return [proven for name in wanted if (proven := proven_table(name))]


def _filled(session: Session) -> set[str]:
    """Return the names of the tables that hold a row: with nothing said of it, others cannot fail.

    Asked of the database, whatever the models say that there is.
    """
    connection = session.connection()
    names = [name.replace('"', '""') for name in inspect(connection).get_table_names()]
    # Of the database's own tables, no input.
    holds = (f'EXISTS (SELECT 1 FROM "{name}")' for name in names)  # noqa: S608
    (found,) = connection.execute(text(f"SELECT {', '.join(holds)}")).all()
    return {name for name, one in zip(names, found, strict=True) if one}


def _bearers(session: Session, about: About) -> set[str]:
    hanging = Obligation.id.in_(_obligations(about).order_by(None))
    return set(session.scalars(select(Obligation.bearer_uid).where(hanging)))


def _obligations(about: About) -> Select[int]:
    query = select(Obligation.id)
    if about.directive is not None:
        query = query.where(Obligation.directive_id == about.directive)
    if about.bearer is not None:
        query = query.where(Obligation.bearer_uid == about.bearer)
    if about.due is not None:
        on = or_(Obligation.due_on == about.due, Obligation.original_due_on == about.due)
        periods = select(Obligation.period).where(on, Obligation.directive_id == about.directive)
        query = query.where(Obligation.period.in_(periods))
    return query.order_by(Obligation.id)


def _of_table(
    session: Session, notebook: Notebook, proven: Proven, upto: int, share: Share | None
) -> Iterator[Problem]:
    mine, said = "", ""
    if share and isinstance(proven.table.c[proven.keys[0]].type, Integer):
        mine = f't."{proven.keys[0]}" % {share.of} = {share.which}'
        said = f"AND k1 % {share.of} = {share.which} "
    rows = stored_rows(session.connection(), proven, mine)
    for key, row, state in together(rows, notebook.of(proven, f"{said}AND seq <= ?", (upto,))):
        if row is None or state is None or row != state.values:
            yield from differences(proven, key, row, state)


def _of_all(
    session: Session, notebook: Notebook, looked: list[Proven], ids: list[int], upto: int
) -> Iterator[Problem]:
    for at in range(0, len(ids), _AT_ONCE):
        yield from _of_some(session, notebook, looked, ids[at : at + _AT_ONCE], upto)


def _of_counts(
    session: Session, notebook: Notebook, proven: Proven, upto: int, bodies: set[str]
) -> Iterator[Problem]:
    """Yield what does not hold of the counts that are, or are said to be, of one of `bodies`."""
    place = proven.columns.index(_BODY)
    rows = stored_rows(session.connection(), proven)
    for key, row, state in together(rows, notebook.of(proven, "AND seq <= ?", (upto,))):
        said = state.values if state else None
        if row != said and bodies & {values[place] for values in (row, said) if values}:
            yield from differences(proven, key, row, state)


def _of_some(
    session: Session, notebook: Notebook, looked: list[Proven], ids: list[int], upto: int
) -> Iterator[Problem]:
    listed = ", ".join(map(str, ids))
    said = notebook.about(ids, upto)
    for proven in looked:
        scope = SCOPES.get(proven.name)
        if scope is None:
            continue
        rows = list(stored_rows(session.connection(), proven, scope.format(ids=listed)))
        width = len(proven.keys)
        expected = {one[1:][:width] for one in said if one[0] == proven.name}
        keys = [(*key, "")[:2] for key in {*expected, *(key for key, _ in rows)}]
        states = notebook.of(proven, _OF_KEYS, (orjson.dumps(keys).decode(), upto))
        for key, row, state in together(iter(rows), states):
            if row != (state.values if state else None):
                yield from differences(proven, key, row, state)
