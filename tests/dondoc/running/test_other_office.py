"""Another office's dispatch runs on the shipped policies, and no letter speaks of the first one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from inspect import signature
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from dondoc.day.letters import letters_of
from dondoc.decisions.decide import Grounds
from dondoc.desk import extend, issue, undo_decision
from dondoc.desk.context import Which, desk
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import (
    annex,
    brief,
    cases,
    consolidation,
    minutes,
    report,
    sponsored,
    village,
)
from dondoc.documents.kinds.brief.paper import brief as brief_paper
from dondoc.documents.kinds.consolidation.paper import consolidated
from dondoc.documents.parts.frames import framed
from dondoc.documents.registry import KINDS
from dondoc.errors import Refused
from dondoc.sending.letters import Letters
from dondoc.setup.settings import LocatedSettings, Settings
from dondoc.setup.wiring import Office
from models import Contact, Notice
from models.clock import FixedClock
from notifications.compose import compose
from notifications.letter import ReturnView, TargetView
from notifications.rounds import AskedView, HandingView, ListView, WatchedView
from rules.meaning.engine import PolicyEngine
from rules.meaning.letterhead import Document
from rules.meaning.policy import HOUSE
from rules.rulebook import load
from steps.table import CORRECTION, DECISION_UNDONE, STEPS, Step
from tests.notifications.samples import ROAD, WAITING
from tests.offices import RememberingGateway, Scene, at
from tests.other_office import other_office

FOREIGN = re.compile(r"huyện|xã, thị trấn|Sơn Dương|Tuyên Quang|BHXH|BHYT")


PAPERS = (consolidated, brief_paper)
SCHOOLS = (
    ("called: cấp xã\n    acts_as: UBND", "called: cấp trường"),
    ("together: UBND các xã, phường", "together: các trường trung học"),
    ("    called: UBND tỉnh\n", "    called: phường\n    acts_as: UBND\n"),
    ("name: Ủy ban nhân dân tỉnh Kiến Tân, short: UBND tỉnh", "name: Phường Kiến Tân"),
    ("Phường Tân Bình An", "Trường Trung học Tân Bình An"),
    ("Xã Mỹ Lộc Thượng", "Trường Trung học Mỹ Lộc Thượng"),
)
LETTERHEADS = """\
letterheads:
  truong:
    for: [commune]
    place: Kiến Tân
    documents: {report: {symbol: BC-TH, signature: [Hiệu trưởng], copies: ["Lưu: VT"]}}
  so:
    for: [agency]
    documents: {consolidation: {symbol: BC-SYT, signature: [Giám đốc], copies: ["Lưu: VT"]}}
  van-phong:
    for: [office]
    documents:
      brief: {symbol: BC-VP, to: Chủ tịch, signature: [Chánh Văn phòng], copies: ["Lưu: VT"]}
