"""Lịch hạn: every deadline of one body, also as a calendar with reminders."""

from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.agenda.assembly import agenda_of
from dondoc.documents.kinds.agenda.calendar import calendar
from dondoc.documents.kinds.agenda.content import Agenda
from dondoc.documents.kinds.agenda.paper import agenda
from dondoc.documents.kinds.agenda.sheets import sheets
from dondoc.named import body_uid
from dondoc.visible import Sight
from language.zone import local_date


def _fill(sources: Sources, bearer: str) -> Agenda:
    bodies = sources.rulebook.bodies
    body = bodies.get(body_uid(bodies, bearer, local_date(sources.now)))
    return agenda_of(sources.session, sources.rulebook, body, sources.author, sources.now)


KIND = Kind(
    command="agenda",
    stem="lich",
    help="Lịch hạn của một đơn vị, kể cả tệp lịch .ics có nhắc trước.",
    sight=Sight.STATUS,
    content=Agenda,
    fill=_fill,
    paper=agenda,
    sheets=sheets,
    calendar=calendar,
)
