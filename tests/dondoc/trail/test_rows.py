"""What somebody changes in the tables beside the trail is found, row and column named."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, LargeBinary, Numeric, select, text
from sqlalchemy.types import Boolean, Date, DateTime, Integer

from dondoc.decisions import decide
from dondoc.decisions.call import Said, call
from dondoc.desk import accept
from dondoc.desk.context import Which, desk
from dondoc.people.access import Showing, log
from dondoc.sending.switch import stop_sending
from dondoc.trail.accesses import anchor_accesses
from dondoc.trail.anchors import read_anchors
from dondoc.trail.purge import purge
from dondoc.trail.standalone.verify_trail import Problem
from dondoc.trail.verify import verify
from models import (
    Access,
    Account,
    ApiToken,
    Asking,
    Attachment,
    Contact,
    ContactBook,
    CountImport,
    Draft,
    EndedLink,
    Event,
    Issued,
    ListCount,
    Login,
    Message,
    Named,
    Obligation,
    Paperwork,
    Print,
    Purpose,
    Report,
    Salt,
    Seat,
    whole,
)
from models.instant import UtcInstant
from models.proof import proven_tables
from models.trail import append
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at
from tests.reporting import MAY, file_report, sign_round
from tests.somebody import people_rows

BY = "van-phong/specialist"


def problems(scene: Scene) -> list[Problem]:
    anchors = read_anchors(scene.office.settings.state_folder, scene.office.database)
    with scene.office.reading() as session:
        verdict = verify(session, anchors)
    assert verdict.rows
    return list(verdict.problems)


def live(scene: Scene) -> None:
    """Three weeks in which an office does what it can."""
    scene.days("2024-04-26", "2024-05-08")
    file_report(scene, MAY, "2024-05-08 09:00")
    with scene.office.writing() as session:
        grounds = decide.Grounds("bão số 3", "Phó Chủ tịch", "12/QĐ-UBND")
        rows = session.scalars(select(Obligation).where(Obligation.state == "open")).all()
        decide.pause(session, rows[:5], date(2024, 5, 20), grounds, at("2024-05-08 10:00"))
        morning = scene.office.settings.settings.sweep.at
        promise = Said("ông A", date(2024, 5, 9), "đang làm")
        call(session, scene.office.rulebook, rows[9], promise, BY, at("2024-05-08 10:01"), morning)
    sign_round(scene)
    with scene.office.writing() as session:
        stop_sending(session, "thử", BY, at("2024-05-10 13:00"))


def fill_what_is_empty(scene: Scene) -> None:
    """Give each table that those weeks leave empty a row, as an act of the program writes it."""
    when = at("2024-05-10 14:00")
    keys = {"recorded_at": when, "recorded_by": BY}
    with scene.office.writing() as session:
        of_report = select(Obligation.id).join(Report, Report.obligation_id == Obligation.id)
        obligation = session.scalars(of_report).first()
        book = {"header": ["họ tên"], "delimiter": ";", "newline": "\n", "marked": True}
        taken, out = CountImport(sha256="ab" * 32, **keys), issued(obligation, when)
        session.add_all([Account(name="email", paused_at=when, code="535", reason="sai mật khẩu")])
        login = Login(name="lan", person="Ma Lan", code="ab", opened_at=when, opened_by=BY)
        session.add(login)
        session.flush()
        post = {"body_uid": DAI_PHU, "post": "officer"}
        session.add(Seat(login_id=login.id, **post, given_on=when.date()))
        session.add(
            ApiToken(
                token="ab" * 32,
                name="phần mềm văn bản",
                **post,
                given_at=when,
                given_by=BY,
                ends_on=when.date(),
            )
        )
        session.add_all([ContactBook(imported_at=when, **book), taken, out])
        session.flush()
        session.add_all(
            [
                Attachment(
                    report_id=1,
                    name="số liệu.pdf",
                    content_type="application/pdf",
                    size=12,
                    sha256="cd" * 32,
                    stored_at=when,
                ),
                Print(
                    signature_id=1,
                    name="tong-hop.pdf",
                    size=34,
                    sha256="ef" * 32,
                    made_at=when,
                    anew=False,
                ),
                Named(issued_id=out.id, obligation_id=obligation),
                Asking(
                    obligation_id=obligation,
                    until=when.date(),
                    reason="mưa lũ",
                    asked_at=when,
                    asked_by=BY,
                ),
                Paperwork(
                    obligation_id=obligation,
                    step="issued",
                    done_on=when.date(),
                    signer="Trần Văn Mẫu",
                    recorded_at=when,
                    recorded_by=BY,
                ),
                Draft(
                    obligation_id=obligation,
                    version=1,
                    begun_at=when,
                    begun_by=BY,
                    saved_at=when,
                    saved_by=BY,
                    ended_as="filed",
                ),
                ListCount(
                    import_id=taken.id,
                    body_uid=DAI_PHU,
                    group_id="can-ngheo",
                    kind="listed",
                    people=20,
                    as_of=when.date(),
                    source="BHXH",
                    **keys,
                ),
            ]
        )
        session.flush()
        # No relationship says to the session which must be there first.
        for row in people_rows(when):
            session.add(row)
            session.flush()
        message = session.scalars(select(Message.id)).first()
        session.add(EndedLink(message_id=message, ended_at=when, ended_by=BY))
        session.flush()
        # The witness of these tests asks every act for an entry of its own; these are none.
        session.execute(text("DELETE FROM witnessed"))
    log(scene.office.database, Showing(BY, Access.VIEW, Purpose.DUTY, (1, 2)), when)
    anchor_accesses(scene.office.database, when)


def issued(obligation: int | None, when: datetime) -> Issued:
    return Issued(
        obligation_id=obligation,
        number="12/UBND-VX",
        dated=when.date(),
        signer="Trần Văn Mẫu",
        recorded_at=when,
        recorded_by=BY,
    )


@contextmanager
def behind_its_back(scene: Scene) -> Iterator[Connection]:
    """Open the database as somebody with its password does, without looking at its rules."""
    with scene.office.database.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Before a transaction begins: within one it says nothing.
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
        # The witness of these tests would refuse it.
        connection.exec_driver_sql("DELETE FROM witnessed")
        connection.commit()
        connection.invalidate()


def another(kind: Any, value: Any) -> str:
    """Return, as SQL, some other value of this type."""
    if isinstance(kind, Boolean):
        return "true" if not value else "false"
    if isinstance(kind, Integer | Numeric):
        return str((value or 0) + 990_001)
    if isinstance(kind, Date):
        return "'1999-01-02'"
    if isinstance(kind, UtcInstant | DateTime):
        return "'1999-01-02 03:04:05.000000'"
    return "'\"khác\"'"


def test_what_the_office_does_itself_fits(any_office: Scene) -> None:
    live(any_office)
    assert problems(any_office) == []


def test_every_changed_column_of_every_table_is_named_with_its_row(any_office: Scene) -> None:
    live(any_office)
    fill_what_is_empty(any_office)
    assert problems(any_office) == []
    wanted = set()
    with behind_its_back(any_office) as connection:
        for proven in proven_tables():
            row = connection.execute(select(proven.table).limit(1)).mappings().first()
            assert row is not None, proven.name
            where = " AND ".join(f'"{key}" = :{key}' for key in proven.keys)
            keys = {key: row[key] for key in proven.keys}
            for column in proven.columns:
                kind = proven.table.c[column].type
                new = "'x'" if isinstance(kind, LargeBinary) else another(kind, row[column])
                change = f'UPDATE "{proven.name}" SET "{column}" = {new} WHERE {where}'  # noqa: S608
                connection.execute(text(change), keys)
                named = ":".join(map(str, keys.values()))
                wanted.add(f"bảng {proven.name}, dòng {named}, cột {column}")
    found = problems(any_office)
    assert {one.kind for one in found} == {"changed"}
    assert {one.detail.partition(": không như")[0] for one in found} == wanted


def test_rows_that_were_removed_or_added_are_named(any_office: Scene) -> None:
    live(any_office)
    with behind_its_back(any_office) as connection:
        connection.execute(text("DELETE FROM report WHERE id = 1"))
        connection.execute(
            text(
                "DELETE FROM covered WHERE obligation_id = (SELECT min(obligation_id) FROM covered)"
            )
        )
        columns = ", ".join(c.name for c in Contact.__table__.columns if c.name != "id")
        copied = (
            f"INSERT INTO contact (id, {columns}) SELECT 990001, {columns} FROM contact LIMIT 1"  # noqa: S608
        )
        connection.execute(text(copied))
    found = {(one.kind, one.detail.partition(":")[0]) for one in problems(any_office)}
    assert ("removed", "bảng report, dòng 1") in found
    assert ("added", "bảng contact, dòng 990001") in found
    assert len(found) == 3


def test_what_was_forged_before_is_not_bound_by_the_next_act_on_the_row(office: Scene) -> None:
    live_short(office)
    with behind_its_back(office) as connection:
        connection.execute(text("UPDATE report SET received_at = '2024-05-01 01:00:00.000000'"))
    office.sweep("2024-05-09 07:00")
    with desk(office.office, at("2024-05-09 09:00"), "bhxh-huyen/officer") as one:
        accept.accept(one, accept.Request(Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))))
    (found,) = problems(office)
    assert "bảng report, dòng 1, cột received_at" in found.detail


def live_short(scene: Scene) -> None:
    scene.days("2024-04-26", "2024-05-08")
    file_report(scene, MAY, "2024-05-08 09:00")


def test_every_column_is_proven_or_says_why_not() -> None:
    for mapper in whole().registry.mappers:
        table, proof = mapper.local_table, mapper.class_.__proof__
        if proof.nothing:
            continue
        keys = {key.name for key in table.primary_key}
        said = [*proof.plain.split(), *proof.personal.split(), *proof.unproven]
        assert len(said) == len(set(said))
        assert keys | set(said) == {column.name for column in table.columns}, table.name
        assert all(proof.unproven.values())


def test_a_purge_leaves_a_trail_that_fits_and_digests_of_nobody(any_office: Scene) -> None:
    any_office.days("2024-04-26", "2024-04-26")
    with any_office.office.reading() as session:
        someone = session.scalars(select(Contact).order_by(Contact.id)).first()
    assert someone is not None
    with any_office.office.writing() as session:
        purge(session, Contact, [someone.id], BY, at("2024-04-27 08:00"))
        purge(session, Message, [1], BY, at("2024-04-27 08:00"))
    assert problems(any_office) == []
    with any_office.office.reading() as session:
        assert session.get_one(Contact, someone.id).email is None
        left = select(Salt).where(Salt.what == "contact", Salt.key == str(someone.id))
        assert session.scalar(left) is None


def test_a_new_key_under_which_something_is_encrypted_is_bound_like_any_change(
    office: Scene,
) -> None:
    """Of what is encrypted the digest is of the ciphertext as it is stored."""
    live_short(office)
    with office.office.writing() as session:
        session.execute(text("UPDATE report SET signer = 'bản mã khác' WHERE id = 1"))
        append(
            session, at("2024-05-09 08:00"), [Event("report.accepted", "report:1", {"report": 1})]
        )
    assert problems(office) == []
    with behind_its_back(office) as connection:
        connection.execute(text("UPDATE report SET signer = 'bản mã cũ' WHERE id = 1"))
    (found,) = problems(office)
    assert "bảng report, dòng 1, cột signer" in found.detail


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE obligation SET rung = rung + 1 WHERE id = 1",
        '  update or ignore "obligation" SET rung = rung + 1 WHERE id = 1',
        "WITH one AS (SELECT 1 AS id) "
        "UPDATE obligation SET rung = rung + 1 WHERE id IN (SELECT id FROM one)",
    ],
)
def test_what_a_new_connection_writes_first_is_bound_however_it_says_so(
    office: Scene, change: str
) -> None:
    office.day("2024-04-26")
    office.office.database.dispose()
    with office.office.writing() as session:
        append(session, at("2024-04-26 08:00"), [Event("obligation.tried", "obligation:1", {})])
        # What goes back to a savepoint takes along what had been made to note it.
        undone = session.begin_nested()
        session.execute(text(change))
        undone.rollback()
        session.execute(text(change))
    assert problems(office) == []
    assert '"rung"' in office.entries("rows.bound")[-1].data
