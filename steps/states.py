"""Where an obligation stands: what its row stores, policies ask and screens show."""

from enum import StrEnum


class ObligationState(StrEnum):
    """Where an obligation stands. Lateness is computed, never a state."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    HISTORIC = "historic"
    SUSPENDED = "suspended"

    @classmethod
    def unfinished(cls) -> frozenset["ObligationState"]:
        """Return the states in which the bearer has not filed and is still asked to."""
        return frozenset({cls.OPEN, cls.SUSPENDED})

    @classmethod
    def asked(cls) -> frozenset["ObligationState"]:
        """Return the states in which something is asked of the bearer today: its report, or it
        once more."""
        return frozenset({cls.OPEN, cls.RETURNED})

    @classmethod
    def ended(cls) -> frozenset["ObligationState"]:
        """Return the states in which it is owed no more: no round, word or count has it."""
        return frozenset({cls.WITHDRAWN})


OBLIGATION_STATE_NAMES = {
    "open": "đang chờ",
    "submitted": "đã nộp",
    "returned": "trả lại",
    "accepted": "đã chấp nhận",
    "withdrawn": "đã rút",
    "historic": "trước khi đăng ký",
    "suspended": "tạm dừng",
}
