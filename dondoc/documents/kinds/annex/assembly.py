"""A named annex, filled from its report; whoever is in it is opened by who may, and logged."""

from sqlalchemy import select

from dondoc.documents.kind import Sources
from dondoc.documents.kinds.annex.content import Annex, Named
from dondoc.documents.kinds.cases.assembly import lines_of, report_of
from dondoc.documents.parts.frames import receivers
from dondoc.people.row import Personal
from dondoc.sending.gathering import document_of
from dondoc.sending.names import name_in
from language.text import upper_first
from language.zone import local_date
from models import Person, Village


def annex(sources: Sources, case_report: int) -> Annex:
    """Return the annex of the report of cases with this number.

    Raises:
        Refused: there is no such report, or one of its people is hidden.
    """
    session, rulebook = sources.session, sources.rulebook
    row, filed = report_of(session, case_report)
    persons = [line.person_id for line in lines_of(session, row)]
    personal = sources.opened(persons)
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    on = (filed.dated if filed else None) or local_date(sources.now)
    homes = {
        person: village or ""
        for person, village in session.execute(
            select(Person.id, Village.name)
            .outerjoin(Village, Village.id == Person.village_id)
            .where(Person.id.in_(persons))
        )
    }
    return Annex(
        number=row.annex_number or "",
        of=document_of(filed) if filed else "",
        body=upper_first(name_in(rulebook.bodies, row.body_uid)),
        receivers=receivers(rulebook, duty, on),
        at=sources.now,
        people=tuple(
            _named(person, personal[person], homes[person])
            for person in persons
            if person in personal
        ),
    )


def _named(number: int, said: Personal, village: str) -> Named:
    return Named(
        number,
        said.name,
        said.birth.written if said.birth else "",
        upper_first(said.sex or ""),
        village,
        said.address or "",
    )
