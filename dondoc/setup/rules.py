"""The rules an office works by, kept in its state folder as they were read."""

from pathlib import Path

from dondoc.setup.key import key_file, secret_of
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
    """Return where rules are kept; None where the office has no key to seal them with."""
    try:
        return Shelf(state / KEPT, secret_of(key_file(state)))
    except OSError:
        return None
