"""The leaders' brief of a round: the facts of the mail, with calls, promises and the uncovered."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.consolidation.round import Consolidation, Total
from dondoc.documents.kinds.brief.beside import beside
from dondoc.documents.kinds.brief.content import LeadersBrief, Uncovered
from dondoc.documents.parts.four_ways import Return
from dondoc.documents.parts.frames import clause_of, declared, framed
from dondoc.documents.parts.signers import signing
from dondoc.errors import Refused
from dondoc.obligations.rounds import RoundCounts, RoundKey, count_rounds
from dondoc.sending.names import name_of, role_of
from dondoc.sending.views import Views
from language.collation import vietnamese
from language.dates import full_day
from language.numbers import count
from language.zone import local_date
from models import Call, Capacity, Contact, Obligation
from models.standing import is_overdue
from notifications.round_words import asked, consolidator_state
from notifications.rounds import RoundView
from rules.meaning.body import Body
from rules.meaning.letterhead import Document
from rules.rulebook import Rulebook
from steps.posts import Post


@dataclass(frozen=True)
class Reporter:
    """The office that reports: its uid among the bodies, and how it calls itself."""

    uid: str
    name: str


def leaders_brief(
    session: Session,
    rulebook: Rulebook,
    found: Consolidation,
    office: Reporter,
    now: datetime,
    uncovered: Sequence[Uncovered] | None = None,
    signer: str | None = None,
) -> LeadersBrief:
    """Return how the round stands at the instant `now` (aware), as the mail of the day tells it.

    Args:
        uncovered: per group, from a better source than the communes' word; None: what they state.
        signer: the post that is to sign, of those declared; None: who usually does.
    Raises:
        Refused: the office has no letterhead, the round has no inputs, or who is chosen may not
            sign it.
    """
    directive, own, inputs = found.directive, found.duty, found.inputs
    view = Views(session, rulebook, now, {}).round_of(found.row)
    if view is None:
        raise Refused("đợt này không có báo cáo nào để tổng hợp")
    today, issuer = local_date(now), rulebook.bodies.get(directive.issuer)
    wanted = asked(view, rulebook.calendar.known_on(today).add(today, 1))
    key = RoundKey(directive.id, inputs.id, found.row.period)
    counts = count_rounds(session, {key}, now).get(key, RoundCounts())
    words = _Calls(session, [line.row for line in found.lines if is_overdue(line.row, now)])
    body = rulebook.bodies.get(office.uid)
    _, form = declared(rulebook, body, Document.BRIEF)
    known = signing(session, rulebook, body, Document.BRIEF, today, signer)
    to = (_leader(session, rulebook, issuer, form.to, today),)
    return LeadersBrief(
        frame=framed(rulebook, body, Document.BRIEF, today, to, known=known),
        inputs_called=directive.called(inputs),
        office=office.name,
        at=now,
        bearers_as=view.inputs_as,
        inputs=clause_of(directive, inputs),
        due_on=view.inputs_due_on,
        returns=_returns(view, counts.unknown),
        consolidator=view.consolidator,
        consolidation=clause_of(directive, own),
        consolidator_state=consolidator_state(view, today),
        overdue=tuple(sorted(view.late, key=vietnamese)),
        paused=tuple(sorted(view.paused, key=vietnamese)),
        called=words.called,
        promised=words.promised,
        uncovered=tuple(stated(found) if uncovered is None else uncovered),
        remaining=found.form.words.remaining if found.form else "",
        about=found.form.words.about if found.form else "",
        unit=found.form.unit if found.form else "",
        overlapping=found.form is not None and bool(found.form.words.overlap),
        asks=(wanted,) if wanted else (),
        beside=beside(session, rulebook, found, now),
    )


def _returns(view: RoundView, unknown: int) -> Return:
    return Return(
        done_on_time=view.done_on_time,
        done_late=view.done_late,
        open_in_time=view.open_in_time,
        open_overdue=view.open_overdue,
        unknown=unknown,
    )


def _leader(session: Session, rulebook: Rulebook, issuer: Body, title: str, today: date) -> str:
    """Return who is reported to: the leader by name and title, the title where nobody is known."""
    query = select(Contact).where(
        Contact.body_uid == issuer.uid, Contact.post == Post.LEADER, Contact.held_on(today)
    )
    held = {one.capacity: one for one in session.scalars(query.order_by(Contact.id.desc()))}
    holder = next((held[capacity] for capacity in Capacity.in_turn() if capacity in held), None)
    named = title or f"{role_of(rulebook.bodies, issuer, Post.LEADER)} {name_of(issuer)}"
    return f"Đồng chí {holder.person}, {named}" if holder and holder.person else named


class _Calls:
    """Calls to those who are late, in the present term: how many were met, what they promised."""

    def __init__(self, session: Session, late: Sequence[Obligation]) -> None:
        cycles = {row.id: row.cycle for row in late}
        query = select(Call.obligation_id, Call.cycle, Call.met, Call.promised_on).where(
            Call.obligation_id.in_(cycles)
        )
        called, promised = set[int](), dict[int, date]()
        for id_, cycle, met, day in session.execute(query.order_by(Call.called_at, Call.id)):
            if cycle == cycles[id_]:
                if met:
                    called.add(id_)
                if day is not None:
                    promised[id_] = day
        self.called = len(called)
        self.promised = tuple(sorted(promised.values()))


def stated(found: Consolidation) -> Iterator[Uncovered]:
    """Yield, per group, who is not covered by what its bearers state, beside the baseline.

    While one of them has never stated any, it is that of the others, said of how many. Its day is
    the latest that a figure in it is of.
    """
    if found.form is None or not found.form.balanced:
        return
    for id_, total in found.totals().items():
        whole = total.last_known_closing
        part = total.figures.closing if total.bodies_in else None
        people = part if whole is None else whole
        yield Uncovered(
            name=found.row_names[id_],
            people=people,
            as_of=None if people is None else max(_days(found, id_, old=whole is not None)),
            source=_source(total, _days(found, id_, old=True) if whole is not None else ()),
            baseline=total.baseline,
            baseline_on=total.baseline_on,
            part=whole is None and part is not None,
        )


def _days(found: Consolidation, id_: str, *, old: bool) -> list[date]:
    """Return the days that the figures of a group are of; `old`: last known ones among them."""
    asked = [line for line in found.lines if id_ in line.groups]
    here = [line.figures.as_of for line in asked if line.figures and id_ in line.figures.groups]
    known = (line.last_known for line in asked if old and not line.figures)
    return here + [one.as_of for one in known if one]


def _source(total: Total, days: Collection[date]) -> str:
    """Return whose figures it is; `days`: those they are of, none where a body stated none."""
    if not days and total.bodies_in:
        return f"riêng {count(total.bodies_in)}/{count(total.bodies)} đơn vị đã báo cáo"
    if not days:
        return f"chưa có báo cáo của đơn vị nào trong {count(total.bodies)} đơn vị"
    earlier = total.bodies - total.bodies_in
    if not earlier:
        return "theo báo cáo của các đơn vị"
    first = f" (sớm nhất là ngày {full_day(min(days))})" if len({*days}) > 1 else ""
    if not total.bodies_in:
        return f"theo báo cáo gần nhất của các đơn vị{first},"
    return f"theo báo cáo của các đơn vị, {count(earlier)} đơn vị lấy số gần nhất{first},"
