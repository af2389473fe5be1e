"""The safe: what is personal goes into the database sealed, and is found there by keyed digests."""

import hmac
import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible
from dondoc.people.identity import insurance_code
from dondoc.people.keys import Keys, keys_at_hand, make_keys
from dondoc.people.row import Personal
from models import PeopleKey
from models.people_key import MATCHING

_NONCE, _DIGEST = 12, 16
# Bytes of a block of SHA-256; a key is shorter.
_BLOCK = 64
# So many digests are remembered: what is looked for is written down a moment later.
_KEPT = 20_000
_SAME = "không có gì bị ghi hay xoá; chép lại đúng tệp khóa, hoặc hỏi người giữ khóa"


class Safe:
    """AES-256-GCM (NIST SP 800-38D) with numbered keys; digests are HMAC-SHA256 cut to 16 bytes.

    What is sealed opens again for the same `about` alone: a row's content is of no use in another.
    """

    def __init__(self, keys: Keys) -> None:
        self.newest = keys.newest
        self._ciphers = {number: AESGCM(key) for number, key in keys.sealing.items()}
        # The two halves of HMAC (RFC 2104) begun: going on from them takes half of `hmac`'s time.
        key = keys.matching.ljust(_BLOCK, b"\0")
        self._inner = sha256(bytes(byte ^ 0x36 for byte in key))
        self._outer = sha256(bytes(byte ^ 0x5C for byte in key))
        self._digests: dict[tuple[str, str], bytes] = {}

    def __repr__(self) -> str:
        return f"Safe({sorted(self._ciphers)})"

    def close(self, content: bytes, about: str) -> bytes:
        """Return `content` sealed by the key numbered `newest`."""
        nonce = os.urandom(_NONCE)
        return nonce + self._ciphers[self.newest].encrypt(nonce, content, about.encode())

    def open(self, sealed: bytes, key: int, about: str) -> bytes:
        """Return what the key numbered `key` has sealed `about` this.

        Raises:
            NotPossible: the key is not at hand, or what is stored was changed or exchanged.
        """
        cipher = self._ciphers.get(key)
        if cipher is None:
            raise NotPossible(f"thiếu khóa dữ liệu người dân số {key}: {_SAME}")
        try:
            return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except (InvalidTag, ValueError) as error:
            what = f"dữ liệu lưu ở {about} không mở được bằng khóa số {key}: đã bị sửa hoặc tráo"
            raise NotPossible(f"{what}; xem: dondoc audit verify") from error

    def close_person(self, id_: int, personal: Personal) -> bytes:
        """Return what is personal of the person numbered `id_`, sealed by the newest key."""
        return self.close(personal.to_bytes(), about_person(id_))

    def open_person(self, id_: int, sealed: bytes, key: int) -> Personal:
        """Return what is personal of the person numbered `id_`; raises as `open`."""
        return Personal.from_bytes(self.open(sealed, key, about_person(id_)))

    def digest(self, kind: str, text: str) -> bytes:
        """Return the digest by which `text`, as a thing of its `kind`, is found again."""
        known = self._digests.get((kind, text))
        if known is None:
            inner, outer = self._inner.copy(), self._outer.copy()
            inner.update(f"{kind}\0{text}".encode())
            outer.update(inner.digest())
            if len(self._digests) >= _KEPT:
                self._digests.clear()
            known = self._digests[kind, text] = outer.digest()[:_DIGEST]
        return known

    def marks(self, personal: Personal) -> Iterator[tuple[str, bytes]]:
        """Yield by which numbers a person is found: kind and digest, each once.

        A card leads to its holder's social insurance code, where it holds one.
        """
        found: set[tuple[str, str]] = {(one.kind, one.value) for one in personal.numbers}
        found |= {("bhxh", code) for one in personal.numbers if (code := insurance_code(one))}
        for kind, value in sorted(found):
            yield kind, self.digest(kind, value)


def about_person(id_: int) -> str:
    """Return what the sealed content of the person numbered `id_` is about."""
    return f"person:{id_}"


def open_safe(session: Session, state: Path) -> Safe:
    """Return the safe of what is stored; nothing is written.

    Raises:
        NotPossible: the keys are lost, one lacks, or one is another than what was sealed with.
    """
    keys = keys_at_hand(state)
    if keys is None:
        raise NotPossible(f"không thấy khóa dữ liệu người dân: {_SAME}")
    _refuse_others(session, keys)
    return Safe(keys)


def safe_to_compare(session: Session, state: Path) -> Safe:
    """Return the safe for a look at what could be stored: before the first keys, with one for now.

    Raises:
        NotPossible: as `open_safe`.
    """
    if keys_at_hand(state) or session.scalar(select(PeopleKey.number).limit(1)) is not None:
        return open_safe(session, state)
    return Safe(Keys({1: AESGCM.generate_key(256)}, os.urandom(32)))


def safe_to_write(session: Session, state: Path, now: datetime) -> Safe:
    """Return the safe for something new: the first keys are made where nothing was sealed yet.

    Args:
        now: the instant (aware) at which a key is first used.
    Raises:
        NotPossible: as `open_safe`.
    """
    keys = keys_at_hand(state)
    if keys is None:
        if session.scalar(select(PeopleKey.number).limit(1)) is not None:
            raise NotPossible(f"không thấy khóa dữ liệu người dân: {_SAME}")
        keys = make_keys(state)
    used = _refuse_others(session, keys)
    for number in {MATCHING, keys.newest} - used:
        known_by = _known_by(keys, number)
        session.add(PeopleKey(number=number, known_by=known_by, first_used_at=now))
    session.flush()
    return Safe(keys)


def _refuse_others(session: Session, keys: Keys) -> set[int]:
    """Return the numbers of the keys that were used; raise where one at hand is not that one."""
    used = session.scalars(select(PeopleKey)).all()
    for one in used:
        if one.retired_at is not None and one.number not in keys.sealing:
            continue
        named = "đối chiếu" if one.number == MATCHING else f"số {one.number}"
        if one.number != MATCHING and one.number not in keys.sealing:
            raise NotPossible(f"thiếu khóa dữ liệu người dân {named}: {_SAME}")
        if not hmac.compare_digest(one.known_by, _known_by(keys, one.number)):
            raise NotPossible(f"khóa dữ liệu người dân {named} không phải khóa đã dùng: {_SAME}")
    return {one.number for one in used}


def _known_by(keys: Keys, number: int) -> str:
    key = keys.matching if number == MATCHING else keys.sealing[number]
    return hmac.new(key, f"dondoc people key {number}".encode(), sha256).hexdigest()
