"""Reads a condition from YAML against the typed attributes of the fact kinds it is for.

Everything the engine would take silently, or die of, is refused here with its place: unknown
attributes and operators, constants of another type (the engine coerces `'5' == 5` and
`True == 1`), empty `all` and `any` (an empty list hangs its parser), a second key in one
condition, floats, and whole numbers that JSON cannot carry exactly.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from rules.errors import Problem, Problems, RuleError
from rules.files.nodes import Path
from rules.files.source import Source
from rules.meaning.condition import AllOf, AnyOf, Condition, Leaf, Operator, groups

Schema = Mapping[str, type]

BRANCHES = ("all", "any")
# The engine's own words: a rule on one of them would match its state message, or never.
RESERVED = frozenset({"id", "sid", "$s", "kind"})
# Whole numbers beyond this are not exact in JSON (RFC 8259, section 6).
LARGEST = 2**53
# Each level is a call of the engine's recursive C parser; no policy needs more.
DEEPEST = 8
# durable_rules has room for 31 marks a rule (error 113): two an `all` or `any`, two for its kind.
MOST_GROUPS = 14
_KEYS = ", ".join((*BRANCHES, *Operator))
_ORDERED = frozenset({Operator.LT, Operator.LTE, Operator.GT, Operator.GTE})
_TYPES = {int: "a whole number", bool: "true or false", str: "text"}


def parse(source: Source, at: Path, data: object, kinds: Mapping[str, Schema]) -> Condition:
    """Return the condition `data` that stands at `at`, valid for every kind of fact in `kinds`.

    Raises: RuleError with every problem found, not only the first.
    """
    condition = _Reader(source, kinds).condition(at, data, 0)
    found = groups(condition)
    if found > MOST_GROUPS:
        what = f'{found} "all" and "any" in one condition'
        raise RuleError([source.problem(at, what, f"{MOST_GROUPS}; or write several policies")])
    return condition


class _Reader:
    """Reads the conditions of one policy."""

    def __init__(self, source: Source, kinds: Mapping[str, Schema]) -> None:
        self._source = source
        self._kinds = kinds

    def condition(self, at: Path, data: object, depth: int) -> Condition:
        key, inner = self._only(at, data, "a condition", _KEYS)
        here = (*at, key)
        if depth > DEEPEST:
            raise self._refusal(here, f"nested more than {DEEPEST} deep", f"{DEEPEST} levels")
        if key in BRANCHES:
            return self._branch(here, key, inner, depth)
        if key not in list(Operator):
            raise self._refusal(here, f'unknown operator "{key}"', _KEYS)
        return self._leaf(here, Operator(key), inner)

    def _branch(self, at: Path, key: str, data: object, depth: int) -> Condition:
        if not isinstance(data, list) or not data:
            raise self._refusal(
                at, f'"{key}" needs a list of at least one condition', "one or more conditions"
            )
        parts, problems = [], Problems()
        for number, part in enumerate(data):
            with problems.gather():
                parts.append(self.condition((*at, number), part, depth + 1))
        problems.raise_any()
        return AllOf(tuple(parts)) if key == "all" else AnyOf(tuple(parts))

    def _leaf(self, at: Path, how: Operator, data: object) -> Leaf:
        attribute, constant = self._only(at, data, f'"{how}"', "one attribute: constant")
        here = (*at, attribute)
        if attribute in RESERVED:
            allowed = ", ".join(
                sorted({name for schema in self._kinds.values() for name in schema})
            )
            raise self._refusal(here, f'"{attribute}" is a reserved name', allowed)
        problems = list(self._mistakes(here, how, attribute, constant))
        # The same constant may be refused for each of several kinds: said once.
        if problems or not isinstance(constant, str | int):
            raise RuleError(problems)
        return Leaf(attribute, how, constant)

    def _mistakes(
        self, at: Path, how: Operator, attribute: str, constant: object
    ) -> Iterator[Problem]:
        for kind, schema in self._kinds.items():
            if attribute not in schema:
                what = f'a fact of kind "{kind}" has no attribute "{attribute}"'
                yield self._source.problem(at, what, ", ".join(sorted(schema)))
            elif mistake := _mistake(how, schema[attribute], constant):
                yield self._source.problem(at, *mistake)

    def _only(self, at: Path, data: object, whose: str, allowed: str) -> tuple[str, object]:
        """Return the one key of `data` and its value."""
        if not isinstance(data, dict) or len(data) != 1:
            found = f"{len(data)} keys" if isinstance(data, dict) else _shown(data)
            raise self._refusal(at, f"{whose} has exactly one key, not {found}", allowed)
        [(key, inner)] = data.items()
        return key, inner

    def _refusal(self, at: Path, what: str, allowed: str) -> RuleError:
        return RuleError([self._source.problem(at, what, allowed)])


def _mistake(how: Operator, wanted: type, constant: object) -> tuple[str, str] | None:
    """Return (what is wrong, what is allowed) with comparing a `wanted` to `constant`."""
    if how in _ORDERED and wanted is not int:
        return f'"{how}" compares whole numbers only', "eq, neq"
    if issubclass(wanted, StrEnum):
        known = constant in list(wanted)
        return None if known else (f"{_shown(constant)} is not known", ", ".join(wanted))
    # Exactly this type: in Python a bool is an int too.
    if type(constant) is not wanted:
        return f"wrong type: {_shown(constant)}", _TYPES[wanted]
    if isinstance(constant, int) and abs(constant) > LARGEST:
        return f"{constant} is too large", "whole numbers up to ±2^53"
    return None


def _shown(value: object) -> str:
    """Return a YAML value as its reader wrote it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "keys with values" if isinstance(value, dict) else "a list"
    return f'"{value}"' if isinstance(value, str) else str(value)
