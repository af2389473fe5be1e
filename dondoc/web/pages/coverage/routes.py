"""The page of coverage: each group body by body; one click more for whoever may see the people.

A figure is shown whole, as the duty asks; whom it counts is opened by who may see persons alone,
and logged before it is shown.
"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import Response

from dondoc.desk.look import Look, look
from dondoc.desk.persons import open_persons, villages_of
from dondoc.errors import Refused
from dondoc.looking.coverage import FIGURES, Covered, by_group, coverage
from dondoc.people.eligible import asking
from dondoc.visible import Sight
from dondoc.web.visit import Here
from language.dates import full_day, read_day
from models import Access
from rules.meaning.directive import Directive

router = APIRouter(prefix="/bao-phu")
# So many people are opened at once: each who is shown is logged.
_AT_ONCE = 100
Text = Annotated[str, Query(max_length=100)]
Number = Annotated[int, Query(ge=1, le=10_000)]


@router.get("")
def show(visit: Here, van_ban: Text = "", ngay: Text = "") -> Response:
    """Show every group of the directive `van_ban`, or of the first followed, as of the day."""
    with visit.look(Sight.COUNTS) as looking:
        desk = looking.desk
        day, declared = _day(ngay, desk.today), _directive(looking, van_ban)
        lines = coverage(looking.session, desk.rulebook, declared, day, looking.visible)
        opened = _opened(looking, {line.body.uid for line in lines if line.people})
        followed = [one for id_ in desk.settings.directives if (one := _known(looking, id_))]
        return visit.show(
            "coverage/coverage.html",
            directive=declared,
            others=[one for one in followed if one.id != declared.id],
            groups=[(declared.groups[id_].name, mine) for id_, mine in by_group(lines)],
            figures=FIGURES,
            opened=opened,
            gaps=asking(looking.session, declared),
            differ=sum(len(line.people.differ) for line in lines if line.people),
            day=day.isoformat(),
            past=full_day(day) if day < desk.today else "",
            today=desk.today.isoformat(),
        )


@router.get("/ai")
def persons(
    visit: Here,
    van_ban: Text,
    nhom: Text,
    don_vi: Text,
    so: Text,
    ngay: Text = "",
    trang: Number = 1,
) -> Response:
    """Show whom one figure counts, to whoever may see them."""
    if so not in FIGURES:
        raise HTTPException(404)
    with visit.look(Sight.PERSONS) as looking:
        desk = looking.desk
        day, declared = _day(ngay, desk.today), _directive(looking, van_ban)
        lines = coverage(looking.session, desk.rulebook, declared, day, looking.visible)
        line = _line(lines, don_vi, nhom)
        cases = sorted(line.persons(so))
        after = (trang - 1) * _AT_ONCE
        shown = open_persons(looking, cases[after : after + _AT_ONCE], Access.VIEW)
        villages = villages_of(looking, shown.rows.values())
        people = [
            (id_, shown.personal.get(id_), villages.get(row.village_id or 0, ""))
            for id_, row in shown.rows.items()
        ]
        return visit.show(
            "coverage/persons.html",
            directive=declared,
            group=declared.groups[nhom].name,
            body=line.body.name,
            figure=FIGURES[so],
            total=len(cases),
            people=people,
            page=trang,
            more=len(cases) > after + _AT_ONCE,
            here={"van_ban": van_ban, "nhom": nhom, "don_vi": don_vi, "so": so, "ngay": ngay},
            past=full_day(day),
        )


def _line(lines: list[Covered], body: str, group: str) -> Covered:
    for line in lines:
        if (line.body.uid, line.group) == (body, group) and line.people:
            return line
    # A body whose people are hidden and one that has none are answered alike.
    raise Refused("không có người nào trong phần được xem")


def _opened(looking: Look, bodies: set[str]) -> set[str]:
    """Return of which `bodies` (uids) who looks may see the people."""
    try:
        persons = look(looking.desk, Sight.PERSONS)
    except Refused:
        return set()
    return bodies - persons.visible.hidden(looking.session, bodies)


def _known(looking: Look, id_: str) -> Directive | None:
    return looking.desk.rulebook.directives.get(id_)


def _directive(looking: Look, wanted: str) -> Directive:
    """Return the directive that is asked for, or the first that is followed."""
    ids = [wanted] if wanted else looking.desk.settings.directives
    found = next((one for id_ in ids if (one := _known(looking, id_)) and one.groups), None)
    if found is None:
        raise Refused("không có văn bản nào như thế, hay văn bản không nêu nhóm người nào")
    return found


def _day(text: str, today: date) -> date:
    if not text:
        return today
    day = read_day(text)
    if day is None or day > today:
        raise Refused(f"“{text}” không phải một ngày đã đến; ghi như 2024-08-07")
    return day
