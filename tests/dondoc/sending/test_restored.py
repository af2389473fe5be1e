"""A copy of the database put back is older than what was sent: nothing leaves a second time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dondoc.day.dispatching import DispatchReport, run_dispatch
from dondoc.desk import sending, settle
from dondoc.desk.context import desk
from dondoc.errors import Refused
from dondoc.looking.doctor import examine
from dondoc.trail.mark_file import MARKS
from models import Message, Notice
from tests.offices import Scene, at

HEAD = "van-phong/office-head"


def database(scene: Scene) -> Path:
    """Return the file of the database, nobody at it."""
    scene.office.database.dispose()
    return Path(scene.office.database.url.database or "")


def copy_of(scene: Scene) -> Callable[[], None]:
    """Copy the database as it is; return what puts the copy back."""
    content = database(scene).read_bytes()

    def put_back() -> None:
        file = database(scene)
        file.write_bytes(content)
        file.with_name(f"{file.name}-wal").unlink(missing_ok=True)

    return put_back


def dispatch(scene: Scene, text: str) -> DispatchReport:
    """Dispatch, and not what was remembered of the same."""
    return run_dispatch(scene.office, at(text))


def states(scene: Scene) -> dict[str, int]:
    with scene.office.reading() as session:
        counted = select(Message.state, func.count()).group_by(Message.state)
        return {row[0]: row[1] for row in session.execute(counted)}


def start(scene: Scene, text: str) -> None:
    with desk(scene.office, at(text), HEAD) as opened:
        sending.start(opened, sending.Request("đã đối chiếu"))


def test_what_was_sent_after_the_copy_does_not_leave_again(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    put_back = copy_of(office)
    assert dispatch(office, "2024-04-26 07:05").messages == {"sent": 7}
    put_back()
    again = dispatch(office, "2024-04-26 07:10")
    assert (again.messages, again.sending_off_since) == ({}, at("2024-04-26 07:10"))
    assert len(office.gateway.sent) == 7
    assert states(office) == {"unknown": 7}


def test_what_is_decided_anew_waits_for_a_person_too(office: Scene) -> None:
    office.sweep("2024-04-25 07:00")
    put_back = copy_of(office)
    office.sweep("2024-04-26 07:00")
    dispatch(office, "2024-04-26 07:05")
    put_back()
    dispatch(office, "2024-04-26 12:00")
    with pytest.raises(Refused, match="quét"):
        start(office, "2024-04-26 12:00")
    office.sweep("2024-04-26 12:05")
    with pytest.raises(Refused, match="dispatch"):
        start(office, "2024-04-26 12:05")
    dispatch(office, "2024-04-26 12:10")
    assert states(office) == {"unknown": 7}
    start(office, "2024-04-26 12:15")
    assert dispatch(office, "2024-04-26 12:20").messages == {}
    assert len(office.gateway.sent) == 7


def test_a_person_may_say_that_one_had_not_left(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    put_back = copy_of(office)
    dispatch(office, "2024-04-26 07:05")
    put_back()
    dispatch(office, "2024-04-26 07:10")
    with desk(office.office, at("2024-04-26 07:15"), HEAD) as opened:
        first = opened.session.scalars(select(Notice.id).order_by(Notice.id)).first()
        settle.settle(opened, settle.Request(first or 0, arrived=False))
    office.sweep("2024-04-26 07:20")
    start(office, "2024-04-26 07:25")
    # On another day it is composed anew; it is in doubt no more.
    assert dispatch(office, "2024-05-02 08:00").messages == {"sent": 1}
    assert dispatch(office, "2024-05-02 08:05").sending_off_since is None


def test_the_doctor_says_it_before_anything_is_tried(office_with: Callable[..., Scene]) -> None:
    # It looks at the schema: nothing of the tests' own lies in it.
    office = office_with(watched=False)
    office.sweep("2024-04-26 07:00")
    put_back = copy_of(office)
    dispatch(office, "2024-04-26 07:05")
    now = at("2024-04-26 07:10")
    assert "bản phục hồi" not in {one.name for one in examine(office.office, now) if not one.ok}
    put_back()
    [found] = [one for one in examine(office.office, now) if one.name == "bản phục hồi"]
    assert not found.ok
    assert "07:05" in found.said


def test_a_spoilt_slot_leaves_the_mark_before_it_and_spoilt_marks_stop_the_sending(
    office: Scene,
) -> None:
    office.sweep("2024-04-26 07:00")
    dispatch(office, "2024-04-26 07:05")
    file = office.office.settings.state_folder / MARKS
    good = file.read_bytes()
    file.write_bytes(good[:1024] + b"x" * 1024)
    assert dispatch(office, "2024-04-26 07:08").sending_off_since is None
    file.write_bytes(b"x" * 2048)
    assert dispatch(office, "2024-04-26 07:10").sending_off_since is not None


def test_without_a_mark_nothing_leaves(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    (office.office.settings.state_folder / MARKS).mkdir()
    with pytest.raises(OSError, match=MARKS):
        dispatch(office, "2024-04-26 07:05")
    assert office.gateway.sent == []
    assert states(office) in ({}, {"pending": 1})


def test_a_whole_machine_put_back_is_recognised_by_the_second_folder(
    office: Scene, tmp_path: Path
) -> None:
    settings = office.office.settings
    asked = settings.settings.model_copy(update={"checkpoints": str(tmp_path / "elsewhere")})
    office.office.settings = settings.model_copy(update={"settings": asked})
    office.sweep("2024-04-26 07:00")
    put_back = copy_of(office)
    dispatch(office, "2024-04-26 07:05")
    put_back()
    # The state folder as it was at the time of the copy had no mark yet.
    (settings.state_folder / MARKS).unlink()
    assert dispatch(office, "2024-04-26 07:10").messages == {}
    assert states(office) == {"unknown": 7}
