"""How a page is written: one environment, dates and numbers as `language` has them."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dondoc.web import words
from dondoc.web.words import VIETNAMESE as VIETNAMESE
from dondoc.web.words import InEnglish, spoken
from language import dates, numbers

HERE = Path(__file__).parent
STATIC = HERE / "static"
ENGLISH = "en"


@cache
def environment(static: str, language: str = VIETNAMESE) -> Environment:
    """Return the environment of one language; `static`: where the files that never change are."""
    in_english = language == ENGLISH
    made = Environment(
        extensions=[InEnglish] if in_english else [],
        finalize=spoken if in_english else None,
        loader=FileSystemLoader([HERE / "templates", HERE / "pages"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters |= {
        "full_day": dates.full_day,
        "short_day": dates.short_day,
        "week_day": dates.week_day,
        "month_of": dates.month_of,
        "moment": dates.moment,
        "hour": dates.hour,
        "hour_of_day": dates.hour_of_day,
        "day_and_hour": dates.day_and_hour,
        "short_day_and_hour": dates.short_day_and_hour,
        "begin": _begin,
        "count": numbers.count,
        "grouped": numbers.grouped,
        "shown": numbers.shown,
        "decimal": numbers.decimal,
        "percent": numbers.percent,
    }
    made.globals |= {"static": static, "language": language}
    made.globals |= {
        "in_its_language": words.in_its_language,
        "language_of": words.language_of if in_english else lambda _: "",
    }
    return made


def _begin(text: str) -> str:
    """Return `text` as a sentence begins."""
    return text[:1].upper() + text[1:]


@cache
def static_digest() -> str:
    """Return a digest of all files a page may ask for: their address, so that they never change."""
    found = sorted(file for file in STATIC.rglob("*") if file.is_file())
    whole = b"".join(sha256(file.read_bytes()).digest() for file in found)
    return sha256(whole).hexdigest()[:16]


def written(
    environment: Environment, template: str, context: Mapping[str, object], block: str = ""
) -> str:
    """Return `template`, or its `block` alone, filled in with `context`."""
    found = environment.get_template(template)
    if not block:
        return found.render(context)
    inside = found.new_context(dict(context))
    # The macros a page takes from elsewhere are its own top level.
    list(found.root_render_func(inside))
    return "".join(found.blocks[block](inside))
