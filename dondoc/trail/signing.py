"""The office's signing key: one file beside the state, readable by its owner alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from dondoc.errors import NotPossible, why
from dondoc.setup.key import key_file
from dondoc.trail.standalone.verify_trail import CHECKPOINTS


@dataclass(frozen=True)
class Signer:
    """The key in memory. `public` is its public half, raw in hex; its text never shows the rest."""

    _private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"Signer(public={self.public!r})"

    @property
    def public(self) -> str:
        """Return the public key, 64 hex digits."""
        return self._private.public_key().public_bytes_raw().hex()

    @property
    def public_pem(self) -> bytes:
        """Return the public key as PEM (SubjectPublicKeyInfo)."""
        public = self._private.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, content: bytes) -> bytes:
        """Return the Ed25519 signature (RFC 8032, 64 bytes)."""
        return self._private.sign(content)

    def derived(self, purpose: str) -> bytes:
        """Return 32 bytes for another `purpose` than signing (HKDF, RFC 5869), always the same."""
        made = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
        return made.derive(self._private.private_bytes_raw())


def load(file: Path) -> Signer:
    """Read the key.

    Raises:
        NotPossible: there is none, it cannot be read, or it is no Ed25519 key.
    """
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise NotPossible(f"không đọc được khóa ký {file}: {why(error)}") from None
    except (ValueError, TypeError):
        raise NotPossible(f"{file} không phải khóa ký (Ed25519, PEM, không mật khẩu)") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise NotPossible(f"{file} không phải khóa Ed25519")
    return Signer(key)


def make(file: Path) -> Signer:
    """Make a key at `file` (mode 0600) and return it; one that is there already stays.

    Complete or not there at all, whatever happens in between, and one of two makers wins.
    """
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(pem)
            opened.flush()
            os.fsync(descriptor)
        os.link(made, file)
    except FileExistsError:
        return load(file)
    finally:
        made.unlink(missing_ok=True)
    sync_folder(file.parent)
    return load(file)


def next_key(state: Path) -> Signer:
    """Return the key that is to sign after the one in use, made where there is none yet."""
    return make(_next_to(key_file(state)))


def take_next_key(state: Path, at: datetime) -> Path:
    """Let the next key be the one in use; return where the one before lies now.

    Args:
        at: the instant (aware) of the act by which a person has said why.
    """
    file = key_file(state)
    away = file.with_name(f"{file.stem}.truoc-{at:%Y%m%dT%H%M%SZ}{file.suffix}")
    os.link(file, away)
    os.replace(_next_to(file), file)
    sync_folder(file.parent)
    return away


def _next_to(file: Path) -> Path:
    return file.with_name(f"{file.name}.moi")


def signer(state: Path) -> Signer:
    """Return the signing key of the state folder; it is made at the first start.

    Raises:
        NotPossible: it cannot be read, or it is gone although checkpoints were signed with it.
    """
    file, checkpoints = key_file(state), state / CHECKPOINTS
    if file.exists():
        return load(file)
    if checkpoints.exists() and checkpoints.stat().st_size:
        raise NotPossible(
            f"không thấy khóa ký {file} mà {checkpoints} đã có điểm kiểm: chép lại khóa ấy, hoặc "
            "bắt đầu lại với khóa mới, có lý do: dondoc audit renew --reason …"
        )
    state.mkdir(parents=True, exist_ok=True)
    # Before the key: a key without this file means that the file was taken away.
    checkpoints.touch()
    return make(file)


def sync_folder(folder: Path) -> None:
    """Let a new name in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
