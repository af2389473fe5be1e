"""Facts per second and memory: durable_rules, with explanations, beside plain Python.

Run `python -m benchmarks.engine [FACTS]`, 200,000 facts if not said. The facts lie, drawn from
a seed, around the edges of the shipped policies. All sides answer the same facts in the same
run and must agree. Between machines compare the ratio, not the times.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from benchmarks.told import asking
from rules.meaning.condition import (
    AllOf,
    Condition,
    Fact,
    Leaf,
    Value,
    evaluate,
    explain,
    leaves,
)
from rules.meaning.engine import PolicyEngine
from rules.meaning.fact_kinds import FACT_KINDS
from rules.meaning.policy import Policy
from rules.reading.policy_file import load_policies
from rules.rulebook import HOME
from steps.states import ObligationState

SEED = 20240507
# Few enough to stay in memory unnoticed, many enough not to repeat the same answer.
DISTINCT = 10_000
FACTS, TINY = 200_000, 2_000

Asked = tuple[str, Fact]
Answer = Callable[[str, Fact], int]


def draw_facts(policies: Sequence[Policy]) -> Iterator[Asked]:
    """Yield facts of all kinds without end, mostly open obligations."""
    draw = random.Random(SEED)
    asked = {kind: edges(policies, kind) for kind in FACT_KINDS}
    weights = [8 if kind == "obligation" else 1 for kind in FACT_KINDS]
    while True:
        (kind,) = draw.choices(list(FACT_KINDS), weights)
        wanted = FACT_KINDS[kind]
        fact = {name: _value(draw, wanted[name], asked[kind].get(name, [])) for name in wanted}
        if "state" in fact and draw.random() < 0.9:
            fact["state"] = ObligationState.OPEN
        yield kind, fact


def edges(policies: Sequence[Policy], kind: str) -> dict[str, list[Value]]:
    """Return what the policies for `kind` compare each attribute with."""
    found: dict[str, list[Value]] = {}
    for policy in policies:
        for leaf in leaves(policy.when) if kind in policy.for_ else ():
            found.setdefault(leaf.attribute, []).append(leaf.constant)
    return found


def _value(draw: random.Random, wanted: type, edge: Sequence[Value]) -> Value:
    """Return a value on or beside one of the constants in `edge`, if there is one."""
    if wanted is bool:
        return draw.random() < 0.7
    if wanted is int:
        return int(draw.choice(edge or (0,))) + draw.randint(-1, 1)
    return draw.choice([*edge, ""])


def oracle(policies: Sequence[Policy]) -> Answer:
    """Return the pure evaluation with explanations: what the engine is tested against."""
    by_kind = {kind: [p.when for p in policies if kind in p.for_] for kind in FACT_KINDS}

    def answer(kind: str, fact: Fact) -> int:
        return len([explain(when, fact) for when in by_kind[kind] if evaluate(when, fact)])

    return answer


_SIGNS = {"eq": "==", "neq": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


def python_of(condition: Condition) -> str:
    """Return `condition` as a Python expression over the fact `f`."""
    if isinstance(condition, Leaf):
        return f"f[{condition.attribute!r}] {_SIGNS[condition.operator]} {condition.constant!r}"
    word = " and " if isinstance(condition, AllOf) else " or "
    return f"({word.join(python_of(part) for part in condition.parts)})"


def compiled(policies: Sequence[Policy]) -> Answer:
    """Return the same decisions as fast as Python can take them: one expression a policy."""
    by_kind = {}
    for kind in FACT_KINDS:
        held = ", ".join(python_of(policy.when) for policy in policies if kind in policy.for_)
        by_kind[kind] = eval(f"lambda f: sum(({held},))")  # noqa: S307 - our own policies

    def answer(kind: str, fact: Fact) -> int:
        return int(by_kind[kind](fact))

    return answer


def timed(answer: Answer, facts: Sequence[Asked], number: int) -> tuple[float, int]:
    """Return (facts per second, how many policies held in all)."""
    begin = time.perf_counter()
    held = sum(answer(kind, fact) for kind, fact in islice(cycle(facts), number))
    return number / (time.perf_counter() - begin), held


def resident_mib() -> float:
    """Return this process's resident memory in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("facts", nargs="?", type=int)
    asked = parser.parse_args(arguments)
    number = asked.facts or (TINY if asked.tiny else FACTS)
    policies = load_policies(HOME / "policies")
    facts = list(islice(draw_facts(policies), DISTINCT))
    with PolicyEngine(policies) as engine:

        def ask(kind: str, fact: Fact) -> int:
            return len(engine.decide(kind, fact))

        timed(ask, facts, DISTINCT)
        before = resident_mib()
        rate, held = timed(ask, facts, number)
        after = resident_mib()
    explained, same = timed(oracle(policies), facts, number)
    bare, also = timed(compiled(policies), facts, number)
    if not held == same == also:
        sys.exit(f"policies that hold: the engine {held}, plain Python {same} and {also}")
    print(
        f"{number:,} facts, {len(policies)} policies, {held / number:.1f} of them hold on average"
    )
    print(f"{'':40}{'facts/s':>12}{'ratio':>8}")
    for name, found in (
        ("durable_rules, with explanations", rate),
        ("plain Python, with explanations", explained),
        ("compiled Python, decisions only", bare),
    ):
        print(f"{name:40}{found:>12,.0f}{found / rate:>8.2f}")
    print(f"resident memory: {before:.1f} MiB before, {after:.1f} MiB after")


if __name__ == "__main__":
    main()
