"""Reset: what a wrong clock decided and said is taken back, and what was right goes on."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.decisions.decide import Grounds
from dondoc.desk import reset
from dondoc.desk.context import desk
from dondoc.desk.scope import Scope
from dondoc.desk.suspend import Request as Pause
from dondoc.desk.suspend import suspend
from dondoc.errors import Refused
from dondoc.find import in_force
from dondoc.setup.database import open_engine
from models import Kind, NoticeState, Obligation, ObligationState, Sweep
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, played, scene

# The machine's clock runs seven weeks ahead in the afternoon of the 3rd.
WRONG = "2024-06-20"
RIGHT = "2024-05-03 12:00"


def taken_back(office: Scene, to: str = RIGHT, now: str = "2024-05-03 15:00") -> reset.Answer:
    with desk(office.office, at(now), at_any_hour=True) as opened:
        return reset.reset(opened, reset.Request(at(to), "pin đồng hồ hỏng"))


@played
def begun(office: Scene) -> None:
    """Follow April and the first days of May, with one commune paused."""
    office.day("2024-04-26")
    office.day("2024-05-02")
    office.sweep("2024-05-03 07:00")
    with desk(office.office, at("2024-05-03 08:00")) as opened:
        scope = Scope(D2024, MONTHLY, bearers=(SON_NAM,))
        until = at("2024-06-10 00:00").date()
        suspend(opened, Pause(scope, until, Grounds("bão số 2", "Chủ tịch")))


def standing(office: Scene) -> dict[tuple[str, ...], tuple[object, ...]]:
    with office.office.reading() as session:
        return {
            (row.duty, row.period, row.bearer_uid): (
                row.state,
                row.rung,
                sorted(row.fired.items()),
                row.opened_at is None,
                row.suspended_until,
            )
            # What is only followed is no obligation that anybody could be blamed for.
            for row in session.scalars(select(Obligation).where(in_force()))
        }


def letters(office: Scene, since: int) -> list[tuple[str, str]]:
    sent = office.gateway.sent[since:]
    return sorted((m.to.address, m.text) for m in sent if "[Đính chính]" not in m.subject)


@pytest.mark.long
def test_a_wrong_hour_leaves_nothing_behind_but_corrections(
    office: Scene, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path, sqlite_template: Path
) -> None:
    begun(office)
    before, told = standing(office), len(office.gateway.sent)
    office.day(WRONG)
    assert standing(office) != before
    wrong = office.gateway.sent[told:]
    assert wrong
    with pytest.raises(Refused, match="dondoc sweep reset"):
        office.sweep("2024-05-04 07:00")
    done = taken_back(office)
    assert standing(office) == before
    with office.office.reading() as session:
        asked = Obligation.kind == Kind.ASKING.value
        begun_on = set(session.scalars(select(Obligation.opens_on).where(asked)))
    assert begun_on == {date(2024, 5, 3)}
    assert (done.sweeps, done.last) == (1, at("2024-05-03 07:00"))
    office.dispatch("2024-05-03 15:05")
    corrected = [m for m in office.gateway.sent if m.subject.startswith("[Đính chính]")]
    assert {m.to.address for m in corrected} == {m.to.address for m in wrong}
    assert "phần mềm theo dõi chạy sai ngày, giờ" in corrected[0].text
    assert "không đơn vị nào bị tính quá hạn theo thư ấy" in corrected[0].text
    # From here on it is as if it had never happened.
    other = tmp_path / "other"
    other.mkdir()
    file = other / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, other) as twin:
        begun(twin)
        marks = [len(one.gateway.sent) for one in (office, twin)]
        for one in (office, twin):
            one.days("2024-05-06", "2024-05-08")
        assert letters(office, marks[0]) == letters(twin, marks[1])
        assert standing(office) == standing(twin)
    engine.dispose()


def test_what_only_waited_is_called_off_without_a_word(office: Scene) -> None:
    begun(office)
    office.dispatch("2024-05-03 09:00")
    told = len(office.gateway.sent)
    office.sweep(f"{WRONG} 07:00")
    done = taken_back(office)
    assert done.cancelled > 0
    assert done.corrected == 0
    office.dispatch("2024-05-03 15:05")
    assert len(office.gateway.sent) == told


def test_a_first_sweep_in_the_future_is_taken_back_whole(office: Scene) -> None:
    office.day("2025-05-20")
    assert {state for state, *_ in standing(office).values()} == {ObligationState.HISTORIC}
    taken_back(office, "2024-05-03 07:00")
    office.days("2024-05-06", "2024-05-07")
    assert office.obligation(DAI_PHU).state == ObligationState.OPEN
    assert any("overdue" in line for line in office.story(DAI_PHU))


def test_what_people_enter_meanwhile_stays(office: Scene) -> None:
    begun(office)
    office.day(WRONG)
    office.record("2024-05-03 10:00", f"{WRONG} 09:00")
    taken_back(office)
    assert office.obligation(DAI_PHU).state == ObligationState.SUBMITTED
    office.day("2024-05-06")
    late = [n for n in office.notices(DAI_PHU) if n.state in NoticeState.unsent()]
    assert late == []


def test_a_reset_says_why_and_takes_something_back(office: Scene) -> None:
    begun(office)
    with pytest.raises(Refused, match="không có lượt quét nào sau 12:00 ngày 03/5/2024"):
        taken_back(office)
    with pytest.raises(Refused, match="chưa đến"):
        taken_back(office, "2024-05-09 07:00")
    with (
        pytest.raises(Refused, match="lý do"),
        desk(office.office, at("2024-05-03 15:00"), at_any_hour=True) as opened,
    ):
        reset.reset(opened, reset.Request(at("2024-05-01 07:00"), " "))
    with office.office.reading() as session:
        assert session.scalars(select(Sweep.taken_back_at)).all() == [None] * 3
