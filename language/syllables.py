"""Whether a word is a syllable that Vietnamese can have: what tells one reading of old letters from
another."""

import re
from functools import lru_cache
from unicodedata import normalize

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_TONE_OF_STOPS = {"\u0301", "\u0323"}
_ONSET = "ngh|ng|gh|gi|ch|kh|nh|ph|qu|th|tr|[bcdđghklmnpqrstvxfjwz]"
_NUCLEUS = (
    "uyê|uya|iêu|yêu|ươu|ươi|uôi|oai|oay|oeo|oao|uây|uyu|ươ|uô|iê|yê|oa|oă|oe|oo|uê|uâ|uơ|uy|ua|ưa"
    "|ia|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy]"
)
_CODA = "ng|nh|ch|[cmnpt]"
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?P<coda>{_CODA})?")
_STOPS = ("c", "ch", "p", "t")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Return whether `word` (letters only, in any case) is built as a Vietnamese syllable.

    Names of other peoples written in Vietnamese letters mostly are, too. At most one tone stands in
    it, and before a stop only those two that can.
    """
    marks = normalize("NFD", word.casefold())
    tones = [mark for mark in marks if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    found = _SYLLABLE.fullmatch(bare)
    if found is None:
        return False
    return found["coda"] not in _STOPS or not tones or tones[0] in _TONE_OF_STOPS
