"""Reads the files of bodies: kinds with their posts, bodies, and the changes among them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from pydantic import Field, model_validator

from rules.errors import Problem, Problems
from rules.files.located import Shape, Words, refuse
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source, read, validate
from rules.meaning.body import Body, BodyRegistry, Kind

_POST = re.compile(r"[a-z]+(-[a-z]+)*")
_ONCE = ("one declaration in all files",)
_KINDS = ("a kind declared under `kinds`",)
_UNIT_WORDS = ("Xã ", "Phường ", "Thị trấn ", "Đặc khu ")


class _Kind(Shape):
    posts: dict[str, Words] = Field(min_length=1)
    head: str | None = None
    acts_as: str = ""
    called: str = ""
    together: str = ""

    @model_validator(mode="after")
    def _posts_are_named(self) -> "_Kind":
        for post in self.posts:
            if not _POST.fullmatch(post):
                raise refuse(f'"{post}" is no name of a post', "a-z and single hyphens", "posts")
        if self.head is not None and self.head not in self.posts:
            raise refuse(f'"{self.head}" is no post of this kind', ", ".join(self.posts), "head")
        return self


class _Body(Shape):
    name: Words
    kind: str
    short: Words | None = None
    gap: str = ""
    posts: dict[str, Words] = Field(default_factory=dict)


class _Change(Shape):
    citation: str | None = None
    assumed: str | None = None
    known_from: date
    effective: date
    into: dict[str, list[str]] = Field(default_factory=dict)
    ends: list[str] = Field(default_factory=list)
    note: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> "_Change":
        if (self.citation is None) == (self.assumed is None):
            raise refuse("a change needs its reason, one of the two", "citation, assumed")
        if self.known_from > self.effective:
            raise refuse(
                "a change cannot be known later than it takes effect",
                f"{self.effective} or earlier",
                "known_from",
            )
        return self


class _Bodies(Shape):
    kinds: dict[str, _Kind] = Field(default_factory=dict)
    bodies: dict[str, _Body] = Field(default_factory=dict)
    changes: list[_Change] = Field(default_factory=list)


@dataclass
class _Reader:
    """Builds one registry out of several files, gathering every problem."""

    problems: Problems
    kinds: dict[str, Kind] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    def refuse(self, source: Source, path: KeyPath, what: str, allowed: Iterable[str]) -> None:
        self.problems.add(source.problem(path, what, ", ".join(allowed)))

    def take_kinds(self, source: Source, shape: _Bodies) -> None:
        for uid, kind in shape.kinds.items():
            if uid in self.kinds:
                self.refuse(
                    source, ("kinds", uid), "this kind is declared in another file too", _ONCE
                )
            self.kinds[uid] = Kind(
                uid, kind.posts, kind.head, kind.acts_as, kind.called, kind.together
            )

    def take_bodies(self, source: Source, shape: _Bodies) -> None:
        for uid, body in shape.bodies.items():
            here = ("bodies", uid)
            if body.kind not in self.kinds:
                self.refuse(
                    source, (*here, "kind"), f'unknown kind "{body.kind}"', self.kinds or _KINDS
                )
            elif uid in self.bodies:
                self.refuse(source, here, "this body is declared in another file too", _ONCE)
            else:
                for post in body.posts.keys() - self.kinds[body.kind].posts.keys():
                    what = f'"{post}" is no post of its kind'
                    known = self.kinds[body.kind].posts
                    self.refuse(source, (*here, "posts", post), what, known)
                self.bodies[uid] = _body(uid, body, self.kinds[body.kind])

    def take_changes(self, source: Source, shape: _Bodies) -> None:
        for index, change in enumerate(shape.changes):
            here = ("changes", index)
            for heir, parts in change.into.items():
                at = (*here, "into", heir)
                if self._known(source, at, [heir, *parts]):
                    self._begin(source, at, heir, change)
                    for part in parts:
                        self._end(source, at, part, change, heir)
            if self._known(source, (*here, "ends"), change.ends):
                for uid in change.ends:
                    self._end(source, (*here, "ends"), uid, change, None)

    def _known(self, source: Source, at: KeyPath, uids: list[str]) -> bool:
        unknown = [uid for uid in uids if uid not in self.bodies]
        for uid in unknown:
            self.refuse(source, at, f'unknown body "{uid}"', ["a uid under `bodies`"])
        return not unknown

    def _begin(self, source: Source, at: KeyPath, uid: str, change: _Change) -> None:
        body = self.bodies[uid]
        if body.valid_from is not None:
            self.refuse(source, at, f'"{uid}" begins twice', ["one change into it"])
        self.bodies[uid] = replace(
            body,
            valid_from=change.effective,
            known_from=change.known_from,
            citation=body.citation or change.citation or change.assumed or "",
        )

    def _end(
        self, source: Source, at: KeyPath, uid: str, change: _Change, heir: str | None
    ) -> None:
        body, last = self.bodies[uid], change.effective - timedelta(days=1)
        heirs = (heir,) if heir else ()
        split = heir is not None and bool(body.succeeded_by)
        if body.valid_to is not None and not (split and body.valid_to == last):
            self.refuse(source, at, f'"{uid}" ends twice', ["one change that ends it"])
        self.bodies[uid] = replace(
            body,
            valid_to=last,
            end_known_from=change.known_from,
            succeeded_by=(*body.succeeded_by, *heirs),
            citation=change.citation or change.assumed or "",
        )


def _body(uid: str, shape: _Body, kind: Kind) -> Body:
    """A uid such as `02617@base` begins with the body's statistical code."""
    code, at, _ = uid.partition("@")
    word = next((word for word in _UNIT_WORDS if shape.name.startswith(word)), "")
    short = shape.short or shape.name.removeprefix(word)
    organ = f"{kind.acts_as} {shape.name[0].lower()}{shape.name[1:]}"
    return Body(
        uid=uid,
        name=shape.name,
        kind=kind.id,
        code=code if at else None,
        short_name=short,
        organ=organ if kind.acts_as else shape.name,
        posts=tuple(kind.posts),
        head=kind.head,
        gap=shape.gap,
        titles=shape.posts,
    )


def load_bodies(folder: Path) -> BodyRegistry:
    """The bodies of every `*.yaml` in `folder`, which may refer to one another.

    Raises: RuleError with every located problem of all files.
    """
    problems = Problems()
    read_files: list[tuple[Source, _Bodies]] = []
    for path in sorted(folder.glob("*.yaml")):
        with problems.gather():
            source = read(path)
            read_files.append((source, validate(source, _Bodies)))
    if not read_files and not problems:
        problems.add(Problem(str(folder), 1, "(folder)", "no bodies here", "one or more *.yaml"))
    reader = _Reader(problems)
    for take in (reader.take_kinds, reader.take_bodies, reader.take_changes):
        for source, shape in read_files:
            take(source, shape)
    problems.raise_any()
    return BodyRegistry(reader.bodies.values(), reader.kinds.values())
