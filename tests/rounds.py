"""A round of May 2024 for tests: every commune, some nil, three missing, one returned."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from dondoc.reports.filed import groups_of
from dondoc.reports.return_report import return_report
from models import Obligation
from rules.meaning.figures import Filled
from tests.offices import MONTHLY, Scene, at, played
from tests.reporting import NEAR_POOR, file_report, group

MISSING = ("Chi Thiết", "Sơn Nam", "Vân Sơn")
RETURNED = "Kháng Nhật"
# Whose reports tests tell of, or leave out; the others file first.
APART = (*MISSING, RETURNED, "Đại Phú", "Đông Thọ", "Hợp Hòa", "Hợp Thành")
OPENS, FILED_AT, RETURNED_AT = "2024-04-26", "2024-05-03 10:00", "2024-05-04 09:00"


def inputs(scene: Scene, due: str = "2024-05-05") -> list[Obligation]:
    """Return the communes' obligations of the round due on `due`."""
    with scene.office.reading() as session:
        query = select(Obligation).where(
            Obligation.duty == MONTHLY, Obligation.due_on == date.fromisoformat(due)
        )
        return list(session.scalars(query.order_by(Obligation.bearer_uid)))


def uids(scene: Scene, *names: str, on: str = "2024-05-05") -> frozenset[str]:
    """Return the uids of the communes called `names`."""
    bodies = scene.office.rulebook.bodies
    return frozenset(bodies.named(name, date.fromisoformat(on)).uid for name in names)


def filled(scene: Scene, row: Obligation, place: int) -> Filled:
    """Return a form that adds up, other figures for every place; nil where nothing is asked."""
    asked = groups_of(scene.office.rulebook, row) or ()
    groups = {}
    for id_ in asked:
        opening = (20 if id_ == NEAR_POOR else 300) + 7 * place
        moved = {"arrived": place % 3, "enrolled": 1 + place % 5, "left": place % 2}
        closing = opening + moved["arrived"] - moved["enrolled"] - moved["left"]
        carded = moved["enrolled"]
        groups[id_] = group(opening=opening, closing=closing, carded=carded, **moved)
    form = Filled(as_of=date(2024, 4, 30), groups=groups, texts={"done": "Đã đến từng hộ"})
    return form if asked else replace(form, nil=True)


@played
def file_all(scene: Scene, but: frozenset[str] = frozenset()) -> None:
    """File every commune's report of May but those of the uids `but`."""
    everyone = frozenset(row.bearer_uid for row in inputs(scene))
    usual = everyone - uids(scene, *APART)
    if usual & but:
        _file(scene, everyone - but)
        return
    # The same in every test that begins alike: remembered by itself.
    _file(scene, usual)
    _file(scene, everyone - usual - but)


@played
def _file(scene: Scene, whom: frozenset[str]) -> None:
    for place, row in enumerate(inputs(scene)):
        if row.bearer_uid in whom:
            file_report(scene, filled(scene, row, place), FILED_AT, row.bearer_uid)


@played
def give_back(scene: Scene, bearer: str) -> None:
    """Return the report of `bearer` with a reason at one figure."""
    reasons = {f"{NEAR_POOR}.closing": "chưa khớp danh sách"}
    with scene.office.writing() as session:
        row = scene.obligation(bearer)
        return_report(session, scene.work, row.id, reasons, "bhxh-huyen/officer", at(RETURNED_AT))


@played
def round_of_may(scene: Scene) -> None:
    """Play the round up to the return: three communes missing, one returned."""
    scene.day(OPENS)
    file_all(scene, uids(scene, *MISSING))
    [back] = uids(scene, RETURNED)
    give_back(scene, back)
