"""Whether every step has its text, and every text its step."""

from collections.abc import Iterable
from pathlib import Path

from steps.table import STEPS, Step

FOLDER = Path(__file__).with_name("templates")
# The frame around the texts of a letter; what begins with "_" is shared by them.
_FRAME = "letter"
_ENDING = ".txt.j2"


def unmatched(steps: Iterable[Step] = STEPS, folder: Path = FOLDER) -> list[tuple[str, str]]:
    """Return (file, what is wrong, in Vietnamese) for each step without a text in `folder` and
    each text without a step."""
    wanted = {step.template: step.id for step in steps}
    there = {file.name.removesuffix(_ENDING) for file in folder.glob(f"*{_ENDING}")}
    texts = {name for name in there if not name.startswith("_")} - {_FRAME}
    lacking = (
        (name, f"bước {wanted[name]} (steps/table.py) chưa có lời ở đây")
        for name in sorted(set(wanted) - texts)
    )
    idle = (
        (name, "lời này không thuộc bước nào trong steps/table.py")
        for name in sorted(texts - set(wanted))
    )
    return [(str(folder / f"{name}{_ENDING}"), what) for name, what in (*lacking, *idle)]
