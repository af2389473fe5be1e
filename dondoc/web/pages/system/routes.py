"""The machine's page: look at everything, stop and start sending."""

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import sending, trial
from dondoc.looking.doctor import examine
from dondoc.looking.finding import Finding
from dondoc.sending.pauses import paused
from dondoc.sending.switch import sending_off_since
from dondoc.visible import Sight
from dondoc.web.kept import Kept
from dondoc.web.pages.system.settings import settings_of
from dondoc.web.visit import WRONG, Here

router = APIRouter(prefix="/he-thong")
# The machine is examined once a minute, however many look at the page.
_examined = Kept[list[Finding]]()


@router.get("")
def show(visit: Here) -> Response:
    """Show what the doctor found and whether anything is sent."""
    return _shown(visit)


def _shown(visit: Here, wrong: str = "", status: int = 200) -> Response:
    with visit.look(Sight.HEALTH) as looking:
        off_since = sending_off_since(looking.session)
        resting = {one.name: one for one in paused(looking.session, visit.now)}
        found = _examined.of(
            looking.session, visit.office, visit.now, "", lambda: examine(visit.office, visit.now)
        )
    return visit.show(
        "system/system.html",
        status=status,
        findings=sorted(found, key=lambda one: one.ok),
        amiss=sum(not one.ok for one in found),
        off_since=off_since,
        channels=[(name, resting.get(name)) for name in visit.office.settings.settings.channels],
        said=visit.office.settings.settings,
        every=settings_of(visit.office.settings.settings),
        wrong=wrong,
        tries=visit.may_do("account.test"),
        reason=visit.field("ly_do"),
    )


@router.post("/gui")
def turn(visit: Here) -> Response:
    """Turn the switch."""
    stops = visit.field("viec") == "ngung"
    return visit.do(
        sending.stop if stops else sending.start,
        sending.Request(visit.field("ly_do")),
        to="/he-thong",
        receipt="Đã ngừng mọi việc gửi." if stops else "Đã gửi trở lại.",
        again=lambda wrong: _shown(visit, wrong, 400),
    )


@router.post("/kenh/{name}/thu")
def test(visit: Here, name: str) -> Response:
    """Send a test letter by one channel."""
    try:
        done = visit.act(trial.test, trial.Request(name))
        return visit.go("/he-thong", trial.send(done, visit.office.gateway.send))
    except WRONG as wrong:
        return _shown(visit, str(wrong), 400)
