"""Bảng kê gửi nhà tài trợ: what their money did; who agreed is named, others are counts."""

from dondoc.documents.kind import Kind
from dondoc.documents.kinds.sponsored.assembly import sponsored
from dondoc.documents.kinds.sponsored.content import Sponsored
from dondoc.documents.kinds.sponsored.paper import paper
from dondoc.visible import Sight

# No spreadsheet: one that anybody opens would go on as a file.
KIND = Kind(
    command="sponsored",
    stem="bang-ke-tai-tro",
    help="Bảng kê gửi nhà tài trợ: số tiền, số người; chỉ nêu tên người đã đồng ý bằng giấy.",
    sight=Sight.PERSONS,
    content=Sponsored,
    fill=sponsored,
    paper=paper,
)
