"""A dispatch's stored text, and where in it a quote stands."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from unicodedata import combining, is_normalized

from language.text import nfc
from rules.files.source import folded

_RUNS = re.compile(r"\*\*|(?P<space>\s+)|(?P<word>[^\s*]+|\*)")


class QuoteNotFound(ValueError):
    """The quote is not in the text, or not as often as `occurrence` says."""


@dataclass(frozen=True)
class DispatchText:
    """`content` is the file as stored (its `sha256` is over the bytes); spans count in it."""

    file: str
    content: str = field(repr=False)
    sha256: str
    source: str = ""

    @cached_property
    def _folded(self) -> tuple[str, list[int], list[int]]:
        return _fold(self.content)

    def spans(self, quote: str) -> list[tuple[int, int]]:
        """Every place of `quote`: half-open spans in code points of `content`.

        Matching is NFC, takes runs of white space as one space and does not see `**`.
        """
        text, starts, ends = self._folded
        wanted = folded(quote.replace("**", ""))
        if not wanted:
            return []
        found, at = [], text.find(wanted)
        while at >= 0:
            found.append((starts[at], ends[at + len(wanted) - 1]))
            at = text.find(wanted, at + 1)
        return found

    def span(self, quote: str, occurrence: int | None = None) -> tuple[int, int]:
        """The one place of `quote`, or its `occurrence`-th (from 1).

        Raises: QuoteNotFound when it is not there, or stands there more than once and
        `occurrence` does not say which is meant.
        """
        found = self.spans(quote)
        if not found:
            raise QuoteNotFound(f"the quote is not in {self.file}: {self._nearest(quote)}")
        if occurrence is None and len(found) > 1:
            raise QuoteNotFound(f"the quote stands {len(found)} times in {self.file}")
        if occurrence is not None and not 1 <= occurrence <= len(found):
            raise QuoteNotFound(f"the quote stands {len(found)} times in {self.file}")
        return found[(occurrence or 1) - 1]

    def _nearest(self, quote: str) -> str:
        """How far the quote agrees with the text, for whoever has to mend it."""
        text, wanted = self._folded[0], folded(quote.replace("**", ""))
        low, high = 0, len(wanted)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if wanted[:middle] in text else (low, middle - 1)
        return f'it agrees up to "{wanted[max(0, low - 30) : low]}"'


def dispatch_text(file: str, raw: bytes, source: str = "") -> DispatchText:
    """The text of UTF-8 bytes. Raises: UnicodeDecodeError."""
    return DispatchText(file, raw.decode("utf-8"), sha256(raw).hexdigest(), source)


def _fold(content: str) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each of its characters where it starts and ends in `content`."""
    if is_normalized("NFC", content) and not any(map(combining, content)):
        return _fold_composed(content)
    return _fold_by_letter(content)


def _fold_composed(content: str) -> tuple[str, list[int], list[int]]:
    """Fold a text in which every character is a letter of its own: in runs, as it is long."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for run in _RUNS.finditer(content):
        at, end = run.span()
        if run["word"]:
            words.append(run["word"])
            starts.extend(range(at, end))
            ends.extend(range(at + 1, end + 1))
        elif run["space"] and words and words[-1] != " ":
            words.append(" ")
            starts.append(at)
            ends.append(at + 1)
    return "".join(words), starts, ends


def _fold_by_letter(content: str) -> tuple[str, list[int], list[int]]:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(content):
        if content.startswith("**", at):
            at += 2
            continue
        end = _cluster_end(content, at)
        shown = nfc(content[at:end])
        if not shown.isspace():
            letters.extend(shown)
            starts.extend([at] * len(shown))
            ends.extend([end] * len(shown))
        elif letters and letters[-1] != " ":
            letters.append(" ")
            starts.append(at)
            ends.append(end)
        at = end
    return "".join(letters), starts, ends


def _cluster_end(content: str, at: int) -> int:
    """The end of the letter that begins at `at`, with the marks that belong to it."""
    end = at + 1
    while end < len(content) and combining(content[end]):
        end += 1
    return end
