"""Letters of a text: their composed form, and the case of the first one."""

from unicodedata import combining, normalize


def nfc(text: str) -> str:
    """Return `text` with every letter composed."""
    return normalize("NFC", text)


def folded(text: str) -> str:
    """Return letters and digits only, without accents and capitals: how names are matched."""
    bare = "".join(mark for mark in normalize("NFD", text) if not combining(mark))
    # đ is a letter of its own and does not decompose.
    return "".join(filter(str.isalnum, bare.casefold().replace("đ", "d")))


def lower_first(text: str) -> str:
    """Return `text` as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return `text` as it stands at the head of a sentence."""
    return text[:1].upper() + text[1:]
