"""Which policies hold of a fact: decided by durable_rules, explained by us.

The library serves as a stateless matcher: one fact is asserted, the policies that match are
collected, the fact is retracted. Its rules run no code (it swallows what a consequent raises),
and there is no `Host`, hence no threads and no globals.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self

import durable_rules_engine as durable
import orjson
from durable.engine import Ruleset

from rules.meaning.condition import (
    AllOf,
    AnyOf,
    Because,
    Condition,
    Fact,
    Leaf,
    Operator,
    evaluate,
    explain,
    leaves,
)
from rules.meaning.policy import Policy

# The only fact asserted at any time, and the state it lives in.
_ID, _SID = "f", "0"
_NOTHING_MATCHED = 1
# A kind of fact of no policy: see `_Matcher._open_state`.
_OPENING = "opening"
# An action arrives as '{"p0007":{…': the rule's key stands at a fixed place.
_KEY = slice(2, 7)


class Match(NamedTuple):
    """A policy that holds, the comparisons that made it hold, and whether it has lapsed."""

    policy: Policy
    because: tuple[Because, ...]
    lapsed: bool = False


class EngineClosed(RuntimeError):
    """The engine was asked after it was closed."""


class PolicyEngine:
    """Policies compiled once. Threads may share it: the library cannot, so they take turns."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        """Compile `policies`; their order is the order of every answer."""
        self._lock = threading.Lock()
        self._matchers: dict[str, _Matcher] | None = {}
        for kind in sorted({kind for policy in policies for kind in policy.for_}):
            mine = [policy for policy in policies if kind in policy.for_]
            self._matchers[kind] = _Matcher(kind, mine)

    def decide(self, kind: str, fact: Fact) -> list[Match]:
        """Return the policies for `kind` that hold of `fact`, in the order of the policies.

        Raises: EngineClosed; and what the library raises, after its state was dropped.
        """
        with self._lock:
            if self._matchers is None:
                raise EngineClosed("the policy engine is closed; open a new one")
            matcher = self._matchers.get(kind)
            return matcher.matches(fact) if matcher else []

    def close(self) -> None:
        """Free the compiled rules (about 0.3 MiB a kind); closing twice is harmless."""
        with self._lock:
            for matcher in (self._matchers or {}).values():
                matcher.close()
            self._matchers = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Matcher:
    """One compiled ruleset: the policies for one kind of fact."""

    def __init__(self, kind: str, policies: Sequence[Policy]) -> None:
        # The library rewrites the definition it is given, so it gets a fresh one.
        definition = {
            _key(n): _rule(n, {"$and": [{"kind": kind}, _compiled(policy.when)]})
            for n, policy in enumerate(policies)
        }
        definition[_key(len(policies))] = _rule(len(policies), {"kind": _OPENING})
        self._ruleset = Ruleset(f"dondoc-{kind}", None, definition)
        self._handle = self._ruleset._handle
        self._answers = {_key(n): _answer(policy) for n, policy in enumerate(policies)}
        asked = dict.fromkeys(leaf.attribute for p in policies for leaf in leaves(p.when))
        self._asked = tuple(asked)
        self._envelope = {"id": _ID, "sid": _SID, "kind": kind}
        self._open_state()

    def matches(self, fact: Fact) -> list[Match]:
        """Return the policies that hold of `fact`, in their order."""
        # Only what some rule asks is handed over: the parsing of the fact is most of the cost.
        message = self._envelope | {name: fact[name] for name in self._asked if name in fact}
        text = orjson.dumps(message).decode()
        try:
            # A rule with `any` fires once per branch that holds: kept once, in order.
            keys = dict.fromkeys(self._fired(text))
        except BaseException:
            # A half-finished fact would answer for the next one.
            self._drop_state()
            raise
        return [self._answers[key](fact) for key in keys]

    def _fired(self, text: str) -> Iterator[str]:
        """Assert one fact, yield the key of each rule that fires, retract the fact."""
        result, state = durable.assert_fact(self._handle, text)
        if result == _NOTHING_MATCHED:
            # The library keeps nothing of such a fact.
            return
        started = durable.start_action_for_state(self._handle, state)
        action = started[1] if started else None
        while action:
            yield action[_KEY]
            action = durable.complete_and_start_action(self._handle, state)
        durable.retract_fact(self._handle, text)

    def _open_state(self) -> None:
        """Fire a rule in the state before anything can delete it.

        durable_rules 2.0.28 frees the last action of a state it deletes (deleteStateNode), but
        sets that pointer only when the first action starts, not in createStateNode: deleting a
        state where no rule ever fired frees whatever the memory held before. A deleted state
        leaves the pointer null to the next one, so once is enough.
        """
        opening = orjson.dumps(self._envelope | {"kind": _OPENING}).decode()
        for _ in self._fired(opening):
            pass

    def _drop_state(self) -> None:
        # It says so by an error when there was no state yet.
        with suppress(durable.error):
            durable.delete_state(self._handle, _SID)

    def close(self) -> None:
        # In this order: a ruleset deleted under a live state leaks it.
        self._drop_state()
        durable.delete_ruleset(self._handle)


def _key(number: int) -> str:
    return f"p{number:04}"


def _rule(number: int, pattern: dict[str, object]) -> dict[str, object]:
    # Without `kind`, a pattern could match the library's own state message and loop for ever.
    return {"all": [{"m": pattern}], "pri": number, "run": _do_nothing}


def _compiled(condition: Condition) -> dict[str, object]:
    """Return the condition as durable_rules writes it."""
    match condition:
        case Leaf(attribute, Operator.EQ, constant):
            return {attribute: constant}
        case Leaf(attribute, how, constant):
            return {f"${how}": {attribute: constant}}
        case AllOf(parts):
            return {"$and": [_compiled(part) for part in parts]}
        case AnyOf(parts):
            return {"$or": [_compiled(part) for part in parts]}


def _do_nothing(_: object) -> None:
    """Stand in for a consequent, which the library insists on."""


def _answer(policy: Policy) -> Callable[[Fact], Match]:
    """Return what turns a fact of which `policy` holds into a match."""
    when, lapses = policy.when, policy.lapses
    parts = (when,) if isinstance(when, Leaf) else when.parts
    asked = [(p.attribute, p.operator, p.constant) for p in parts if isinstance(p, Leaf)]
    # Under a plain `all` every leaf held; only branches need to be looked into again.
    plain = not isinstance(when, AnyOf) and len(asked) == len(parts)

    def answer(fact: Fact) -> Match:
        if plain:
            because = tuple([Because(name, how, told, fact[name]) for name, how, told in asked])
        else:
            because = explain(when, fact)
        return Match(policy, because, lapses is not None and evaluate(lapses, fact))

    return answer
