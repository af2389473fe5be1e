"""Bodies that people name."""

from datetime import date

import pytest

from dondoc.errors import Refused
from dondoc.named import body_uid
from rules.rulebook import Rulebook


def test_a_body_that_ended_is_told_with_its_heir(rulebook: Rulebook) -> None:
    assert body_uid(rulebook.bodies, "Vân Sơn", date(2024, 8, 31)) == "02593@base"
    with pytest.raises(Refused, match=r"không còn từ ngày 01/9/2024; thay bằng: Xã Hồng Sơn"):
        body_uid(rulebook.bodies, "Vân Sơn", date(2024, 9, 1))


def test_a_body_that_is_to_come_is_told_with_its_day(rulebook: Rulebook) -> None:
    with pytest.raises(Refused, match=r"chưa có Xã Hồng Sơn .* có từ 01/9/2024"):
        body_uid(rulebook.bodies, "Hồng Sơn", date(2024, 8, 31))
