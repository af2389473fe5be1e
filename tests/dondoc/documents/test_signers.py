"""Who signs: the post's holder, acting or in charge, or who else the letterhead lets."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dondoc.contacts.row import ContactRow
from dondoc.documents.parts.signers import as_signed, signing
from dondoc.documents.writers.official import Issued
from dondoc.errors import Refused
from rules.meaning.letterhead import Document, Letterheads, Signing
from tests.offices import DAI_PHU, Scene

ON = date(2024, 5, 3)
REPORT = Document.REPORT


def who_signs(scene: Scene, post: str | None = None, on: date = ON) -> tuple[tuple[str, ...], str]:
    rulebook = scene.office.rulebook
    with scene.office.reading() as session:
        one = signing(session, rulebook, rulebook.bodies.get(DAI_PHU), REPORT, on, post)
    return one.capacity, one.signer


def chair(person: str | None, capacity: str = "holder") -> ContactRow:
    address = f"{capacity}@x.invalid" if person else None
    return ContactRow(DAI_PHU, "chair", person, address, capacity=capacity)


VICE = ContactRow(DAI_PHU, "vice-chair", "Lý Thị Phó", "p@x.invalid")
TM, KT, DEPUTY = "TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"


@pytest.mark.parametrize(
    ("book", "signs"),
    [
        ([chair("Ma Văn Chủ")], ((TM, "Chủ tịch"), "Ma Văn Chủ")),
        ([chair("Ma Văn Quyền", "acting")], ((TM, "Q. Chủ tịch"), "Ma Văn Quyền")),
        ([chair("Lý Thị Phó", "deputy")], ((TM, KT, DEPUTY), "Lý Thị Phó")),
        ([chair(None, "vacant")], ((TM, "Chủ tịch"), "")),
        (
            [chair(None, "vacant"), chair("Lý Thị Phó", "deputy")],
            ((TM, KT, DEPUTY), "Lý Thị Phó"),
        ),
    ],
)
def test_the_capacity_follows_how_the_post_is_filled(
    office_with: Callable[..., Scene],
    book: list[ContactRow],
    signs: tuple[tuple[str, ...], str],
) -> None:
    scene = office_with(contacts=book)
    scene.sweep("2024-04-26 07:00")
    assert who_signs(scene) == signs


def test_another_signer_is_chosen_of_those_declared(office_with: Callable[..., Scene]) -> None:
    scene = office_with(contacts=[chair("Ma Văn Chủ"), VICE])
    scene.sweep("2024-04-26 07:00")
    assert who_signs(scene, "vice-chair") == ((TM, KT, DEPUTY), "Lý Thị Phó")
    with pytest.raises(Refused, match="không cho 'officer' ký tài liệu này; ký được: chair, vice"):
        who_signs(scene, "officer")


def test_an_authorisation_ends(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    lines = ("TUQ. Chủ tịch", "Công chức Văn phòng – Thống kê")
    authorised = Signing(lines, "Giấy ủy quyền số 3", "báo cáo tháng", date(2024, 5, 3))
    head = office.office.rulebook.letterheads.of(office.office.rulebook.bodies.get(DAI_PHU))
    assert head is not None
    form = replace(head.documents[REPORT], signers={"officer": authorised})
    own = Letterheads([replace(head, documents={REPORT: form})])
    office.office.rulebook = replace(office.office.rulebook, letterheads=own)
    assert who_signs(office, "officer")[0] == lines
    with pytest.raises(Refused, match=r"\(Giấy ủy quyền số 3\) đã hết ngày 03/5/2024"):
        who_signs(office, "officer", date(2024, 5, 4))


def test_a_capacity_as_recorded_is_written_out_as_declared(office: Scene) -> None:
    for recorded in (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("kt. chủ tịch",)):
        known = signed(office, Issued(capacity=recorded, signer="Lý Thị Phó"))
        assert (known.capacity, known.signer) == ((TM, KT, DEPUTY), "Lý Thị Phó")
    odd = Issued(capacity=("Người phát ngôn",))
    assert signed(office, odd) == odd


@pytest.mark.parametrize(
    ("recorded", "lines"),
    [
        (("CT",), (TM, "Chủ tịch")),
        (("KT. CT",), (TM, KT, DEPUTY)),
        (("KT.CT", "PCT"), (TM, KT, DEPUTY)),
        (("PCT",), (TM, KT, DEPUTY)),
        (("Q. CT",), (TM, "Q. Chủ tịch")),
        (("Q. CHỦ TỊCH",), (TM, "Q. Chủ tịch")),
        (("TM. UBND", "CHỦ TỊCH"), (TM, "Chủ tịch")),
    ],
)
def test_a_capacity_recorded_in_short_is_written_out_too(
    office: Scene, recorded: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    known = signed(office, Issued(capacity=recorded, signer="Lý Thị Phó"))
    assert (known.capacity, known.signer) == (lines, "Lý Thị Phó")


def test_a_capacity_that_is_not_declared_stays_as_recorded(office: Scene) -> None:
    odd = Issued(capacity=("Người phát ngôn",))
    assert signed(office, odd) == odd


def test_what_was_not_recorded_is_what_the_post_says_on_that_day(
    office_with: Callable[..., Scene],
) -> None:
    scene = office_with(contacts=[chair("Ma Văn Quyền", "acting")])
    scene.sweep("2024-04-26 07:00")
    known = signed(scene, Issued(number="12/BC-UBND"))
    assert known == Issued("12/BC-UBND", None, "Ma Văn Quyền", (TM, "Q. Chủ tịch"))


def signed(scene: Scene, known: Issued) -> Issued:
    rulebook = scene.office.rulebook
    with scene.office.reading() as session:
        return as_signed(session, rulebook, rulebook.bodies.get(DAI_PHU), REPORT, known, ON)
