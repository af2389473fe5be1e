"""The official return: done in time or late, open in time or overdue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Return:
    """The official four-way return of one round, with those whose outcome is not known."""

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        known = self.done_on_time + self.done_late + self.open_in_time + self.open_overdue
        return known + self.unknown

    @property
    def received(self) -> int:
        return self.done_on_time + self.done_late
