"""The acts there are, each entered by its module."""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import TypeVar

from dondoc import desk as package
from dondoc.desk.context import Desk
from dondoc.visible import Sight

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
            # Of several by one right the first is it: the others do the same to many.
            _ACTS.setdefault(name, Act(name, function.__module__, function.__name__))
        return done

    return enter


def acts() -> Mapping[str, Act]:
    """Return every act of the desk by name."""
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_ACTS.items()))


def names() -> dict[str, list[str]]:
    """Return what names.json should hold: every act and sight there is, by name."""
    return {"acts": list(acts()), "sights": [sight.value for sight in Sight]}
