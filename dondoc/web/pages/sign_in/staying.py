"""Before a page locks: whoever looks at it is warned, and stays with one tap."""

import math

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from dondoc.web import sessions
from dondoc.web.sessions import warned_after
from dondoc.web.visit import Here, Visit

router = APIRouter()


@router.get("/sap-khoa")
def soon(visit: Here) -> Response:
    """Say how long is left; being asked is no sign that somebody is there."""
    return _shown(visit)


@router.post("/con-lam")
def stay(visit: Here) -> Response:
    """Note that somebody is there."""
    signed = visit.signed
    if signed is None or signed.locked:
        return RedirectResponse("/dang-nhap/khoa", status_code=303)
    with visit.office.writing(lasting=False) as session:
        sessions.touch(session, signed.id, visit.office.wall.now())
    return _shown(visit, stays=True) if visit.partial else visit.go("/")


def _shown(visit: Visit, stays: bool = False) -> Response:
    idle, signed = visit.house.settings.idle_minutes, visit.signed
    after, left = warned_after(idle), idle * 60
    if signed is not None and not stays:
        left = math.ceil((signed.locks_at - visit.office.wall.now()).total_seconds())
    gone = signed is None or signed.locked
    near = not gone and left <= idle * 60 - after
    return visit.show(
        "sign_in/staying.html",
        block="staying",
        gone=gone,
        near=near,
        minutes=max(1, round(left / 60)),
        # Asked again when the time has come: by then it was locked, or somebody was there.
        wait=0 if gone else left + 1 if near else left - (idle * 60 - after),
    )
