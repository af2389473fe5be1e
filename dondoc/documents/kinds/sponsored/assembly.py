"""What a sponsor is told, filled from their account; who is named is opened by who may, and logged.

Without an agreement that holds on the day of printing a person is a count, whoever asks.
"""

from collections import defaultdict

from sqlalchemy import or_, select

from dondoc.cases.account import balance, standing
from dondoc.cases.sponsoring import lines_of
from dondoc.documents.kind import Sources
from dondoc.documents.kinds.sponsored.content import Helped, Sponsored
from dondoc.errors import Refused
from dondoc.sending.names import name_in
from language.collation import vietnamese
from language.text import upper_first
from language.zone import local_date
from models import Agreement, EntryKind, Sponsor


def sponsored(sources: Sources, sponsor: int) -> Sponsored:
    """Return what the sponsor with this number is told; raise Refused where there is none."""
    session, today = sources.session, local_date(sources.now)
    row = session.get(Sponsor, sponsor)
    if row is None:
        raise Refused(f"không có nhà tài trợ số {sponsor}: xem dondoc sponsor balance")
    lines = lines_of(session, [sponsor])
    paid: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for line in standing(lines):
        if line.kind is EntryKind.USE and line.person is not None:
            paid[line.person][0] += line.months
            paid[line.person][1] += line.amount
    withdrawn = Agreement.withdrawn_on
    holds = Agreement.given_on <= today, or_(withdrawn.is_(None), withdrawn > today)
    query = select(Agreement.person_id).where(Agreement.sponsor_id == sponsor, *holds)
    agreed = set(session.scalars(query)) & paid.keys()
    # Also where nobody agreed: who may open nobody here is told nothing of the account either.
    personal = sources.opened(sorted(agreed))
    named = [Helped(said.name, *paid[person]) for person, said in personal.items()]
    others = [told for person, told in paid.items() if person not in personal]
    now = balance(lines)
    return Sponsored(
        sponsor=row.id,
        name=row.name,
        body=upper_first(name_in(sources.rulebook.bodies, row.body_uid)),
        received=now.received,
        used=now.used,
        returned=now.returned,
        in_hand=now.in_hand,
        helped=tuple(sorted(named, key=lambda one: vietnamese(one.name))),
        unnamed=len(others),
        unnamed_amount=sum(amount for _, amount in others),
        at=sources.now,
    )
