"""Conditions: what is refused with its place, and what the accepted ones mean."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RuleError
from rules.meaning.condition import (
    AllOf,
    AnyOf,
    Because,
    Condition,
    Fact,
    Leaf,
    Operator,
    branches,
    evaluate,
    explain,
    leaves,
    may_hold,
)
from rules.meaning.fact_kinds import FACT_KINDS
from rules.reading.grammar import parse
from tests.rules.random_policies import conditions, facts
from tests.rules.written import written

OBLIGATION = {"obligation": FACT_KINDS["obligation"]}


def parsed(folder: Path, when: str, *kinds: str) -> Condition:
    source = written(folder, f"first: line\nwhen: {when}\n")
    schemas = {kind: FACT_KINDS[kind] for kind in kinds or ("obligation",)}
    return parse(source, ("when",), source.data["when"], schemas)


def refusal(folder: Path, when: str, *kinds: str) -> str:
    with pytest.raises(RuleError) as refused:
        parsed(folder, when, *kinds)
    return "\n".join(str(problem) for problem in refused.value.problems)


def test_a_condition_is_read_as_it_is_written(tmp_path: Path) -> None:
    when = "{all: [{eq: {state: open}}, {any: [{lte: {rung: 2}}, {neq: {late: true}}]}]}"
    assert parsed(tmp_path, when) == AllOf(
        (
            Leaf("state", Operator.EQ, "open"),
            AnyOf((Leaf("rung", Operator.LTE, 2), Leaf("late", Operator.NEQ, True))),
        )
    )


@pytest.mark.parametrize(
    ("when", "where_and_what"),
    [
        ("{lt: {rungs: 2}}", 'when.lt.rungs: a fact of kind "obligation" has no attribute "rungs"'),
        ("{lt: {rung: '2'}}", 'when.lt.rung: wrong type: "2"; allowed: a whole number'),
        ("{eq: {rung: true}}", "when.eq.rung: wrong type: true; allowed: a whole number"),
        ("{eq: {late: 1}}", "when.eq.late: wrong type: 1; allowed: true or false"),
        ("{eq: {duty: 5}}", "when.eq.duty: wrong type: 5; allowed: text"),
        ("{lt: {rung: 2.5}}", "when.lt.rung: wrong type: 2.5; allowed: a whole number"),
        ("{lt: {rung: 2024-05-01}}", "when.lt.rung: wrong type: 2024-05-01; allowed: a whole"),
        ("{eq: {rung: 9007199254740993}}", "when.eq.rung: 9007199254740993 is too large"),
        ("{eq: {rung: -9007199254740993}}", "when.eq.rung: -9007199254740993 is too large"),
        ("{eq: {state: opne}}", 'when.eq.state: "opne" is not known; allowed: open, submitted'),
        ("{lt: {late: true}}", 'when.lt.late: "lt" compares whole numbers only; allowed: eq, neq'),
        ("{gte: {duty: a}}", 'when.gte.duty: "gte" compares whole numbers only'),
        ("{all: []}", 'when.all: "all" needs a list of at least one condition'),
        ("{any: []}", 'when.any: "any" needs a list of at least one condition'),
        ("{all: {eq: {rung: 1}}}", 'when.all: "all" needs a list of at least one condition'),
        ("{any: [{all: []}]}", 'when.any.0.all: "all" needs a list'),
        ("{eq: {rung: 1}, lt: {rung: 2}}", "when: a condition has exactly one key, not 2 keys"),
        ("{eq: {rung: 1, cycle: 2}}", 'when.eq: "eq" has exactly one key, not 2 keys'),
        ("{}", "when: a condition has exactly one key, not 0 keys"),
        ("yes", 'when: a condition has exactly one key, not "yes"'),
        ("{eq: rung}", 'when.eq: "eq" has exactly one key, not "rung"'),
        ("{equals: {rung: 1}}", 'when.equals: unknown operator "equals"; allowed: all, any, eq'),
        ("{eq: {id: a}}", 'when.eq.id: "id" is a reserved name'),
        ("{eq: {sid: a}}", 'when.eq.sid: "sid" is a reserved name'),
        ("{eq: {$s: 1}}", 'when.eq.$s: "$s" is a reserved name'),
        ("{eq: {kind: obligation}}", 'when.eq.kind: "kind" is a reserved name'),
        ("{all: [" * 10 + "{eq: {rung: 1}}" + "]}" * 10, "nested more than 8 deep"),
        ("{all: [" + "{any: [{eq: {rung: 1}}]}, " * 14 + "]}", 'when: 15 "all" and "any" in one'),
    ],
)
def test_a_bad_condition_is_refused_with_its_place(
    tmp_path: Path, when: str, where_and_what: str
) -> None:
    said = refusal(tmp_path, when)
    assert said.startswith(f"{tmp_path / 'policies.yaml'}:2: when")
    assert where_and_what in said


def test_an_unknown_attribute_names_the_allowed_ones(tmp_path: Path) -> None:
    assert "bearer_kind, cycle, dated, days_to_due, directive" in refusal(tmp_path, "{eq: {x: 1}}")


def test_every_mistake_of_a_condition_is_told_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, "{all: [{eq: {x: 1}}, {any: []}, {lt: {rung: a}}]}")
    assert len(said.splitlines()) == 3


def test_a_condition_for_two_kinds_must_be_valid_for_each(tmp_path: Path) -> None:
    assert parsed(tmp_path, "{gt: {missing: 0}}", "consolidation")
    said = refusal(tmp_path, "{gt: {missing: 0}}", "obligation", "consolidation")
    assert 'a fact of kind "obligation" has no attribute "missing"' in said


def test_a_mistake_in_both_kinds_is_told_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, "{eq: {late: 1}}", "obligation", "consolidation")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("how", "below", "same", "above"),
    [
        (Operator.EQ, False, True, False),
        (Operator.NEQ, True, False, True),
        (Operator.LT, True, False, False),
        (Operator.LTE, True, True, False),
        (Operator.GT, False, False, True),
        (Operator.GTE, False, True, True),
    ],
)
def test_an_operator_compares_the_value_seen_with_the_constant(
    how: Operator, below: bool, same: bool, above: bool
) -> None:
    leaf = Leaf("rung", how, 2)
    assert [evaluate(leaf, {"rung": seen}) for seen in (1, 2, 3)] == [below, same, above]


@pytest.mark.parametrize("how", list(Operator))
def test_a_missing_attribute_satisfies_no_comparison(how: Operator) -> None:
    assert not evaluate(Leaf("rung", how, 2), {})


def test_the_explanation_leaves_out_branches_that_do_not_hold() -> None:
    late, early = Leaf("late", Operator.EQ, True), Leaf("rung", Operator.LT, 2)
    both = AllOf((early, Leaf("cycle", Operator.GT, 5)))
    fact: Fact = {"late": True, "rung": 1, "cycle": 0}
    assert explain(AnyOf((late, both)), fact) == (Because("late", Operator.EQ, True, True),)


@given(st.data(), conditions("obligation"))
def test_the_explanation_is_made_of_leaves_that_hold(
    data: st.DataObject, condition: Condition
) -> None:
    fact = data.draw(facts("obligation"))
    because = explain(condition, fact)
    assert bool(because) == evaluate(condition, fact)
    for attribute, how, constant, seen in because:
        leaf = Leaf(attribute, how, constant)
        assert leaf in set(leaves(condition))
        assert evaluate(leaf, fact)
        assert fact[attribute] == seen


@given(st.data(), conditions("obligation"))
def test_what_holds_today_may_hold_later(data: st.DataObject, condition: Condition) -> None:
    fact = data.draw(facts("obligation"))
    fixed = data.draw(st.frozensets(st.sampled_from(sorted(FACT_KINDS["obligation"]))))
    if evaluate(condition, fact):
        assert may_hold(condition, fact, fixed)
    assert may_hold(condition, fact, frozenset())


def test_a_condition_on_what_never_changes_is_settled_for_good() -> None:
    condition = AllOf((Leaf("has_via", Operator.EQ, True), Leaf("late", Operator.EQ, True)))
    fixed = frozenset({"has_via"})
    assert not may_hold(condition, {"has_via": False, "late": False}, fixed)
    assert may_hold(condition, {"has_via": True, "late": False}, fixed)


def test_branches_are_counted_as_the_engine_fires() -> None:
    leaf = Leaf("rung", Operator.EQ, 1)
    pair = AnyOf((leaf, leaf))
    assert [branches(c) for c in (leaf, pair, AllOf((pair, pair)), AnyOf((pair, leaf)))] == [
        1,
        2,
        4,
        3,
    ]
