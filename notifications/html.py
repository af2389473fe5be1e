"""The same letter as a simple page: for readers whose mail program prefers HTML.

Styles stand inline, for mail programs that drop the rest; the few rules of the head only turn the
colours round in the dark.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from language.text import upper_first

_STYLES = {
    "body": "font-family:Arial,'Helvetica Neue',sans-serif;font-size:16px;line-height:1.55;"
    "color:#1b1f24;background:#ffffff;margin:0;padding:16px;overflow-wrap:anywhere",
    "box": "max-width:640px;margin:0 auto",
    "p": "margin:0 0 14px 0",
    "top": "border-left:4px solid #0b5cad;background:#eef4fb;padding:12px 14px;margin:0 0 20px 0",
    "h1": "font-size:19px;line-height:1.35;margin:0",
    "when": "font-size:17px;font-weight:bold;color:#9a3412;margin:6px 0 0 0",
    "h2": "font-size:17px;line-height:1.4;border-top:1px solid #c9d1d9;padding:14px 0 0 0;"
    "margin:22px 0 10px 0",
    "ask": "margin:0 0 14px 0",
    "basis": "font-size:14px;color:#57606a;margin:0 0 14px 0",
    "ul": "margin:0 0 14px 0;padding:0 0 0 22px",
    "button": "display:inline-block;background:#0b5cad;color:#ffffff;font-weight:bold;"
    "text-decoration:none;padding:12px 20px;border-radius:6px",
}
_DARK = (
    "@media (prefers-color-scheme:dark){body{background:#15181c!important;color:#e6e8eb!important}"
    ".top{background:#1d2a3a!important;border-color:#6cb1f5!important}"
    ".when{color:#ffb27a!important}.basis{color:#a9b2bc!important}a{color:#7cbcff!important}"
    ".button{background:#1f6fc2!important;color:#ffffff!important}}"
)
_HEAD = (
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    f'<meta name="color-scheme" content="light dark"><style>{_DARK}</style></head>'
)
_GAP = re.compile(r"\n{2,}")
_LINK = re.compile(r"https?://[^\s<>\"'“”]+[^\s<>\"'“”.,;:!?)\]]")
# Where a paragraph asks for something, after its number where it has one.
_ASKS = re.compile(
    r"(?:\d+\. )?(?:Đề nghị |Kính đề nghị |Thư này gửi đồng chí để tham mưu|Xin ý kiến: )"
)
_NUMBER = re.compile(r"\d+\. ")
# From so many names on they are easier to find one below the other.
_MANY = 3


@dataclass(frozen=True)
class Glance:
    """What stands above the letter: its `title`, and `when` something is to be done, "" for never.

    `lists`: names as they stand in a row in the text, and each by itself. `link`: the address of a
    page of the office about it, "" where there is none.
    """

    title: str
    when: str = ""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    link: str = ""


def page(text: str, glance: Glance | None = None) -> str:
    """The plain `text` as an HTML page: paragraphs at empty lines, lists, links to click.

    It says what the text says, with `glance` above it: no picture, nothing loaded from elsewhere.
    """
    text = text.strip("\n")
    # An expression reads a letter five times as slowly.
    parts = _GAP.split(text) if "\n\n\n" in text else text.split("\n\n")
    lists = glance.lists if glance else ()
    body = "\n".join(_shown(part, _within(part, lists)) for part in parts if part)
    top = _top(glance) if glance else ""
    return (
        f'<!DOCTYPE html>\n<html lang="vi">\n{_HEAD}\n'
        f'<body style="{_STYLES["body"]}">\n<div style="{_STYLES["box"]}">\n{top}{body}\n'
        "</div>\n</body>\n</html>\n"
    )


def _top(glance: Glance) -> str:
    when = _tag("p", "when", escape(glance.when)) if glance.when else ""
    title = _tag("h1", "h1", escape(glance.title))
    address = escape(glance.link)
    button = f'<a class="button" style="{_STYLES["button"]}" href="{address}">Mở trang theo dõi</a>'
    return _tag("div", "top", title + when) + "\n" + (f"<p>{button}</p>\n" if address else "")


def _within(
    paragraph: str, lists: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[str, tuple[str, ...]] | None:
    """Return the names of `lists` that end a clause of the paragraph, after a colon or in brackets.

    The row comes as it stands there.
    """
    for row, names in lists:
        for written in (f": {row}", f" ({row})"):
            if len(names) >= _MANY and written in paragraph:
                return written, names
    return None


# Most paragraphs of a morning's letters are the same.
@lru_cache(maxsize=1024)
def _shown(paragraph: str, names: tuple[str, tuple[str, ...]] | None = None) -> str:
    if names is not None:
        before, _, after = paragraph.partition(names[0])
        rest = upper_first(after.lstrip(" .;,)"))
        parts = (_shown(before + ":"), _list(names[1]), _shown(rest) if rest else "")
        return "\n".join(filter(None, parts))
    lines = paragraph.split("\n")
    if all(line.startswith("- ") for line in lines):
        return _list(tuple(line.removeprefix("- ") for line in lines))
    if paragraph.startswith("Việc ") and re.match(r"Việc \d+/\d+: ", paragraph):
        return _tag("h2", "h2", _lines(paragraph))
    if _ASKS.match(paragraph):
        number = _NUMBER.match(paragraph)
        begun = number.end() if number else 0
        asked, stop, more = paragraph[begun:].partition(". ")
        asked = f"{paragraph[:begun]}{asked}{stop.rstrip()}"
        return _tag("p", "ask", f"<strong>{_lines(asked)}</strong> {_lines(more)}")
    return _tag("p", "basis" if paragraph.startswith("Cơ sở ") else "p", _lines(paragraph))


def _list(items: tuple[str, ...]) -> str:
    return _tag("ul", "ul", "\n".join(f"<li>{_linked(item)}</li>" for item in items))


def _tag(tag: str, kind: str, inner: str) -> str:
    return f'<{tag} class="{kind}" style="{_STYLES[kind]}">{inner}</{tag}>'


def _lines(paragraph: str) -> str:
    return "<br>\n".join(_linked(line) for line in paragraph.split("\n"))


def _linked(line: str) -> str:
    shown, end = [], 0
    for link in _LINK.finditer(line):
        address = escape(link[0])
        shown += [escape(line[end : link.start()]), f'<a href="{address}">{address}</a>']
        end = link.end()
    return "".join((*shown, escape(line[end:])))
