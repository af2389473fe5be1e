"""Reads letterheads from YAML and refuses those that could not be printed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from language import naming
from rules.errors import Problem, Problems
from rules.files.located import Shape, Words
from rules.files.source import Source, read, validate
from rules.meaning.body import BodyRegistry
from rules.meaning.letterhead import (
    NO_LETTERHEADS,
    Copies,
    Document,
    Form,
    Letterhead,
    Letterheads,
    Signing,
)

_FILED = "Lưu:"
_UIDS = "uid/post of a body in rules/bodies"
_Document = Annotated[Document, Field(strict=False)]


class _Copies(Shape):
    dispatch: list[Words] = Field(min_length=1)
    note: str = ""


class _Signing(Shape):
    signature: list[Words] = Field(min_length=1)
    authority: str = ""
    scope: str = ""
    until: date | None = None


class _Form(Shape):
    symbol: Words
    signature: list[Words] = Field(min_length=1)
    copies: list[Words | _Copies] = Field(min_length=1)
    to: str = ""
    signer: str = ""
    signers: dict[str, _Signing] = Field(default_factory=dict)


class _Letterhead(Shape):
    for_: list[Words] = Field(alias="for", min_length=1)
    above: list[Words] = Field(default_factory=list)
    name: list[Words] = Field(default_factory=list)
    place: str = ""
    documents: dict[_Document, _Form] = Field(min_length=1)


class _File(Shape):
    letterheads: dict[str, _Letterhead] = Field(min_length=1)


def load_letterheads(folder: Path, bodies: BodyRegistry) -> Letterheads:
    """Return the letterheads of every `*.yaml` in `folder`.

    Without such a file there are none, and no official document can be made. Raises: RuleError
    with all problems.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        return NO_LETTERHEADS
    found, problems, taken = list[Letterhead](), Problems(), dict[str, str]()
    for file in files:
        with problems.gather():
            source = read(file)
            written = validate(source, _File).letterheads
            for problem in _mistakes(source, written, bodies, taken):
                problems.add(problem)
            found.extend(_letterhead(id_, one) for id_, one in written.items())
    problems.raise_any()
    return Letterheads(found)


def _letterhead(id_: str, written: _Letterhead) -> Letterhead:
    return Letterhead(
        id=id_,
        bodies=tuple(written.for_),
        above=tuple(written.above),
        name=tuple(written.name),
        documents={str(name): _form(form) for name, form in written.documents.items()},
        place=written.place,
    )


def _form(written: _Form) -> Form:
    copies = (
        Copies(tuple(line.dispatch), line.note) if isinstance(line, _Copies) else line
        for line in written.copies
    )
    signers = {
        post: Signing(tuple(one.signature), one.authority, one.scope, one.until)
        for post, one in written.signers.items()
    }
    signature, symbol = tuple(written.signature), written.symbol
    return Form(symbol, signature, tuple(copies), written.to, written.signer, signers)


def _mistakes(
    source: Source, written: dict[str, _Letterhead], bodies: BodyRegistry, taken: dict[str, str]
) -> Iterator[Problem]:
    uids = [body.uid for body in bodies.all()]
    for id_, one in written.items():
        at = ("letterheads", id_)
        for number, name in enumerate(one.for_):
            here = (*at, "for", number)
            if name not in bodies.kinds and name not in bodies:
                yield source.problem(here, *_unknown(name, [*bodies.kinds, *uids]))
            elif name in taken:
                what = f'"{name}" already has the letterhead {taken[name]}'
                yield source.problem(here, what, "one letterhead for a kind or a body")
            taken.setdefault(name, id_)
        for document, form in one.documents.items():
            under = (*at, "documents", str(document))
            yield from _copies(source, (*under, "copies"), form, bodies)
            yield from _signers(source, under, form, one.for_, bodies)


def _signers(
    source: Source, at: tuple[str | int, ...], form: _Form, for_: list[str], bodies: BodyRegistry
) -> Iterator[Problem]:
    """Yield who signs though no such post is, and what is signed for another without a ground."""
    named = [("signer",), *(("signers", post) for post in form.signers)]
    for path in named if form.signer else named[1:]:
        post = form.signer if path == ("signer",) else path[1]
        held = _posts(post, for_, bodies)
        if post.rpartition("/")[2] not in held:
            yield source.problem((*at, *path), f'no post "{post}" there', ", ".join(held) or _UIDS)
    for post, one in form.signers.items():
        here, first = (*at, "signers", post), one.signature[0].casefold()
        if first.startswith(("tl.", "tuq.")) and not one.authority:
            what = "who signs by order or authorisation rests on nothing"
            yield source.problem(here, what, "authority: the working rules or the decision")
        if first.startswith("tuq.") and not (one.scope and one.until):
            what = "an authorisation has a scope and an end"
            yield source.problem(here, what, "scope: …, until: YYYY-MM-DD")


def _posts(post: str, for_: list[str], bodies: BodyRegistry) -> tuple[str, ...]:
    """Return the posts of the body that `post` names, or of those the letterhead is for."""
    uid = post.rpartition("/")[0]
    if uid:
        return bodies.get(uid).posts if uid in bodies else ()
    kinds = [bodies.get(name).kind if name in bodies else name for name in for_]
    held = (bodies.kinds[kind].posts for kind in kinds if kind in bodies.kinds)
    return tuple(dict.fromkeys(post for posts in held for post in posts))


def _copies(
    source: Source, at: tuple[str | int, ...], form: _Form, bodies: BodyRegistry
) -> Iterator[Problem]:
    last = form.copies[-1]
    if not isinstance(last, str) or not last.startswith(_FILED):
        where = (*at, len(form.copies) - 1)
        yield source.problem(where, "the list does not end with who files it", f'"{_FILED} …" last')
    for number, line in enumerate(form.copies[:-1]):
        if isinstance(line, str) and line.startswith(_FILED):
            yield source.problem((*at, number), "who files it stands last", "other lines above it")
    for number, line in enumerate(form.copies):
        for place, uid in enumerate(line.dispatch if isinstance(line, _Copies) else ()):
            if uid not in bodies:
                here = (*at, number, "dispatch", place)
                uids = (body.uid for body in bodies.all())
                yield source.problem(here, *_unknown(uid, list(uids)))


def _unknown(name: str, known: list[str]) -> tuple[str, str]:
    meant = naming.suggest(name, known)
    allowed = "a kind or a uid of rules/bodies"
    return f'unknown body "{name}"', ", ".join(meant) or allowed
