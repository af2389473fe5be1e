"""What is stored. A model is loaded and mapped when it is asked for; `whole` maps them all.

Mapping all of them is a fifth of a reading command, which asks a few. Which name is at home in
which module stands in `__init__.pyi`, for whoever checks types and for this one.
"""

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from models.base import Base

_IMPORTS = re.compile(r"^from ([\w.]+) import (?:\(([^)]+)\)|(.+))$", re.M)


@cache
def _homes() -> dict[str, str]:
    """Return the module of every name that this package gives."""
    told = Path(__file__).with_suffix(".pyi").read_text("utf-8")
    return {
        name: home
        for home, many, few in _IMPORTS.findall(told)
        for name in re.findall(r"\w+", many or few)
    }


@cache
def whole() -> type[Base]:
    """Return the base of all models with every one of them mapped: for who works on all tables."""
    for home in dict.fromkeys(_homes().values()):
        import_module(home)
    return Base


def of_table(table: str) -> type[Any] | None:
    """Return the model of the table called `table`, mapped now if it was not; None for no model's.

    A model is called as its table is: `person_list` is `PersonList`.
    """
    name = "".join(word.capitalize() for word in table.split("_"))
    found: Any = __getattr__(name) if name in _homes() else None
    own = getattr(found, "__table__", None)
    return found if own is not None and own.name == table else None


def __getattr__(name: str) -> object:
    """Load what is asked for the first time, as `from models import …` does."""
    home = _homes().get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Name all that can be asked for."""
    return sorted(_homes())
