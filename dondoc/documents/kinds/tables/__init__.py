"""Every table of the database that names no person."""

from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.tables.assembly import Tables, tables
from dondoc.visible import Sight


def _fill(sources: Sources) -> Tables:
    return Tables(tables(sources.session, sources.rulebook, sources.now))


KIND = Kind(
    command="tables",
    stem="",
    help="Mọi bảng dữ liệu ra CSV, không có dữ liệu cá nhân (danh bạ xuất riêng).",
    sight=Sight.TABLES,
    content=Tables,
    fill=_fill,
    tables=lambda found: found.tables,
)
