"""Receipt: how a report came, as far as whoever brings it says so."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.errors import Refused
from dondoc.reports.evidence import Evidence

# By which road a report came that nobody says more about.
OWN_ROAD, USUAL_ROAD = "system", "paper"


@dataclass(frozen=True)
class Receipt:
    """When and by which road a report reached its receiver, and what is written on it.

    `at` (aware) None: it comes now; `road` None: the usual one. See `Evidence` for the others.
    """

    at: datetime | None = None
    road: str | None = None
    number: str | None = None
    dated: date | None = None
    signer: str | None = None
    capacity: str | None = None
    sent_on: date | None = None
    grounds: str | None = None
    copies: tuple[str, ...] = ()

    def taken(self, now: datetime) -> Evidence:
        """Return what the receiver says of it, received at `now` unless otherwise said."""
        return self._evidence(self.at or now, self.road or USUAL_ROAD)

    def own(self, now: datetime) -> Evidence:
        """Return what holds for a report that its bearer files itself: here, and now.

        Raises:
            Refused: it names another instant or road; that is the receiver's to say.
        """
        if self.at not in (None, now) or self.road not in (None, OWN_ROAD):
            raise Refused(
                "đơn vị tự nộp thì báo cáo đến qua hệ thống, vào lúc nộp; bản gửi bằng đường khác, "
                "nhận lúc khác do nơi nhận ghi (bỏ --received-at, --road)"
            )
        return self._evidence(now, OWN_ROAD)

    def _evidence(self, at: datetime, road: str) -> Evidence:
        return Evidence(
            at,
            road,
            self.number,
            self.dated,
            self.signer,
            self.capacity,
            self.sent_on,
            self.grounds,
            self.copies,
        )
