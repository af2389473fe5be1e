"""Time limits for whole phases of a dialogue, where a socket's own limit is for one call only.

A peer that sends one byte a second never runs into a socket's timeout; it does run into these.
"""

import io
import socket
import time


class Deadline:
    """The moment `seconds` from now, on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds left; raises TimeoutError where none is."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the phase took too long")
        return left

    def arm(self, connection: socket.socket) -> socket.socket:
        """Let the next call on `connection` take no longer than what is left."""
        connection.settimeout(self.left())
        return connection


class _Incoming(io.RawIOBase):
    """What comes in on a socket until a deadline, as a raw stream."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._deadline.arm(self._connection).recv_into(buffer)


class Timed:
    """Stands in for a socket where only `makefile` is asked for, as http.client does."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._incoming = _Incoming(connection, deadline)

    def makefile(self, *_args: object, **_kwargs: object) -> io.BufferedReader:
        return io.BufferedReader(self._incoming)
