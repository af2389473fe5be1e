"""A village's sheet, filled from its list; whoever is on it is opened by who may, and logged."""

from collections.abc import Iterator, Sequence

from dondoc.documents.kind import Sources
from dondoc.documents.kinds.village.content import OnSheet, VillageSheet
from dondoc.people.printing import on_list, sheet_of
from dondoc.people.row import Personal
from dondoc.sending.names import name_in
from language.collation import vietnamese
from language.text import upper_first
from models import Person, PersonList, Village
from rules.meaning.visiting import Visiting

_HEAD = "chủ hộ"


def village_sheet(sources: Sources, sheet: int) -> VillageSheet:
    """Return the sheet with this number; raise Refused where there is none, or it is hidden."""
    session = sources.session
    one = sheet_of(session, sheet)
    rows = [
        person
        for person in on_list(session, one.list_id, one.body_uid)
        if person.village_id == one.village_id
    ]
    # Also where nobody is left: who may not see the village sees no empty sheet of it either.
    personal = sources.opened([person.id for person in rows])
    village = session.get(Village, one.village_id) if one.village_id else None
    list_ = session.get_one(PersonList, one.list_id)
    declared = sources.rulebook.directives.get(list_.directive_id)
    group = declared.groups.get(list_.group_id) if declared else None
    return VillageSheet(
        number=one.id,
        list=list_.id,
        about=group.name if group else list_.group_id,
        body=upper_first(name_in(sources.rulebook.bodies, one.body_uid)),
        village=village.name if village else None,
        as_of=list_.as_of,
        at=sources.now,
        people=tuple(_people([(row, personal[row.id]) for row in rows if row.id in personal])),
        topic=declared.topic if declared else "",
        boxes=tuple(_boxes(sources.rulebook.visiting)),
    )


def _boxes(words: Visiting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the boxes of a visit, group by group; their places are the digits that are typed."""
    yield "Gặp", tuple(one.title for one in words.met.values())
    yield "Trả lời", tuple(one.title for one in words.answers.values())
    yield "Lý do", tuple(one.title for one in words.reasons.values())
    yield "Tình trạng", tuple(one.title for one in words.situations.values())


def _people(rows: Sequence[tuple[Person, Personal]]) -> list[OnSheet]:
    """Return the people, household by household, its head first, else by name."""
    first: dict[int | None, int] = {}
    for row, _ in sorted(rows, key=lambda one: _order(one[1])):
        first.setdefault(row.household_id, len(first))
    ordered = sorted(rows, key=lambda one: (_home(one[0], first), _order(one[1])))
    homes: dict[int, int] = {}
    found = []
    for row, said in ordered:
        home = homes.setdefault(row.household_id, len(homes) + 1) if row.household_id else None
        found.append(
            OnSheet(
                person=row.id,
                name=said.name,
                birth=said.birth.written if said.birth else "",
                sex=upper_first(said.sex or ""),
                home=home,
                relation=said.relation or "",
                address=said.address or "",
            )
        )
    return found


def _home(row: Person, first: dict[int | None, int]) -> tuple[bool, int]:
    return row.household_id is None, first[row.household_id] if row.household_id else 0


def _order(said: Personal) -> tuple[bool, tuple[object, ...]]:
    given = " ".join(reversed(said.name.split()))
    return (said.relation or "").casefold() != _HEAD, vietnamese(given)
