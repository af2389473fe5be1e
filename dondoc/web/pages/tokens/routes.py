"""Tokens of other programs: what is given is shown once, in the answer, and is kept nowhere."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import token as tokens
from dondoc.desk.context import Desk
from dondoc.errors import Refused
from dondoc.logins.book import Post
from dondoc.web import given
from dondoc.web.navigation import may_do
from dondoc.web.visit import WRONG, Here, Visit
from language.dates import full_day

router = APIRouter(prefix="/ma-truy-cap")
# What is offered as the last day: most programs are looked at again before.
_USUAL = timedelta(days=180)


@router.get("")
def show(visit: Here) -> Response:
    """Show the tokens there are: one's own, or all for who keeps them."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    with visit.desk() as desk:
        found, today = tokens.shown(desk), desk.today
        others = _posts(desk) if may_do(desk, "token.give") else []
        named = {one.for_: _words(desk, one.for_) for one in found}
    asked = {name: visit.field(name) for name in ("chuc_danh", "dung_cho", "den_ngay")}
    return visit.show(
        "tokens/tokens.html",
        status=400 if wrong else 200,
        tokens=[(one, named[one.for_], one.stands(today), one.opens(today)) for one in found],
        others=others,
        asked={**asked, "den_ngay": asked["den_ngay"] or full_day(today + _USUAL)},
        wrong=wrong,
    )


def _posts(desk: Desk) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every post a token may be given for, by body."""
    bodies = desk.bodies
    return [
        (body.name, [(f"{body.uid}/{post}", bodies.title(body, post)) for post in body.posts])
        for body in bodies.in_force(desk.today)
    ]


def _words(desk: Desk, said: str) -> str:
    uid, _, post = said.rpartition("/")
    if uid not in desk.bodies:
        return said
    body = desk.bodies.get(uid)
    return f"{desk.bodies.title(body, post)}, {body.name}"


@router.post("")
def give(visit: Here) -> Response:
    """Give a token, and show it this once."""
    body, _, post = (visit.field("chuc_danh") or visit.said).rpartition("/")
    try:
        ends_on = given.day(visit, "den_ngay", "Ngày cuối")
        if ends_on is None:
            raise Refused("ghi ngày cuối dùng được, như 31/12/2024")
        asked = tokens.Giving(Post(body, post), visit.field("dung_cho"), ends_on)
        answer = visit.act(tokens.give, asked)
    except WRONG as wrong:
        return _shown(visit, str(wrong))
    done = visit.show("tokens/given.html", status=201, given=answer)
    done.headers["Cache-Control"] = "no-store"
    return done


@router.post("/{number}/thu-hoi")
def end(visit: Here, number: int) -> Response:
    """Take one back."""
    return visit.do(
        tokens.end,
        tokens.Ending(number),
        to="/ma-truy-cap",
        receipt=lambda answer: f"Đã thu hồi mã số {answer.token} ({answer.name}).",
        again=lambda wrong: _shown(visit, wrong),
    )
