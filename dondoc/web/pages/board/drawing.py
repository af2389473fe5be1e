"""A group's closings as a drawing: where its points, its road and its forecast lie, in units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.documents.parts.coverage import Forecast
from language.dates import full_day, short_day
from language.numbers import grouped
from rules.meaning.pace import Closing

WIDTH, HEIGHT = 360, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 300, 30, 160
# So far apart, in units, numbers beside their points can be read.
_ROOM = 44


@dataclass(frozen=True)
class Point:
    """A closing: where it is drawn, and what stands beside it; "" where there is no room."""

    x: int
    y: int
    number: str
    day: str


@dataclass(frozen=True)
class Drawing:
    """What a page draws. `line`, `road`, `range_`: as an SVG path has them; "" for none."""

    title: str
    told: str
    points: tuple[Point, ...]
    line: str
    road: str = ""
    range_: str = ""
    range_label: str = ""
    range_y: int = 0
    due_x: int = 0
    due: str = ""


def drawing(
    title: str, closings: Sequence[Closing], due_on: date | None, forecast: Forecast | None
) -> Drawing | None:
    """Return how `closings` are drawn, None before two of them."""
    if len(closings) < 2:
        return None
    last = max(closings[-1].on, *filter(None, [due_on]))
    scale = _Scale(closings[0].on, last, max(one.people for one in closings) or 1)
    named = _named([scale.x(one.on) for one in closings])
    points = tuple(
        Point(
            scale.x(one.on),
            scale.y(one.people),
            grouped(one.people) if number in named else "",
            short_day(one.on) if number in named else "",
        )
        for number, one in enumerate(closings)
    )
    told = ", ".join(f"{full_day(one.on)}: {grouped(one.people)}" for one in closings)
    road = f"M{points[0].x} {points[0].y}L{scale.x(due_on)} {scale.y(0)}" if due_on else ""
    range_, label, at = _range(scale, closings[-1], forecast)
    return Drawing(
        title=title,
        told=told,
        points=points,
        line="M" + "L".join(f"{one.x} {one.y}" for one in points),
        road=road,
        range_=range_,
        range_label=label,
        range_y=at,
        due_x=scale.x(due_on) if due_on else 0,
        due=f"hạn {short_day(due_on)}" if due_on else "",
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date
    most: int

    def x(self, on: date) -> int:
        whole = (self.last - self.first).days or 1
        return _LEFT + (_RIGHT - _LEFT) * (on - self.first).days // whole

    def y(self, people: int) -> int:
        return _BOTTOM - (_BOTTOM - _TOP) * people // self.most


def _named(places: Sequence[int]) -> frozenset[int]:
    """Return which points have their number: the first, the last, and what has room between."""
    named, last = [0], len(places) - 1
    for number in range(1, last):
        if places[number] - places[named[-1]] >= _ROOM <= places[last] - places[number]:
            named.append(number)
    return frozenset({*named, last})


def _range(scale: _Scale, now: Closing, forecast: Forecast | None) -> tuple[str, str, int]:
    if forecast is None or forecast.low is None or forecast.high is None:
        return "", "", 0
    x, low, high = scale.x(forecast.on), scale.y(forecast.low), scale.y(forecast.high)
    path = f"M{scale.x(now.on)} {scale.y(now.people)}L{x} {high}L{x} {low}Z"
    return path, f"{grouped(forecast.low)}–{grouped(forecast.high)}", (low + high) // 2
