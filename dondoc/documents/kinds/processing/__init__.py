"""Hồ sơ xử lý dữ liệu cá nhân: what is kept of people, why, until when, and what it risks."""

from dondoc.documents.kind import Kind
from dondoc.documents.kinds.processing.assembly import processing_of
from dondoc.documents.kinds.processing.content import Processing
from dondoc.documents.kinds.processing.paper import processing
from dondoc.documents.kinds.processing.sheets import sheets
from dondoc.visible import Sight

KIND = Kind(
    command="processing",
    stem="ho-so-xu-ly-du-lieu",
    help="Hồ sơ xử lý dữ liệu cá nhân, đánh giá tác động, thông báo cho người dân; chỉ số đếm.",
    sight=Sight.TABLES,
    content=Processing,
    fill=processing_of,
    paper=processing,
    sheets=sheets,
)
