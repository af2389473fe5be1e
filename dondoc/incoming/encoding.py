"""Text files that are no UTF-8, as spreadsheets of before wrote them: told by their words."""

import codecs
import re
from itertools import islice

from language.old_letters import evidence, reads
from language.text import nfc

# Words by which it is told, and how many of them must be Vietnamese when read so.
_WORDS, _SURE = 2_000, 0.9
_WORD = re.compile(r"[^\s,;\"]+")


def by_evidence(content: bytes) -> str | None:
    """Return the text of `content`, None where nothing shows surely how it is to be read.

    UTF-16 is known by its mark; windows-1258 by its words. What was typed for TCVN3 or VNI comes
    back in the Latin letters that it was stored in, as from a spreadsheet: `language.old_letters`
    reads it column by column.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    latin = content.decode("latin-1")
    if evidence(_accented(latin)) is not None:
        return latin
    try:
        ours = nfc(content.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    words = _accented(ours)
    return ours if words and sum(map(reads, words)) >= _SURE * len(words) else None


def _accented(text: str) -> list[str]:
    words = (found[0] for found in _WORD.finditer(text))
    return list(islice((word for word in words if not word.isascii()), _WORDS))
