"""The office that takes the cases is merged on a day: what is open goes to its heir by function."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.cases.cases import cases
from dondoc.cases.road import State
from dondoc.desk import case_return, proposals, sign
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.desk.receipt import Receipt
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import cases as papers
from dondoc.errors import Refused
from dondoc.find import in_force
from dondoc.looking.annexed import annex_of
from dondoc.looking.queue import queue
from dondoc.setup.database import open_engine
from dondoc.trail.verify import verify
from dondoc.visible import Sight
from models import Notice, Obligation, PersonReached
from rules.meaning.engine import PolicyEngine
from rules.rulebook import HOME, load
from tests import chairs
from tests.offices import D2021, DAI_PHU, Scene, at, scene
from tests.walking import LABOUR, SPECIALIST, THERE, act, begin, draft
from tests.walking import sign as signed

pytestmark = pytest.mark.long

HEIR = "phong-noi-vu"
TAKES, HEADS = f"{HEIR}/officer", f"{HEIR}/director"
OLD_NAME = "Phòng Lao động – Thương binh và Xã hội"
NEW_NAME = "Phòng Nội vụ"
BODY = (
    f"  {HEIR}:\n    name: Phòng Nội vụ huyện Sơn Dương\n    short: Phòng Nội vụ huyện\n"
    "    kind: agency\n    posts: {director: Trưởng phòng}\n"
)
CHANGE = (
    "  - citation: Quyết định số 77/QĐ-UBND\n    known_from: 2021-06-22\n"
    f"    effective: 2021-06-28\n    into:\n      {HEIR}: [phong-ldtbxh]\n"
)


def rules_of_a_merger(folder: Path) -> Path:
    """Return the shipped rules, but that the office is merged on 28 June 2021."""
    home = folder / "rules"
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = home / "bodies" / "son-duong.yaml"
    said = file.read_text("utf-8").replace("ends: [phong-ldtbxh, bhxh-huyen]", "ends: [bhxh-huyen]")
    said = said.replace("  bcd:\n", f"{BODY}  bcd:\n", 1)
    file.write_text(said.replace("\nchanges:\n", f"\nchanges:\n{CHANGE}", 1), "utf-8")
    return home


@pytest.fixture(scope="module")
def walked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One report reached the old office and is open when it ends; the next comes after that."""
    folder = tmp_path_factory.mktemp("heir")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    rulebook = load(rules_of_a_merger(folder))
    with (
        PolicyEngine(rulebook.policies) as policies,
        scene(engine, rulebook, policies, folder, directives=[D2021]) as made,
    ):
        begin(made)
        signed(made, draft(made).report)
        for day in ("22", "23", "24", "25", "28"):
            made.day(f"2021-06-{day}")
        with pytest.raises(Refused, match="phong-ldtbxh"):
            act(made, LABOUR, case_return.give_back_cases, RETURNING, "2021-06-28 09:00")
        act(made, TAKES, case_return.give_back_cases, RETURNING, "2021-06-28 09:00")
        signed(made, draft(made, "2021-06-28 10:00").report, "2021-06-28 11:00")
        signed(made, draft(made, "2021-06-28 10:00", THERE).report, "2021-06-28 11:00", THERE)
        made.day("2021-06-29")
        receipt = Receipt(number="7/BC", dated=date(2021, 6, 29), signer="Trần Thị Trưởng")
        together = sign.Request(D2021, None, receipt, duty=chairs.CONSOLIDATION)
        act(made, HEADS, sign.sign, together, "2021-06-29 14:00")
        proposing = proposals.Proposing(D2021, (1, 2, 6), "visit", "hộ neo đơn")
        act(made, TAKES, proposals.propose, proposing, "2021-06-29 15:00")
        passing = proposals.Forwarding(D2021, "8/BC", date(2021, 6, 29), "Trần Thị Trưởng")
        act(made, HEADS, proposals.forward, passing, "2021-06-29 16:00")
        deciding = proposals.Deciding(D2021, True, "9/TB", date(2021, 6, 30))
        act(made, SPECIALIST, proposals.decide, deciding, "2021-06-30 09:00")
        yield made
    engine.dispose()


RETURNING = case_return.Returning(D2021, DAI_PHU, "chưa rõ", (2,))


def test_what_is_open_is_walked_on_by_the_heir(walked: Scene) -> None:
    declared = walked.office.rulebook.directives[D2021]
    with walked.office.reading() as session:
        found = cases(session, walked.office.rulebook, declared, at("2021-06-30 10:00"))
        assert not verify(session).problems
    states = {one.person: one.standing.state for one in found}
    assert {states[n] for n in (1, 2, 6)} == {State.DECIDED}


def test_the_heir_sees_what_reached_the_old_office_and_the_old_one_nothing_more(
    walked: Scene,
) -> None:
    declared = walked.office.rulebook.directives[D2021]
    with desk(walked.office, at("2021-06-30 10:00"), TAKES, looks=True) as opened:
        seen = look(opened, Sight.PERSONS)
        mine = queue(seen, declared)
        assert len(annex_of(seen, 1).rows) == 2
    assert mine is not None
    assert {case.case.person for one in mine.reports for case in one.cases} == {1, 2, 6}
    with (
        pytest.raises(Refused, match="phong-ldtbxh"),
        desk(walked.office, at("2021-06-30 10:00"), LABOUR, looks=True) as opened,
    ):
        look(opened, Sight.PERSONS)
    with walked.office.reading() as session:
        reached = {(one.person_id, one.body_uid) for one in session.scalars(select(PersonReached))}
    assert {(1, "phong-ldtbxh"), (2, "phong-ldtbxh"), (6, HEIR)} <= reached


def test_a_paper_of_before_names_the_old_office_and_one_of_after_its_heir(walked: Scene) -> None:
    def receivers(report: int) -> str:
        with desk(walked.office, at("2021-06-30 10:00"), SPECIALIST, looks=True) as opened:
            sources = Sources(opened.session, walked.office, at("2021-06-30 10:00"))
            return papers.KIND.filled(sources, case_report=report).receivers

    assert OLD_NAME in receivers(1)
    assert NEW_NAME in receivers(3)


def test_letters_about_the_cases_go_to_the_heir_from_the_day_on(walked: Scene) -> None:
    with walked.office.reading() as session:
        above = select(Obligation.id).where(Obligation.duty == chairs.CONSOLIDATION, in_force())
        rows = session.scalars(select(Notice).where(Notice.obligation_id.in_(above))).all()
    told = {(one.created_at >= at("2021-06-28 00:00"), one.recipient_uid) for one in rows}
    assert told == {(False, "phong-ldtbxh"), (True, HEIR)}
