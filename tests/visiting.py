"""Visits for tests: told in a word, with everything else as it mostly is."""

from datetime import date
from typing import Any
from uuid import uuid4

from dondoc.cases.telling import Told
from dondoc.desk import visit
from dondoc.desk.context import desk
from tests.offices import D2024, Scene, at

_NOT_MET: dict[str, Any] = {"informed": False, "mobilised": False, "answer": "khong-tra-loi"}


def told(person: int, on: str, answer: str = "khong-tra-loi", **more: Any) -> Told:
    """Return a visit to the home of `person` at which both was done, on the local date `on`."""
    said: dict[str, Any] = {
        "key": str(uuid4()),
        "directive": D2024,
        "way": "tham-ho",
        "met": "nguoi-do",
        "went": ("can-bo", "truong-thon"),
        "informed": True,
        "mobilised": True,
        "situation": "o-nha",
        "reason": "cho-tien" if answer == "chua" else None,
    }
    return Told(person=person, on=date.fromisoformat(on), **said | {"answer": answer} | more)


def nobody(person: int, on: str, **more: Any) -> Told:
    """Return a visit that met nobody."""
    return told(person, on, **{"met": "khong-gap"} | _NOT_MET | more)


def record(
    scene: Scene, who: str, *visits: Told, when: str = "2024-05-20 09:00", **more: Any
) -> visit.Answer:
    """Return what became of visits that `who` enters."""
    with desk(scene.office, at(when), who) as opened:
        return visit.record(opened, visit.Request(visits, **more))
