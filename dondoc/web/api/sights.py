"""What another program may look at: the answers are those of the commands with `--json`."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from dondoc import find
from dondoc.consolidation.consolidate import consolidation, consolidator, signed_round
from dondoc.consolidation.view import consolidation_view
from dondoc.desk.actor import Actor
from dondoc.desk.context import Which
from dondoc.desk.plain import plain
from dondoc.desk.reach import LARGEST
from dondoc.documents.parts.group_tables import coverage_view
from dondoc.documents.parts.targets_of import targets_view
from dondoc.errors import Refused
from dondoc.looking.by_body import ByBody
from dondoc.looking.decided import Decided, decided
from dondoc.looking.doctor import examine
from dondoc.looking.letter import letter, refuse_hidden
from dondoc.looking.letter import notice as notice_named
from dondoc.looking.listing import Listing
from dondoc.looking.shown import letter_view, listed_view, rate_view, standing_view
from dondoc.looking.status import rates_of
from dondoc.looking.status import status as count_status
from dondoc.looking.why import why as why_notice
from dondoc.reports.view import report_view, round_view
from dondoc.visible import Sight
from dondoc.web.api import answers
from dondoc.web.api.caller import Calling
from dondoc.web.api.shape import answered
from dondoc.web.api.values import Day, Instant, Row, Text
from models import ApiToken, NoticeState
from rules.meaning.right import Right

router = APIRouter(prefix="/api", tags=["sights"])
Named = Annotated[Text, Query(min_length=1, max_length=200)]
PerPage = Annotated[int, Query(ge=1, le=1_000)]
After = Annotated[int | None, Query(ge=0, le=LARGEST)]


def _answer(said: Any) -> Response:
    return JSONResponse(said)


def _of(model: Any) -> dict[int | str, dict[str, Any]]:
    """Return what a route says of its answer."""
    return {200: {"model": model}}


@router.get("/me", responses=_of(answers.Me), summary="mã này thay ai, làm gì, xem gì")
def me(caller: Calling) -> Response:
    """As which post the token looks and acts, until when, and what the table of rights gives it."""
    with caller.desk() as desk:
        who, rights = desk.actor(caller.said), desk.rulebook.rights
        token = desk.session.get_one(ApiToken, caller.token)
        return _answer(
            {
                "as": caller.said,
                "body": who.body.uid,
                "body_name": who.body.name,
                "post": who.post,
                "title": desk.bodies.title(who.body, who.post),
                "ends_on": plain(token.ends_on),
                "acts": _has(rights.acts.values(), who),
                "sights": _has(rights.sights.values(), who),
            }
        )


def _has(rights: Iterable[Right], who: Actor) -> list[str]:
    return [one.name for one in rights if any(True for _ in one.roles_of(who.body, who.post))]


@router.get("/status", responses=_of(list[answers.DutyNumbers]), summary="tình hình từng nhiệm vụ")
def status(
    caller: Calling, directive: Named | None = None, as_of: Instant | None = None
) -> Response:
    """Count every duty and round, as it was known at an instant (`dondoc status`)."""
    with caller.look(Sight.STATUS) as look:
        at = as_of or caller.now
        rows = count_status(look.session, look.desk.rulebook, directive, at, look.visible)
        return _answer([row.as_json() for row in rows])


@router.get(
    "/obligations", responses=_of(list[answers.Obligation]), summary="từng nghĩa vụ, từng đơn vị"
)
def obligations(
    caller: Calling,
    directive: Named | None = None,
    as_of: Instant | None = None,
    page: PerPage = 200,
    after: After = None,
) -> Response:
    """Each obligation by itself (`dondoc status --per body`); `after`: the last seen of it."""
    with caller.look(Sight.STATUS) as look:
        rules = look.desk.rulebook
        found = ByBody(look.session, rules, directive, as_of or caller.now, look.visible)
        rows = islice(found.rows(after, page), page)
        return _answer([standing_view(one, rules.bodies) for one in rows])


@router.get("/rates", responses=_of(list[answers.Rate]), summary="tỷ lệ đúng hạn")
def rates(
    caller: Calling, directive: Named, duty: Named | None = None, as_of: Instant | None = None
) -> Response:
    """How often each bearer was in time (`dondoc rates`)."""
    with caller.look(Sight.STATUS) as look:
        found = rates_of(look.session, directive, duty, as_of or caller.now, look.visible)
        return _answer([rate_view(one, look.desk.rulebook.bodies) for one in found])


@router.get("/notices", responses=_of(list[answers.ListedNotice]), summary="các thông báo")
def notices(
    caller: Calling,
    state: NoticeState | None = None,
    unknown: bool = False,
    page: PerPage = 200,
    after: After = None,
) -> Response:
    """The notices from the first one, or after one (`dondoc notices`)."""
    with caller.look(Sight.NOTICES) as look:
        found = Listing(look.session, look.visible, state, unknown).rows(after, page)
        return _answer([listed_view(look.desk.rulebook, *one) for one in found])


@router.get("/notices/{notice}", responses=_of(answers.Letter), summary="một thông báo và thư")
def notice(caller: Calling, notice: Row) -> Response:
    """One notice and the letter that carries it (`dondoc notice show`)."""
    with caller.look(Sight.LETTER) as look:
        found, row = notice_named(look, notice)
        refuse_hidden(look, found, row)
        read = letter(caller.house.office, look, found)
        return _answer(letter_view(look.desk.rulebook, look, found, row, read))


@router.get("/notices/{notice}/why", responses=_of(answers.Why), summary="vì sao có thông báo")
def why(caller: Calling, notice: Row) -> Response:
    """What one notice rests on (`dondoc why`)."""
    with caller.look(Sight.LETTER) as look:
        refuse_hidden(look, *notice_named(look, notice))
        return _answer(why_notice(look.session, look.desk.rulebook, notice))


@router.get("/consolidation", responses=_of(answers.Consolidation), summary="một đợt tổng hợp")
def one_round(
    caller: Calling,
    directive: Named,
    due: Day | None = None,
    duty: Named | None = None,
    as_of: Instant | None = None,
    revision: Row | None = None,
) -> Response:
    """A round as its consolidator has it (`dondoc consolidation`); `due`: the consolidator's."""
    if as_of is not None and revision is not None:
        raise Refused("chọn một trong hai: as_of hoặc revision")
    with caller.look(Sight.ROUND) as look:
        session, rules = look.session, look.desk.rulebook
        look.refuse_round(consolidator(session, rules, directive, due, duty))
        if revision is None:
            found = consolidation(session, rules, directive, due, as_of, duty=duty)
        else:
            found = signed_round(session, rules, directive, due, revision, duty)
        told = coverage_view(session, rules, found, caller.now)
        at = found.as_of or caller.now
        targets = targets_view(session, rules, found.directive, at, look.visible)
        return _answer(consolidation_view(found, told, targets))


