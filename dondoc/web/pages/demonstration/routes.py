"""Moving a demonstration on: nobody waits hours for a morning."""

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from dondoc.day.dispatching import DispatchReport
from dondoc.day.tick import dispatch_once, due_sweeps, sweep_once
from dondoc.looking.coming import next_moment
from dondoc.setup.wiring import Office
from dondoc.web.visit import Here
from language.dates import hour_of_day
from language.numbers import count
from models.clock import SimulatedClock

router = APIRouter(prefix="/trinh-dien")


@router.post("/tiep")
def move_on(visit: Here) -> Response:
    """Let it be the next moment at which something happens, and let that happen."""
    office, clock = visit.office, visit.office.clock
    if not office.demo or not isinstance(clock, SimulatedClock):
        raise HTTPException(404)
    with visit.house.acting:
        now = clock.advance(next_moment(office, clock.now()))
        swept = sum(sweep_once(office, at) is not None for at in due_sweeps(office, now))
        sent = dispatch_once(office, now)
    return visit.go("/", f"Đã đến {hour_of_day(now)}. {_told(office, swept, sent)}")


def _told(office: Office, swept: int, sent: DispatchReport) -> str:
    letters = sum(sent.messages.values())
    looked = f"đã quét {count(swept)} buổi sáng" if swept else "không đến lượt quét"
    return f"{office.mark}: {looked}, {count(letters)} thư đi thêm sau lượt quét."
