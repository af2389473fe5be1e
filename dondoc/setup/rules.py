"""The rules an office works by, kept in its state folder as they were read."""

from pathlib import Path

from dondoc.setup.key import key_file
from dondoc.setup.settings import LocatedSettings
from rules.kept import Shelf
from rules.rulebook import Rulebook, load

# Made anew whenever it is missing: no backup needs it.
KEPT = "rules.kept"


def rules_of(settings: LocatedSettings) -> Rulebook:
    """Return the rules that the settings name.

    Raises: rules.errors.RuleError with every located problem of their files.
    """
    return load(settings.rules_folder, _shelf(settings.state_folder))


def _shelf(state: Path) -> Shelf | None:
    """Return where rules are kept; None before the office has a key to seal them with."""
    try:
        return Shelf(state / KEPT, key_file(state).read_bytes())
    except OSError:
        return None
