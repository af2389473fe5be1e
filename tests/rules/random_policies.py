"""Random policies and facts: nested conditions over every attribute of a kind of fact.

What makes them is built once for a kind, not for every example.
"""

import random
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import product
from operator import itemgetter

from hypothesis import strategies as st

from rules.meaning.condition import AllOf, AnyOf, Condition, Leaf, Operator, Value, branches, groups
from rules.meaning.fact_kinds import FACT_KINDS
from rules.meaning.policy import Policy
from rules.reading.grammar import MOST_GROUPS
from steps import table

_WORDS = ("commune", "agency", "xã", "Đại Phú", 'a"b', "a\\b", "a\nb", "5", "true", "")
_EQUALITY = (Operator.EQ, Operator.NEQ)


def _some(wanted: type) -> tuple[Value, ...]:
    """Few values of each type, so that conditions often hold."""
    if wanted is bool:
        return (False, True)
    if wanted is int:
        return (*range(-3, 4), 2**53, -(2**53), 20240507)
    if issubclass(wanted, StrEnum):
        return tuple(str(member) for member in wanted)
    return _WORDS


def values(wanted: type) -> st.SearchStrategy[Value]:
    return st.sampled_from(_some(wanted))


def many_facts(kind: str, seed: int) -> Iterator[dict[str, Value]]:
    """Yield facts as `facts` makes them, without end: where thousands are asked for."""
    draw = random.Random(seed)  # noqa: S311 - repeatable facts, no secrets
    choices = {name: _some(wanted) for name, wanted in FACT_KINDS[kind].items()}
    while True:
        whole = draw.random() < 0.5
        yield {
            name: draw.choice(some)
            for name, some in choices.items()
            if whole or draw.random() < 0.5
        }


@cache
def facts(kind: str) -> st.SearchStrategy[dict[str, Value]]:
    """Facts of `kind`; now and then an attribute is absent."""
    required = {name: values(wanted) for name, wanted in FACT_KINDS[kind].items()}
    whole = st.fixed_dictionaries(required)
    return st.one_of(whole, st.fixed_dictionaries({}, optional=required))


def _leaf(kind: str) -> st.SearchStrategy[Condition]:
    """Each attribute as often as any other, with every operator and value it may be asked for."""

    def of(attribute: str, wanted: type) -> st.SearchStrategy[Condition]:
        operators = tuple(Operator) if wanted is int else _EQUALITY
        asked = product((attribute,), operators, _some(wanted))
        return st.sampled_from([Leaf(*one) for one in asked])

    return st.one_of(of(*one) for one in sorted(FACT_KINDS[kind].items(), key=itemgetter(0)))


@cache
def conditions(kind: str) -> st.SearchStrategy[Condition]:
    """Leaves under up to a few levels of `all` and `any`."""

    def nest(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(parts.map(AllOf), parts.map(AnyOf))

    few = st.recursive(_leaf(kind), nest, max_leaves=6)
    return few.filter(lambda when: branches(when) <= 5 and groups(when) <= MOST_GROUPS)


@cache
def policies(kind: str) -> st.SearchStrategy[list[Policy]]:
    """Up to a dozen policies for one kind of fact."""

    def named(found: list[Condition]) -> list[Policy]:
        return [bare_policy(f"p{n}", kind, when) for n, when in enumerate(found)]

    return st.lists(conditions(kind), min_size=1, max_size=12).map(named)


def bare_policy(id_: str, kind: str, when: Condition) -> Policy:
    """A policy of which only the condition matters."""
    return Policy(id_, "", (kind,), when, table.FIRST.id, None, ("officer",))
