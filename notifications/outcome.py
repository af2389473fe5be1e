"""What became of one try to deliver one message."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The five ends of an attempt; each decides what follows (see the outbox)."""

    SENT = "sent"  # handed over; says nothing of its having been read
    PERMANENT = "permanent"  # never will arrive this way
    TEMPORARY = "temporary"  # nothing left; trying again is harmless
    CONFIG = "config"  # the account is wrong, not the message
    UNKNOWN = "unknown"  # may have arrived: a person decides


# Codes of temporary failures that came before anybody heard of the message.
NO_CONNECTION = "NO_CONNECTION"
UNREACHED = frozenset({"DNS", "REFUSED", NO_CONNECTION})


@dataclass(frozen=True)
class Outcome:
    """`code`: short and stable, for counting ("ENOSPC", "550"); `reason`: for a person to read.

    Neither ever holds an address, a name or a secret: what the other side wrote is not repeated.
    `retry_after`: seconds to wait at least before a temporary failure is tried again.
    """

    kind: Kind
    code: str = ""
    reason: str = ""
    retry_after: int | None = None

    @property
    def unreached(self) -> bool:
        """Whether the other side could not be reached at all: it says nothing of the message."""
        return self.kind is Kind.TEMPORARY and self.code in UNREACHED
