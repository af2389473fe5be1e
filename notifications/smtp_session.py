"""One SMTP session: what was said in which phase decides what may be believed (RFC 5321).

Until the final dot has been sent nothing can have arrived; afterwards only a reply tells. The
standard library's client neither limits a whole phase in time nor tells the phases apart.
"""

import re
import socket
import ssl
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from notifications.deadline import Deadline
from notifications.outcome import Kind, Outcome
from notifications.smtp_verdict import Phase, Reply, broken, judged

_CRLF = b"\r\n"
_MAX_LINE = 8192
_STATUS = re.compile(r"[2-5]\d\d(?:[ -]|$)")
_MAX_LINES = 200


@dataclass(frozen=True)
class Timeouts:
    """Seconds each part of an attempt may take as a whole."""

    connect: float = 10  # the TCP connection
    session: float = 15  # greeting, TLS, login
    transaction: float = 15  # sender, recipient, DATA
    body: float = 15  # sending the content
    final: float = 40  # waiting for the word on it


@dataclass(frozen=True)
class Relay:
    """Where mail is handed over. `security`: none, starttls or tls, never less than asked for."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str | None = None
    timeouts: Timeouts = Timeouts()


class Ended(Exception):
    """The session is over; `outcome` says what that means for the message."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


class Stale(Ended):
    """The server closed the connection before it took anything of this message."""


