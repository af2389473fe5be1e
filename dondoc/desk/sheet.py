"""Sheets of people printed for the villages of a commune: numbered, given out, destroyed."""

from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.people import printing, receiving
from models import PersonList, PrintedSheet, Village
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Request:
    """The part of the list numbered `list` of one commune (uid or name) is to be printed."""

    list: int
    body: str


@dataclass(frozen=True)
class Numbered:
    """One sheet by its number: of which village (None: none is known), of how many people."""

    sheet: int
    village: str | None
    people: int


@dataclass(frozen=True)
class Answer:
    """The sheets that were given numbers, of which list and commune (uid), by whom."""

    list: int
    body: str
    sheets: tuple[Numbered, ...]
    by: str


@act("sheet.print")
def number(desk: Desk, request: Request) -> Answer:
    """Give a number to a sheet for each village; whoever sees its people prints it by that.

    Raises:
        Refused: no such list, nobody of that commune in it, or who acts may not.
    """
    body = body_uid(desk.bodies, request.body, desk.today)
    by = desk.allow("sheet.print", parties=[_party(desk, body, request.list)])
    one = receiving.list_of(desk.session, request.list)
    made = printing.number_sheets(desk.session, one.id, body, by, desk.now)
    return Answer(one.id, body, tuple(_numbered(desk, sheet) for sheet in made), by)


def _numbered(desk: Desk, sheet: PrintedSheet) -> Numbered:
    village = desk.session.get(Village, sheet.village_id) if sheet.village_id else None
    return Numbered(sheet.id, village.name if village else None, sheet.people)


def _party(desk: Desk, body: str, list_: int | None) -> Party:
    """Return whom it concerns: the commune, and who collects what the list's directive asks."""
    found = desk.session.get(PersonList, list_) if list_ is not None else None
    of = [found.directive_id] if found else list(desk.rulebook.directives)
    declared = (desk.rulebook.directives.get(id_) for id_ in of)
    via = next((uid for d in declared if d and (uid := desk.rulebook.collecting(d))), None)
    return Party(body, via=via, office=desk.work.office)


@dataclass(frozen=True)
class Settling:
    """A printed sheet was given to who works in the village, or given back and destroyed.

    Local dates; one of both, or both.
    """

    sheet: int
    given_on: date | None = None
    destroyed_on: date | None = None


@dataclass(frozen=True)
class Settled:
    """How the sheet stands now, and who entered it."""

    sheet: int
    given_on: date | None
    destroyed_on: date | None
    by: str


@act("sheet.settle")
def settle(desk: Desk, request: Settling) -> Settled:
    """Enter that a sheet was given out, or destroyed.

    Raises:
        Refused: no such sheet, no day, a day that cannot be, or who acts may not.
    """
    found = desk.session.get(PrintedSheet, request.sheet)
    # Who may not is told so, whether there is such a sheet or not.
    body = found.body_uid if found else desk.acting("sheet.settle").body.uid
    party = _party(desk, body, found.list_id if found else None)
    by = desk.allow("sheet.settle", parties=[party])
    one = printing.sheet_of(desk.session, request.sheet)
    if request.given_on is None and request.destroyed_on is None:
        raise Refused("nêu ngày giao hoặc ngày hủy")
    printing.settle(desk.session, one, request.given_on, request.destroyed_on, by, desk.now)
    return Settled(one.id, one.given_on, one.destroyed_on, by)
