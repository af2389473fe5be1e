"""The công văn đôn đốc of a round, filled from what is known at one instant."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from dondoc.collation import vietnamese
from dondoc.consolidation.consolidate import Consolidation, Lack, Line
from dondoc.consolidation.frames import clause_of, committee_frame
from dondoc.documents.content import Urging
from dondoc.errors import Refused
from dondoc.sending.views import name_of
from notifications.wording import official
from rules.calendar import local_date
from rules.rulebook import Rulebook

BEARERS_AS = "UBND các xã, thị trấn"


def urging_draft(rulebook: Rulebook, found: Consolidation, office: str, now: datetime) -> Urging:
    """Return the draft that urges those who are late.

    A body that can still be in time is not urged, nor one that answers a returned report.

    Args:
        office: who follows it up, by its official name.
    Raises:
        Refused: nobody is late at the instant `now` (aware).
    """
    absent = [line for line in found.lines if line.lack is Lack.NOT_FILED and line.row.overdue(now)]
    if not absent:
        raise Refused("đợt này không có đơn vị nào quá hạn để đôn đốc")
    today, directive = local_date(now), found.directive
    consolidation = directive.duties[found.row.duty]
    issuer = rulebook.bodies.get(directive.issuer)
    return Urging(
        frame=committee_frame(rulebook, directive, today),
        inputs=clause_of(directive, directive.duties[consolidation.consolidates or ""]),
        consolidation=clause_of(directive, consolidation),
        bearers_as=BEARERS_AS,
        issuer=official(issuer.short_name or issuer.name),
        office=office,
        consolidator=name_of(rulebook.bodies.get(found.row.bearer_uid)),
        matter=directive.matter,
        absent=tuple(sorted((name_of(line.body) for line in absent), key=vietnamese)),
        at=now,
        due_on=_due_on(absent),
        answer_by=rulebook.calendar.known_on(today).add(today, 1),
        confirmed=all(line.row.via_checked_at for line in absent),
        in_time=today <= found.row.aim_on,
    )


def _due_on(absent: Sequence[Line]) -> date:
    """Return the date most of the absent had, the earliest where several are alike.

    Whoever was granted an extension has a date of its own.
    """
    dates = Counter(line.row.due_on for line in absent)
    return min(dates, key=lambda day: (-dates[day], day))
