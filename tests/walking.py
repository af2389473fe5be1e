"""People on the road of who does not join, for tests: an office under the dispatch of 2021."""

from datetime import date
from typing import Any

from dondoc.desk import (
    case_answer,
    case_report,
    case_return,
    case_signing,
    helping,
    proposals,
)
from dondoc.desk import sign as signing
from dondoc.desk.context import desk
from dondoc.desk.receipt import Receipt
from dondoc.people.coming import Arrived, coming
from dondoc.people.ledger import Ground, enter, facts_of
from dondoc.people.row import Personal
from dondoc.people.safe import safe_to_write
from models import Event, HelpOutcome, PeopleListKind, Person, SponsorKind
from models.trail import append
from tests import chairs
from tests.listed_people import BHXH, on_the_list
from tests.offices import D2021, DAI_PHU, SON_NAM, Scene, at
from tests.reporting import NEAR_POOR
from tests.visiting import nobody, record, told

OFFICER, CHAIR, THERE = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", f"{SON_NAM}/officer"
LABOUR = "phong-ldtbxh/officer"
SPECIALIST = "van-phong/specialist"


def act(scene: Scene, who: str, do: Any, request: object, when: str) -> Any:
    """Return what comes of an act done as `who` at the local instant `when`."""
    with desk(scene.office, at(when), who) as opened:
        return do(opened, request)


def begin(scene: Scene) -> None:
    """Let five near-poor people of one commune and one of the next be on their lists, and visited.

    1, 2 and 6 have all their evidence; 3 was helped by nobody and nobody was asked, 4 was never
    met, of 5 whoever was asked has not answered.
    """
    scene.sweep("2021-06-15 07:00")
    when = at("2021-06-15 08:00")
    lines = [*on_the_list(DAI_PHU, range(1, 6)), *on_the_list(SON_NAM, [6])]
    list_ = Arrived(
        directive=D2021,
        group=NEAR_POOR,
        kind=PeopleListKind.UNCOVERED,
        as_of=date(2021, 6, 10),
        known_from=date(2021, 6, 15),
        source="BHXH huyện, công văn số 45",
        lines=lines,
    )
    with scene.office.writing() as session:
        safe = safe_to_write(session, scene.office.settings.state_folder, when)
        append(session, when, [Event("list.imported", "person_list:0", {"people": 6})])
        session.add_all(
            Person(
                id=number,
                body_uid=SON_NAM if number == 6 else DAI_PHU,
                sealed=safe.close_person(number, Personal(f"Người thứ {number} (mẫu)")),
                seal_key=safe.newest,
                state="known",
                recorded_at=when,
                recorded_by=BHXH,
            )
            for number in range(1, 7)
        )
        session.flush()
        found = coming(facts_of(session, D2021), list_, scene.office.rulebook.reasons)
        enter(session, found.revision, Ground("list:1", when, BHXH))
    scene.sweep("2021-06-21 07:00", accept_gap=True)
    said = {"directive": D2021}
    met = [told(number, "2021-06-18", "chua", **said) for number in (1, 2, 3, 5)]
    record(scene, OFFICER, *met, nobody(4, "2021-06-18", **said), when="2021-06-21 08:00")
    record(scene, THERE, told(6, "2021-06-18", "chua", **said), when="2021-06-21 08:00")
    for number, who in ((1, OFFICER), (2, OFFICER), (6, THERE)):
        seek(scene, who, number, HelpOutcome.REFUSED)
    seek(scene, OFFICER, 5, HelpOutcome.WAITING)


def seek(scene: Scene, who: str, person: int, outcome: HelpOutcome) -> None:
    """Let somebody have been asked to help a person, two days after the visit."""
    day = date(2021, 6, 20)
    asked = helping.Sought(D2021, person, SponsorKind.ORGANISATION, "Hội Chữ thập đỏ", day)
    row = act(scene, who, helping.seek, asked, "2021-06-21 08:30").asked
    if outcome is not HelpOutcome.WAITING:
        word = helping.Answered(row, outcome, day)
        act(scene, who, helping.answer, word, "2021-06-21 08:40")


def draft(scene: Scene, when: str = "2021-06-21 09:00", who: str = OFFICER) -> case_report.Answer:
    """Draft the report of whoever acts."""
    request = case_report.Request(D2021, who.partition("/")[0])
    found = act(scene, who, case_report.draft, request, when)
    assert isinstance(found, case_report.Answer)
    return found


def sign(
    scene: Scene, report: int, when: str = "2021-06-21 10:00", who: str = OFFICER, **more: Any
) -> case_report.Answer:
    """Enter that a draft was signed on the day of `when`."""
    said: dict[str, Any] = {
        "number": f"{report}/BC-UBND",
        "dated": at(when).date(),
        "signer": "Nguyễn Văn Ký",
        "annex": f"PL {report}",
    }
    request = case_signing.Signing(report, **said | more)
    found = act(scene, who, case_signing.sign, request, when)
    assert isinstance(found, case_report.Answer)
    return found


def give_back(
    scene: Scene, *numbers: int, body: str = DAI_PHU, when: str = "2021-06-21 14:00"
) -> case_answer.Answer:
    """Let the office that takes the cases return these of a body; none: all."""
    request = case_return.Returning(D2021, body, "chưa rõ đã giúp gì", numbers)
    found = act(scene, LABOUR, case_return.give_back_cases, request, when)
    assert isinstance(found, case_answer.Answer)
    return found


def consolidate(scene: Scene, when: str) -> None:
    """Enter that the office that takes the cases brought together what was reported."""
    receipt = Receipt(number="7/BC-LĐTBXH", dated=at(when).date(), signer="Trần Thị Trưởng")
    request = signing.Request(D2021, None, receipt, duty=chairs.CONSOLIDATION)
    act(scene, LABOUR, signing.sign, request, when)


def propose(scene: Scene, kinds: dict[int, str], when: str) -> None:
    """Let something be proposed for each case, and passed on as one report."""
    for number, kind in kinds.items():
        named = proposals.Proposing(D2021, (number,), kind, "hộ neo đơn", "Quỹ Vì người nghèo")
        act(scene, LABOUR, proposals.propose, named, when)
    on = proposals.Forwarding(D2021, "8/BC-LĐTBXH", at(when).date(), "Trần Thị Trưởng")
    act(scene, LABOUR, proposals.forward, on, when)


def decide(scene: Scene, when: str) -> None:
    """Let everything that was passed on be accepted, by a paper of that day."""
    said = proposals.Deciding(D2021, True, "3/TB-UBND", at(when).date())
    act(scene, SPECIALIST, proposals.decide, said, when)
