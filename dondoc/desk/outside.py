"""Help for people on none of the lists: counts alone."""

import re
from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk
from dondoc.desk.helping import Row, Which
from dondoc.desk.own_people import allowed, answers_for, body_of, declared_of
from dondoc.desk.registry import act
from dondoc.desk.sponsor import MOST, refuse_odd, words
from dondoc.errors import Refused
from models import Event, OutsideHelp
from models.salt import digests_of
from models.trail import append

# As long as the shortest number of a person there is.
_PERSONS_NUMBER = re.compile(r"\d([ .]?\d){8}")


@dataclass(frozen=True)
class Outside:
    """So many people outside the lists were helped: which `who`, in words that name nobody.

    `duty`: of the directive, which asks for it. `amount`: whole đồng, None where it was not said.
    """

    directive: str
    duty: str
    who: str
    people: int
    on: date
    evidence: str
    amount: int | None = None


@act("help.outside")
def outside(desk: Desk, request: Outside) -> Row:
    """Enter how many people outside the lists were helped.

    Raises:
        Refused: no such duty, nobody, no evidence, a day to come, or a number of a person.
    """
    declared = declared_of(desk, request.directive)
    by = allowed(desk, "help.outside")
    if request.duty not in declared.duties:
        raise Refused(f"văn bản {declared.id} không có nhiệm vụ {request.duty!r}")
    refuse_odd(desk, 1 if request.amount is None else request.amount, request.on)
    if not 1 <= request.people < MOST:
        raise Refused("cần nêu số người, từ 1 trở lên: --people")
    who = words(request.who, "cần nêu những ai, bằng lời, không nêu họ tên: --who")
    evidence = words(request.evidence, "cần nêu biên lai hoặc giấy tờ: --evidence")
    if _PERSONS_NUMBER.search(who):
        raise Refused(
            "lời ghi có số định danh hoặc điện thoại: người ngoài danh sách chỉ ghi số đếm"
        )
    row = OutsideHelp(
        directive_id=declared.id,
        duty=request.duty,
        body_uid=body_of(by),
        who=who,
        people=request.people,
        amount=request.amount,
        done_on=request.on,
        evidence=evidence,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    said = {"duty": row.duty, "people": row.people, "amount": row.amount}
    words_of = digests_of(desk.session, who=who)
    append(
        desk.session,
        desk.now,
        [Event("help.outside", f"outside_help:{row.id}", {"by": by, **said, **words_of})],
    )
    return Row(row.id, row.body_uid)


@act("help.strike")
def strike_outside(desk: Desk, request: Which) -> Row:
    """Strike help outside the lists: it was entered by mistake; Refused where not of theirs."""
    by = allowed(desk, "help.strike")
    row = desk.session.get(OutsideHelp, request.number, with_for_update=True)
    if row is None or row.struck_at is not None or not answers_for(desk, row.body_uid, by):
        raise Refused(f"không có lần hỗ trợ ngoài danh sách số {request.number} của đơn vị này")
    row.struck_at, row.struck_by = desk.now, by
    append(
        desk.session,
        desk.now,
        [Event("help.struck", f"outside_help:{row.id}", {"by": by, "people": row.people})],
    )
    return Row(row.id, row.body_uid)
