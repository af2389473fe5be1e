"""The "when" of a policy: typed comparisons under `all` and `any`, and what they mean.

A condition is a leaf (`{lt: {rung: 2}}`) or a branch (`{all: […]}`, `{any: […]}`). `evaluate`
is the meaning of the language: the engine must agree with it on every fact. A missing
attribute satisfies no comparison, not even `neq`. `rules.reading.grammar` reads them from YAML.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from typing import Any, NamedTuple, TypeAlias

Value: TypeAlias = str | int | bool
Fact: TypeAlias = Mapping[str, Value]


class Operator(StrEnum):
    """How a leaf compares the value seen (left) with its constant (right)."""

    EQ = "eq"
    NEQ = "neq"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"


_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NEQ: operator.ne,
    Operator.LT: operator.lt,
    Operator.LTE: operator.le,
    Operator.GT: operator.gt,
    Operator.GTE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison of an attribute with a constant of that attribute's type."""

    attribute: str
    operator: Operator
    constant: Value


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every part holds; never empty."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds; never empty."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Leaf | AllOf | AnyOf


class Because(NamedTuple):
    """One comparison that held: what was asked, and the value seen."""

    attribute: str
    operator: Operator
    constant: Value
    value: Value


def evaluate(condition: Condition, fact: Fact) -> bool:
    """Return whether `condition` holds of `fact`."""
    match condition:
        case Leaf(attribute, how, constant):
            return attribute in fact and _COMPARE[how](fact[attribute], constant)
        case AllOf(parts):
            return all(evaluate(part, fact) for part in parts)
        case AnyOf(parts):
            return any(evaluate(part, fact) for part in parts)


def explain(condition: Condition, fact: Fact) -> tuple[Because, ...]:
    """Return the comparisons that made `condition` hold, in the order written.

    A branch that does not hold explains nothing, so neither do the leaves under it.
    """
    match condition:
        case Leaf(attribute, how, constant):
            if evaluate(condition, fact):
                return (Because(attribute, how, constant, fact[attribute]),)
            return ()
        case AllOf(parts):
            if not evaluate(condition, fact):
                return ()
            return tuple(because for part in parts for because in explain(part, fact))
        case AnyOf(parts):
            return tuple(because for part in parts for because in explain(part, fact))


def may_hold(condition: Condition, fact: Fact, fixed: AbstractSet[str]) -> bool:
    """Return False when no later fact can satisfy `condition`.

    Args:
        fact: the fact of today.
        fixed: the attributes that will keep today's value; every other one may change.
    """
    match condition:
        case Leaf(attribute, _, _):
            return attribute not in fixed or evaluate(condition, fact)
        case AllOf(parts):
            return all(may_hold(part, fact, fixed) for part in parts)
        case AnyOf(parts):
            return any(may_hold(part, fact, fixed) for part in parts)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield the comparisons of `condition` in the order written."""
    if isinstance(condition, Leaf):
        yield condition
    else:
        for part in condition.parts:
            yield from leaves(part)


def branches(condition: Condition) -> int:
    """Return how many ways `condition` can hold at once: the engine fires once per way."""
    match condition:
        case Leaf():
            return 1
        case AllOf(parts):
            return prod(branches(part) for part in parts)
        case AnyOf(parts):
            return sum(branches(part) for part in parts)


def groups(condition: Condition) -> int:
    """Return how many `all` and `any` are in `condition`: the engine has room for so many."""
    if isinstance(condition, Leaf):
        return 0
    return 1 + sum(groups(part) for part in condition.parts)
