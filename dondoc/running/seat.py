"""One `dondoc up` per state folder, for as long as its process lives."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dondoc.errors import Refused

NAME = "up.lock"


@contextmanager
def seat(state: Path) -> Iterator[None]:
    """Hold the state folder; the kernel lets go when the process ends, however it ends.

    Raises:
        Refused: another process holds it.
    """
    state.mkdir(parents=True, exist_ok=True)
    with (state / NAME).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"Đôn Đốc đang chạy trên thư mục {state}; dừng tiến trình đó trước (Ctrl-C)"
            ) from None
        yield
