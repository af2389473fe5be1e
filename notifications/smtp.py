"""smtp://: mail handed to a relay, over one connection kept for the account."""

from collections.abc import Mapping
from dataclasses import fields
from threading import Lock
from typing import Any

from notifications.envelope import Envelope
from notifications.outcome import Kind, Outcome
from notifications.plugin import EnvelopePlugin
from notifications.smtp_session import Ended, Relay, Session, Stale, Timeouts

SECURITY = ("none", "starttls", "tls")


class KeptConnection:
    """The account's session: opened when needed, kept between messages, replaced when it died."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._session: Session | None = None
        self._lock = Lock()

    def hand_over(self, envelope: Envelope) -> Outcome:
        """Try once. A dead connection is replaced as long as nothing of the message has left."""
        with self._lock:
            try:
                return self._try(envelope)
            except Ended as end:
                self._drop()
                return end.outcome

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            self._drop()

    def _try(self, envelope: Envelope) -> Outcome:
        message = envelope.from_.address, envelope.to.address, envelope.content
        if self._session is not None and not self._session.stale:
            try:
                return self._session.transmit(*message)
            except Stale:
                # It had served its time (idle, or messages enough): not this message's failure.
                pass
        self._drop()
        self._session = Session(self._relay)
        return self._session.transmit(*message)

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


class Smtp(EnvelopePlugin):  # type: ignore[no-untyped-call]  # apprise's hook is untyped
    """Hands the envelope's bytes to the relay as they are, one recipient a transaction."""

    # apprise declares both as None and says to override them with text.
    service_name = "SMTP"  # type: ignore[assignment]
    protocol = "smtp"  # type: ignore[assignment]

    def __init__(self, connection: KeptConnection, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.connection = connection

    @classmethod
    def opened(cls, account: Mapping[str, object]) -> Mapping[str, object]:
        return {"schema": "smtp", "connection": KeptConnection(relay_of(account))}

    def deliver(self) -> Outcome:
        content = self.envelope.content
        if "@" not in self.envelope.to.address:
            return Outcome(Kind.PERMANENT, "NOT_MAIL", "người nhận không có địa chỉ thư điện tử")
        if not content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n"):
            # A lone CR or LF could end the message early for one server and not for the next.
            return Outcome(Kind.PERMANENT, "BAD_LINES", "nội dung thư có dấu ngắt dòng sai")
        return self.connection.hand_over(self.envelope)


def relay_of(account: Mapping[str, object]) -> Relay:
    """The relay an account describes; timeouts are its keys `timeout_connect` and so on.

    Raises ValueError or TypeError for keys or values it cannot have.
    """
    known = {field.name for field in fields(Relay)} - {"timeouts"}
    limits = {f"timeout_{field.name}": field.name for field in fields(Timeouts)}
    given = {key: value for key, value in account.items() if key != "schema"}
    if unknown := given.keys() - known - limits.keys():
        raise ValueError(f"an SMTP account has no {', '.join(sorted(unknown))}")
    seconds: dict[str, Any] = {limits[key]: given.pop(key) for key in list(given) if key in limits}
    plain: dict[str, Any] = given
    relay = Relay(**plain, timeouts=Timeouts(**seconds))
    if relay.security not in SECURITY or not relay.host or not 0 < relay.port < 65536:
        raise ValueError("an SMTP account needs host, port and security: none, starttls or tls")
    return relay
