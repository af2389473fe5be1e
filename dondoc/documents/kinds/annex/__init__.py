"""Phụ lục danh sách: who the cases of a report are, for its addressee and who collects it alone."""

from dondoc.documents.kind import Kind
from dondoc.documents.kinds.annex.assembly import annex
from dondoc.documents.kinds.annex.content import Annex
from dondoc.documents.kinds.annex.paper import annexed
from dondoc.visible import Sight

# No spreadsheet: as a file it travels sealed (`case annex`).
KIND = Kind(
    command="annex",
    stem="phu-luc-truong-hop",
    help="Phụ lục có họ tên của một báo cáo trường hợp: bản giấy cho nơi nhận, nơi tổng hợp.",
    sight=Sight.PERSONS,
    content=Annex,
    fill=annex,
    paper=annexed,
)
