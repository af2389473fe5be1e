"""Which day a moment belongs to, and when a day begins."""

from datetime import UTC, date, datetime

import pytest

from language.zone import local_date, local_midnight


def test_a_day_ends_at_midnight_in_hanoi() -> None:
    assert local_midnight(date(2024, 5, 7)) == datetime(2024, 5, 6, 17, tzinfo=UTC)
    assert local_date(datetime(2024, 5, 6, 16, 59, 59, tzinfo=UTC)) == date(2024, 5, 6)
    assert local_date(datetime(2024, 5, 6, 17, tzinfo=UTC)) == date(2024, 5, 7)


def test_an_instant_without_a_zone_belongs_to_no_day() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        local_date(datetime(2024, 5, 6))  # noqa: DTZ001 - the very thing refused
