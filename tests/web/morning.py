"""The office head's morning: letters to chairs wait, one is in doubt, figures disagree."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dondoc.decisions.call import Said
from dondoc.desk import call
from dondoc.desk.context import Which, desk
from dondoc.setup.database import open_engine
from models import CountKind
from models.clock import FixedClock
from notifications.outcome import Kind, Outcome
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.counting import counted, take_over
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, scene
from tests.reporting import MAY, file_report

HEAD, SPECIALIST = "van-phong/office-head", "van-phong/specialist"
INSPECTOR, LEADER = "ubnd-huyen/inspector", "ubnd-huyen/leader"
OFFICER = f"{SON_NAM}/officer"
NOW = "2024-05-09 09:30"


def play_morning(made: Scene) -> None:
    """Live from the opening of the round of May to the morning of 09/5/2024, its letters unread."""
    made.step("the office head's morning", lambda: _play(made))
    made.office.clock = made.office.wall = FixedClock(at(NOW))


def _play(made: Scene) -> None:
    made.day("2024-04-26")
    file_report(made, MAY, "2024-05-03 10:00", bearer=DAI_PHU)
    counts = (
        counted(CountKind.LISTED, 20, "2024-04-10"),
        counted(CountKind.CARDS, 1, "2024-05-02"),
    )
    take_over(made, "2024-05-03 11:00", counts)
    made.days("2024-05-06", "2024-05-08")
    with desk(made.office, at("2024-05-08 10:00"), SPECIALIST) as opened:
        said = Said("bà Hoa, công chức", date(2024, 5, 10), "đang trình ký")
        call.call(opened, call.Request(Which(D2024, MONTHLY, SON_NAM, date(2024, 5, 5)), said))
    made.gateway.outcome = Outcome(Kind.UNKNOWN, reason="máy chủ ngắt giữa chừng")
    made.day("2024-05-09")
    made.gateway.outcome = Outcome(Kind.SENT)


@contextmanager
def morning_in(
    folder: Path, template: Path, rulebook: Rulebook, policies: PolicyEngine
) -> Iterator[Scene]:
    """Open such an office on a database of its own in `folder`."""
    file = folder / "dondoc.sqlite"
    file.write_bytes(template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, folder, release="person") as made:
        play_morning(made)
        yield made
    engine.dispose()
