"""Codes that are read out or opened once: enough to set a password, for a day, once."""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256

# Without what is read for something else: 0 and O, 1, I and L.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH, _GROUP = 12, 4
LASTS = timedelta(hours=24)


def new_code() -> str:
    """Return a code as it is read out: three times four signs."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def digest(code: str) -> str:
    """Return what is kept of a code, however it is typed."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return sha256(plain.encode("utf-8", "surrogateescape")).hexdigest()


def fits(kept: str | None, code: str) -> bool:
    """Say whether `code` is the one that was kept."""
    return hmac.compare_digest(kept or "", digest(code))
