"""Where the office's signing key lies."""

import errno
import os
from pathlib import Path

from dondoc.setup.demonstration import stands_in
from dondoc.setup.settings import KEY_VARIABLE


def key_file(state: Path) -> Path:
    """Return where the key of the state folder `state` lies; DONDOC_SIGNING_KEY_FILE wins.

    A demonstration signs with a key of its own: the office's vouches for nothing simulated.
    """
    override = None if stands_in(state) else os.environ.get(KEY_VARIABLE)
    return Path(override) if override else state / "signing.key"


def secret_of(key: Path) -> bytes:
    """Return what seals are made with: the content of the key file `key`.

    Raises:
        OSError: it cannot be read. One that is empty is not there: anybody could make its seals.
    """
    secret = key.read_bytes()
    if not secret.strip():
        raise FileNotFoundError(errno.ENOENT, "tệp khóa ký trống", str(key))
    return secret
