"""How an obligation stands is decided in one module; Python and SQL say the same of every state."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

import models
from dondoc.setup.database import reading, writing
from models import Directive, Kind, Obligation
from models.standing import (
    WAY_NAMES,
    had_passed_in_sql,
    has_passed,
    has_passed_in_sql,
    is_overdue,
    is_overdue_in_sql,
    is_owed,
    is_owed_in_sql,
    is_urged,
    is_urged_in_sql,
    moves_later,
    on_time,
    on_time_in_sql,
    way,
    way_in_sql,
)
from rules.meaning.facts import Morning, Standing
from steps.states import ObligationState
from tests.models.test_stored import NOON, a_directive, an_obligation
from tests.rules.test_facts import CALENDAR, MAY
from tests.sources import nodes, parsed

ROOT = Path(models.__file__).parents[1]
PACKAGES = ("models", "notifications", "dondoc", "flows")
ONE_PLACE = Path("models/standing.py")
FILES = sorted(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))

HOURS = st.integers(-3, 3)
CASES = st.lists(
    st.tuples(
        st.sampled_from(list(ObligationState)),
        st.sampled_from(list(Kind)),
        HOURS,  # late from
        HOURS,  # registered
        st.none() | HOURS,  # received
        st.none() | HOURS,  # a decision moved the start of lateness by so much
    ),
    min_size=1,
    max_size=40,
)


def _store(engine: Engine, drawn: list[tuple[object, ...]]) -> None:
    with writing(engine) as session:
        session.query(Obligation).delete()
        if session.get(Directive, "d") is None:
            for row in a_directive():
                session.add(row)
                session.flush()
        for number, (state, kind, late, registered, received, moved) in enumerate(drawn):
            one = an_obligation(state, kind, NOON + timedelta(hours=late), str(number))
            one.registered_at = NOON + timedelta(hours=registered)
            if received is not None:
                one.received_at = one.recorded_at = NOON + timedelta(hours=received)
            if moved is not None:
                one.late_from += timedelta(hours=abs(moved))
                one.extended = moved > 0
            session.add(one)


def _agree(engine: Engine, hours: int) -> None:
    now = NOON + timedelta(hours=hours)
    with reading(engine) as session:
        every = {row.id: row for row in session.scalars(select(Obligation))}
        columns = (way_in_sql(now), is_overdue_in_sql(now), is_urged_in_sql(now))
        past = had_passed_in_sql(Obligation.registered_at.expression, now)
        more = (on_time_in_sql(), has_passed_in_sql(now), is_owed_in_sql(), past)
        found = session.execute(select(Obligation.id, *columns, *more)).all()
    assert len(found) == len(every)
    for id_, *said in found:
        row = every[id_]
        expected = [way(row, now), is_overdue(row, now), is_urged(row, now)]
        expected += [on_time(row.received_at, row.late_from), has_passed(row.late_from, now)]
        expected += [is_owed(row), has_passed(now, row.registered_at)]
        assert [said[0], *map(bool, said[1:])] == expected, (row.state, row.kind, row.late_from)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CASES, HOURS)
def test_python_and_sql_agree(sqlite: Engine, drawn: list[tuple[object, ...]], hours: int) -> None:
    _store(sqlite, drawn)
    _agree(sqlite, hours)


def test_python_and_sql_agree_on_every_state_kind_and_edge(database: Engine) -> None:
    edges = (-1, 0, 1)
    drawn = list(product(ObligationState, Kind, edges, (-2, 0), (None, *edges), (None,)))
    _store(database, drawn)
    _agree(database, 0)


@settings(max_examples=200, deadline=None)
@given(CASES, HOURS)
def test_what_the_standing_promises(drawn: list[tuple[object, ...]], hours: int) -> None:
    now = NOON + timedelta(hours=hours)
    for state, kind, late, registered, received, _ in drawn:
        row = an_obligation(state, kind, NOON + timedelta(hours=late), "x")
        row.registered_at = NOON + timedelta(hours=registered)
        row.received_at = None if received is None else NOON + timedelta(hours=received)
        stands = way(row, now)
        assert stands in WAY_NAMES
        if is_urged(row, now):
            assert is_overdue(row, now)
            assert state is ObligationState.OPEN
        if is_overdue(row, now):
            assert stands == "open_overdue"
            assert kind is not Kind.TARGET
            assert state not in (ObligationState.HISTORIC, ObligationState.WITHDRAWN)
        if row.received_at is not None:
            assert stands.startswith("done")


def test_nobody_is_urged_while_suspended_and_stays_late_all_the_same() -> None:
    row = an_obligation("suspended", "obligation", NOON, "x")
    row.registered_at = NOON - timedelta(days=30)
    assert (is_overdue(row, NOON), is_urged(row, NOON)) == (True, False)


@given(HOURS, HOURS)
def test_the_fact_that_policies_see_says_the_same(late: int, hours: int) -> None:
    now, late_from = NOON + timedelta(hours=hours), NOON + timedelta(hours=late)
    term = MAY._replace(late_from=late_from)
    fact = Morning(now, CALENDAR).obligation(term, Standing())
    assert fact["late"] == has_passed(late_from, now)


def _compared(tree: ast.AST) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            orders = any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops)
            if orders and any(
                isinstance(side, ast.Attribute | ast.Name)
                and ast.unparse(side).rpartition(".")[2] == "late_from"
                for side in sides
            ):
                yield ast.unparse(node)


def test_nobody_else_compares_the_start_of_lateness() -> None:
    compared = {file.relative_to(ROOT) for file in FILES if any(_compared(parsed(file)))}
    assert compared == {ONE_PLACE}


def test_what_gives_no_more_time_moves_nothing_later() -> None:
    assert moves_later(NOON, NOON - timedelta(hours=1))
    assert not moves_later(NOON, NOON)


def test_a_comparison_of_ones_own_is_seen() -> None:
    assert list(_compared(ast.parse("row.late_from <= now")))
    assert list(_compared(ast.parse("received_at < Obligation.late_from")))
    assert not list(_compared(ast.parse("computed != row.late_from")))