"""


def schools(rules: Path) -> None:
    """Turn the communes into schools of a ward, which all that is not a commune can be."""
    file = rules / "bodies" / "kien-tan.yaml"
    text = file.read_text("utf-8")
    for before, after in SCHOOLS:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, "utf-8")
    for case in rules.glob("directives/*/cases.yaml"):
        case.write_text(case.read_text("utf-8").replace(SCHOOLS[4][0], SCHOOLS[4][1]), "utf-8")
    (file,) = (rules / "letterheads").iterdir()
    file.write_text(LETTERHEADS, "utf-8")


def scene_of(
    engine: Engine, folder: Path, change: Callable[[Path], None] = lambda rules: None
) -> Scene:
    change(other_office(folder / "rules"))
    rulebook, gateway = load(folder / "rules"), RememberingGateway()
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


def test_documents_of_schools_of_a_ward_speak_of_them_alone(sqlite: Engine, tmp_path: Path) -> None:
    scene = scene_of(sqlite, tmp_path, schools)
    scene.day("2025-12-31")
    scene.day("2026-01-06")
    book, due = scene.office.rulebook, date(2026, 1, 10)
    with scene.office.reading() as session:
        sources = Sources(session, scene.office, at("2026-01-06 09:00"))
        made = (kind.KIND.fill(sources, "kien-tan-2026", due) for kind in (consolidation, brief))
        whole, page = (repr(paper(one)) for paper, one in zip(PAPERS, made, strict=True))
    assert "Các trường trung học báo cáo “trước ngày 05" in whole
    assert "Đơn vị chưa có báo cáo kỳ này: Trường Trung học" in whole
    assert "to=('Ủy ban nhân dân phường Kiến Tân',)" in whole
    assert "1. Các trường trung học (“trước" in page
    for text in (whole, page):
        assert not re.search(rf"{FOREIGN.pattern}|\bxã\b", text), text
    school = book.bodies.get("90001@2025")
    assert framed(book, school, Document.REPORT, due).heading.place == "Kiến Tân"


def _words(letters: Letters, contact: Contact, notice: Notice, session: Session) -> str:
    envelope = letters.envelope(session, "thu-1", contact, [notice], at("2026-01-13 08:00"))
    return f"{envelope.subject}\n{envelope.text}"


@pytest.mark.long
def test_every_step_and_every_document_of_another_office_speaks_its_own_words(
    sqlite: Engine, tmp_path: Path
) -> None:
    scene = scene_of(sqlite, tmp_path)
    for day in ("2025-12-31", "2026-01-06", "2026-01-07"):
        scene.day(day)
    now, due = at("2026-01-08 09:00"), date(2026, 1, 10)
    with desk(scene.office, now, "vp-tinh/mailbox") as opened:
        names = ("90001@2025", "90002@2025")
        asked = issue.Request("kien-tan-2026", due, "9/UBND", date(2026, 1, 7), bearers=names)
        issue.issue(opened, asked)
    _undo_an_extension(scene)
    scene.record("2026-01-05 09:00", "2026-01-08 09:00", "90001@2025", "2026-01-05")
    with scene.office.reading() as session:
        said = [*_every_letter(scene, session), *_every_document(scene, session)]
    assert len(said) > len(STEPS) + len(KINDS)
    for text in said:
        assert not FOREIGN.search(text), FOREIGN.search(text)


def _undo_an_extension(scene: Scene) -> None:
    grounds = Grounds("bão số 1", "Chánh Văn phòng")
    row = scene.obligation("so-y-te", "2026-01-10")
    which = Which(row.directive_id, row.duty, row.bearer_uid, row.due_on)
    with desk(scene.office, at("2026-01-07 10:00"), "vp-tinh/office-head") as opened:
        done = extend.extend(opened, extend.Request(which, 5, grounds))
    with desk(scene.office, at("2026-01-07 11:00"), "vp-tinh/office-head") as opened:
        undo_decision.undo(opened, undo_decision.Request(done.decision, grounds))


def _every_letter(scene: Scene, session: Session) -> Iterator[str]:
    """Compose every step, to every post that is reached."""
    now, letters = at("2026-01-08 10:00"), letters_of(scene.office)
    commune = scene.obligation("90002@2025", "2026-01-05")
    above = scene.obligation("so-y-te", "2026-01-10")
    target = TargetView("người cao tuổi", "được khám sức khỏe", 100, 30)
    lists = HandingView(
        ("người cao tuổi",), (ListView("người cao tuổi", 1, now.date(), now.date()),)
    )
    back = ReturnView(
        "Sở Y tế", now.date(), now.date(), now.date(), False, (("Kết quả", "chưa rõ"),)
    )
    real = {CORRECTION.id, DECISION_UNDONE.id}
    made = session.scalars(select(Notice).where(Notice.step.in_(real))).all()
    assert {notice.step for notice in made} == real
    assert {notice.recipient_uid for notice in made} >= {"vp-tinh", "so-y-te", "90001@2025"}
    for notice in made:
        contact = session.get_one(Contact, notice.contact_id)
        yield compose(letters.letter(session, contact, [notice], now)).text
    for step, contact in product(STEPS, session.scalars(select(Contact)).all()):
        if step.id in real:
            continue
        row = above if "round" in step.needs else commune
        told = Notice(obligation_id=row.id, policy="", step=step.id, basis=HOUSE, channel="email")
        told.recipient_uid, told.recipient_post = contact.body_uid, contact.post
        told.created_at = now
        letter = letters.letter(session, contact, [told], now)
        items = tuple(
            replace(
                item,
                target=target if "target" in step.needs else None,
                returned=back if "return" in step.needs else None,
                watched=_watched(step, lists) if "watched" in step.needs else None,
            )
            for item in letter.items
        )
        composed = compose(replace(letter, items=items))
        yield f"{composed.subject}\n{composed.text}"


def _watched(step: Step, lists: HandingView) -> WatchedView:
    if step.id.startswith("list_"):
        return lists
    if step.id == "ask_activity":
        return AskedView("quý I năm 2026", (("tuyên truyền chính sách", "mục 1"),))
    return ROAD if step.id.startswith(("cases_", "proposals_")) else WAITING


def _every_document(scene: Scene, session: Session) -> Iterator[str]:
    given = {
        "directive": "kien-tan-2026",
        "round_due": date(2026, 1, 10),
        "duty": "bao-cao",
        "bearer": "Phường Tân Bình An",
        "due": date(2026, 1, 5),
        **dict.fromkeys(("sheet", "reconciliation", "sponsor", "case_report"), 1),
    }
    of_persons = (annex.KIND, cases.KIND, minutes.KIND, sponsored.KIND, village.KIND)
    sources = Sources(session, scene.office, at("2026-01-08 10:00"))
    for kind in KINDS:
        wanted = list(signature(kind.fill).parameters)[1:]
        asked = {name: given[name] for name in wanted if name in given}
        if kind in (report.KIND, *of_persons):
            # Its dispatch asks for no form and lists nobody: there is nothing to print.
            with pytest.raises(Refused) as refused:
                kind.fill(sources, **asked)
            yield str(refused.value)
            continue
        document = kind.fill(sources, **asked)
        yield repr(kind.paper(document)) if kind.paper else kind.command
        yield repr(kind.sheets(document)) if kind.sheets else kind.command
        yield kind.calendar(document).decode() if kind.calendar else kind.command
