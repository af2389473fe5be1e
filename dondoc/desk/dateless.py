"""Duties that are carried out without a day in the text: which they are, and who may tell of them.

Whoever bears one tells of it; of a committee's, whichever body a decision names as its member.
"""

import re
from datetime import date

from dondoc.desk.context import Desk
from dondoc.desk.own_people import declared_of
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.reports.committee import members_of
from dondoc.reports.quarterly import bears
from language.dates import full_day
from language.text import nfc
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty, ShownBy
from rules.meaning.recipient import Party

LONGEST = 2_000
# As long as the shortest number of a person there is: the old card of identity.
_PERSONS_NUMBER = re.compile(r"\d([ .]?\d){8}")


def duty_of(desk: Desk, directive: str, duty: str, word: ShownBy) -> tuple[Directive, Duty]:
    """Return the duty that is shown by `word`; raise Refused, naming those that are, otherwise."""
    declared = declared_of(desk, directive)
    found = declared.duties.get(duty)
    if found is None or word not in found.shown_by:
        known = ", ".join(one.id for one in declared.duties.values() if word in one.shown_by)
        raise Refused(
            f"{directive}: {duty!r} không phải việc được ghi theo cách này; có: {known or 'không'}"
        )
    return declared, found


def allowed(
    desk: Desk, act: str, declared: Directive, duties: list[Duty], named: str
) -> tuple[str, str]:
    """Return the body (uid) of which is told, and who does the `act`, as `uid/post`.

    Args:
        named: the body, by uid or name; "" for that of who acts.
    Raises:
        Refused: it bears none of `duties` and is no member of a committee that does; or who acts
            may not tell of it.
    """
    who = desk.acting(act)
    uid = _bearer(desk, declared, duties, named or who.body.uid)
    return uid, desk.allow(act, parties=[party_of(desk, duties[0], uid)])


def _bearer(desk: Desk, declared: Directive, duties: list[Duty], named: str) -> str:
    uid = body_uid(desk.bodies, named, desk.today)
    on = max(desk.today, declared.in_force.from_)
    bodies = desk.rulebook.bodies
    if any(bears(desk.session, bodies, duty, uid, on) for duty in duties):
        return uid
    gap = next((said for one in duties if (said := _committee_gap(desk, one))), "")
    raise Refused(
        f"{desk.bodies.get(uid).name} không được giao việc này{f': {gap}' if gap else ''}"
    )


def _committee_gap(desk: Desk, duty: Duty) -> str:
    """Return that nobody knows the members of a committee that bears `duty`, "" where they are."""
    for uid in duty.bearers.uids:
        body = desk.rulebook.bodies.get(uid)
        if body.gap and not members_of(desk.session, uid, desk.today):
            return f"chưa ghi quyết định nêu thành viên của {body.name} (dondoc committee decide)"
    return ""


def party_of(desk: Desk, duty: Duty | None, uid: str) -> Party:
    """Return whom it concerns that the body `uid` tells of a duty, or of all it has."""
    return Party(uid, duty.to if duty else None, duty.via if duty else None, desk.work.office)


def words(said: str, lacking: str) -> str:
    """Return what was written, in NFC.

    Raises:
        Refused: nothing was (`lacking` says what), too much, or a number of a person stands in it.
    """
    found = nfc(said.strip())
    if not found:
        raise Refused(lacking)
    if len(found) > LONGEST:
        raise Refused(f"dài quá {LONGEST} chữ: ghi ngắn lại, phần dài để trong tệp kèm theo")
    if _PERSONS_NUMBER.search(found):
        raise Refused("trong lời ghi có một số dài như số định danh của người: bỏ số ấy ra")
    return found


def refuse_day(declared: Directive, day: date, today: date, called: str = "ngày làm") -> None:
    """Refuse a local date that lies ahead, or before the directive was there."""
    if day > today:
        raise Refused(f"{called} {full_day(day)} ở sau hôm nay")
    if day < declared.in_force.from_:
        since = full_day(declared.in_force.from_)
        raise Refused(f"{called} {full_day(day)} ở trước khi có văn bản ({since})")
