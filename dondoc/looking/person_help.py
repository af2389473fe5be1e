"""What help somebody had, whom it was sought of in counts, and how far their card is, in words."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.cases.account import standing
from dondoc.cases.cards import cards_of
from dondoc.cases.sponsoring import lines_of
from language.dates import full_day, month_and_year
from language.numbers import grouped
from models import HELP_OUTCOME_NAMES, SPONSOR_KIND_NAMES, HelpAsked, HelpOutcome, SponsorKind


def helped(session: Session, case: int, on: date) -> Iterator[str]:
    """Yield each thing that is known of it on the local date `on`; whom was asked is not named."""
    for line in standing(lines_of(session, persons=[case])):
        if line.from_month is not None:
            first = month_and_year(line.from_month.month, line.from_month.year)
            yield (
                f"Nhà tài trợ số {line.sponsor} đóng {line.percent}% của {line.months} tháng từ "
                f"tháng {first}: {grouped(line.amount)} đồng, ngày {full_day(line.done_on)}"
            )
    query = select(HelpAsked).where(HelpAsked.person_id == case, HelpAsked.struck_at.is_(None))
    for row in session.scalars(query.order_by(HelpAsked.id)):
        whom = SPONSOR_KIND_NAMES[SponsorKind(row.kind)]
        said = HELP_OUTCOME_NAMES[HelpOutcome(row.outcome)]
        yield f"Đã vận động {whom} ngày {full_day(row.asked_on)} (lần số {row.id}): {said}"
    card = cards_of(session, [case], on)[case]
    if card.asked_on and not card.issued_on:
        yield f"Đã đề nghị cấp thẻ ngày {full_day(card.asked_on)}"
    if card.issued_on:
        handed = (
            f"đã trao ngày {full_day(card.handed_on)}" if card.handed_on else "chưa ghi đã trao"
        )
        yield f"Có thẻ, biết từ {full_day(card.issued_on)}; {handed}"
