"""How the bodies of a round filed: this round, and on time in how many rounds so far."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.consolidation.round import Consolidation
from dondoc.documents.kinds.consolidation.content import Punctuality
from dondoc.find import up_to_round
from dondoc.obligations.rates import rates
from dondoc.obligations.standing import standings
from models import Report
from models.report import ROAD_NAMES


def on_time_table(session: Session, found: Consolidation, now: datetime) -> Iterator[Punctuality]:
    """Yield how every body of the round filed, as it was known at the instant `now` (aware)."""
    so_far = standings(session, now, up_to_round(found.lines[0].row))
    by_bearer = {rate.bearer: rate for rate in rates(so_far)}
    stood = {one.owed.id: one for one in so_far}
    for line in found.lines:
        rate, one = by_bearer.get(line.body.uid), stood[line.row.id]
        yield Punctuality(
            body=line.body.short_name or line.body.name,
            state=one.way,
            received_at=one.received_at,
            nil=bool(line.figures and line.figures.nil),
            road=_road(line.report) if line.report else "",
            extended_to=one.due_on if one.extended else None,
            on_time_rounds=rate.on_time if rate else 0,
            rounds=rate.rounds if rate else 0,
        )


def _road(report: Report) -> str:
    number = f" số {report.number}" if report.number else ""
    return f"{ROAD_NAMES.get(report.road, report.road)}{number}"
