"""The trail: every change has its entry, the chain holds, and a break is found."""

from sqlalchemy import func, select

from dondoc.trail.verify import verify
from models import Entry, Finding, Notice, Obligation
from tests.offices import Scene
from tests.tampering import tamper


def test_a_month_of_work_verifies(any_office: Scene) -> None:
    any_office.days("2024-04-26", "2024-05-08")
    any_office.record("2024-05-08 10:00")
    with any_office.office.reading() as session:
        verdict = verify(session)
        head = session.scalars(select(Entry).order_by(Entry.seq.desc()).limit(1)).one()
    assert (verdict.ok, verdict.head) == (True, head.hash)
    assert verdict.entries == head.seq


def test_every_obligation_finding_and_notice_has_its_entry(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-08")

    def rows(model: type, *where: object) -> int:
        with office.office.reading() as session:
            found = session.scalar(select(func.count()).select_from(model).where(*where))  # type: ignore[arg-type]
        return found or 0

    assert len(office.entries("obligation.registered")) == rows(Obligation)
    assert len(office.entries("finding.fired")) == rows(Finding, Finding.outcome == "fired")
    assert len(office.entries("finding.missed")) == rows(Finding, Finding.outcome == "missed")
    assert len(office.entries("notice.created")) == rows(Notice)
    assert len(office.entries("notice.sent")) == rows(Notice, Notice.state == "sent")
    assert len(office.entries("notice.cancelled")) == rows(Notice, Notice.state == "cancelled")


def test_an_edited_entry_and_a_lost_one_are_found(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    database = any_office.office.database
    tamper(database, 'UPDATE entry SET data = \'{"duty":"khac"}\' WHERE seq = 5')
    with any_office.office.reading() as session:
        assert [(p.entry, p.kind) for p in verify(session).problems] == [(5, "hash")]
    tamper(database, "DELETE FROM entry WHERE seq = 9")
    with any_office.office.reading() as session:
        assert (10, "gap") in [(p.entry, p.kind) for p in verify(session).problems]
