"""Rules that were read and found whole, kept as data, so that the next start need not read them.

What is kept is believed only where all of this holds; else the files are read, as if nothing lay
there. A file of ours, an ordinary one, that nobody else can read or change. Its seal is right: made
over every byte of it with the office's signing key, which whoever can write the state folder need
not have; and who has that key could sign checkpoints too, so that nothing is believed here that is
not believed of the trail. It names the digests of every rule file as it is now, and of the program
that read them. It is plain data (`rules.plain`), which no reading of can run anything.
"""

import hmac
import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import orjson

from rules import plain

_HERE = Path(__file__).parent
# Its sources decide what files come to mean, as does what knows the holidays.
_PROGRAM = ("rules", "language", "steps")
# In bytes: a country's bodies take a quarter.
_LARGEST = 50_000_000


@cache
def _program() -> str:
    """SHA-256 over the sources that decide what rule files mean, and what stands in for none."""
    digest = sha256()
    folders = [_HERE.parent / name for name in _PROGRAM]
    sources = [file for folder in folders for file in sorted(folder.rglob("*.py"))]
    for shipped in ("rights", "people"):
        sources += sorted((_HERE / shipped).rglob("*.yaml"))
    holidays = find_spec("holidays")
    if holidays and holidays.origin:
        sources.append(Path(holidays.origin).with_name("version.py"))
    for file in sources:
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@dataclass(frozen=True)
class Shelf:
    """Where rules are kept, and what they are sealed with (the bytes of the office's key).

    `program`: the digest of what reads them.
    """

    file: Path
    secret: bytes
    program: str = field(default_factory=_program)

    def fetch(self, digest: str) -> object | None:
        """Return what was kept of the rules of `digest`, None where nothing can be believed."""
        content = _own(self.file)
        if content is None:
            return None
        seal, _, body = content.partition(b"\n")
        if not hmac.compare_digest(seal, self._seal(body)):
            return None
        told, _, data = body.partition(b"\n")
        if told != self._identity(digest):
            return None
        try:
            found: object = plain.read(orjson.loads(data))
        except (plain.NotPlain, orjson.JSONDecodeError):
            return None
        return found

    def keep(self, digest: str, rules: object) -> None:
        """Keep `rules`, which were read from files with that `digest`; where it cannot, nothing."""
        try:
            body = self._identity(digest) + b"\n" + orjson.dumps(plain.write(rules))
        except (plain.NotPlain, TypeError):
            return
        draft = self.file.with_name(f".{self.file.name}.{uuid4().hex}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(self._seal(body) + b"\n" + body)
            draft.replace(self.file)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _identity(self, digest: str) -> bytes:
        return sha256(f"{digest}\0{self.program}".encode()).hexdigest().encode()

    def _seal(self, body: bytes) -> bytes:
        key = sha256(b"rules that are kept\0" + self.secret).digest()
        return hmac.digest(key, body, "sha256").hex().encode()


def _own(file: Path) -> bytes | None:
    """Return what an ordinary file of ours holds that nobody else can read or change."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as opened:
            found = os.fstat(descriptor)
            ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
            shut = not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            return opened.read() if ours and shut and found.st_size <= _LARGEST else None
    except OSError:
        return None
