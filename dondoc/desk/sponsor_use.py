"""A sponsor pays for people: their own share of some months, at the rates that were known.

One month of one person is never paid for by two, and a đồng that was used is never used again: the
account and the persons are locked before either is looked at.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.account import paid_months
from dondoc.cases.paying import Paid, own_share, sponsored
from dondoc.cases.sponsoring import lines_of
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, body_of, declared_of, one_of
from dondoc.desk.registry import act
from dondoc.desk.sponsor import (
    Answer,
    add_line,
    answer,
    own_sponsor,
    refuse_more,
    refuse_odd,
    words,
)
from dondoc.errors import Refused
from dondoc.people.fact import Fact, NotAsKnown, Revision
from dondoc.people.ledger import Ground, enter, facts_of
from language.dates import month_and_year
from models import EntryKind, PersonReached, SponsorEntry
from rules.meaning.contribution import NoRate, months_from
from rules.meaning.directive import Directive

_MOST_MONTHS = 36


@dataclass(frozen=True)
class Request:
    """For whom (case numbers) a sponsor pays how many months from the month of `first` on.

    `percent`: of the contribution; None: all that they pay of their own, where that is known.
    `share_evidence`: what says that `percent` is theirs to pay, where nothing known does.
    """

    directive: str
    sponsor: int
    persons: tuple[int, ...]
    first: date
    months: int
    on: date
    evidence: str
    percent: int | None = None
    share_evidence: str = ""


@act("sponsor.use")
def use(desk: Desk, request: Request) -> Answer:
    """Let a sponsor pay for people, all of them or none; whoever pays is a fact of the person.

    Raises:
        Refused: no such sponsor or person of theirs, a month is paid for already, more than is in
            hand or than somebody pays of their own, a share or a rate that nobody knows.
    """
    by = allowed(desk, "sponsor.use")
    declared = declared_of(desk, request.directive)
    row = own_sponsor(desk, by, request.sponsor, request.persons)
    persons = [theirs(desk, number, by) for number in dict.fromkeys(request.persons)]
    evidence = words(request.evidence, "cần nêu biên lai hoặc giấy tờ: --evidence")
    refuse_odd(desk, 1, request.on)
    if not (persons and 1 <= request.months <= _MOST_MONTHS):
        raise Refused(f"cần nêu người được hỗ trợ và số tháng, từ 1 đến {_MOST_MONTHS}")
    first = request.first.replace(day=1)
    _refuse_twice(desk, persons, first, request.months)
    facts = facts_of(desk.session, persons=persons)
    shares = {one: _share(desk, request, declared, one, facts) for one in persons}
    costs = {one: _costs(desk, shares[one], first, request) for one in persons}
    refuse_more(desk, row, sum(costs.values()))
    until = list(months_from(first, request.months + 1))[-1]
    added = list[SponsorEntry]()
    for one in persons:
        about = {
            "person_id": one,
            "from_month": first,
            "months": request.months,
            "percent": shares[one],
            "directive_id": declared.id,
        }
        line = add_line(desk, row, EntryKind.USE, costs[one], request.on, evidence, by, about)
        said = (f"nhà tài trợ số {row.id}, dòng số {line.id}", request.share_evidence.strip())
        source = "; ".join(filter(None, said))
        paid = Paid(one, shares[one], first, until, desk.today, source)
        mine = [fact for fact in facts if fact.person == one]
        _tell(desk, sponsored(mine, paid), line.id, by)
        added.append(line)
    return answer(desk, row, added)


def theirs(desk: Desk, number: int, by: str) -> int:
    """Return the number of a person of theirs, or whose case has come to them; else Refused."""
    reached = select(PersonReached.id).where(
        PersonReached.person_id == number, PersonReached.body_uid == body_of(by)
    )
    came = desk.session.scalar(reached.limit(1)) is not None
    return one_of(desk, number, by, body_of(by) if came else None).id


def _refuse_twice(desk: Desk, persons: Collection[int], first: date, months: int) -> None:
    taken = dict(paid_months(lines_of(desk.session, persons=persons)))
    for one in persons:
        for month in months_from(first, months):
            if line := taken.get((one, month)):
                when = f"tháng {month_and_year(month.month, month.year)}"
                raise Refused(
                    f"hồ sơ số {one}: {when} đã được hỗ trợ ở dòng số {line.id}; một tháng của "
                    "một người không hỗ trợ hai lần"
                )


def _share(
    desk: Desk, request: Request, declared: Directive, person: int, facts: Sequence[Fact]
) -> int:
    """Return how many percent are paid; raise Refused where nobody said that they are theirs."""
    # Of months that are over: by how they stand on the day of payment.
    on = max(request.first.replace(day=1), request.on)
    own = own_share(facts, person, declared, desk.rulebook.helping, on, desk.today)
    wanted = request.percent if request.percent is not None else own.percent
    if wanted is None or (own.percent is None and not request.share_evidence.strip()):
        by_law = f", nhiều nhất {own.most}% ({own.source})" if own.source else ""
        raise Refused(
            f"hồ sơ số {person}: chưa rõ phần tự đóng{by_law}; nêu phần hỗ trợ và căn cứ: "
            "--percent, --share-evidence"
        )
    if not 1 <= wanted <= own.most:
        raise Refused(
            f"hồ sơ số {person}: chỉ hỗ trợ được phần tự đóng, từ 1 đến {own.most}% mức đóng"
        )
    return wanted


def _costs(desk: Desk, percent: int, first: date, request: Request) -> int:
    try:
        return desk.rulebook.helping.amount(percent, first, request.months, request.on)
    except NoRate as unknown:
        raise Refused(f"{unknown}: xem rules/people/ho-tro.yaml") from None


def _tell(desk: Desk, revision: Revision, entry: int, by: str) -> None:
    try:
        enter(desk.session, revision, Ground(f"sponsor_entry:{entry}", desk.now, by))
    except NotAsKnown as changed:
        raise Refused(str(changed)) from None
