"""The letter with a drafted công văn carries the very document, and the document alone urges."""

from datetime import date
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from dondoc.consolidation.consolidate import consolidation
from dondoc.decisions.decide import Grounds, pause
from dondoc.documents.kinds.urge.assembly import urging_draft
from dondoc.documents.registry import files
from models import Message
from notifications.outcome import Kind, Outcome
from tests.offices import D2024, Scene, at
from tests.rounds import MISSING, round_of_may, uids

MORNING = "2024-05-08 07:05"
SPECIALIST = "specialist.van-phong@noi-bo.invalid"


def urge_of(scene: Scene) -> tuple[str, str, bytes]:
    """Return the text of the letter with the draft, the file's name and its bytes."""
    sent = [e for e in scene.gateway.to(SPECIALIST) if "[Dự thảo]" in e.subject]
    [mail] = (message_from_bytes(e.content, policy=policy.default) for e in sent)
    [file] = mail.iter_attachments()
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()), str(file.get_filename()), file.get_payload(decode=True)


def drafted(scene: Scene) -> bytes:
    with scene.office.reading() as session:
        rulebook = scene.office.rulebook
        found = consolidation(session, rulebook, D2024, date(2024, 5, 10))
        draft = urging_draft(rulebook, found, scene.office.house.name, at(MORNING))
    return bytes(dict(files(draft, at(MORNING), ("docx",)))["don-doc.docx"])  # type: ignore[arg-type]


def paragraphs(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def paused(scene: Scene, *names: str) -> None:
    for name in names:
        with scene.office.writing() as session:
            row = session.merge(scene.obligation(*uids(scene, name)))
            grounds = Grounds("mưa lũ", "ubnd-huyen/leader")
            pause(session, [row], date(2024, 5, 15), grounds, at("2024-05-07 15:00"))


@pytest.mark.whole
def test_the_mail_carries_the_document_itself(office: Scene) -> None:
    round_of_may(office)
    office.day("2024-05-07")
    paused(office, "Chi Thiết")
    office.day("2024-05-08")
    text, name, content = urge_of(office)
    assert name == "du-thao-don-doc-2024-05-05.docx"
    assert content == drafted(office)
    assert f"tệp {name}" in text
    # Of whom nothing is asked for a while is urged nowhere.
    for said in (text, paragraphs(content)):
        assert "các xã Sơn Nam, Vân Sơn" in said.replace("Sơn Nam và Vân Sơn", "Sơn Nam, Vân Sơn")
        assert "Chi Thiết" not in said
    # What surrounds it is the issuer's own letterhead; the letter says none of it again.
    assert "PHÓ CHỦ TỊCH" in paragraphs(content)
    assert "UBND-VX" in paragraphs(content)
    assert "Nơi nhận" not in text


@pytest.mark.whole
def test_the_same_bytes_leave_at_every_attempt(office: Scene) -> None:
    round_of_may(office)
    office.day("2024-05-07")
    office.sweep("2024-05-08 07:00")
    office.gateway.outcome = Outcome(Kind.TEMPORARY, "451", "thử lại sau")
    office.dispatch(MORNING)
    with office.office.reading() as session:
        frozen = set(session.scalars(select(Message.content)))
    office.gateway.outcome = Outcome(Kind.SENT)

    office.dispatch("2024-05-08 07:06")
    assert urge_of(office)[2] == drafted(office)
    assert {e.content for e in office.gateway.to(SPECIALIST)} <= frozen


@pytest.mark.whole
def test_where_nobody_may_be_urged_nothing_is_drafted(office: Scene) -> None:
    round_of_may(office)
    office.day("2024-05-07")
    paused(office, *MISSING)
    office.day("2024-05-08")
    assert not [e for e in office.gateway.to(SPECIALIST) if "[Dự thảo]" in e.subject]
    # The pause is over: they are late, and the draft comes after all.
    office.day("2024-05-16")
    assert "các xã Chi Thiết, Sơn Nam, Vân Sơn" in urge_of(office)[0]
