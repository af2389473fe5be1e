"""A relay that does nothing but take mail, as fast as Python can, and remember who got what.

`python -m tests.sinks.fast [--delay=SECONDS]` runs it as a process of its own: it prints its port
and, when its input ends, how many messages it took.
"""

import re
import socket
import sys
import time
from collections import Counter
from threading import Lock, Thread

_MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)\r$", re.MULTILINE)
_RECIPIENT = re.compile(rb"^RCPT TO:<([^>]*)>", re.MULTILINE)
_END = b"\r\n.\r\n"


class FastSink:
    """Takes every mail and says so `delay` seconds later.

    `copies` counts (Message-ID, recipient), `taken` all of them.
    """

    def __init__(self, pipelining: bool = True, delay: float = 0) -> None:
        self._delay = delay
        self.taken = 0
        self.copies: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()
        self._hello = b"250-sink\r\n250-PIPELINING\r\n250 SIZE 10000000\r\n"
        if not pipelining:
            self._hello = b"250-sink\r\n250 SIZE 10000000\r\n"
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        # Wakes the thread in accept(); closing alone would leave it there.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            try:
                connection.sendall(b"220 sink\r\n")
                self._converse(connection)
            except OSError:
                # The client was killed: what it had not finished did not arrive.
                return

    def _converse(self, connection: socket.socket) -> None:
        pending, recipient = b"", ""
        while data := connection.recv(65536):
            pending += data
            answers = b""
            while (end := pending.find(b"\r\n")) >= 0:
                line, pending = pending[:end], pending[end + 2 :]
                verb = line[:4].upper()
                if verb == b"EHLO":
                    answers += self._hello
                elif verb == b"DATA":
                    connection.sendall(answers + b"354 go\r\n")
                    body, pending = _body(connection, pending)
                    self._take(body, recipient)
                    if self._delay:
                        time.sleep(self._delay)
                    answers = b"250 2.0.0 taken\r\n"
                elif verb == b"QUIT":
                    connection.sendall(answers + b"221 bye\r\n")
                    return
                else:
                    found = _RECIPIENT.match(line)
                    recipient = found[1].decode() if found else recipient
                    answers += b"250 2.0.0 ok\r\n"
            if answers:
                connection.sendall(answers)

    def _take(self, body: bytes, recipient: str) -> None:
        found = _MESSAGE_ID.search(body)
        with self._lock:
            self.taken += 1
            self.copies[(found[1].decode() if found else "", recipient)] += 1


def _body(connection: socket.socket, pending: bytes) -> tuple[bytes, bytes]:
    """Return the body up to the final dot, and what came after it."""
    while _END not in pending:
        more = connection.recv(262144)
        if not more:
            raise ConnectionResetError("the body was cut")
        pending += more
    body, _, rest = pending.partition(_END)
    return body, rest


def main() -> None:
    """Run until the input ends."""
    delays = [float(one.partition("=")[2]) for one in sys.argv if one.startswith("--delay=")]
    sink = FastSink("--no-pipelining" not in sys.argv, delays[-1] if delays else 0)
    sys.stdout.write(f"{sink.port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    sys.stdout.write(f"{sum(sink.copies.values())}\n")


if __name__ == "__main__":
    main()
