"""Reads from YAML what a visit can say; a list without a code for what must be said is refused."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.errors import Problem, Problems
from rules.files.located import Shape, Words
from rules.files.source import Source, read, validate
from rules.meaning.reason import Reasons
from rules.meaning.visiting import (
    AnswerKind,
    Met,
    MetKind,
    Reminders,
    Reply,
    Situation,
    Visiting,
    Way,
    WayKind,
    Word,
)
from rules.reading.directive_shape import Slug

FILE = "tham.yaml"
_WayKind = Annotated[WayKind, Field(strict=False)]
_MetKind = Annotated[MetKind, Field(strict=False)]
_AnswerKind = Annotated[AnswerKind, Field(strict=False)]


class _Word(Shape):
    title: Words


class _Way(_Word):
    kind: _WayKind
    evidence: bool = False


class _Met(_Word):
    kind: _MetKind


class _Answer(_Word):
    kind: _AnswerKind


class _Situation(_Word):
    asks: Slug | None = None


class _Reminders(Shape):
    unvisited: int = Field(ge=1, le=366)
    promise: int = Field(ge=1, le=366)
    pace: int = Field(ge=1, le=366)
    rise: int = Field(ge=1, le=366)
    assumed: Words


class _File(Shape):
    meeting_informs: bool
    assumed: Words | None = None
    # A box of the printed form is one digit.
    ways: dict[Slug, _Way] = Field(min_length=1, max_length=9)
    went: dict[Slug, _Word] = Field(min_length=1, max_length=9)
    met: dict[Slug, _Met] = Field(min_length=1, max_length=9)
    answers: dict[Slug, _Answer] = Field(min_length=1, max_length=9)
    reasons: dict[Slug, _Word] = Field(min_length=1, max_length=9)
    situations: dict[Slug, _Situation] = Field(min_length=1, max_length=9)
    strikes: dict[Slug, _Word] = Field(min_length=1)
    reminders: _Reminders | None = None


def load_visiting(folder: Path, shipped: Path, reasons: Reasons) -> Visiting:
    """Return what a visit can say by `folder`, where it has no such file by `shipped`.

    Raises: RuleError with every problem: a kind that no code has, a reason that moves nobody out.
    """
    own = folder / FILE
    source = read(own if own.is_file() else shipped / FILE)
    written, problems = validate(source, _File), Problems()
    for problem in (*_missing(source, written), *_idle(source, written, reasons)):
        problems.add(problem)
    problems.raise_any()
    return Visiting(
        ways={i: Way(i, one.title, one.kind, one.evidence) for i, one in written.ways.items()},
        went=_words(written.went),
        met={i: Met(i, one.title, one.kind) for i, one in written.met.items()},
        answers={i: Reply(i, one.title, one.kind) for i, one in written.answers.items()},
        reasons=_words(written.reasons),
        situations={
            i: Situation(i, one.title, one.asks or "") for i, one in written.situations.items()
        },
        strikes=_words(written.strikes),
        meeting_informs=written.meeting_informs,
        assumed=written.assumed or "",
        reminders=Reminders(**written.reminders.model_dump()) if written.reminders else None,
    )


def _words(written: Mapping[str, _Word]) -> dict[str, Word]:
    return {id_: Word(id_, one.title) for id_, one in written.items()}


def _missing(source: Source, written: _File) -> Iterator[Problem]:
    """Yield each kind that no code of its list has: it could not be said."""
    there: dict[str, tuple[set[str], set[str]]] = {
        "ways": ({one.kind for one in written.ways.values()}, {WayKind.VISIT.value}),
        "met": ({one.kind for one in written.met.values()}, {*MetKind}),
        "answers": ({one.kind for one in written.answers.values()}, {*AnswerKind}),
    }
    for key, (has, needed) in there.items():
        for kind in sorted(needed - has):
            yield source.problem((key,), f"no code is `kind: {kind}`", "at least one of it")
    if all(one.asks for one in written.situations.values()):
        yield source.problem(("situations",), "each asks for a change", "at least one without asks")


def _idle(source: Source, written: _File, reasons: Reasons) -> Iterator[Problem]:
    """Yield each situation that asks for a change which takes nobody off a list."""
    out = reasons.moving("out")
    for id_, one in written.situations.items():
        if one.asks and one.asks not in out:
            at = ("situations", id_, "asks")
            yield source.problem(at, f'"{one.asks}" takes nobody off a list', ", ".join(out))
