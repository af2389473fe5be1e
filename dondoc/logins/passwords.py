"""Passwords: kept as argon2 hashes (RFC 9106), refused where anybody would try them first."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dondoc.errors import Refused

SHORTEST, LONGEST = 10, 200
# As few different signs are a pattern, not a password.
_FEWEST = 5
_hasher = PasswordHasher()
# Somebody who is nobody costs as much time as somebody whose password is wrong. Of chance nobody
# kept, and written down: made at each start it cost a start a fifth of a second.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$1n4vKRAG3HHueuDKgFtSKw"
    "$JpwdIr/hdFQJ+pELz0xFPUidg+iowoC+4sO7D3izlaM"
)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Say whether `password` is the one that was `kept`; None: there is none, and none fits."""
    try:
        _hasher.verify(kept or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def refuse_weak(password: str, again: str, name: str) -> None:
    """Raise Refused where a new password is too easy, or was typed differently the second time."""
    if password != again:
        raise Refused("hai lần gõ mật khẩu không giống nhau; gõ lại cả hai")
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            f"mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự; vài từ cách nhau là dễ nhớ và đủ dài"
        )
    if len(set(password.casefold())) < _FEWEST or name in password.casefold():
        raise Refused(
            f"mật khẩu này dễ đoán (lặp lại, hoặc có tên đăng nhập {name!r}); chọn mật khẩu khác"
        )
