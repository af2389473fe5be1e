"""A directive at a glance: the round as it stood, who is late and what was done, its targets."""

from datetime import date

from sqlalchemy import event

from dondoc.decisions.call import Said
from dondoc.desk import call
from dondoc.desk.context import Which, desk
from dondoc.looking.cells import Cell
from dondoc.looking.glance import Glance, glance
from dondoc.visible import Visible
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, played
from tests.reporting import MAY, file_report


@played
def first_round(office: Scene) -> None:
    """Đại Phú in time, Sơn Nam called and promising, the others silent; May is the first round."""
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00", bearer=DAI_PHU)
    office.days("2024-05-04", "2024-05-07")
    with desk(office.office, at("2024-05-07 10:00"), "van-phong/specialist") as opened:
        said = Said("bà Hoa", date(2024, 5, 9), "đang trình ký")
        which = Which(D2024, MONTHLY, SON_NAM, date(2024, 5, 5))
        call.call(opened, call.Request(which, said))


def seen(office: Scene, when: str, **more: Visible) -> Glance:
    with office.office.reading() as session:
        return glance(session, office.office.rulebook, D2024, at(when), **more)


def test_the_last_round_stands_with_a_tile_for_each_body(office: Scene) -> None:
    first_round(office)
    found = seen(office, "2024-05-07 11:00")
    assert [tile.cell.letter for tile in found.tiles] == ["Q"] * 4 + ["H", "Đ"]
    assert (found.came, found.ways) == (1, {"done_on_time": 1, "open_overdue": 5})
    [promised] = [one for one in found.late if one.promised_on]
    assert promised.tile.cell == Cell("H", "quá hạn, hẹn 09/5")
    assert promised.done == "07/5 gọi bà Hoa: đang trình ký"


def test_a_past_day_shows_what_was_known_on_it(office: Scene) -> None:
    first_round(office)
    then = seen(office, "2024-05-02 18:00")
    assert {tile.cell.letter for tile in then.tiles} == {"C"}
    assert then.late == ()
    assert seen(office, "2024-04-20 18:00").round_ is None


def test_a_promise_whose_day_is_over_is_none(office: Scene) -> None:
    first_round(office)
    assert "H" not in {tile.cell.letter for tile in seen(office, "2024-05-10 08:00").tiles}


def test_who_sees_one_body_is_shown_it_alone_and_no_total(office: Scene) -> None:
    first_round(office)
    found = seen(office, "2024-05-07 11:00", visible=Visible(own=frozenset({SON_NAM})))
    assert [tile.name for tile in found.tiles] == ["Sơn Nam"]
    assert found.curves == ()


def test_a_target_is_drawn_from_the_day_of_the_dispatch_on(office: Scene) -> None:
    first_round(office)
    curves = {one.table.id: one for one in seen(office, "2024-05-07 11:00").curves}
    [first, *_] = curves["can-ngheo"].closings
    assert (first.on, first.people) == (date(2024, 4, 10), 282)
    assert curves["can-ngheo"].table.target is not None


def test_its_statements_do_not_grow_with_the_bodies(office: Scene) -> None:
    first_round(office)
    counted: list[int] = []
    for bodies in ({SON_NAM}, {SON_NAM, DAI_PHU}):
        statements: list[object] = []

        def note(*said: object, into: list[object] = statements) -> None:
            into.append(said[2])

        event.listen(office.office.database, "before_cursor_execute", note)
        seen(office, "2024-05-07 11:00", visible=Visible(own=frozenset(bodies)))
        event.remove(office.office.database, "before_cursor_execute", note)
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 20
