"""Every setting in force, by its name in config.yaml; of a secret only that it is set."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dondoc.setup.settings import Settings

# An address may hold a password; of a channel its name is enough.
_SECRET = {"database", "channels"}


class Setting(NamedTuple):
    """One setting: its name, what it is in words, whether the office has chosen it."""

    name: str
    value: str
    chosen: bool


def settings_of(settings: Settings) -> list[Setting]:
    """Return every setting in force, in the order of config.yaml."""
    usual = dict(
        _flat(Settings(directives=settings.directives).model_dump(mode="json", by_alias=True))
    )
    found = _flat(settings.model_dump(mode="json", by_alias=True))
    return [Setting(name, said(value), usual.get(name) != value) for name, value in found]


def _flat(part: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in part.items():
        whole = f"{above}{name}"
        if whole in _SECRET:
            yield whole, sorted(value) if isinstance(value, Mapping) else bool(value)
        elif isinstance(value, Mapping):
            yield from _flat(value, f"{whole}.")
        else:
            yield whole, value


def said(value: object) -> str:
    """Return a value in words."""
    match value:
        case None | "" | []:
            return "chưa đặt"
        case bool():
            return "có" if value else "không"
        case list():
            return ", ".join(map(str, value))
    return str(value)
