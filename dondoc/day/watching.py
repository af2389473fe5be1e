"""How that is read which is followed without a day in the text, kind by kind."""

from dondoc.cases.awaiting import awaiting
from dondoc.obligations.handing import handings
from dondoc.obligations.watched import Watching
from models import Kind

WATCHING: Watching = {Kind.HANDING.value: handings, Kind.VISITING.value: awaiting}
