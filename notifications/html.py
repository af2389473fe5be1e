"""The same letter as a simple page: for readers whose mail program prefers HTML."""

import re
from functools import lru_cache
from html import escape

_BODY = (
    "font-family:'Times New Roman',Times,serif;font-size:16px;line-height:1.5;"
    "color:#1a1a1a;background:#ffffff;margin:0;padding:16px"
)
_BOX = "max-width:680px;margin:0 auto"
_PARAGRAPH = "margin:0 0 12px 0"
_GAP = re.compile(r"\n{2,}")
_LINK = re.compile(r"https?://[^\s<>\"'“”]+[^\s<>\"'“”.,;:!?)\]]")


def page(text: str) -> str:
    """The plain `text` as an HTML page: paragraphs at empty lines, styles inline, links to click.

    It says what the text says and nothing more: no picture, nothing loaded from elsewhere.
    """
    text = text.strip("\n")
    # An expression reads a letter five times as slowly.
    parts = _GAP.split(text) if "\n\n\n" in text else text.split("\n\n")
    body = "\n".join(map(_shown, filter(None, parts)))
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head><meta charset="utf-8"></head>\n'
        f'<body style="{_BODY}">\n<div style="{_BOX}">\n{body}\n</div>\n</body>\n</html>\n'
    )


# Most paragraphs of a morning's letters are the same.
@lru_cache(maxsize=1024)
def _shown(paragraph: str) -> str:
    return f'<p style="{_PARAGRAPH}">{_lines(paragraph)}</p>'


def _lines(paragraph: str) -> str:
    return "<br>\n".join(_linked(line) for line in paragraph.split("\n"))


def _linked(line: str) -> str:
    shown, end = [], 0
    for link in _LINK.finditer(line):
        address = escape(link[0])
        shown += [escape(line[end : link.start()]), f'<a href="{address}">{address}</a>']
        end = link.end()
    return "".join((*shown, escape(line[end:])))
