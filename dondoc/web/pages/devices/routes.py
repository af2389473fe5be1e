"""One's own devices: what is prepared to be taken along, and what is taken back when it is lost."""

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from dondoc.desk import device
from dondoc.desk.context import Desk
from dondoc.web.navigation import who_of
from dondoc.web.visit import WRONG, Here, Visit

router = APIRouter(prefix="/may")


@router.get("")
def show(visit: Here) -> Response:
    """Show one's own devices."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    with visit.desk() as desk:
        own = device.own(desk)
    return visit.show(
        "devices/devices.html", status=400 if wrong else 200, devices=own, wrong=wrong
    )


@router.post("/{number}/thu-hoi")
def revoke(visit: Here, number: int) -> Response:
    """Take one back."""
    return visit.do(
        device.revoke,
        device.Revoking(number),
        to="/may",
        receipt=lambda answer: f"Đã thu hồi máy {answer.name}.",
        again=lambda wrong: _shown(visit, wrong),
    )


@router.get("/ai")
def who(visit: Here) -> Response:
    """Say to the page of the device who is signed in, and what its form has to carry."""
    with visit.desk() as desk:
        return JSONResponse({"who": _named(desk), "token": visit.form_token})


def _named(desk: Desk) -> str:
    found = who_of(desk)
    return ", ".join(part for part in (found.person, found.title, found.body) if part)


@router.post("")
def give(visit: Here) -> Response:
    """Enter the device that asks, and give it what it is to hold, this once."""
    try:
        given = visit.act(device.give, device.Giving(visit.field("ten")))
    except WRONG as wrong:
        return JSONResponse({"wrong": str(wrong)}, 400)
    held = {"number": given.device, "token": given.secrets.token, "mark": given.secrets.mark}
    return JSONResponse(held, 201)
