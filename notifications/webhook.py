"""webhook://: a JSON document to a provider that answers with a JSON document of its own.

One connection a message: on a kept one a request can be lost in a way nobody can tell from a
request that arrived.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from notifications.deadline import Deadline, Timed
from notifications.envelope import Envelope
from notifications.outcome import NO_CONNECTION, UNREACHED, Kind, Outcome
from notifications.plugin import EnvelopePlugin

_MAX_ANSWER = 65536
_CONFIG = {401, 403, 407}
_TEMPORARY = {408, 425, 429}
# A provider that answers 200 and says in the document that it was too busy.
_BUSY = {429, 503}


@dataclass(frozen=True)
class Endpoint:
    """Where messages are posted. `url` may hold a token, `headers` do: neither is ever shown.

    `answer`: "ok" wants `"ok": true` in the answer, "status" takes any 2xx that does not say false.
    `temporary_codes`: what the provider's document calls a passing failure, beside 429 and 503.
    Timeouts are in seconds, each for its part as a whole.
    """

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    answer: str = "ok"
    temporary_codes: tuple[int | str, ...] = ()
    ca_file: str | None = None
    timeout_connect: float = 10
    timeout_body: float = 20
    timeout_answer: float = 40

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("a webhook account needs an http or https url")
        if self.answer not in ("ok", "status"):
            raise ValueError("a webhook's answer is ok or status")


class Webhook(EnvelopePlugin):  # type: ignore[no-untyped-call]  # apprise's hook is untyped
    """Posts who, what and a key by which the provider knows a repetition: the Message-ID."""

    # apprise declares both as None and says to override them with text.
    service_name = "Webhook"  # type: ignore[assignment]
    protocol = "webhook"  # type: ignore[assignment]

    def __init__(self, endpoint: Endpoint, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.endpoint = endpoint

    @classmethod
    def opened(cls, account: Mapping[str, object]) -> Mapping[str, object]:
        given: dict[str, Any] = {key: value for key, value in account.items() if key != "schema"}
        return {"schema": "webhook", "endpoint": Endpoint(**given)}

    def deliver(self) -> Outcome:
        try:
            connection = _connected(self.endpoint)
        except ssl.SSLError:
            return Outcome(Kind.CONFIG, "TLS", "không thiết lập được kết nối mã hóa với dịch vụ")
        except OSError as error:
            code, reason = _cause(error, "kết nối")
            return Outcome(Kind.TEMPORARY, code if code in UNREACHED else NO_CONNECTION, reason)
        try:
            return _posted(connection, self.endpoint, self.envelope)
        finally:
            connection.close()


def document(envelope: Envelope) -> bytes:
    """What is posted: UTF-8 JSON, the same bytes at every attempt."""
    return orjson.dumps(
        {
            "id": envelope.message_id.strip("<>"),
            "to": envelope.to.address,
            "name": envelope.to.name,
            "subject": envelope.subject,
            "text": envelope.text,
            "date": envelope.date.isoformat(),
        },
        option=orjson.OPT_SORT_KEYS,
    )


def _connected(endpoint: Endpoint) -> http.client.HTTPConnection:
    parts = urlsplit(endpoint.url)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=endpoint.ca_file)
        connection = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=endpoint.timeout_connect, context=context
        )
    else:
        connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=endpoint.timeout_connect
        )
    connection.connect()
    return connection


def _posted(
    connection: http.client.HTTPConnection, endpoint: Endpoint, envelope: Envelope
) -> Outcome:
    parts = urlsplit(endpoint.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": envelope.message_id.strip("<>"),
        "Connection": "close",
        **endpoint.headers,
    }
    wire: socket.socket = connection.sock
    Deadline(endpoint.timeout_body).arm(wire)
    try:
        connection.request("POST", target, document(envelope), headers)
    except OSError as error:
        # The content's length was announced: a server does not act on half a document.
        return Outcome(Kind.TEMPORARY, *_cause(error, "gửi nội dung"))
    try:
        answer = http.client.HTTPResponse(
            Timed(wire, Deadline(endpoint.timeout_answer)),  # type: ignore[arg-type]
            method="POST",
        )
        answer.begin()
        body = answer.read(_MAX_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        return Outcome(Kind.UNKNOWN, *_cause(error, "chờ trả lời"))
    return judged(answer.status, dict(answer.getheaders()), body, endpoint)


def judged(status: int, headers: Mapping[str, str], body: bytes, endpoint: Endpoint) -> Outcome:
    """What an answer means for the message."""
    code = str(status)
    if 200 <= status < 300:
        return _told(code, body, endpoint)
    if status in _CONFIG or 300 <= status < 400:
        return Outcome(Kind.CONFIG, code, f"dịch vụ không nhận tài khoản hoặc địa chỉ này ({code})")
    wait = _retry_after(headers)
    if status in _TEMPORARY or (status == 503 and wait is not None):
        return Outcome(Kind.TEMPORARY, code, f"dịch vụ hẹn thử lại ({code})", wait)
    if 400 <= status < 500:
        return Outcome(Kind.PERMANENT, code, f"dịch vụ từ chối tin này ({code})")
    return Outcome(Kind.UNKNOWN, code, f"dịch vụ báo lỗi, không rõ đã gửi hay chưa ({code})")


def _told(code: str, body: bytes, endpoint: Endpoint) -> Outcome:
    """A 2xx says that the request was understood; whether the message left, the document says."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = None
    answer: Mapping[str, Any] = said if isinstance(said, dict) else {}
    if answer.get("ok") is True or (endpoint.answer == "status" and "ok" not in answer):
        return Outcome(Kind.SENT, code)
    if answer.get("ok") is not False:
        return Outcome(Kind.UNKNOWN, "NO_OK", "dịch vụ không nói rõ đã gửi hay chưa")
    reason = answer.get("error_code", answer.get("code"))
    shown = str(reason) if isinstance(reason, int) else "NOT_OK"
    if reason in _CONFIG:
        return Outcome(Kind.CONFIG, shown, f"dịch vụ không nhận tài khoản này ({shown})")
    if reason in _BUSY or reason in endpoint.temporary_codes:
        return Outcome(Kind.TEMPORARY, shown, f"dịch vụ hẹn thử lại ({shown})", _wait(answer))
    return Outcome(Kind.PERMANENT, shown, f"dịch vụ từ chối tin này ({shown})")


