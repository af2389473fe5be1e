"""The second factor: a code of six digits that changes every half minute (RFC 6238)."""

import os
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

_STEP = 30
_BYTES = 20


def new_secret() -> bytes:
    """Return a secret that nobody guesses."""
    return os.urandom(_BYTES)


def typed(secret: bytes) -> str:
    """Return a secret as a person types it into an application, in fours."""
    text = b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, name: str, issuer: str) -> str:
    """Return a secret as an application reads it from a picture."""
    label, said = quote(f"{issuer}:{name}"), quote(issuer)
    return f"otpauth://totp/{label}?secret={b32encode(secret).decode()}&issuer={said}"


def step_of(secret: bytes, code: str, now: datetime, used: int) -> int | None:
    """Return the step of which `code` is, None where it is of none that may still be used.

    Args:
        now: the machine's instant, aware; half a minute to either side is allowed for.
        used: the last step that was used: neither it nor an earlier one is taken again.
    """
    digits = "".join(code.split())
    here = int(now.timestamp()) // _STEP
    for step in (here, here - 1, here + 1):
        if step > used and digits.isascii() and code_at(secret, step) == digits:
            return step
    return None


def code_at(secret: bytes, step: int) -> str:
    """Return the code of a step of half a minute since 1970."""
    # Applications know SHA-1 alone.
    return TOTP(secret, 6, SHA1(), _STEP).generate(step * _STEP).decode()  # noqa: S303