@router.get("/reports", responses=_of(list[answers.InRound]), summary="báo cáo của một đợt")
def reports(caller: Calling, directive: Named, due: Day, duty: Named | None = None) -> Response:
    """The reports of a round (`dondoc report list`)."""
    with caller.look(Sight.REPORT) as look:
        rows = find.inputs_of(look.session, look.desk.rulebook, directive, due, duty)
        return _answer(round_view(look.session, look.desk.rulebook, look.shown(rows)))


@router.get("/report", responses=_of(answers.Report), summary="một báo cáo, từng bản")
def report(
    caller: Calling, directive: Named, duty: Named, bearer: Named, due: Day | None = None
) -> Response:
    """One report with every revision (`dondoc report show`)."""
    with caller.look(Sight.REPORT) as look:
        row = look.one(Which(directive, duty, bearer, due))
        return _answer(report_view(look.session, look.desk.rulebook, row))


@router.get(
    "/decisions", responses=_of(answered(Sequence[Decided])), summary="các quyết định về hạn"
)
def decisions(caller: Calling, directive: Named | None = None) -> Response:
    """The decisions about terms (`dondoc decision list`)."""
    with caller.look(Sight.DOSSIER) as look:
        return _answer(plain(decided(look.session, directive, look.visible)))


@router.get("/health", responses=_of(list[answers.Finding]), summary="khám hệ thống")
def health(caller: Calling) -> Response:
    """One object for each thing that must be in order (`dondoc doctor`)."""
    with caller.look(Sight.HEALTH) as look:
        look.refuse_part()
        found = examine(caller.house.office, caller.now)
        return _answer([{**asdict(one), "receiver": one.receiver} for one in found])
