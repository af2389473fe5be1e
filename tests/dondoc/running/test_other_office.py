"""Another office's dispatch runs on the shipped policies, and no letter speaks of the first one."""

import re
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from dondoc.day.letters import letters_of
from dondoc.sending.letters import Letters
from dondoc.setup.settings import LocatedSettings, Settings
from dondoc.setup.wiring import Office
from models import Contact, Notice
from models.clock import FixedClock
from rules.meaning.engine import PolicyEngine
from rules.rulebook import load
from tests.offices import RememberingGateway, Scene, at
from tests.other_office import other_office

FOREIGN = re.compile(r"huyện|xã, thị trấn|Sơn Dương|Tuyên Quang|BHXH|BHYT")


def scene_of(engine: Engine, folder: Path) -> Scene:
    rulebook, gateway = load(other_office(folder / "rules")), RememberingGateway()
    settings = Settings(directives=["kien-tan-2026"], channels={"email": "maildir://"})
    office = Office(
        settings=LocatedSettings(settings=settings, folder=folder, state_override=folder),
        rulebook=rulebook,
        database=engine,
        clock=FixedClock(at("2025-12-20 00:00")),
        gateway=gateway,  # type: ignore[arg-type]
        policies=PolicyEngine(rulebook.policies),
        wall=FixedClock(at("2025-12-20 00:00")),
    )
    return Scene(office, gateway)


def test_a_round_of_another_office_has_no_word_of_the_first(sqlite: Engine, tmp_path: Path) -> None:
    scene = scene_of(sqlite, tmp_path)
    for day in ("2025-12-31", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-13"):
        scene.day(day)
    with scene.office.writing() as session:
        found = session.scalars(select(Notice)).all()
        told = {(n.step, f"{n.recipient_uid}/{n.recipient_post}") for n in found}
        letters = letters_of(scene.office)
        words = [
            _words(letters, session.get_one(Contact, n.contact_id), n, session)
            for n in found
            if n.contact_id
        ]
    assert {
        ("overdue", "90001@2025/chair"),
        ("overdue", "so-y-te/director"),
        ("urge", "vp-tinh/specialist"),
        ("brief", "ubnd-tinh/leader"),
    } <= told
    assert len(words) == len(found)
    for text in [*words, *(f"{e.subject}\n{e.text}" for e in scene.gateway.sent)]:
        assert not FOREIGN.search(text), text
    assert any("UBND các xã, phường" in text for text in words)
    assert any("tệp du-thao-don-doc-2026-01-05.docx" in text for text in words)


def _words(letters: Letters, contact: Contact, notice: Notice, session: Session) -> str:
    envelope = letters.envelope(session, 1, contact, [notice], at("2026-01-13 08:00"))
    return f"{envelope.subject}\n{envelope.text}"
