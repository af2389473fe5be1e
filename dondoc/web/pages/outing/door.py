"""The door for devices: what they fetch and deliver, by what each holds and no sign-in.

A device whose right is gone is given no name, and is told so; what it delivers is not lost.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

import orjson
from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dondoc.cases.delivery import Delivery, Sent, key_of, read
from dondoc.desk.context import desk as open_desk
from dondoc.desk.held_visit import deliver, standings
from dondoc.desk.look import look
from dondoc.desk.plain import plain
from dondoc.errors import DonDocError, Refused
from dondoc.logins import devices, tries
from dondoc.looking.outing import outing
from dondoc.visible import Sight
from dondoc.web.errors import said_of
from dondoc.web.visit import House
from language.zone import local_date
from rules.meaning.visiting import Visiting

# What one delivery may send, in bytes; how often a device asks in a quarter of an hour.
MOST, OFTEN = 256 * 1024, 300


class Unknown(Exception):
    """Who asks holds nothing that any device was given."""


@dataclass(frozen=True)
class Asking:
    """The device that asks (its number), as which post, by whose sign-in, at which instant.

    `stands`: it is its holder's still.
    """

    device: int
    said: str
    login: int | None
    now: datetime
    stands: bool


def device_door(house: House) -> APIRouter:
    """Return what devices ask: are they still their holder's, whom to visit, take these visits."""
    router = APIRouter(prefix="/tham", dependencies=[Depends(_read)])

    @router.post("/con")
    def still(request: Request) -> Response:
        """Say whether whoever says this mark was revoked; it opens nothing."""
        return _answered(house, request, lambda: _still(house, request))

    @router.post("/nhan")
    def take(request: Request) -> Response:
        """Take visits, and say of each how it stands."""
        return _answered(house, request, lambda: _taken(house, request))

    @router.get("/goi")
    def fetch(request: Request) -> Response:
        """Return whom the device's holder is to visit."""
        return _answered(house, request, lambda: _fetched(house, _asking(house, request)))

    return router


async def _read(request: Request) -> AsyncIterator[None]:
    """Read what was sent, no more than a device ever sends."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            break
    request.state.sent = body
    yield


def _answered(house: House, request: Request, act: Callable[[], dict[str, object]]) -> Response:
    """Answer in JSON, whatever went wrong: `wrong` is what a person reads."""
    try:
        if len(request.state.sent) > MOST:
            return JSONResponse({"wrong": "gửi quá nhiều một lúc"}, 413)
        return Response(orjson.dumps(act()), media_type="application/json")
    except Unknown:
        return JSONResponse({"unknown": True, "wrong": "Văn phòng không biết máy này"}, 401)
    except DonDocError as wrong:
        status, lines = said_of(wrong)
        return JSONResponse({"wrong": lines[0]}, status)


def _sent(request: Request) -> dict[str, object]:
    try:
        found = orjson.loads(request.state.sent)
    except orjson.JSONDecodeError as error:
        raise Refused("nội dung gửi lên không đọc được") from error
    if not isinstance(found, dict):
        raise Refused("nội dung gửi lên không đọc được")
    return found


def _still(house: House, request: Request) -> dict[str, object]:
    mark, now = _sent(request).get("mark"), house.office.clock.now()
    with house.office.reading() as session:
        row = devices.marked(session, mark) if isinstance(mark, str) else None
        stands = row is not None and devices.stands(session, row, local_date(now))
    if row is None:
        _count(house, request)
        raise Unknown
    return {"revoked": not stands}


def _asking(house: House, request: Request) -> Asking:
    """Return the device that asks, and write down that it was in contact."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    now = house.office.clock.now()
    with house.office.writing(lasting=False) as session:
        row = devices.holding(session, token.strip()) if scheme.casefold() == "bearer" else None
        if row is None:
            known = None
        else:
            tries.count(session, f"device:{row.id}", house.office.wall.now(), OFTEN)
            row.seen_at = now
            known = Asking(
                *(row.id, row.said, row.login_id, now),
                devices.stands(session, row, local_date(now)),
            )
    if known is None:
        _count(house, request)
        raise Unknown
    return known


def _count(house: House, request: Request) -> None:
    """Count a try in vain for the address it comes from, as those at the door are."""
    place = tries.of_place(request.client.host if request.client else "")
    with house.office.writing(lasting=False) as session:
        tries.count(session, place, house.office.wall.now(), tries.MOST_OF_A_PLACE)


def _fetched(house: House, asking: Asking) -> dict[str, object]:
    if not asking.stands:
        return {"revoked": True}
    opening = open_desk(house.office, asking.now, asking.said, looks=True, login=asking.login)
    with opening as opened:
        taken = outing(look(opened, Sight.PERSONS))
    lists = _lists(house.office.rulebook.visiting)
    now = asking.now.isoformat()
    return {"revoked": False, "now": now, "outing": plain(taken), "lists": lists}


def _lists(visiting: Visiting) -> dict[str, object]:
    """Return the closed lists of what a visit can say, by the name of its field."""
    return {
        "ways": [plain(one) for one in visiting.ways.values()],
        "mets": [plain(one) for one in visiting.met.values()],
        "went": [plain(one) for one in visiting.went.values()],
        "answers": [plain(one) for one in visiting.answers.values()],
        "reasons": [plain(one) for one in visiting.reasons.values()],
        "situations": [plain(one) for one in visiting.situations.values()],
    }


def _taken(house: House, request: Request) -> dict[str, object]:
    asking = _asking(house, request)
    try:
        delivery = Delivery.model_validate(_sent(request))
    except ValidationError as error:
        raise Refused("nội dung gửi lên không đọc được") from error
    sent = [read(one) for one in delivery.visits]
    readable = [one for one in sent if isinstance(one, Sent)]
    opening = open_desk(house.office, asking.now, asking.said, login=asking.login)
    with house.acting, opening as opened:
        stands = deliver(opened, asking.device, readable)
        keys = [one.key for one in readable] + delivery.asked
        found = standings(opened.session, asking.device, keys)
    unread = [
        {"key": key, "state": "refused", "words": one}
        for visit, one in zip(delivery.visits, sent, strict=True)
        if isinstance(one, str) and (key := key_of(visit))
    ]
    return {"revoked": not stands, "answers": [*map(plain, found), *unread]}
