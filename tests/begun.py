"""How an office begins in many tests of the commands is typed once in each process of the tests.

The real commands run the first time. Afterwards the folder they left is laid down again, wherever
the same was typed at the same instant in the same environment.
"""

import os
from pathlib import Path

from tests.program import Dondoc
from tests.simulated import stand

# The morning on which the round of May 2024 opens.
OPENED = ("sweep", "--now", "2024-04-26T07:00")

_Key = tuple[object, ...]
_left: dict[_Key, dict[str, tuple[int, bytes]]] = {}


def begun(state: Path, *typed: tuple[str, ...], at: str | None = None) -> Dondoc:
    """Return an office after the commands `typed`, of which none names a file.

    Args:
        state: its folder, which is not there yet.
        at: make it a demonstration in which it is this local instant; without it the clock is
            the machine's.
    """
    said = sorted(one for one in os.environ.items() if one[0].startswith("DONDOC_"))
    key = (typed, at, tuple(said))
    if key in _left:
        _lay_down(state, _left[key])
    else:
        _play(state, typed, at)
        _left[key] = _files(state)
    if at:
        stand(state, at)
    return Dondoc(state)


def _play(state: Path, typed: tuple[tuple[str, ...], ...], at: str | None) -> None:
    if at:
        stand(state, at)
    for command in typed:
        Dondoc(state).run(*command)


def _files(state: Path) -> dict[str, tuple[int, bytes]]:
    found = (file for file in state.rglob("*") if file.is_file())
    return {
        file.relative_to(state).as_posix(): (file.stat().st_mode, file.read_bytes())
        for file in found
    }


def _lay_down(state: Path, files: dict[str, tuple[int, bytes]]) -> None:
    for name, (mode, content) in files.items():
        file = state / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(mode)