def _wait(answer: Mapping[str, Any]) -> int | None:
    """`retry_after` in seconds, where chat providers put it: beside `ok` or among parameters."""
    parameters = answer.get("parameters")
    places = (answer, parameters if isinstance(parameters, dict) else {})
    found = (place.get("retry_after") for place in places)
    return next((max(0, seconds) for seconds in found if isinstance(seconds, int)), None)


def _retry_after(headers: Mapping[str, str]) -> int | None:
    """Retry-After in seconds (RFC 9110, 10.2.3); a date is read against the answer's own Date."""
    named = {name.lower(): value.strip() for name, value in headers.items()}
    value = named.get("retry-after", "")
    if value.isascii() and value.isdigit():
        return int(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(named.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max(0, int(wait.total_seconds()))


def _cause(error: Exception, phase: str) -> tuple[str, str]:
    causes: tuple[tuple[type[Exception], str, str], ...] = (
        (TimeoutError, "TIMEOUT", "dịch vụ không trả lời kịp"),
        (socket.gaierror, "DNS", "không tìm được địa chỉ dịch vụ"),
        (ConnectionRefusedError, "REFUSED", "dịch vụ không nhận kết nối"),
        (ConnectionError, "LOST", "mất kết nối với dịch vụ"),
        (http.client.HTTPException, "PROTOCOL", "dịch vụ trả lời ngoài quy ước"),
        (Exception, "NETWORK", "lỗi mạng"),
    )
    code, words = next((code, words) for kind, code, words in causes if isinstance(error, kind))
    return code, f"{words} ở bước {phase}"
