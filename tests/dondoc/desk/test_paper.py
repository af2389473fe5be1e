"""Figures sent and a document issued are two facts; which decides timeliness is a reading."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dondoc.desk import paper, record, undo
from dondoc.desk.context import Which, desk
from dondoc.desk.receipt import Receipt
from dondoc.documents.kinds.dossier.words import outcome, reading_of
from dondoc.errors import Refused
from dondoc.looking.status import status, table
from dondoc.obligations.standing import standings
from dondoc.obligations.tally import tally
from dondoc.reports.paperwork import papers_of
from models import Obligation, ObligationState, PaperStep
from models.standing import way
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at, scene
from tests.reporting import MAY, file_report

OFFICER, BHXH = f"{DAI_PHU}/officer", "bhxh-huyen/officer"
OF = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
ISSUED = paper.Request(OF, date(2024, 5, 4), number="41/BC-UBND")


def by_issue(rulebook: Rulebook) -> Rulebook:
    """Return the rules as if the monthly report were in time by its document."""
    declared = rulebook.directives[D2024]
    monthly = replace(declared.duties[MONTHLY], timeliness="issued")
    changed = replace(declared, duties={**declared.duties, MONTHLY: monthly})
    return replace(
        rulebook,
        directives={**rulebook.directives, D2024: changed},
        digest="by-issue" + rulebook.digest,
    )


@pytest.fixture
def deciding(
    sqlite: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """An office in which the document decides, and the figures of one commune are in."""
    with scene(sqlite, by_issue(rulebook), policies, tmp_path) as made:
        made.day("2024-04-26")
        file_report(made, MAY, "2024-05-03 10:00")
        yield made


def did(office: Scene, when: str, act: object, request: object, who: str = OFFICER) -> object:
    with desk(office.office, at(when), who) as opened:
        return act(opened, request)  # type: ignore[operator]


def stood(office: Scene, when: str) -> str:
    with office.office.reading() as session:
        mine = Obligation.id == office.obligation().id
        [one] = standings(session, at(when), mine)
        [counted] = tally(session, at(when), mine)
        assert counted.way == one.way
        return one.way


def test_figures_that_were_sent_are_presented_signed_and_issued(office: Scene) -> None:
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    did(office, "2024-05-03 11:00", paper.present, replace(ISSUED, on=date(2024, 5, 3)))
    signed = replace(ISSUED, on=date(2024, 5, 3), number=None, signer="Ma Văn A", capacity="KT. CT")
    did(office, "2024-05-03 15:00", paper.sign, signed)
    did(office, "2024-05-06 09:00", paper.issue, replace(ISSUED, on=date(2024, 5, 6)))
    with office.office.reading() as session:
        found = papers_of(session, [office.obligation().id])[office.obligation().id]
        before = papers_of(session, [office.obligation().id], at("2024-05-03 12:00"))
    assert found.issued is not None
    assert (found.issued.number, found.issued.done_on) == ("41/BC-UBND", date(2024, 5, 6))
    assert found.signed is not None
    assert (found.signed.signer, found.signed.capacity) == ("Ma Văn A", "KT. CT")
    assert before[office.obligation().id].signed is None
    # Its receipt decides: the day of its document moves nothing.
    assert office.obligation().received_at == at("2024-05-03 10:00")


@pytest.mark.parametrize(
    ("act", "request_", "said"),
    [
        (paper.issue, replace(ISSUED, number=" "), "số tiếp nhận của phần mềm không phải số văn"),
        (paper.sign, ISSUED, "cần ghi người ký"),
        (paper.issue, replace(ISSUED, on=date(2024, 5, 20)), "ở sau hiện tại"),
        (paper.issue, replace(ISSUED, on=date(2024, 1, 2)), "ở trước khi có văn bản"),
        (paper.undo, paper.Undoing(OF, PaperStep.ISSUED, "nhầm"), "chưa được ghi là đã phát hành"),
    ],
    ids=["number", "signer", "to come", "before", "nothing to undo"],
)
def test_what_cannot_be_is_refused(office: Scene, act: object, request_: object, said: str) -> None:
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    with pytest.raises(Refused, match=said):
        did(office, "2024-05-06 09:00", act, request_)


def test_no_document_is_entered_before_its_figures(office: Scene) -> None:
    office.day("2024-04-26")
    with pytest.raises(Refused, match="gửi số liệu trước"):
        did(office, "2024-05-06 09:00", paper.issue, ISSUED)


def test_where_the_document_decides_figures_alone_do_not_end_it(deciding: Scene) -> None:
    row = deciding.obligation()
    assert (row.state, row.received_at) == (ObligationState.OPEN, None)
    assert stood(deciding, "2024-05-04 10:00") == "open_in_time"
    deciding.day("2024-05-07")
    assert stood(deciding, "2024-05-07 10:00") == "open_overdue"
    assert any(one.step == "overdue" for one in deciding.notices())


def test_a_document_of_the_last_day_is_in_time_however_late_it_is_known(deciding: Scene) -> None:
    deciding.day("2024-05-07")
    done = did(deciding, "2024-05-07 09:00", paper.issue, replace(ISSUED, on=date(2024, 5, 6)))
    assert isinstance(done, paper.Answer)
    assert done.on_time is True
    # Whoever was told that it was late is told that it was not.
    assert done.corrected > 0
    assert deciding.obligation().state == ObligationState.SUBMITTED
    assert way(deciding.obligation(), at("2024-05-07 10:00")) == "done_on_time"
    assert stood(deciding, "2024-05-07 10:00") == "done_on_time"
    assert stood(deciding, "2024-05-07 08:30") == "open_overdue"


def test_a_document_of_a_later_day_is_late(deciding: Scene) -> None:
    done = did(deciding, "2024-05-07 09:00", paper.issue, replace(ISSUED, on=date(2024, 5, 7)))
    assert isinstance(done, paper.Answer)
    assert done.on_time is False


def test_an_issue_entered_by_mistake_lets_it_wait_again(deciding: Scene) -> None:
    did(deciding, "2024-05-04 09:00", paper.issue, ISSUED)
    did(deciding, "2024-05-04 10:00", paper.undo, paper.Undoing(OF, PaperStep.ISSUED, "nhầm"))
    row = deciding.obligation()
    assert (row.state, row.received_at) == (ObligationState.OPEN, None)
    assert stood(deciding, "2024-05-04 09:30") == "done_on_time"
    assert stood(deciding, "2024-05-04 10:30") == "open_in_time"


def test_what_came_as_a_numbered_document_was_issued_with_it(deciding: Scene) -> None:
    came = Receipt(at("2024-05-08 09:00"), "paper", "42/BC-UBND", date(2024, 5, 5))
    done = did(
        deciding,
        "2024-05-08 10:00",
        record.record,
        record.Request(OF, came, nil=False, revises=True),
        BHXH,
    )
    assert isinstance(done, record.Answer)
    assert done.on_time
    assert deciding.obligation().received_at == at("2024-05-05 00:00")


def test_figures_that_wait_for_their_document_can_be_taken_back(deciding: Scene) -> None:
    did(deciding, "2024-05-03 11:00", undo.undo, undo.Request(OF, "nhầm"), BHXH)
    assert deciding.obligation().state == ObligationState.OPEN


def test_the_dossier_says_by_what_it_was_in_time(deciding: Scene) -> None:
    did(deciding, "2024-05-07 09:00", paper.issue, replace(ISSUED, on=date(2024, 5, 6)))
    said = outcome(deciding.obligation(), "UBND xã Đại Phú", "", at("2024-05-07 10:00"))
    assert said.startswith("Văn bản báo cáo của UBND xã Đại Phú phát hành ngày 06/5/2024: hoàn th")
    calendar = deciding.office.rulebook.calendar.known_on(date(2024, 5, 7))
    reading = reading_of(deciding.obligation(), calendar, decided=False)
    assert reading.late_why.endswith("tính theo ngày phát hành văn bản báo cáo")


def test_letters_say_that_the_document_decides(deciding: Scene) -> None:
    deciding.days("2024-05-02", "2024-05-07")
    told = [f"{one.subject} {one.text}" for one in deciding.gateway.sent]
    said = "Đúng hạn tính theo ngày phát hành văn bản báo cáo, không theo ngày gửi số liệu."
    assert any("[Quá hạn]" in text and said in text for text in told)
    assert any("ngày làm việc cuối cùng trước hạn là" in text and said in text for text in told)


def test_the_return_says_by_what_it_is_in_time(deciding: Scene) -> None:
    rulebook = deciding.office.rulebook
    with deciding.office.reading() as session:
        rows = status(session, rulebook, D2024, at("2024-05-06 09:00"))
    named = {row[1] for row in table(rows, rulebook)}
    by_document = [one for one in named if "tính theo ngày phát hành" in one]
    assert by_document == [one for one in named if one.startswith("báo cáo tháng")]
