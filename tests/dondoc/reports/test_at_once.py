"""Two people at once: whoever comes second sees what the first one did."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from dondoc.decisions.decide import Grounds, move
from dondoc.errors import Refused
from dondoc.reports.evidence import Evidence
from dondoc.reports.record import record
from dondoc.reports.return_report import return_report
from dondoc.reports.undo import undo
from models import Obligation
from tests.offices import Scene, at
from tests.reporting import MAY, file_report

BHXH = "bhxh-huyen/officer"


@contextmanager
def having_read(scene: Scene) -> Iterator[tuple[Session, Obligation]]:
    """Open a transaction that has read the obligation before somebody else changes it."""
    with scene.office.writing() as session:
        row = session.get_one(Obligation, scene.obligation().id)
        assert row.state
        yield session, row


@pytest.mark.postgres
def test_a_report_recorded_meanwhile_is_not_recorded_again(pg_office: Scene) -> None:
    pg_office.day("2024-04-26")
    with having_read(pg_office) as (session, row):
        pg_office.record("2024-05-04 09:00")
        with pytest.raises(Refused, match="đã ghi nhận báo cáo, nhận lúc 09:00 ngày 04/5/2024"):
            record(session, row.id, Evidence(at("2024-05-08 09:00")), BHXH, at("2024-05-08 10:00"))
    assert pg_office.obligation().received_at == at("2024-05-04 09:00")


@pytest.mark.postgres
def test_a_report_returned_meanwhile_is_not_returned_again(pg_office: Scene) -> None:
    pg_office.day("2024-04-26")
    file_report(pg_office, MAY, "2024-05-03 10:00")
    with having_read(pg_office) as (session, row):
        with pg_office.office.writing() as first:
            reasons = {"report": "thiếu chữ ký"}
            return_report(first, pg_office.work, row.id, reasons, BHXH, at("2024-05-03 15:00"))
        with pytest.raises(Refused, match="không có báo cáo nào để trả lại"):
            return_report(session, pg_office.work, row.id, reasons, BHXH, at("2024-05-03 15:01"))


@pytest.mark.postgres
def test_a_record_undone_meanwhile_is_not_undone_again(pg_office: Scene) -> None:
    pg_office.day("2024-04-26")
    pg_office.record("2024-05-03 10:00")
    with having_read(pg_office) as (session, row):
        with pg_office.office.writing() as first:
            undo(first, row.id, "nhầm", BHXH, at("2024-05-03 11:00"))
        with pytest.raises(Refused, match="chưa có báo cáo nào được ghi nhận"):
            undo(session, row.id, "nhầm", BHXH, at("2024-05-03 11:01"))


@pytest.mark.postgres
def test_a_second_extension_granted_meanwhile_is_refused(pg_office: Scene) -> None:
    pg_office.day("2024-04-26")
    rulebook, grounds = pg_office.office.rulebook, Grounds("lũ cuốn cầu", "ubnd-huyen/leader")
    now = at("2024-05-02 14:00")
    with having_read(pg_office) as (session, row):
        with pg_office.office.writing() as first:
            mine = first.get_one(Obligation, row.id)
            move(first, rulebook, [mine], 3, grounds, now, extension=True)
        with pytest.raises(Refused, match="mỗi kỳ chỉ gia hạn một lần"):
            move(session, rulebook, [row], 3, grounds, now, extension=True)
