"""Whether the table of rights covers every act and every sight, none of them loaded.

Their names are taken from the acts themselves by `make docs` (names.json).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rules.errors import Problem
from rules.meaning.right import Right
from rules.rulebook import Rulebook

NAMES = Path(__file__).parent / "names.json"


def uncovered(rulebook: Rulebook, folder: str) -> Iterator[Problem]:
    """Yield the acts and sights that the table of rights leaves out, and what it names beside.

    folder: where one is to be added that no file of the table could take.
    """
    rights, known = rulebook.rights, json.loads(NAMES.read_bytes())
    yield from _compared("acts", known["acts"], rights.acts, folder)
    yield from _compared("sights", known["sights"], rights.sights, folder)


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
