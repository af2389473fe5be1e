"""Reads the reasons of movements from YAML; a list with which not all could be told is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.errors import Problem, Problems
from rules.files.located import Shape, Words
from rules.files.source import Source, read, validate
from rules.meaning.duty import Unit
from rules.meaning.form import Form
from rules.meaning.form import Role as FigureRole
from rules.meaning.forms import Forms
from rules.meaning.reason import NEEDED, Moves, Reason, Reasons, Subject, Within
from rules.meaning.right import Role
from rules.reading.directive_shape import Slug

FILE = "bien-dong.yaml"
_Subject = Annotated[Subject, Field(strict=False)]
_Role = Annotated[Role, Field(strict=False)]
# A name stands in trails and files of machines: never a role that is everybody.
_CONFIRMING = (Role.BEARER, Role.VIA, Role.TO, Role.OFFICE)


class _Reason(Shape):
    title: Words
    about: _Subject
    moves: Moves


class _Within(Shape):
    days: int = Field(ge=1, le=365)
    unit: Unit = "days"
    assumed: Words


class _Reopens(Shape):
    days: int = Field(ge=0, le=365)
    assumed: Words


class _File(Shape):
    confirmed_by: dict[_Subject, _Role]
    assumed: Words | None = None
    reasons: dict[Slug, _Reason] = Field(min_length=1)
    answer_within: _Within
    # Files written before somebody could ask anything of their data say nothing of it.
    reply_within: _Within = _Within(days=10, unit="working_days", assumed="quy ước của Văn phòng")
    reopens: _Reopens


def load_reasons(folder: Path, shipped: Path) -> Reasons:
    """Return the reasons of `folder`, where it has none those `shipped`.

    Raises: RuleError with every problem: a subject that nobody confirms, a reason that is missing.
    """
    own = folder / FILE
    source = read(own if own.is_file() else shipped / FILE)
    written, problems = validate(source, _File), Problems()
    for problem in _mistakes(source, written):
        problems.add(problem)
    problems.raise_any()
    within, reply = written.answer_within, written.reply_within
    return Reasons(
        confirmed_by=dict(written.confirmed_by),
        by_id={
            id_: Reason(id_, one.title, one.about, one.moves)
            for id_, one in written.reasons.items()
        },
        answer_within=Within(within.days, within.unit, within.assumed),
        reopens_days=written.reopens.days,
        reply_within=Within(reply.days, reply.unit, reply.assumed),
    )


def _mistakes(source: Source, written: _File) -> Iterator[Problem]:
    for subject in Subject:
        role, at = written.confirmed_by.get(subject), ("confirmed_by", subject.value)
        if role is None:
            what = f'nobody confirms what is about "{subject}"'
            yield source.problem(at, what, ", ".join(_CONFIRMING))
        elif role not in _CONFIRMING:
            yield source.problem(
                at, f'"{role}" is nobody who could confirm', ", ".join(_CONFIRMING)
            )
    known = {(one.about, one.moves) for one in written.reasons.values()}
    for about, moves in NEEDED:
        if (about, moves) not in known:
            what = f"no reason is `about: {about}` with `moves: {moves}`"
            yield source.problem(("reasons",), what, "at least one of it")


def untold(form: Form, reasons: Reasons) -> Iterator[tuple[str, str]]:
    """Yield what `form`, which counts people by reasons, says wrongly: an id, and what is wrong.

    A movement counts each person once: each reason that moves people stands in one figure of that
    way. A form no figure of which names a reason is filled in by hand alone.
    """
    if not any(figure.reasons for figure in form.figures):
        return
    ways = {FigureRole.PLUS: "in", FigureRole.MINUS: "out"}
    placed = dict[str, str]()
    for figure in form.figures:
        way = ways.get(figure.role)
        for id_ in figure.reasons:
            if id_ not in reasons.by_id:
                yield figure.id, f'unknown reason "{id_}"'
            elif way and reasons.by_id[id_].moves != way:
                yield figure.id, f'"{id_}" does not move people {way}'
            elif way and placed.setdefault(id_, figure.id) != figure.id:
                yield figure.id, f'"{id_}" is already counted in {placed[id_]}'
    for id_ in reasons.moving("in", "out"):
        if id_ not in placed:
            yield "", f'no figure counts who moved by "{id_}"'


def check_forms(forms: Forms, reasons: Reasons, folder: Path) -> Iterator[Problem]:
    """Yield every form of `folder` that names a reason there is not, or leaves one out."""
    for form in forms:
        mistakes = list(untold(form, reasons))
        if not mistakes:
            continue
        source = read(folder / f"{form.id}.yaml")
        for id_, what in mistakes:
            at = ("figures", id_, "reasons") if id_ else ("figures",)
            yield source.problem(at, what, ", ".join(reasons.by_id))
