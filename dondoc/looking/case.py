"""One case: its evidence, what it lacks, how far it has come, in words and by its number alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dondoc.cases.cases import Case, cases
from dondoc.cases.lines import Placed
from dondoc.cases.road import STATE_NAMES
from dondoc.desk.look import Look
from dondoc.desk.persons import log_numbers
from dondoc.errors import Refused
from dondoc.looking.cases import case_document, in_words, seen_of
from language.dates import full_day
from language.zone import local_date
from models import Purpose
from rules.meaning.directive import Directive
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Shown:
    """One case in words: how it stands, the `steps` it has made with their days, what it lacks."""

    case: Case
    state_name: str
    steps: tuple[str, ...]
    missing: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Return it as machines get it."""
        return case_document(self.case) | {"steps": list(self.steps), "lacks": list(self.missing)}


def case_of(look: Look, declared: Directive, number: int) -> Shown:
    """Return the case with that number; that it is shown is logged.

    Args:
        look: at `Sight.PERSONS`.
    Raises:
        Refused: there is none, or it is hidden: nobody learns which.
    """
    found: list[Case] = []
    if number in seen_of(look, [number]):
        found = cases(look.session, look.desk.rulebook, declared, look.desk.now, persons=[number])
    if not found:
        raise Refused(f"không có trường hợp số {number} của {declared.id} trong phần được xem")
    log_numbers(look, [number], Purpose.DUTY)
    return shown_of(look, found[0])


def shown_of(look: Look, one: Case) -> Shown:
    """Return a case in words, to who was logged as seeing it."""
    road = look.desk.rulebook.road
    left = f": {road.leaves[one.evidence.left]}" if one.evidence.left else ""
    return Shown(
        one,
        STATE_NAMES[one.standing.state] + left,
        tuple(_steps(look.desk.rulebook, one)),
        tuple(in_words(look, one.standing.missing)),
    )


def _steps(rulebook: Rulebook, one: Case) -> Iterator[str]:
    said = one.evidence
    for words, day in (
        ("Được tuyên truyền", said.informed_on),
        ("Được vận động", said.mobilised_on),
        ("Được giúp đỡ", said.helped_on),
        ("Đã vận động hỗ trợ, chưa có nguồn", said.sought_on),
    ):
        if day is not None:
            yield f"{words}: {full_day(day)}"
    if one.placed is not None:
        yield from _went(rulebook, one.placed)


def _went(rulebook: Rulebook, at: Placed) -> Iterator[str]:
    if at.filed is None:
        yield f"Trong dự thảo số {at.report.id}, {full_day(local_date(at.report.drafted_at))}"
        return
    dated = f" ngày {full_day(at.filed.dated)}" if at.filed.dated else ""
    yield f"Báo cáo số {at.filed.number}{dated}, phụ lục số {at.report.annex_number}"
    if at.line.returned_at:
        yield f"Bị trả lại: {full_day(local_date(at.line.returned_at))}"
    if at.proposal is not None:
        kind = rulebook.road.proposals.get(at.proposal.kind)
        title = kind.title if kind else at.proposal.kind
        yield f"Đề xuất {title}: {full_day(local_date(at.proposal.proposed_at))}"
        if at.proposal.decided_at and at.proposal.dated:
            word = "Đồng ý" if at.proposal.accepted else "Không đồng ý"
            yield f"{word}: văn bản số {at.proposal.number} ngày {full_day(at.proposal.dated)}"
