"""Reads policies from YAML and refuses whatever the engine would not survive."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from rules.errors import Problem, Problems, RuleError
from rules.files.located import Shape
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source, read, validate
from rules.meaning.condition import Condition, branches
from rules.meaning.fact_kinds import CHECKED, FACT_KINDS
from rules.meaning.policy import HEAD, Check, Policy, Repeat, post_of
from rules.reading.grammar import Schema, parse
from rules.reading.step_id import StepId
from steps.posts import USUAL

# durable_rules gives up at 64 branches that are true at once (error 303); a margin stays.
MOST = 60
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BODY = re.compile(r"[a-z0-9]+([-@][a-z0-9]+)*")

# A value of the fact within the words of a check: "{days_ahead}".
_VALUE = re.compile(r"\{([^{}]*)\}")
_Kind = Literal[
    "obligation", "consolidation", "target", "handing", "visiting", "asking", "cases", "figure"
]


class _Then(Shape):
    step: StepId
    to: list[str] = Field(min_length=1)
    rung: int | None = Field(default=None, ge=1)
    repeat: Repeat | None = None
    hold: list[str] = Field(default_factory=list)


class _CheckThen(Shape):
    check: Annotated[Check, Field(strict=False)]
    says: str = Field(min_length=1)


def _which(then: object) -> str:
    """Return which of the two a `then` is meant to be."""
    return "_CheckThen" if isinstance(then, dict) and "check" in then else "_Then"


class _Policy(Shape):
    title: str = Field(min_length=1)
    for_: _Kind | list[_Kind] = Field(alias="for")
    when: object
    lapses: object = None
    then: Annotated[
        Annotated[_Then, Tag("_Then")] | Annotated[_CheckThen, Tag("_CheckThen")],
        Discriminator(_which),
    ]

    @property
    def kinds(self) -> tuple[_Kind, ...]:
        return (self.for_,) if isinstance(self.for_, str) else tuple(self.for_)


class _File(Shape):
    policies: dict[str, _Policy] = Field(min_length=1)


def load_policies(folder: Path, posts: Collection[str] = USUAL) -> tuple[Policy, ...]:
    """Return the policies of every `*.yaml` in `folder`, by file name, then as written.

    Args:
        posts: those that can be told.
    Raises: RuleError with the problems of all the files.
    """
    found, problems = list[Policy](), Problems()
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise RuleError([Problem(str(folder), 1, "(folder)", "no policies here", "*.yaml")])
    for file in files:
        with problems.gather():
            found.extend(read_policies(read(file), posts))
    problems.raise_any()
    refuse_together(found)
    return tuple(found)


def refuse_together(policies: Sequence[Policy]) -> None:
    """Raises: RuleError where two policies have one id, or too many of a kind could hold."""
    problems = Problems()
    for problem in (*_duplicates(policies), *_too_many(policies)):
        problems.add(problem)
    problems.raise_any()


def read_policies(source: Source, posts: Collection[str] = USUAL) -> tuple[Policy, ...]:
    """Return the policies of one file, in the order written. `posts`: as for `load_policies`.

    Raises: RuleError with every problem of the file.
    """
    written = validate(source, _File).policies
    found, problems = list[Policy](), Problems()
    for id_, policy in written.items():
        with problems.gather():
            found.append(_policy(source, id_, policy, posts))
    problems.raise_any()
    return tuple(found)


def _policy(source: Source, id_: str, written: _Policy, posts: Collection[str]) -> Policy:
    at, then, problems = ("policies", id_), written.then, Problems()
    for problem in (*_bad_words(source, at, written), *_bad_then(source, at, written, posts)):
        problems.add(problem)
    kinds: dict[str, Schema] = {kind: FACT_KINDS[kind] for kind in written.kinds}
    conditions: dict[str, Condition] = {}
    for key, data in (("when", written.when), ("lapses", written.lapses)):
        if data is not None:
            with problems.gather():
                conditions[key] = parse(source, (*at, key), data, kinds)
    problems.raise_any()
    if isinstance(then, _CheckThen):
        return Policy(
            id=id_,
            title=written.title,
            for_=written.kinds,
            when=conditions["when"],
            step=then.check,
            rung=None,
            to=(),
            source=source,
            says=then.says,
        )
    return Policy(
        id=id_,
        title=written.title,
        for_=written.kinds,
        when=conditions["when"],
        lapses=conditions.get("lapses"),
        step=then.step,
        rung=then.rung,
        to=tuple(then.to),
        repeat=then.repeat,
        hold=frozenset(then.hold),
        source=source,
    )


def _bad_words(source: Source, at: KeyPath, written: _Policy) -> Iterator[Problem]:
    if not _ID.fullmatch(str(at[-1])):
        yield source.problem(at, f'"{at[-1]}" is no policy id', "a-z, 0-9 and single hyphens")
    if not written.kinds or len(set(written.kinds)) < len(written.kinds):
        what = "each kind of fact once, at least one"
        yield source.problem((*at, "for"), what, ", ".join(FACT_KINDS))


def _bad_then(
    source: Source, at: KeyPath, written: _Policy, posts: Collection[str]
) -> Iterator[Problem]:
    then, checked = written.then, CHECKED & set(written.kinds)
    at_then = (*at, "then")
    if isinstance(then, _CheckThen):
        yield from _bad_check(source, at, written, then)
    elif checked:
        what = f'a policy for "{min(checked)}" is a check: it has no step and tells nobody'
        yield source.problem(at_then, what, "check, at, says")
    else:
        yield from _bad_step(source, at_then, then, posts)


def _bad_check(
    source: Source, at: KeyPath, written: _Policy, then: _CheckThen
) -> Iterator[Problem]:
    here = (*at, "then")
    for kind in written.kinds:
        if kind not in CHECKED:
            what = f'a check is for a filled-in report, not for "{kind}"'
            yield source.problem((*at, "for"), what, ", ".join(sorted(CHECKED)))
    if written.lapses is not None:
        what = 'a check has no "lapses"'
        yield source.problem((*at, "lapses"), what, "for, then, title, when")
    for name in _VALUE.findall(then.says):
        for kind in written.kinds:
            if name not in FACT_KINDS[kind]:
                what = f'a fact of kind "{kind}" has no attribute "{name}"'
                yield source.problem((*here, "says"), what, ", ".join(sorted(FACT_KINDS[kind])))


def _bad_step(
    source: Source, at: KeyPath, then: _Then, posts: Collection[str]
) -> Iterator[Problem]:
    if then.rung is not None and then.repeat is not None:
        what = "a rung is climbed once and cannot repeat"
        yield source.problem((*at, "repeat"), what, "either rung or repeat")
    for number, recipient in enumerate(then.to):
        body, slash, post = recipient.rpartition("/")
        here = (*at, "to", number)
        if post not in (HEAD, *posts):
            yield source.problem(here, f'unknown post "{post}"', ", ".join((HEAD, *posts)))
        elif slash and not _BODY.fullmatch(body):
            yield source.problem(here, f'"{body}" is no body', "via, to, office, a uid")
        elif recipient in then.to[:number]:
            yield source.problem(here, f'"{recipient}" is written twice', "each recipient once")
    told = {post_of(recipient) for recipient in then.to}
    for number, post in enumerate(then.hold):
        if post not in told:
            what = f'"{post}" is held but not told'
            yield source.problem((*at, "hold", number), what, ", ".join(sorted(told)))


def _duplicates(policies: Iterable[Policy]) -> Iterator[Problem]:
    first: dict[str, Policy] = {}
    for policy in policies:
        known = first.setdefault(policy.id, policy)
        if known is not policy:
            where = known.source.file if known.source else ""
            yield policy.problem(
                (), f'the id "{policy.id}" is already taken in {where}', "an id of its own"
            )


def _too_many(policies: Iterable[Policy]) -> Iterator[Problem]:
    """Yield the first policy of each kind with which the engine could be overwhelmed."""
    ways: Counter[str] = Counter()
    for policy in policies:
        for kind in policy.for_:
            before = ways[kind]
            ways[kind] += branches(policy.when)
            if before <= MOST < ways[kind]:
                what = f"with it, {ways[kind]} conditions on {kind} could hold at once"
                yield policy.problem(("when",), what, f"{MOST} (one per policy and `any` branch)")
