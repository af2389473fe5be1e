"""aiosmtpd as the relay: a full SMTP server, with recipients it treats badly."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "vanphong", "mat-khau-DANHDAU-91"
HOST = "127.0.0.1"


class Treatment:
    """Answers by the recipient's local part; `taken` holds (recipient, bytes)."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusals = {
            "nouser": f"550 5.1.1 <{address}>: Recipient address rejected",
            "grey": f"451 4.7.1 <{address}>: Greylisted, try again",
            "full": "452 4.2.2 mailbox full",
        }
        name = address.partition("@")[0].partition(".")[0]
        if name in refusals:
            return refusals[name]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (recipient,) = envelope.rcpt_tos
        name = recipient.partition("@")[0].partition(".")[0]
        if name == "spam":
            return f"554 5.7.1 {recipient} looks like spam"
        if name == "later":
            return "451 4.3.0 try again"
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append((recipient, content))
        if name == "lost":
            # Taken, and cut without a word.
            transport = server.transport
            assert transport is not None
            transport.abort()
        if name == "hang":
            await asyncio.sleep(3600)
        return "250 2.0.0 taken"


class _Relay(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, ident="relay", **self.SMTP_kwargs)


@contextmanager
def relay(
    certificate: tuple[Path, Path] | None = None, tls: bool = False, **more: Any
) -> Iterator[tuple[int, Treatment]]:
    """Run a relay; yields its port and its treatment of mail.

    Args:
        certificate: certificate and key file; with it STARTTLS is offered, or TLS spoken at once.
    """
    treatment = Treatment()
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*map(str, certificate))
    plain = {} if tls else {"tls_context": context}
    server = _Relay(
        treatment,
        hostname=HOST,
        port=_free(),
        ssl_context=context if tls else None,
        **plain,
        **more,
    )
    server.start()
    try:
        yield server.port, treatment
    finally:
        server.stop()


def with_login(only_encrypted: bool = False) -> dict[str, Any]:
    """Return what makes the relay let the one user in that it knows.

    Args:
        only_encrypted: it takes nothing without a login, and that after STARTTLS only.
    """

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        known = LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=data == known, handled=False)

    return {
        "authenticator": authenticate,
        "auth_required": only_encrypted,
        "auth_require_tls": only_encrypted,
    }


def _free() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
