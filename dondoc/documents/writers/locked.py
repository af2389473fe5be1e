"""A spreadsheet that opens with a passphrase alone, in any office program: ECMA-376, AES."""

import io
import secrets

# Without what is mistaken for one another when it is read out over the telephone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PARTS, _LONG = 4, 5


def passphrase() -> str:
    """Return a new passphrase of four parts to be told by another way; nobody guesses it."""
    parts = ("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_PARTS))
    return "-".join(parts)


def locked(xlsx: bytes, phrase: str) -> bytes:
    """Return the spreadsheet encrypted; nothing of it is written to a disk on the way."""
    # Loaded by whoever hands something down, which is seldom.
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx)).encrypt(phrase, out)
    return out.getvalue()
