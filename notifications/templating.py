"""The templates of letters, as jinja2 reads them: what they may call, and how they are kept."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from language.dates import WEEKDAYS
from notifications.round_words import asked, consolidator_state
from notifications.wording import FILTERS, limit, term


class _Templates(Environment):
    """Our templates: part of the program, never loaded anew, and shown objects of ours only."""

    # A name that an object does not have is an AttributeError, no empty word.
    getattr = staticmethod(getattr)  # type: ignore[assignment]  # positions, as it is called

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._loaded: dict[str, Template] = {}

    def get_template(self, name: Any, *_more: Any, **_options: Any) -> Template:
        """Return a template by its name; the same one every time."""
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name)
            # It comes with a chain of dicts, which is copied key by key for every rendering.
            found.globals = dict(found.globals)
        return found


def _environment() -> Environment:
    environment = _Templates(
        loader=PackageLoader("notifications"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # The templates are part of the program; looking at their files takes longer than a letter.
        auto_reload=False,
        # Plain text, never HTML: an escaped "&" or quotation mark would reach the reader as it is.
        autoescape=False,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(term=term, limit=limit, weekday=lambda day: WEEKDAYS[day.weekday()])
    environment.globals.update(asked=asked, consolidator_state=consolidator_state)
    return environment


TEMPLATES = _environment()
