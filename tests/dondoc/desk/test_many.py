"""Many at once: each by itself, what is refused of one is said with it and changes nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest

from dondoc.desk import accept, give_back
from dondoc.desk.context import Desk, Which, desk
from dondoc.desk.many import Result, each, take_in
from dondoc.desk.receipt import Receipt
from models import ObligationState
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at
from tests.reporting import MAY, file_report

BHXH, NEIGHBOUR = "bhxh-huyen/officer", f"{SON_NAM}/officer"
OF = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
SILENT = replace(OF, bearer=SON_NAM)


@pytest.fixture
def filed(office: Scene) -> Scene:
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    return office


def opens(scene: Scene, who: str) -> Callable[[], AbstractContextManager[Desk]]:
    return lambda: desk(scene.office, at("2024-05-03 11:00"), who)


def accepting(opened: Desk, of: Which) -> object:
    return accept.accept(opened, accept.Request(of))


def test_those_that_wait_are_accepted_and_of_the_others_it_is_said_why_not(filed: Scene) -> None:
    done = each(opens(filed, BHXH), [OF, SILENT], accepting)
    assert [one.of.bearer for one in done] == [DAI_PHU, SON_NAM]
    assert done[0].refused == ""
    assert "không có báo cáo nào đang chờ" in done[1].refused
    assert filed.obligation().state == ObligationState.ACCEPTED
    [second] = each(opens(filed, BHXH), [OF], accepting)
    assert "không có báo cáo nào đang chờ" in second.refused


def test_many_are_given_back_with_one_reason(filed: Scene) -> None:
    file_report(filed, replace(MAY, groups={}, nil=True), "2024-05-03 10:00", "02593@base")
    them = [OF, replace(OF, bearer="02593@base")]

    def returning(opened: Desk, of: Which) -> object:
        return give_back.give_back(opened, give_back.Request(of, {"report": "sai mẫu"}))

    assert [one.refused for one in each(opens(filed, BHXH), them, returning)] == ["", ""]
    assert filed.obligation().state == ObligationState.RETURNED


def test_who_may_not_is_refused_for_each(filed: Scene) -> None:
    [one] = each(opens(filed, NEIGHBOUR), [OF], accepting)
    assert "không được chấp nhận báo cáo" in one.refused


def test_of_many_files_each_is_taken_or_refused_by_itself(office: Scene, tmp_path: Path) -> None:
    office.day("2024-04-26")
    whose = {"directive": D2024, "duty": MONTHLY, "bearer": DAI_PHU, "due_on": "2024-05-05"}
    said = whose | {"as_of": "2024-04-30", "groups": MAY.groups, "done": "Đã tuyên truyền"}
    (tmp_path / "a.json").write_bytes(orjson.dumps(said))
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 hong")
    (tmp_path / "c.json").write_bytes(orjson.dumps(said | {"groups": {}}))
    came = [
        take_in(opens(office, BHXH), tmp_path / name, Receipt())
        for name in ("c.json", "b.xlsx", "a.json")
    ]
    assert [one.result for one in came] == [Result.REFUSED, Result.REFUSED, Result.TAKEN]
    assert came[0].bearer == DAI_PHU
    assert came[1].bearer is None
    assert office.obligation().received_at is not None
