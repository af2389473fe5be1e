"""What our own apprise plugins share: they carry a sealed envelope and say what became of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from apprise import NotifyBase, NotifyType

from notifications.envelope import Envelope
from notifications.outcome import Kind, Outcome


class EnvelopePlugin(NotifyBase, ABC):  # type: ignore[no-untyped-call]  # apprise's hook is untyped
    """One attempt at one message. A subclass sets its schema and writes `deliver`.

    apprise hands `send` a body and a title; ours were sealed before and go out as they are.
    """

    # apprise would split or cut by these; the sealed bytes are never touched.
    body_maxlen = 10_000_000
    title_maxlen = 100_000

    def __init__(self, envelope: Envelope, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # as above
        self.envelope = envelope
        self.outcome: Outcome | None = None

    @classmethod
    def opened(cls, account: Mapping[str, object]) -> Mapping[str, object]:
        """The arguments all messages of one account share, made once: a kept connection.

        Raises ValueError or TypeError where the account is not one of this plugin's.
        """
        return account

    @abstractmethod
    def deliver(self) -> Outcome:
        """Try once. Never raises for what the outside world does; an outcome says it."""

    def send(
        self,
        body: str,
        title: str = "",
        notify_type: NotifyType = NotifyType.INFO,
        **kwargs: Any,
    ) -> bool:
        self.outcome = self.deliver()
        return self.outcome.kind is Kind.SENT

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """For apprise's own log lines: the schema and nothing else, privacy asked for or not."""
        return f"{self.protocol}://"
