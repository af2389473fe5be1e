"""The named annex of a report of cases as a table, opened to who may see everybody in it."""

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.desk.persons import open_persons, villages_of
from dondoc.documents.kinds.cases.assembly import lines_of, report_of
from dondoc.documents.writers.sheet import Column, Sheet
from models import Access, Person

_COLUMNS = (
    Column("Hồ sơ số", 10),
    Column("Thôn", 20),
    Column("Họ và tên", 28),
    Column("Ngày sinh", 12),
    Column("Giới tính", 9),
    Column("Nơi ở", 40),
)


def annex_of(look: Look, number: int) -> Sheet:
    """Return the annex of the report of cases with this number; each person is logged as exported.

    Args:
        look: at `Sight.PERSONS`.
    Raises:
        Refused: there is no such report, or one of them is hidden: nobody learns which.
    """
    look.refuse_hidden(case_report=number)
    row, _ = report_of(look.session, number)
    persons = [line.person_id for line in lines_of(look.session, row)]
    opened = open_persons(look, persons, Access.EXPORT)
    query = select(Person).where(Person.id.in_(persons))
    villages = villages_of(look, look.session.scalars(query))
    rows = []
    for person, said in sorted(opened.personal.items()):
        home = opened.rows[person].village_id
        rows.append(
            (
                person,
                villages.get(home, "") if home else "",
                said.name,
                said.birth.written if said.birth else "",
                said.sex or "",
                said.address or "",
            )
        )
    title = f"Phụ lục {row.annex_number or ''} báo cáo trường hợp {row.id}".replace("  ", " ")
    return Sheet("phu-luc", title, _COLUMNS, tuple(rows))
