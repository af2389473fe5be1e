"""What goes with letters, and is kept as signed, is not made of rows that somebody changed."""

from datetime import date

import pytest
from sqlalchemy import select, text

from dondoc.day.sweeping import print_signed
from dondoc.desk import sign
from dondoc.desk.context import desk
from dondoc.documents.kind import Sources
from dondoc.documents.kinds.consolidation import KIND
from dondoc.errors import NotPossible
from models import Print, Signature
from tests.dondoc.trail.test_rows import behind_its_back
from tests.offices import D2024, Scene, at
from tests.reporting import MAY, file_report

SPECIALIST = "specialist.van-phong@noi-bo.invalid"
TENTH = date(2024, 5, 10)
ABSENT = (
    "UPDATE obligation SET state = 'open' WHERE id = "
    "(SELECT obligation_id FROM report WHERE id = 1)",
    "DELETE FROM report WHERE id = 1",
)
OTHER = ("UPDATE report SET received_at = '2024-05-04 01:00:00.000000' WHERE id = 1",)


def forge(scene: Scene, *changes: str) -> None:
    with behind_its_back(scene) as connection:
        for change in changes:
            connection.execute(text(change))


def late(scene: Scene) -> None:
    scene.day("2024-04-26")
    file_report(scene, MAY, "2024-05-03 10:00")
    scene.days("2024-05-06", "2024-05-07")


def letters(scene: Scene, subject: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.text, one.files) for one in scene.gateway.sent if one.subject.startswith(subject)]


def test_a_letter_leaves_without_a_draft_of_forged_rows_and_names_nobody(office: Scene) -> None:
    late(office)
    forge(office, *ABSENT)
    office.lives_itself()
    office.day("2024-05-08")
    [(said, files)] = letters(office, "[Dự thảo]")
    assert files == ()
    assert "chưa lập được dự thảo để gửi kèm: dữ liệu đang lưu của đợt này khác" in said
    assert "dondoc audit verify" in said
    assert "Đại Phú" not in said


def test_a_letter_of_what_holds_has_its_draft(any_office: Scene) -> None:
    late(any_office)
    any_office.day("2024-05-08")
    [(said, files)] = letters(any_office, "[Dự thảo]")
    assert files == ("du-thao-don-doc-2024-05-05.docx",)
    assert "audit verify" not in said


def sign_it(scene: Scene) -> sign.Answer:
    with desk(scene.office, at("2024-05-09 16:00")) as opened:
        return sign.sign(opened, sign.Request(D2024, TENTH, partial=True))


def test_what_is_signed_of_forged_rows_is_recorded_and_printed_once_they_hold(
    office: Scene,
) -> None:
    late(office)
    with office.office.reading() as session:
        told = "UPDATE report SET received_at = '{}' WHERE id = 1"
        was = session.scalar(text("SELECT received_at FROM report WHERE id = 1"))
    forge(office, *OTHER)
    done = sign_it(office)
    assert done.prints == ()
    assert "cột received_at" in done.unprinted
    assert print_signed(office.office, at("2024-05-09 17:00")) == 0
    forge(office, told.format(was))
    assert print_signed(office.office, at("2024-05-09 18:00")) == 1
    with office.office.reading() as session:
        assert session.scalars(select(Print)).all()
        assert session.scalars(select(Signature)).one()


def test_a_kept_file_is_not_given_for_the_signed_one_by_a_forged_row(office: Scene) -> None:
    late(office)
    assert sign_it(office).prints
    asked = {"directive": D2024, "round_due": TENTH}
    with office.office.reading() as session:
        sources = Sources(session, office.office, at("2024-05-09 17:00"))
        assert KIND.signed(sources, **asked)
    forge(
        office,
        "UPDATE print SET sha256 = (SELECT sha256 FROM print WHERE name = 'tong-hop.docx') "
        "WHERE name = 'tong-hop.pdf'",
    )
    with office.office.reading() as session:
        sources = Sources(session, office.office, at("2024-05-09 17:00"))
        with pytest.raises(NotPossible, match=r"bảng print.*cột sha256"):
            KIND.signed(sources, **asked)
