"""What a relay's reply, or the end of its connection, means for the message (RFC 5321)."""

import re
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from notifications.outcome import NO_CONNECTION, Kind, Outcome

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?= |$)")
# RFC 6647: greylisting answers 450 or 451; a try before some minutes is refused again.
_GREYLISTED = {450, 451}
GREYLIST_SECONDS = 300
_NEEDS_LOGIN = {530, 534, 535, 538}
_TOO_BIG = 552


class Phase(StrEnum):
    """The parts of a session, as a reason names them."""

    CONNECT = "kết nối"
    GREETING = "chào"
    TLS = "mã hóa TLS"
    AUTH = "đăng nhập"
    SENDER = "người gửi"
    RECIPIENT = "người nhận"
    DATA = "bắt đầu nội dung"
    BODY = "nội dung"
    END = "xác nhận"


# In these nobody has heard of a message yet.
_BEFORE = frozenset({Phase.CONNECT, Phase.GREETING, Phase.TLS, Phase.AUTH})


@dataclass(frozen=True)
class Reply:
    """A server's answer; of its text only the enhanced status code (RFC 3463) is ever shown."""

    code: int
    lines: tuple[str, ...]

    @property
    def goes_on(self) -> bool:
        """Whether a step of a transaction succeeded: 250, 251 (will forward), 354 (send it)."""
        return self.code in (250, 251, 354)

    @property
    def shown(self) -> str:
        status = _ENHANCED.match(self.lines[-1])
        return f"{self.code} {status[0]}" if status else str(self.code)


def judged(phase: Phase, reply: Reply) -> Outcome:
    """What an unwanted reply in `phase` means for the message."""
    code, words = str(reply.code), f"máy chủ từ chối ở bước {phase} ({reply.shown})"
    if 400 <= reply.code < 500:
        grey = reply.code in _GREYLISTED and phase in (Phase.RECIPIENT, Phase.DATA, Phase.END)
        words = f"máy chủ hẹn thử lại ở bước {phase} ({reply.shown})"
        return Outcome(Kind.TEMPORARY, code, words, GREYLIST_SECONDS if grey else None)
    if reply.code >= 500:
        of_message = phase in (Phase.RECIPIENT, Phase.DATA, Phase.END)
        of_message = of_message or (phase is Phase.SENDER and reply.code == _TOO_BIG)
        permanent = of_message and reply.code not in _NEEDS_LOGIN
        return Outcome(Kind.PERMANENT if permanent else Kind.CONFIG, code, words)
    kind = Kind.UNKNOWN if phase is Phase.END else Kind.TEMPORARY
    return Outcome(kind, code, f"máy chủ trả lời ngoài quy ước ở bước {phase} ({reply.shown})")


def broken(phase: Phase, error: OSError) -> Outcome:
    """What a failing connection in `phase` means: a doubt once the final dot was on its way."""
    if isinstance(error, ssl.SSLError) and phase is Phase.TLS and not _cut(error):
        return Outcome(Kind.CONFIG, "TLS", "không thiết lập được kết nối mã hóa với máy chủ")
    if isinstance(error, FileNotFoundError | PermissionError):
        return Outcome(Kind.CONFIG, "CA_FILE", "không đọc được tệp chứng thư ca_file")
    kind = Kind.UNKNOWN if phase is Phase.END else Kind.TEMPORARY
    return Outcome(kind, *_cause(phase, error))


def _cut(error: OSError) -> bool:
    return isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)


def _cause(phase: Phase, error: OSError) -> tuple[str, str]:
    causes: Iterable[tuple[type[OSError], str, str]] = (
        (TimeoutError, "TIMEOUT", "máy chủ không trả lời kịp"),
        (socket.gaierror, "DNS", "không tìm được địa chỉ máy chủ"),
        (ConnectionRefusedError, "REFUSED", "máy chủ không nhận kết nối"),
        (ConnectionError, "LOST", "mất kết nối với máy chủ"),
        (ssl.SSLError, "LOST", "mất kết nối với máy chủ"),
        (OSError, "NETWORK", "lỗi mạng"),
    )
    code, words = next((code, words) for kind, code, words in causes if isinstance(error, kind))
    if phase in _BEFORE and code not in ("DNS", "REFUSED"):
        code = NO_CONNECTION
    return code, f"{words} ở bước {phase}"
