"""A day on which two rounds of a directive are due: it is said which one is meant."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dondoc.consolidation.consolidate import consolidation
from dondoc.desk import answer, sign, unsign
from dondoc.desk.context import desk
from dondoc.documents.kinds.consolidation.assembly import drafted_report
from dondoc.documents.kinds.dossier.assembly import dossier
from dondoc.documents.kinds.urge.assembly import urging_draft
from dondoc.documents.registry import paper_of
from dondoc.errors import Refused
from dondoc.find import inputs_of
from dondoc.trail.anchors import read_anchors
from rules.meaning.engine import PolicyEngine
from rules.rulebook import load
from tests.offices import DAI_PHU, Scene, at, scene
from tests.periods.test_three_directives import file_nil, row_of

TWO, DUE = "hai-ky", date(2024, 7, 10)


@pytest.fixture
def office(sqlite: Engine, policies: PolicyEngine, home: Path, tmp_path: Path) -> Iterator[Scene]:
    with scene(sqlite, load(home), policies, tmp_path, [TWO]) as made:
        made.sweep("2024-07-01 07:00")
        yield made


def test_a_day_of_two_rounds_names_neither_without_the_duty(office: Scene) -> None:
    book, said = office.office.rulebook, r"10/7/2024 là hạn của 2 đợt.*--duty tong-hop-quy"
    with office.office.reading() as session:
        with pytest.raises(Refused, match=said):
            consolidation(session, book, TWO, DUE)
        with pytest.raises(Refused, match=r"05/7/2024 là hạn của 2 đợt.*--duty thang"):
            inputs_of(session, book, TWO, date(2024, 7, 5))
        for duty, period in (("tong-hop-quy", "2024-Q2"), ("thang", "2024-06")):
            found = consolidation(session, book, TWO, DUE, duty=duty)
            assert {line.row.period for line in found.lines} == {period}
            assert {row.period for row in inputs_of(session, book, TWO, DUE, duty)} == {period}
        with pytest.raises(Refused, match="không có"):
            consolidation(session, book, TWO, DUE, duty="la")
        # A day of one round needs no more than itself.
        assert consolidation(session, book, TWO, date(2024, 6, 10)).row.period == "2024-05"


def test_each_of_the_two_reports_goes_by_its_own_name_in_documents(office: Scene) -> None:
    office.sweep("2024-07-08 07:00")
    titles, now, rules = [], at("2024-07-08 08:00"), office.office.rulebook
    anchors = read_anchors(office.office.settings.state_folder)
    with office.office.reading() as session:
        for duty in ("thang", "quy"):
            found = consolidation(session, rules, TWO, DUE, duty=f"tong-hop-{duty}")
            urged = urging_draft(rules, found, office.office.house.name, now)
            built = drafted_report(session, rules, found, now)
            row = row_of(office, duty, "2024-07-05")
            held = dossier(session, rules, anchors, row, "Văn phòng", now)
            titles.append([paper_of(one).about for one in (urged, built, held)])
    assert titles == [
        [
            "đôn đốc báo cáo tháng",
            "Tổng hợp báo cáo tháng, tháng 6 năm 2024",
            "Báo cáo tháng: UBND xã Đại Phú, tháng 6 năm 2024",
        ],
        [
            "đôn đốc báo cáo quý",
            "Tổng hợp báo cáo quý, quý II năm 2024",
            "Báo cáo quý: UBND xã Đại Phú, quý II năm 2024",
        ],
    ]


def test_the_round_that_is_named_is_answered_for_and_signed(office: Scene) -> None:
    office.sweep("2024-07-08 07:00")
    with desk(office.office, at("2024-07-08 08:00"), "bhxh-huyen/director") as held:
        done = answer.answer(held, answer.Request(TWO, DUE, duty="tong-hop-quy"))
    assert done.confirmed_missing == 31
    quarterly, monthly = (row_of(office, duty, "2024-07-05") for duty in ("quy", "thang"))
    assert (quarterly.via_checked_at, monthly.via_checked_at) == (at("2024-07-08 08:00"), None)
    file_nil(office, quarterly, "2024-07-08 09:00", "2024-06-30")
    with desk(office.office, at("2024-07-09 08:00"), "bhxh-huyen/director") as held:
        asked = sign.Request(TWO, DUE, partial=True, duty="quy")
        signed = sign.sign(held, asked)
    built = row_of(office, "tong-hop-quy", "2024-07-10", "bhxh-huyen")
    assert (signed.obligation, signed.in_) == (built.id, (DAI_PHU,))
    with desk(office.office, at("2024-07-09 09:00"), "bhxh-huyen/director") as held:
        taken = unsign.unsign(held, unsign.Request(TWO, DUE, "nhầm", duty="quy"))
    assert taken.obligation == built.id
