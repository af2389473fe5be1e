"""The road of 2021 without a term: chairs report counts, the Labour office consolidates, proposes.

One scene over the real sweep and dispatch: three communes report, one on paper, one nil, one that
is given back and mended; one record is a mistake. No test here changes it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import select

from dondoc.consolidation.consolidate import consolidation
from dondoc.day.letters import letters_of
from dondoc.desk import give_back, record, sign, undo
from dondoc.desk.context import Which, desk
from dondoc.desk.receipt import Receipt
from dondoc.documents.kinds.brief.cases import cases_of
from dondoc.documents.kinds.consolidation.assembly import signed_report
from dondoc.documents.kinds.consolidation.paper import consolidated
from dondoc.documents.kinds.report.assembly import own_report
from dondoc.documents.kinds.report.paper import commune_report
from dondoc.documents.writers.paper import Table
from dondoc.errors import Refused
from dondoc.looking.status import status
from dondoc.obligations.arising import one
from dondoc.setup.database import open_engine
from models import Capacity, Contact, Notice, Obligation
from notifications.compose import compose
from notifications.envelope import Envelope
from rules.meaning.engine import PolicyEngine
from rules.meaning.policy import HOUSE
from rules.rulebook import Rulebook
from steps.table import BRIEF
from tests.chairs import CONSOLIDATION, LABOUR, PROPOSAL, REPORT, report
from tests.conftest import run_on_server
from tests.offices import D2021, Scene, at, scene


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


POSTGRES = pytest.mark.postgres
CHAIR = "02545@base/chair"
NOW = at("2021-07-02 09:00")
FIGURE = "can-ngheo.so_nguoi"


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=POSTGRES)])
def played(
    request: pytest.FixtureRequest,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("without-a-term")
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        (folder / "dondoc.sqlite").write_bytes(template.read_bytes())
        url = f"sqlite:///{folder / 'dondoc.sqlite'}"
    else:
        server: str = request.getfixturevalue("postgres")
        # Played anew where the tests of this file fall into two turns.
        name = f"without_a_term_{token_hex(4)}"
        run_on_server(server, f"CREATE DATABASE {name} TEMPLATE template_dondoc")
        url = server.replace("/postgres?", f"/{name}?")
    engine = open_engine(url)
    with scene(engine, rulebook, policies, folder, directives=[D2021]) as made:
        play(made)
        yield made
    engine.dispose()


def play(made: Scene) -> None:
    made.day("2021-06-21")
    report(made, "2021-06-21 09:00", "Đại Phú", 3, "12/BC-UBND")
    made.day("2021-06-22")
    report(made, "2021-06-22 09:00", "Tân Trào", None, "4/BC-UBND", CHAIR)
    report(made, "2021-06-22 10:00", "Sơn Nam", 5, "9/BC-UBND", "van-phong/specialist")
    report(made, "2021-06-22 11:00", "Tú Thịnh", 7, "1/BC-UBND")
    made.day("2021-06-23")
    with desk(made.office, at("2021-06-23 08:00"), LABOUR) as opened:
        back = Which(D2021, REPORT, "Sơn Nam")
        give_back.give_back(opened, give_back.Request(back, {FIGURE: "trùng 01 người"}))
    with desk(made.office, at("2021-06-23 09:00"), LABOUR) as opened:
        wrong = Which(D2021, REPORT, "Tú Thịnh")
        undo.undo(opened, undo.Request(wrong, "ghi nhầm xã"))
    made.day("2021-06-24")
    report(made, "2021-06-24 10:00", "Sơn Nam", 4, "15/BC-UBND", "van-phong/specialist")
    made.day("2021-06-25")
    with desk(made.office, at("2021-06-28 08:00"), "phong-ldtbxh/director") as opened:
        receipt = Receipt(number="7/BC-LĐTBXH", dated=date(2021, 6, 28))
        sign.sign(opened, sign.Request(D2021, None, receipt, duty=CONSOLIDATION))
    report(made, "2021-06-29 10:00", "Đại Phú", 2, "20/BC-UBND")
    made.days("2021-06-29", "2021-07-02")


def to_labour(made: Scene) -> list[Envelope]:
    """Return what the officer of the Labour office was sent about the road, in order."""
    sent = made.gateway.to("officer.phong-ldtbxh@noi-bo.invalid")
    return [one for one in sent if "cần tổng hợp" in one.subject.casefold()]


def rows(made: Scene, duty: str) -> list[Obligation]:
    with made.office.reading() as session:
        query = select(Obligation).where(Obligation.duty == duty).order_by(Obligation.id)
        return list(session.scalars(query))


def test_the_first_report_begins_the_round_of_all_that_rests_on_it(played: Scene) -> None:
    first = [row for row in rows(played, REPORT) if row.period == "round:1"]
    assert len(first) == 31
    assert {row.period for row in rows(played, CONSOLIDATION)} == {"round:1", "round:2"}
    assert [row.period for row in rows(played, PROPOSAL)] == ["round:1", "round:2"]


def test_the_labour_office_is_told_once_a_day_of_what_has_come(played: Scene) -> None:
    first, second, *_ = to_labour(played)
    assert "- UBND xã Đại Phú: 03 người; số 12/BC-UBND ngày 21/6/2021" in first.text
    assert "30 đơn vị chưa có báo cáo: văn bản không nêu thời hạn" in first.text
    assert "- UBND xã Tân Trào: không có trường hợp; số 4/BC-UBND" in second.text
    assert "Tổng số (người thuộc hộ gia đình cận nghèo): 15 người." in second.text


def test_what_was_told_and_holds_no_more_is_taken_back(played: Scene) -> None:
    third = to_labour(played)[2]
    assert third.subject.startswith("[Đính chính, cần tổng hợp]")
    assert "UBND xã Sơn Nam đã nêu 05 người; nay đã trả lại để chỉnh lý" in third.text
    assert "UBND xã Tú Thịnh đã nêu 07 người; việc ghi nhận đó là nhầm, đã hủy" in third.text
    assert "Tổng số (người thuộc hộ gia đình cận nghèo): 03 người." in third.text
    assert "chờ gửi lại: xã Sơn Nam." in third.text


def test_nobody_else_hears_of_it_and_nobody_is_ever_late(played: Scene) -> None:
    about = {f"obligation:{row.id}" for row in rows(played, REPORT)}
    assert len(to_labour(played)) == 5
    told = [e.to.address for e in played.gateway.sent if "chỉnh lý" in e.subject]
    assert told == ["officer.02620-base@noi-bo.invalid"]
    said = [entry for entry in played.entries("finding.fired") if entry.subject in about]
    assert ['"step":"returned"' in entry.data for entry in said] == [True]
    with played.office.reading() as session:
        [first, _] = [
            one
            for one in status(session, played.office.rulebook, D2021, at("2021-12-30 08:00"))
            if one.duty == REPORT
        ]
    assert (first.done_on_time, first.done_late, first.open_overdue) == (3, 0, 0)


def test_the_signed_consolidation_is_frozen_and_what_comes_after_begins_the_next(
    played: Scene,
) -> None:
    with played.office.reading() as session:
        book = played.office.rulebook
        signed = consolidation(session, book, D2021, date(2021, 6, 21), duty=CONSOLIDATION)
        after = consolidation(session, book, D2021, None, duty=CONSOLIDATION)
    assert {line.body.name for line in signed.present} == {
        "Xã Đại Phú",
        "Xã Tân Trào",
        "Xã Sơn Nam",
    }
    assert signed.totals()["can-ngheo"].figures["so_nguoi"] == 7
    assert (len(signed.missing), len(signed.silent)) == (0, 28)
    assert not signed.signatures[0].signature.partial
    assert after.totals()["can-ngheo"].figures["so_nguoi"] == 2


def test_no_report_goes_into_a_round_that_has_been_consolidated(played: Scene) -> None:
    late = record.Request(
        Which(D2021, REPORT, "Tú Thịnh", date(2021, 6, 21)), Receipt(number="1"), nil=True
    )
    said = "đợt mở ngày 21/6/2021 đã được tổng hợp"
    with pytest.raises(Refused, match=said), desk(played.office, NOW, LABOUR) as opened:
        record.record(opened, late)


def test_a_report_of_the_head_needs_its_number_day_and_signer(played: Scene) -> None:
    request = record.Request(Which(D2021, REPORT, "Tú Thịnh"), Receipt(number="1"), nil=True)
    said = "còn thiếu --dated, --signer"
    with pytest.raises(Refused, match=said), desk(played.office, NOW, LABOUR) as opened:
        record.record(opened, request)


def brief_of(made: Scene) -> str:
    with made.office.reading() as session:
        book = made.office.rulebook
        found = consolidation(session, book, D2021, date(2021, 7, 10))
        return " ".join(cases_of(session, book, found))


def test_the_brief_has_a_line_for_each_round_of_the_road(played: Scene) -> None:
    said = brief_of(played)
    assert "văn bản không nêu thời hạn, không đơn vị nào tính là chậm" in said
    assert (
        "Đợt 01 (mở ngày 21/6/2021): 03/31 đơn vị đã báo cáo (UBND xã Đại Phú 03 người; UBND xã "
        "Sơn Nam 04 người; UBND xã Tân Trào không có trường hợp), Phòng LĐTBXH huyện đã tổng hợp "
        "ngày 28/6/2021. Tổng số (người thuộc hộ gia đình cận nghèo): 07 người. Đợt 02 (mở ngày "
        "29/6/2021): 01/31 đơn vị đã báo cáo (UBND xã Đại Phú 02 người), Phòng LĐTBXH huyện đang "
        "tổng hợp." in said
    )
    # Who has none is named once, of the round that runs.
    assert said.count("Chưa có báo cáo: UBND các xã Bình Yên, ") == 1
    assert "Sơn Nam, Tam Đa" in said.partition("Chưa có báo cáo")[2]
    assert "Đại Phú" not in said.partition("Chưa có báo cáo")[2]


def test_the_mailed_brief_tells_the_same_of_the_road(played: Scene) -> None:
    with played.office.reading() as session:
        book = played.office.rulebook
        row = consolidation(session, book, D2021, date(2021, 7, 10)).row
        notice = Notice(
            obligation_id=row.id,
            step=BRIEF.id,
            basis=HOUSE,
            policy="",
            recipient_uid=row.bearer_uid,
        )
        leader = Contact(body_uid="ubnd-huyen", post="leader", capacity=Capacity.HOLDER.value)
        letter = letters_of(played.office).letter(session, leader, [notice], NOW)
    assert f". {brief_of(played)}\n" in compose(letter).text


def test_before_any_chair_reports_the_brief_says_that_nobody_has(
    office_with: Callable[..., Scene],
) -> None:
    made = office_with(directives=[D2021])
    made.day("2021-06-21")
    assert brief_of(made).endswith(
        "văn bản không nêu thời hạn, không đơn vị nào tính là chậm. Đến nay chưa có đơn vị nào "
        "báo cáo."
    )


def test_the_documents_say_what_was_reported_and_who_signs(played: Scene) -> None:
    with played.office.reading() as session:
        book = played.office.rulebook
        row = one(session, book, D2021, REPORT, "Sơn Nam", date(2021, 6, 21))
        chair = commune_report(own_report(session, book, row))
        signed = consolidated(
            signed_report(session, book, D2021, date(2021, 6, 21), 1, NOW, CONSOLIDATION)
        )
    assert chair.frame is not None
    assert chair.frame.signature.capacity == ("Chủ tịch",)
    assert chair.about.startswith("Những trường hợp chưa tham gia BHYT")
    assert signed.about.startswith("Tổng hợp những trường hợp chưa tham gia BHYT")
    [table] = [block for block in signed.blocks if isinstance(block, Table)]
    assert [row[3].text for row in table.rows] == ["03 người", "04 người", "không có trường hợp"]
