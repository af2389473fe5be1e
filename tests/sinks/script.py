"""A server that follows a script to the byte, for what no decent server does."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

Play = Callable[["Wire"], None]


class Wire:
    """One connection as the script sees it; `over` is set when the test is."""

    def __init__(self, connection: socket.socket, over: Event) -> None:
        self._connection = connection
        self._lines = connection.makefile("rb")
        self._over = over

    def say(self, *lines: str) -> None:
        self._connection.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self, *wanted: str) -> list[str]:
        """Read one line for each of `wanted`; it must begin with it."""
        heard = []
        for start in wanted:
            heard.append(self._lines.readline().decode().rstrip("\r\n"))
            if not heard[-1].startswith(start):
                raise ConnectionAbortedError(f"expected {start}, heard {heard[-1]!r}")
        return heard

    def hear_some(self) -> None:
        """Wait for whatever comes."""
        self._lines.peek(1)

    def hear_request(self) -> None:
        """Read a whole HTTP request with a body."""
        length = 0
        while line := self._lines.readline().strip():
            name, _, value = line.lower().partition(b":")
            length = int(value) if name == b"content-length" else length
        self._lines.read(length)

    def hear_body(self) -> bytes:
        body = b""
        while not body.endswith(b"\r\n.\r\n"):
            line = self._lines.readline()
            if not line:
                raise ConnectionAbortedError("the body was cut")
            body += line
        return body

    def greet(self, *features: str) -> None:
        """Say hello and offer `features`."""
        self.say("220 here")
        self.hear("EHLO")
        offered = ["here", *features]
        self.say(*(f"250-{name}" for name in offered[:-1]), f"250 {offered[-1]}")

    def accept_data(self) -> None:
        """Take MAIL, RCPT and DATA one after the other."""
        for verb in ("MAIL", "RCPT"):
            self.hear(verb)
            self.say("250 ok")
        self.hear("DATA")
        self.say("354 go")

    def drip(self, text: str, every: float = 0.05) -> None:
        """Send a byte now and then, for as long as anybody listens."""
        for byte in (text.encode() * 10_000)[:10_000]:
            if self._over.wait(every):
                return
            self._connection.sendall(bytes([byte]))

    def hang(self) -> None:
        """Say nothing until the test is over."""
        self._over.wait(60)

    def cut(self) -> None:
        """Close at once, with a reset."""
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close()

    def close(self) -> None:
        self._lines.close()
        self._connection.close()


@contextmanager
def scripted(*plays: Play) -> Iterator[int]:
    """Run a server that plays the n-th of `plays` on the n-th connection, then the last again."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            number = 0
            while not over.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                play = plays[min(number, len(plays) - 1)]
                number += 1
                Thread(target=_play, args=(Wire(connection, over), play), daemon=True).start()

        Thread(target=serve, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)


def _play(wire: Wire, play: Play) -> None:
    try:
        play(wire)
    except OSError:
        # The client gave up first: that is its right.
        pass
    finally:
        wire.close()
