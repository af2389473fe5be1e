"""The acts there are, each entered by its module; the table of rights covers them and sights."""

import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import TypeVar

from dondoc import desk as package
from dondoc.desk.context import Desk
from dondoc.visible import Sight
from rules.errors import Problem
from rules.meaning.right import Right
from rules.rulebook import Rulebook

R = TypeVar("R")
A = TypeVar("A")


@dataclass(frozen=True)
class Act:
    """One act: its name in the table of rights, and the module that does it."""

    name: str
    module: str
    function: str


_ACTS: dict[str, Act] = {}


def act(*names: str) -> Callable[[Callable[[Desk, R], A]], Callable[[Desk, R], A]]:
    """Enter what follows as the act called by one of `names`, and see that it asks for its right.

    Raises (when the act is done):
        AssertionError: it has not asked; whoever opened the desk rolls back.
    """

    def enter(function: Callable[[Desk, R], A]) -> Callable[[Desk, R], A]:
        @wraps(function)
        def done(desk: Desk, request: R) -> A:
            answer = function(desk, request)
            if not desk.asked.intersection(names):
                raise AssertionError(f"{function.__module__} asks for no right")
            return answer

        for name in names:
            _ACTS[name] = Act(name, function.__module__, function.__name__)
        return done

    return enter


def acts() -> Mapping[str, Act]:
    """Return every act of the desk by name."""
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_ACTS.items()))


def uncovered(rulebook: Rulebook, folder: str) -> Iterator[Problem]:
    """Yield the acts and sights that the table of rights leaves out, and what it names beside.

    folder: where one is to be added that no file of the table could take.
    """
    rights = rulebook.rights
    yield from _compared("acts", list(acts()), rights.acts, folder)
    yield from _compared("sights", [sight.value for sight in Sight], rights.sights, folder)


def _compared(
    part: str, known: Sequence[str], table: Mapping[str, Right], folder: str
) -> Iterator[Problem]:
    """Yield where the `part` of the table and what is `known` to the program are not the same."""
    unknown, missing = _SAID[part]
    file = str(next((right.source.file for right in table.values() if right.source), folder))
    for name in sorted(table.keys() - set(known)):
        yield table[name].problem(part, f'{unknown} "{name}"', ", ".join(known))
    for name in sorted(set(known) - table.keys()):
        yield Problem(file, 1, f"{part}.{name}", missing, "title, may")


# What is wrong: the program knows no such one, the table has none.
_SAID = {
    "acts": ("chương trình không có việc nào là", "chưa nêu ai được làm việc này"),
    "sights": ("chương trình không có mục xem nào là", "chưa nêu ai được xem mục này"),
}
