"""What a brief tells beside the round itself: targets, and reports without a term."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.consolidation.round import Consolidation
from dondoc.documents.kinds.brief.cases import cases_of
from dondoc.documents.parts.report_terms import line_of
from dondoc.documents.parts.targets_of import told_of_target
from language.dates import full_day
from rules.rulebook import Rulebook


def beside(
    session: Session, rulebook: Rulebook, found: Consolidation, now: datetime
) -> tuple[str, ...]:
    """Return it at the instant `now` (aware), a part of the brief each, for the mail and the page.

    Of each target that has begun, what it is and who has reached it; of each report without a
    term, who has reported. Whole sentences.
    """
    return (*_targets(session, rulebook, found, now), *cases_of(session, rulebook, found))


def _targets(
    session: Session, rulebook: Rulebook, found: Consolidation, now: datetime
) -> Iterator[str]:
    for duty in found.directive.duties.values():
        line = line_of(rulebook, found.directive, duty)
        if line and (told := told_of_target(session, rulebook, duty, now)):
            yield (
                f"Chỉ tiêu đến ngày {full_day(line.due_on)} ({line.clause.place}), {line.percent}% "
                f"{line.population} {line.measure}. {told}"
            )
