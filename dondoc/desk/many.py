"""Many at once: one act for each of many bodies, or for each of many filled-in forms.

Each stands by itself, in a transaction of its own: what is refused of one changes nothing of it and
nothing of the others, and is said with the one it is about.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dondoc.desk import record as recording
from dondoc.desk.context import Desk, Which
from dondoc.desk.receipt import Receipt
from dondoc.errors import NotPossible, Refused
from dondoc.named import body_uid, named_on
from dondoc.reports.figures_file import Sent, whose_form

# Opens the desk for one act of whoever does them all.
Opens = Callable[[], AbstractContextManager[Desk]]


class Result(StrEnum):
    """What became of one of many."""

    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True)
class Became:
    """What became of one body: whose it is, and why nothing was done ("" where it was)."""

    of: Which
    refused: str = ""


@dataclass(frozen=True)
class Came:
    """What became of one file: whose it is, as far as it says so, and why it was not taken."""

    file: str
    bearer: str | None
    due_on: str | None
    result: Result
    reason: str | None


def each(opens: Opens, them: Iterable[Which], do: Callable[[Desk, Which], object]) -> list[Became]:
    """Do an act for each of `them`; return what became of each, in their order."""
    return list(_each(opens, them, do))


def _each(
    opens: Opens, them: Iterable[Which], do: Callable[[Desk, Which], object]
) -> Iterator[Became]:
    for of in them:
        try:
            with opens() as desk:
                do(desk, of)
        except (Refused, NotPossible) as refused:
            yield Became(of, str(refused).strip())
        else:
            yield Became(of)


def take_in(opens: Opens, file: Path | Sent, receipt: Receipt, revises: bool = False) -> Came:
    """Take one filled-in form in; it says itself whose it is, and of which round.

    Args:
        revises: it is meant to replace a report that is already there.
    """
    bearer, due_on = None, None
    try:
        whose = whose_form(file)
        bearer, due_on = whose.bearer, whose.due_on.isoformat() if whose.due_on else None
        with opens() as desk:
            on = named_on(desk.rulebook, whose.directive, whose.due_on)
            bearer = body_uid(desk.rulebook.bodies, whose.bearer, on)
            of = Which(whose.directive, whose.duty, bearer, whose.due_on)
            recording.record(desk, recording.Request(of, receipt, figures=file, revises=revises))
    except (Refused, NotPossible) as refused:
        return Came(file.name, bearer, due_on, Result.REFUSED, str(refused).strip())
    return Came(file.name, bearer, due_on, Result.TAKEN, None)
