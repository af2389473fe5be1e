"""Biên bản đối chiếu: three lists of one money, where they differ, and who signs for each."""

from dondoc.documents.kind import Kind
from dondoc.documents.kinds.minutes.assembly import minutes_of
from dondoc.documents.kinds.minutes.content import Minutes
from dondoc.documents.kinds.minutes.paper import paper
from dondoc.documents.kinds.minutes.sheets import sheets
from dondoc.visible import Sight

KIND = Kind(
    command="minutes",
    stem="bien-ban-doi-chieu",
    help="Biên bản đối chiếu kinh phí ba bên: từng danh sách, từng hồ sơ lệch và lý do.",
    sight=Sight.COUNTS,
    content=Minutes,
    fill=minutes_of,
    paper=paper,
    sheets=sheets,
)
