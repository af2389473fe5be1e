"""Seal: what waits on the disk for somebody is encrypted, and what was changed there is noticed."""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Broken(Exception):
    """What was sealed cannot be opened: with another key, for another purpose, or changed since."""


@dataclass(frozen=True)
class Seal:
    """AES-256-GCM (NIST SP 800-38D) with `key`, 32 bytes of one purpose."""

    key: bytes

    def __repr__(self) -> str:
        return "Seal()"

    def close(self, content: bytes, about: str) -> bytes:
        """Return `content` encrypted; it opens again for the same `about` alone."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, content, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return what was sealed `about` this; raise Broken where it does not fit."""
        try:
            return AESGCM(self.key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise Broken from error