class Session:
    """An open, greeted, encrypted and logged-in session with `relay`.

    Raises Ended from its constructor where it does not come to that.
    """

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._incoming = bytearray()
        self._features: dict[str, str] = {}
        self._phase = Phase.CONNECT
        self._socket = self._connect()
        self._deadline = Deadline(relay.timeouts.session)
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Drop the connection; whatever was under way ends here."""
        self._socket.close()

    @property
    def stale(self) -> bool:
        """Whether the server has closed, or said something nobody asked for."""
        if self._socket.fileno() < 0 or self._incoming:
            return True
        self._socket.settimeout(0)
        try:
            self._incoming += self._socket.recv(4096)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True

    def transmit(self, sender: str, recipient: str, content: bytes) -> Outcome:
        """Send one message to one recipient; `content` has CRLF lines.

        A refusal leaves the session usable. Raises Ended where the connection is of no more use,
        Stale where it was not of use to begin with.
        """
        self._deadline = Deadline(self._relay.timeouts.transaction)
        refused = self._open_message(sender, recipient, content)
        if refused is not None:
            return refused
        self._say_body(content)
        self._deadline = Deadline(self._relay.timeouts.final)
        self._phase = Phase.END
        try:
            reply = self._reply()
        except OSError as error:
            raise Ended(broken(self._phase, error)) from None
        return Outcome(Kind.SENT, str(reply.code)) if reply.code == 250 else self._judge(reply)

    def _open_message(self, sender: str, recipient: str, content: bytes) -> Outcome | None:
        """MAIL, RCPT and DATA: None once the body is asked for, else the refusal."""
        size = f" SIZE={len(content)}" if "size" in self._features else ""
        steps: tuple[tuple[Phase, str], ...] = (
            (Phase.SENDER, f"MAIL FROM:<{sender}>{size}"),
            (Phase.RECIPIENT, f"RCPT TO:<{recipient}>"),
            (Phase.DATA, "DATA"),
        )
        self._phase = Phase.SENDER
        try:
            replies = self._converse(steps)
        except OSError as error:
            # A kept connection ends like this; on a new one it is a failure like any other.
            kind = Stale if self._phase is Phase.SENDER else Ended
            raise kind(broken(self._phase, error)) from None
        return self._refusal(steps, replies)

    def _converse(self, steps: Sequence[tuple[Phase, str]]) -> list[Reply]:
        """The replies up to the first unwanted one; with PIPELINING (RFC 2920) all at once."""
        replies: list[Reply] = []
        at_once = "pipelining" in self._features
        if at_once:
            self._write("".join(f"{command}\r\n" for _, command in steps).encode("ascii"))
        for phase, command in steps:
            self._phase = phase
            if not at_once:
                self._write(f"{command}\r\n".encode("ascii"))
            replies.append(self._reply())
            if not replies[-1].goes_on and not at_once:
                break
        return replies

    def _refusal(
        self, steps: Sequence[tuple[Phase, str]], replies: Sequence[Reply]
    ) -> Outcome | None:
        for (phase, _), reply in zip(steps, replies, strict=False):
            if reply.goes_on and (reply.code == 354) == (phase is Phase.DATA):
                continue
            self._phase = phase
            if reply.code == 421 and phase is Phase.SENDER:
                raise Stale(self._judge(reply, closing=False))
            outcome = self._judge(reply)
            if replies[-1].code == 354:
                # The server waits for a body all the same: only a closed line says "nothing".
                raise Ended(outcome)
            self._reset()
            return outcome
        return None

    def _say_body(self, content: bytes) -> None:
        """Send the content and the final dot.

        `send` says how much the system has taken over: where it fails, the dot was not in it, and
        the server cannot have taken the message.
        """
        self._phase = Phase.BODY
        self._deadline = Deadline(self._relay.timeouts.body)
        stuffed = content.replace(b"\r\n.", b"\r\n..")
        last = b".\r\n" if stuffed.endswith(_CRLF) else b"\r\n.\r\n"
        left = memoryview(stuffed + last)
        try:
            while left:
                left = left[self._deadline.arm(self._socket).send(left) :]
        except OSError as error:
            raise Ended(broken(self._phase, error)) from None

    def _reset(self) -> None:
        try:
            self._ask("RSET")
        except OSError:
            self.close()

    # -- how a session begins ----------------------------------------------------------------

    def _connect(self) -> socket.socket:
        address = (self._relay.host, self._relay.port)
        try:
            connection = socket.create_connection(address, self._relay.timeouts.connect)
        except OSError as error:
            raise Ended(broken(Phase.CONNECT, error)) from None
        # The end of a mail must not wait for the acknowledgement of its beginning.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _begin(self) -> None:
        try:
            if self._relay.security == "tls":
                self._encrypt()
            self._phase = Phase.GREETING
            self._must(self._reply(), 220)
            self._hello()
            if self._relay.security == "starttls":
                self._start_tls()
            if self._relay.user:
                self._log_in()
        except OSError as error:
            raise Ended(broken(self._phase, error)) from None

    def _hello(self) -> None:
        own = self._socket.getsockname()[0]
        literal = f"[IPv6:{own}]" if ":" in own else f"[{own}]"
        reply = self._ask(f"EHLO {literal}")
        self._must(reply, 250)
        words = (line.partition(" ") for line in reply.lines[1:])
        self._features = {name.lower(): value for name, _, value in words}

    def _start_tls(self) -> None:
        self._phase = Phase.TLS
        if "starttls" not in self._features:
            raise Ended(Outcome(Kind.CONFIG, "NO_STARTTLS", "máy chủ không hỗ trợ STARTTLS"))
        self._must(self._ask("STARTTLS"), 220)
        if self._incoming:
            # Said in the clear, to be believed as encrypted: somebody in between.
            raise Ended(Outcome(Kind.CONFIG, "TLS", "có dữ liệu chen vào trước khi mã hóa"))
        self._encrypt()
        self._phase = Phase.GREETING
        self._hello()

    def _encrypt(self) -> None:
        self._phase = Phase.TLS
        context = ssl.create_default_context(cafile=self._relay.ca_file)
        self._deadline.arm(self._socket)
        self._socket = context.wrap_socket(self._socket, server_hostname=self._relay.host)

    def _log_in(self) -> None:
        self._phase = Phase.AUTH
        ways = self._features.get("auth", "").upper().split()
        user, password = self._relay.user.encode(), self._relay.password.encode()
        if "PLAIN" in ways:
            secret = b64encode(b"\0" + user + b"\0" + password).decode()
            self._must(self._ask(f"AUTH PLAIN {secret}"), 235)
        elif "LOGIN" in ways:
            self._must(self._ask("AUTH LOGIN"), 334)
            self._must(self._ask(b64encode(user).decode()), 334)
            self._must(self._ask(b64encode(password).decode()), 235)
        else:
            raise Ended(Outcome(Kind.CONFIG, "NO_AUTH", "máy chủ không cho đăng nhập"))

    def _must(self, reply: Reply, wanted: int) -> None:
        if reply.code != wanted:
            raise Ended(self._judge(reply, closing=False))

    # -- lines in and out --------------------------------------------------------------------

    def _ask(self, command: str) -> Reply:
        self._write(f"{command}\r\n".encode("ascii"))
        return self._reply()

    def _write(self, data: bytes) -> None:
        self._deadline.arm(self._socket).sendall(data)

    def _reply(self) -> Reply:
        lines: list[str] = []
        for _ in range(_MAX_LINES):
            line = self._line()
            if not _STATUS.match(line):
                raise ConnectionError("not SMTP")
            lines.append(line[4:])
            if line[3:4] != "-":
                return Reply(int(line[:3]), tuple(lines))
        raise ConnectionError("not SMTP")

    def _line(self) -> str:
        while (end := self._incoming.find(b"\n")) < 0:
            if len(self._incoming) > _MAX_LINE:
                raise ConnectionError("not SMTP")
            more = self._deadline.arm(self._socket).recv(4096)
            if not more:
                raise ConnectionResetError("closed by the server")
            self._incoming += more
        line = bytes(self._incoming[:end])
        del self._incoming[: end + 1]
        return line.rstrip(b"\r").decode("latin-1")

    def _judge(self, reply: Reply, closing: bool = True) -> Outcome:
        outcome = judged(self._phase, reply)
        if reply.code == 421 and closing:
            raise Ended(outcome)
        return outcome
