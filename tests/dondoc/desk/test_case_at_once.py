"""Two people at once on the road and with its money: one does it, the other is told why not."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text

from dondoc.cases.road import State
from dondoc.desk import (
    card,
    case_report,
    case_return,
    case_signing,
    proposals,
    sign,
    sponsor,
    sponsor_use,
)
from dondoc.desk.context import desk
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from dondoc.trail.verify import verify
from models import CaseReport, EntryKind, PersonFact, Proposal, Report, SponsorEntry, SponsorKind
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests import chairs
from tests.dondoc.desk.test_case import consolidate, propose, states
from tests.offices import D2021, DAI_PHU, Scene, at, scene
from tests.walking import CHAIR, LABOUR, OFFICER, SPECIALIST, act, begin, draft
from tests.walking import sign as signed

DECIDED = date(2021, 6, 22)
PATIENCE, LOOK_AGAIN = 20.0, 0.005
WAITS = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@pytest.fixture
def walked(
    database: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with scene(database, rulebook, policies, tmp_path, directives=[D2021]) as made:
        begin(made)
        made.lives_itself()
        yield made


Doing = tuple[str, Any, object]


def at_once(made: Scene, when: str, first: Doing, second: Doing) -> str:
    """Do the first; before it is settled let another begin the second; return what he is told."""

    def other() -> str:
        who, do, request = second
        try:
            act(made, who, do, request, when)
        except Refused as refused:
            return str(refused)
        return ""

    who, do, request = first
    with ThreadPoolExecutor(1) as hands:
        with desk(made.office, at(when), who) as opened:
            do(opened, request)
            told = hands.submit(other)
            _wait_until_held_up(made, told.done)
        return told.result(PATIENCE)


def _wait_until_held_up(made: Scene, done: Callable[[], bool]) -> None:
    """Wait until the other waits for what the first holds; SQLite lets nobody else begin."""
    engine = made.office.database
    end = time.monotonic() + PATIENCE
    while engine.dialect.name == "postgresql" and not done():
        with engine.connect() as connection:
            if connection.scalar(WAITS):
                return
        assert time.monotonic() < end
        time.sleep(LOOK_AGAIN)


def count(made: Scene, model: Any, *where: Any) -> int:
    with made.office.reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _signing(report: int, number: str) -> case_signing.Signing:
    return case_signing.Signing(report, number, date(2021, 6, 21), "Nguyễn Văn Ký", "PL 1")


def test_a_draft_is_signed_once_and_one_draft_is_left_of_two(walked: Scene) -> None:
    drafting = (OFFICER, case_report.draft, case_report.Request(D2021, DAI_PHU))
    assert at_once(walked, "2021-06-21 09:00", drafting, drafting) == ""
    live = (CaseReport.dropped_at.is_(None), CaseReport.report_id.is_(None))
    assert count(walked, CaseReport, *live) == 1
    with walked.office.reading() as session:
        report = session.scalars(select(CaseReport.id).where(*live)).one()
    one, other = (
        (CHAIR, case_signing.sign, _signing(report, number)) for number in ("1/BC", "2/BC")
    )
    told = at_once(walked, "2021-06-21 10:00", one, other)
    assert told == f"báo cáo trường hợp số {report} đã ghi là ký, không còn là dự thảo"
    assert count(walked, Report) == 1


def test_a_draft_given_up_for_another_while_it_is_signed_is_signed_or_refused(
    walked: Scene,
) -> None:
    """Whoever drafts has the persons and waits for the draft, whoever signs the other way round."""
    report = draft(walked).report
    drafting = (OFFICER, case_report.draft, case_report.Request(D2021, DAI_PHU))
    signing = (CHAIR, case_signing.sign, _signing(report, "1/BC"))
    told = at_once(walked, "2021-06-21 10:00", drafting, signing)
    assert told == f"báo cáo trường hợp số {report} đã bỏ, không còn là dự thảo"
    assert count(walked, Report) == 0
    second = (CHAIR, case_signing.sign, _signing(report + 1, "1/BC"))
    assert at_once(walked, "2021-06-21 11:00", second, drafting) == ""
    assert count(walked, Report) == 1


def test_of_two_returns_or_consolidations_at_once_one_is_entered(walked: Scene) -> None:
    report = draft(walked).report
    signed(walked, report)
    back = case_return.Returning(D2021, DAI_PHU, "chưa rõ", (2,))
    returning = (LABOUR, case_return.give_back_cases, back)
    told = at_once(walked, "2021-06-21 11:00", returning, returning)
    assert told == "không có hồ sơ số 2 trong báo cáo đang chờ của đơn vị này"
    assert len(walked.entries("case.returned")) == 1
    signed(walked, draft(walked, "2021-06-21 12:00").report, "2021-06-21 13:00")
    receipt = Receipt(number="7/BC", dated=date(2021, 6, 22), signer="Trần Thị Trưởng")
    request = sign.Request(D2021, None, receipt, duty=chairs.CONSOLIDATION)
    together = (LABOUR, sign.sign, request)
    told = at_once(walked, "2021-06-22 09:00", together, returning)
    # Where he had read before he waited he hears of the figures, else of the case.
    assert "đã chốt trong báo cáo tổng hợp đã ký" in told or "không có hồ sơ số 2" in told
    assert states(walked, "2021-06-22 09:10")[2] is State.CONSOLIDATED
    assert len(walked.entries("consolidation.signed")) == 1


def test_of_two_consolidations_at_once_one_is_signed(walked: Scene) -> None:
    signed(walked, draft(walked).report)
    receipt = Receipt(number="7/BC", dated=date(2021, 6, 22), signer="Trần Thị Trưởng")
    request = sign.Request(D2021, None, receipt, duty=chairs.CONSOLIDATION)
    together = (LABOUR, sign.sign, request)
    told = at_once(walked, "2021-06-22 09:00", together, together)
    assert "đã được ghi là ký lúc 09:00 ngày 22/6/2021" in told
    assert len(walked.entries("consolidation.signed")) == 1


def test_of_two_who_pass_proposals_on_or_decide_at_once_one_is_entered(walked: Scene) -> None:
    signed(walked, draft(walked).report)
    consolidate(walked)
    propose(walked, "visit", 1, 2)
    passing = proposals.Forwarding(D2021, "8/BC", date(2021, 6, 22), "Trần Thị Trưởng")
    further = (LABOUR, proposals.forward, passing)
    told = at_once(walked, "2021-06-22 11:00", further, further)
    assert told == "chưa có đề xuất nào chờ báo cáo: dondoc case propose"
    assert len(walked.entries("case.forwarded")) == 1
    yes, no = (
        (SPECIALIST, proposals.decide, proposals.Deciding(D2021, accepted, "9/QĐ", DECIDED))
        for accepted in (True, False)
    )
    told = at_once(walked, "2021-06-22 12:00", yes, no)
    assert told == "không còn đề xuất nào đã báo cáo mà chờ quyết định"
    assert count(walked, Proposal, Proposal.accepted) == 2
    assert len(walked.entries("case.decided")) == 1
    with walked.office.reading() as session:
        assert not verify(session).problems


def test_money_entered_or_spent_by_two_at_once_counts_once(walked: Scene) -> None:
    adding = sponsor.Request(SponsorKind.ORGANISATION, "Hợp tác xã chè")
    number = act(walked, OFFICER, sponsor.add, adding, "2021-06-21 09:00").sponsor
    came = sponsor.Money(number, EntryKind.RECEIVE, 300_000, date(2021, 6, 20), "phiếu thu số 7")
    receiving = (OFFICER, sponsor.money, came)
    told = at_once(walked, "2021-06-21 09:10", receiving, receiving)
    assert told.startswith("khoản này đã ghi ở dòng số 1")
    use = sponsor_use.Request(
        D2021, number, (1,), date(2021, 7, 1), 6, date(2021, 6, 21), "biên lai 12", 30, "NĐ 146"
    )
    using = (OFFICER, sponsor_use.use, use)
    told = at_once(walked, "2021-06-21 09:20", using, using)
    assert "tháng 7/2021 đã được hỗ trợ ở dòng số 2" in told
    # Enough is in hand for one more person, not for two.
    others = ((OFFICER, sponsor_use.use, replace(use, persons=(one,))) for one in (2, 3))
    told = at_once(walked, "2021-06-21 09:30", *others)
    assert "đồng chưa dùng, cần" in told
    assert count(walked, SponsorEntry) == 3


def test_a_card_entered_by_hand_by_two_at_once_is_one_card(walked: Scene) -> None:
    until = date(2021, 12, 31)
    card_ = card.Issued((1,), date(2021, 7, 1), until, date(2021, 6, 21), "sổ cấp thẻ")
    issuing = ("bhxh-huyen/officer", card.issue, card_)
    told = at_once(walked, "2021-06-21 09:00", issuing, issuing)
    assert told == "hồ sơ số 1 đã có thẻ trong những ngày ấy"
    assert count(walked, PersonFact, PersonFact.kind == "carded") == 1
