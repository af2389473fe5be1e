"""The drawing of a group: its points, the road to its target, where it is heading."""

from datetime import date

from dondoc.documents.parts.coverage import Forecast
from dondoc.web.pages.board.drawing import Drawing, drawing
from rules.meaning.pace import Closing

DUE = date(2024, 9, 30)
TOLD = [Closing(date(2024, 4, 10), 400), Closing(date(2024, 6, 30), 200)]


def drawn(closings: list[Closing] = TOLD, forecast: Forecast | None = None) -> Drawing:
    found = drawing("Người cận nghèo", closings, DUE, forecast)
    assert found is not None
    return found


def test_fewer_people_stand_lower_and_later_days_further_right() -> None:
    first, last = drawn().points
    assert first.x < last.x < drawn().due_x
    assert first.y < last.y
    assert (first.number, last.day) == ("400", "30/6")


def test_the_road_leads_from_the_first_day_to_nobody_on_the_targets() -> None:
    found = drawn()
    assert found.road == f"M{found.points[0].x} {found.points[0].y}L{found.due_x} 160"
    assert found.due == "hạn 30/9"


def test_a_forecast_is_a_range_from_the_last_point_on() -> None:
    found = drawn(forecast=Forecast(DUE, 3, 80, 40, 120))
    last = found.points[-1]
    assert found.range_.startswith(f"M{last.x} {last.y}L{found.due_x}")
    assert found.range_label == "40–120"


def test_many_rounds_name_some_of_their_points_the_first_and_the_last_among_them() -> None:
    many = [Closing(date(2024, month, 28), 500 - 10 * month) for month in range(1, 13)]
    named = [one.number for one in drawn(many).points]
    assert named[0]
    assert named[-1]
    assert 3 <= sum(map(bool, named)) < len(many)


def test_one_day_is_no_drawing() -> None:
    assert drawing("Người cận nghèo", TOLD[:1], DUE, None) is None
