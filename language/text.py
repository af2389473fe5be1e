"""Letters of a text: their composed form, the case of the first one, and letters of old fonts."""

import re
from unicodedata import combining, normalize

# TCVN3 (ABC) and VNI were before Unicode; their files are read as if they were Latin.
# Marks and letters that TCVN3 put in the place of Vietnamese ones, within a word: "V¨n", "NguyÔn".
_TCVN3 = (
    r"[^\W\d_][¨©ª«¬®¸µ¶·¹»¼½¾\xad]|[¨©ª«¬®¸µ¶·¹»¼½¾§\xad][^\W\d_]"
    r"|[a-z][À-ÖØ-Þ](?:[a-z]|\b)|[æîðþÞßÆ]"
)
# A letter and its accent written as two ("Nguyeãn"), and letters no Vietnamese word has ("Ñaïi").
_VNI = r"[aA][âêáàãéèúùõÂÊÁÀÃÉÈÚÙÕ]|[eE][âáàãùõÂÁÀÃÙÕ]|[åäëïøûñüöÅÄËÏØÛÑÜÖ]"
_OLD = re.compile(f"{_TCVN3}|{_VNI}")
# Letters that Vietnamese alone has, and that no old font has as such.
_OWN = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")


def nfc(text: str) -> str:
    """Return `text` with every letter composed."""
    return normalize("NFC", text)


def folded(text: str) -> str:
    """Return letters and digits only, without accents and capitals: how names are matched."""
    bare = "".join(mark for mark in normalize("NFD", text) if not combining(mark))
    # đ is a letter of its own and does not decompose.
    return "".join(filter(str.isalnum, bare.casefold().replace("đ", "d")))


def spelt(text: str) -> str:
    """Return letters and digits only, without capitals but with accents: Nam is not Năm."""
    return "".join(filter(str.isalnum, nfc(text).casefold()))


def lower_first(text: str) -> str:
    """Return `text` as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return `text` as it stands at the head of a sentence."""
    return text[:1].upper() + text[1:]


def in_old_letters(text: str) -> bool:
    """Return whether `text` (NFC) holds words that only an old font would show as Vietnamese."""
    return not text.isascii() and _OLD.search(text) is not None


def written_in_old_letters(text: str) -> bool:
    """Return whether a whole `text` was typed for an old font: not one letter is Vietnamese's own.

    In a text of today a sign may look like one of theirs, as the quotation marks «…» do.
    """
    composed = nfc(text)
    return in_old_letters(composed) and _OWN.search(composed) is None
