"""Money and help: who was helped with how much, how often help was sought, how cards stand."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from dondoc.cases.cards import cards_by_body
from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from models import EntryKind, HelpAsked, OutsideHelp, Sponsor, SponsorEntry
from rules.meaning.duty import Duty

_PAGE = "/tai-tro"


def helped(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how many people were helped, for how many help was sought, how many outside lists."""
    found = Found(tuple(one for one in (_used(asked), _sought(asked)) if one))
    told = {duty.id: found + _outside(asked, duty) for duty in duties}
    return {duty: one for duty, one in told.items() if one != Found()}


def _used(asked: Asked) -> Recorded | None:
    undone = select(SponsorEntry.undoes).where(
        SponsorEntry.undoes.is_not(None), SponsorEntry.recorded_at <= asked.as_of
    )
    query = (
        select(
            func.count(func.distinct(SponsorEntry.person_id)),
            func.min(SponsorEntry.done_on),
            func.max(SponsorEntry.done_on),
        )
        .join(Sponsor, Sponsor.id == SponsorEntry.sponsor_id)
        .where(
            SponsorEntry.kind == EntryKind.USE.value,
            SponsorEntry.directive_id == asked.declared.id,
            SponsorEntry.recorded_at <= asked.as_of,
            SponsorEntry.id.not_in(undone),
            *asked.visible.where(Sponsor.body_uid),
        )
    )
    people, first, last = asked.session.execute(query).one()
    what = "người được hỗ trợ kinh phí"
    return Recorded(what, people, first, last, _PAGE) if people else None


def _sought(asked: Asked) -> Recorded | None:
    query = select(
        func.count(func.distinct(HelpAsked.person_id)),
        func.min(HelpAsked.asked_on),
        func.max(HelpAsked.asked_on),
    ).where(
        HelpAsked.directive_id == asked.declared.id,
        HelpAsked.recorded_at <= asked.as_of,
        or_(HelpAsked.struck_at.is_(None), HelpAsked.struck_at > asked.as_of),
        *asked.visible.where(HelpAsked.body_uid),
    )
    people, first, last = asked.session.execute(query).one()
    what = "người đã được vận động nguồn hỗ trợ"
    return Recorded(what, people, first, last, _PAGE) if people else None


def _outside(asked: Asked, duty: Duty) -> Found:
    query = select(
        func.sum(OutsideHelp.people), func.min(OutsideHelp.done_on), func.max(OutsideHelp.done_on)
    ).where(
        OutsideHelp.directive_id == asked.declared.id,
        OutsideHelp.duty == duty.id,
        OutsideHelp.recorded_at <= asked.as_of,
        or_(OutsideHelp.struck_at.is_(None), OutsideHelp.struck_at > asked.as_of),
        *asked.visible.where(OutsideHelp.body_uid),
    )
    people, first, last = asked.session.execute(query).one()
    what = "người ngoài danh sách được hỗ trợ"
    return Found((Recorded(what, int(people), first, last, _PAGE),)) if people else Found()


def cards(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how many cards were issued and handed over, and how many wait."""
    every = cards_by_body(asked.session, asked.rulebook, asked.declared.id, asked.on, asked.visible)
    handed, waiting = sum(one.handed for one in every), sum(one.waiting for one in every)
    issued, left = sum(one.issued for one in every), sum(one.asked for one in every)
    done = [("thẻ đã cấp", issued), ("thẻ đã trao", handed)]
    open_ = [("thẻ đã cấp chưa trao", waiting), ("thẻ đã đề nghị chưa cấp", left)]
    found = Found(
        tuple(Recorded(what, number, page=_PAGE) for what, number in done if number),
        tuple(Recorded(what, number, page=_PAGE) for what, number in open_ if number),
    )
    return {duty.id: found for duty in duties} if found != Found() else {}
