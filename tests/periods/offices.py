"""Rules of an office with the small directives of this folder, and a clerk who edits them."""

import shutil
from pathlib import Path

from rules.rulebook import HOME, Rulebook, load

DIRECTIVES = Path(__file__).parent / "directives"
CROSSING, OWN_MONTH, QUARTER = "cheo-thang", "ky-thang", "quy-sau"
BY_THE_HOUR = "co-gio"


def rules_folder(folder: Path) -> Path:
    """Return a rules folder like the shipped one, with the directives of this folder instead."""
    home = folder / "rules"
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.rmtree(home / "directives")
    shutil.copytree(DIRECTIVES, home / "directives")
    return home


def edited(home: Path, directive: str, *changes: tuple[str, str]) -> Rulebook:
    """Return the rules of `home` once a clerk has edited one of its directives."""
    file = home / "directives" / directive / "directive.yaml"
    text = file.read_text("utf-8")
    for before, after in changes:
        assert before in text, f"{before!r} is not in {file.name}"
        text = text.replace(before, after)
    file.write_text(text, "utf-8")
    return load(home)
