"""Reads from YAML what contributions cost, who pays at least which share, why lists differ."""

from datetime import date
from pathlib import Path

from pydantic import Field

from rules.errors import Problems
from rules.files.located import Shape, Words
from rules.files.source import read, validate
from rules.meaning.contribution import DIFFERS, AtLeast, Differs, Helping, Level, Why
from rules.reading.directive_shape import Slug

FILE = "ho-tro.yaml"


class _Level(Shape):
    from_: date = Field(alias="from")
    base: int = Field(ge=1, le=1_000_000_000)
    source: Words
    known_from: date
    assumed: Words | None = None


class _Contribution(Shape):
    per_mille: int = Field(ge=1, le=1000)
    basis: Words
    assumed: Words | None = None
    levels: list[_Level] = Field(min_length=1)


class _AtLeast(Shape):
    group: Slug
    state: int = Field(ge=1, le=100)
    from_: date = Field(alias="from")
    source: Words
    known_from: date
    assumed: Words | None = None


class _HandOver(Shape):
    days: int = Field(ge=1, le=365)
    assumed: Words | None = None


class _Why(Shape):
    title: Words
    by_itself: Differs | None = None


class _Columns(Shape):
    months: list[Words] = Field(min_length=1)
    money: list[Words] = Field(min_length=1)


class _Sides(Shape):
    insurer: Words
    budget: Words
    presiding: Words


class _Reconciliation(Shape):
    columns: _Columns
    sides: _Sides
    reasons: dict[Slug, _Why] = Field(min_length=1)


class _File(Shape):
    contribution: _Contribution
    at_least: list[_AtLeast] = Field(default_factory=list)
    hand_over: _HandOver
    reconciliation: _Reconciliation


def load_helping(folder: Path, shipped: Path) -> Helping:
    """Return what `folder` declares, where it declares nothing what `shipped` does.

    Raises: RuleError with every problem: two levels of the same day, a difference without reason.
    """
    own = folder / FILE
    source = read(own if own.is_file() else shipped / FILE)
    written, problems = validate(source, _File), Problems()
    days = [one.from_ for one in written.contribution.levels]
    if len(days) != len(set(days)):
        at = ("contribution", "levels")
        problems.add(source.problem(at, "two levels of the same day", "each day once"))
    for differs in DIFFERS:
        if sum(one.by_itself == differs for one in written.reconciliation.reasons.values()) != 1:
            at = ("reconciliation", "reasons")
            said = f"by_itself: {differs} stands not exactly once"
            problems.add(source.problem(at, said, "one reason for each of missing, months, amount"))
    problems.raise_any()
    return _meaning(written)


def _meaning(written: _File) -> Helping:
    paid = written.contribution
    return Helping(
        per_mille=paid.per_mille,
        levels=tuple(
            Level(one.from_, one.base, one.source, one.known_from, one.assumed or "")
            for one in paid.levels
        ),
        basis=paid.basis,
        assumed=paid.assumed or "",
        at_least=tuple(
            AtLeast(one.group, one.state, one.from_, one.source, one.known_from, one.assumed or "")
            for one in written.at_least
        ),
        hand_over_days=written.hand_over.days,
        hand_over_assumed=written.hand_over.assumed or "",
        months_titles=tuple(written.reconciliation.columns.months),
        money_titles=tuple(written.reconciliation.columns.money),
        sides=written.reconciliation.sides.model_dump(),
        reasons={
            id_: Why(id_, one.title, one.by_itself)
            for id_, one in written.reconciliation.reasons.items()
        },
    )
