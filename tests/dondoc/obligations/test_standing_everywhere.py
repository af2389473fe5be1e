"""Who is late, paused, extended, returned or withdrawn is that in every place that tells of it."""

from dataclasses import dataclass
from datetime import date

import pytest

from dondoc.consolidation.consolidate import consolidation
from dondoc.decisions.decide import Grounds, move, pause
from dondoc.documents.kinds.brief.assembly import Reporter, leaders_brief
from dondoc.documents.kinds.consolidation.assembly import consolidated_report
from dondoc.documents.kinds.urge.assembly import urging_draft
from dondoc.looking.board import Board
from dondoc.obligations.standing import standings
from dondoc.sending.views import Views
from models import Event, Obligation, ObligationState
from models.trail import append
from notifications.rounds import RoundView
from rules.rulebook import Rulebook
from tests.few import NINE, few_of
from tests.offices import D2024, MONTHLY, Scene, at, played
from tests.rounds import file_all, give_back, uids


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """The communes of the round that is played."""
    return few_of(whole, NINE)


NOW = "2024-05-08 08:00"
GROUNDS = Grounds("mưa lũ", "ubnd-huyen/leader")
LATE, PAUSED, EARLY, EXTENDED = "Sơn Nam", "Chi Thiết", "Hợp Hòa", "Vân Sơn"
RETURNED, WITHDRAWN = "Kháng Nhật", "Hợp Thành"


@dataclass(frozen=True)
class Told:
    """What is told of one body, place by place."""

    urged: bool
    named_late: bool
    named_paused: bool
    way: str | None
    board: str | None
    absent: bool


EXPECTED = {
    LATE: Told(True, True, False, "open_overdue", "QUÁ HẠN", True),
    PAUSED: Told(False, True, True, "open_overdue", "tạm dừng: 15/5", True),
    EARLY: Told(False, False, False, "open_in_time", "tạm dừng: 15/5", True),
    EXTENDED: Told(False, False, False, "open_in_time", "trong hạn", True),
    RETURNED: Told(False, False, False, "done_on_time", "quá hẹn: 07/5", True),
    WITHDRAWN: Told(False, False, False, None, None, False),
}


@played
def one_of_each(office: Scene) -> None:
    office.day("2024-04-26")
    file_all(office, uids(office, LATE, PAUSED, EARLY, EXTENDED, WITHDRAWN))
    give_back(office, *uids(office, RETURNED))
    rulebook = office.office.rulebook
    with office.office.writing() as session:
        row = {name: session.merge(office.obligation(*uids(office, name))) for name in EXPECTED}
        now = at("2024-05-04 15:00")
        pause(session, [row[EARLY]], date(2024, 5, 15), GROUNDS, now)
        move(session, rulebook, [row[EXTENDED]], 8, GROUNDS, now, extension=True)
        row[WITHDRAWN].move(ObligationState.WITHDRAWN)
        row[WITHDRAWN].withdrawn_at, row[WITHDRAWN].wake_at = now, None
        append(session, now, [Event("obligation.withdrawn", f"obligation:{row[WITHDRAWN].id}", {})])
    office.day("2024-05-07")
    with office.office.writing() as session:
        late = session.merge(office.obligation(*uids(office, PAUSED)))
        pause(session, [late], date(2024, 5, 15), GROUNDS, at("2024-05-07 15:00"))


@pytest.mark.parametrize("name", EXPECTED)
def test_one_body_is_told_the_same_everywhere(office: Scene, name: str) -> None:
    one_of_each(office)
    rulebook, now, [uid] = office.office.rulebook, at(NOW), uids(office, name)
    with office.office.reading() as session:
        found = consolidation(session, rulebook, D2024, date(2024, 5, 10))
        draft = urging_draft(rulebook, found, "Văn phòng", now)
        reporter = Reporter("van-phong", "Văn phòng HĐND và UBND huyện")
        brief = leaders_brief(session, rulebook, found, reporter, now)
        report = consolidated_report(session, rulebook, found, now)
        may = Obligation.duty == MONTHLY, Obligation.period == found.row.period
        ways = {one.owed.bearer_uid: one for one in standings(session, now, *may)}
        board = {
            line.who: line.status
            for line in Board(office.office).lines(session, now)
            if line.what == rulebook.duty_name(D2024, MONTHLY)
        }
    committee, commune = f"UBND xã {name}", f"xã {name}"
    punctual = {entry.body: entry.state for entry in report.punctuality}
    stood = ways.get(uid)
    assert (
        Told(
            committee in draft.absent,
            committee in brief.overdue,
            committee in brief.paused,
            stood.way if stood else None,
            board.get(commune),
            commune in {one.body for one in report.absent},
        )
        == EXPECTED[name]
    )
    # The signed paper counts as the status does, and who could be urged then is who is urged now.
    assert punctual.get(name) == (stood.way if stood else None)
    assert (stood.urged if stood else False) == EXPECTED[name].urged


def test_the_mail_to_the_leader_names_them_as_the_paper_does(office: Scene) -> None:
    one_of_each(office)
    with office.office.reading() as session:
        above = office.obligation("bhxh-huyen", "2024-05-10")
        view = Views(session, office.office.rulebook, at(NOW), {}).round_of(above)
    assert isinstance(view, RoundView)
    assert set(view.late) == {f"UBND xã {LATE}", f"UBND xã {PAUSED}"}
    assert view.paused == (f"UBND xã {PAUSED}",)
    assert view.urged == (f"UBND xã {LATE}",)
    assert view.open_overdue == len(view.late)
