"""Phiếu danh sách của một thôn: a numbered sheet of people for whoever works in the village."""

from dondoc.documents.kind import Kind
from dondoc.documents.kinds.village.assembly import village_sheet
from dondoc.documents.kinds.village.content import VillageSheet
from dondoc.documents.kinds.village.paper import paper
from dondoc.visible import Sight

# No spreadsheet: one that anybody opens would go on as a file.
KIND = Kind(
    command="village",
    stem="phieu-danh-sach",
    help="Phiếu danh sách có số của một thôn, để in giao người đi vận động.",
    sight=Sight.PERSONS,
    content=VillageSheet,
    fill=village_sheet,
    paper=paper,
)
