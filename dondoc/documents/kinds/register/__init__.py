"""Sổ văn bản đến, sổ văn bản đi: the documents of one body in one year, to be printed."""

from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.register.assembly import register_of
from dondoc.documents.kinds.register.content import Book, Register
from dondoc.documents.kinds.register.paper import register
from dondoc.documents.kinds.register.sheets import sheets
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.trail.proven import About, refuse_unproven
from dondoc.visible import Sight
from language.zone import local_date


def _fill(
    sources: Sources, bearer: str, book: str = Book.INCOMING, year: int | None = None
) -> Register:
    bodies, today = sources.rulebook.bodies, local_date(sources.now)
    body = bodies.get(body_uid(bodies, bearer, today))
    if book not in tuple(Book):
        raise Refused(f"không có sổ {book!r}; có: {', '.join(Book)}")
    # What came to it hangs on whoever reports to it: all of these must be as the trail has them.
    refuse_unproven(
        sources.session, sources.office.settings.state_folder, About(), {"report", "paperwork"}
    )
    return register_of(sources, body, Book(book), year or today.year)


KIND = Kind(
    command="register",
    stem="so-van-ban",
    help="Sổ văn bản đến hoặc sổ văn bản đi của một đơn vị trong một năm.",
    sight=Sight.REPORT,
    content=Register,
    fill=_fill,
    paper=register,
    sheets=sheets,
    others=True,
)
