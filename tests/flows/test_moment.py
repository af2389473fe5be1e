"""Which instant a flow run works at, and how it is shown."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest

from flows.moment import EARLY, present, run_name
from flows.table import row
from language.zone import local

SEVEN = datetime(2024, 5, 6, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "scheduled", "expected"),
    [
        pytest.param(SEVEN - SECOND, SEVEN, SEVEN, id="a second early: the time it was for"),
        pytest.param(SEVEN + SECOND, SEVEN, SEVEN + SECOND, id="a second late: the present"),
        pytest.param(
            SEVEN + timedelta(days=9), SEVEN, SEVEN + timedelta(days=9), id="days late: the present"
        ),
        pytest.param(SEVEN - EARLY * 2, SEVEN, SEVEN - EARLY * 2, id="far ahead: the present"),
        pytest.param(SEVEN, None, SEVEN, id="by hand: the present"),
    ],
)
def test_a_run_works_at(now: datetime, scheduled: datetime | None, expected: datetime) -> None:
    assert present(now, scheduled) == expected


def test_a_midnight_run_that_starts_early_belongs_to_its_own_day() -> None:
    midnight = datetime(2024, 5, 5, 17, tzinfo=UTC)
    assert local(present(midnight - SECOND, midnight)).day == 6


def test_a_run_is_named_by_what_and_when() -> None:
    assert run_name("sweep", local(SEVEN)) == "sweep 2024-05-06 07:00:00"
    assert run_name("sweep", None) == "sweep"


def test_the_daily_sweep_is_planned_in_local_time() -> None:
    # Prefect is a second of imports, and no other everyday test needs it.
    from flows.deploy import daily

    planned = daily(time(7, 30))
    assert (planned.cron, planned.timezone) == ("30 7 * * *", "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(("minutes", "cron"), [(5, "*/5 * * * *"), (60, "0 * * * *")])
def test_sending_is_planned_every_so_many_minutes(minutes: int, cron: str) -> None:
    from flows.deploy import every

    assert every(minutes).cron == cron


@dataclass
class Counts:
    fired: int = 2
    missed: int = 1


@dataclass
class Report:
    at: datetime = SEVEN
    totals: Counts = field(default_factory=Counts)
    names: list[str] = field(default_factory=list)


def test_a_row_of_the_table_holds_every_count() -> None:
    assert row(local(SEVEN), Report()) == {"at": "2024-05-06T07:00+07:00", "fired": 2, "missed": 1}


def test_a_sweep_somebody_else_made_has_no_counts() -> None:
    assert row(local(SEVEN), None) == {"at": "2024-05-06T07:00+07:00"}
