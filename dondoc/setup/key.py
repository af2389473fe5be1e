"""Where the office's signing key lies."""

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
