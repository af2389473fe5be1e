"""An office in which something is recorded of every kind: each of the 35 clauses says so."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, get_args

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dondoc.day.registering import register_named
from dondoc.documents.parts.carried import Carried, State, clauses
from dondoc.documents.parts.shown.registry import READERS
from models import (
    Activity,
    Assignment,
    Base,
    CardStep,
    CaseLine,
    CaseReport,
    Inspection,
    InspectionEntry,
    ListReceipt,
    Obligation,
    OutsideHelp,
    Person,
    PersonFact,
    PersonList,
    Proposal,
    Reconciliation,
    Report,
    Village,
    Visit,
)
from rules.meaning.duty import ShownBy
from tests.offices import D2021, D2024, DAI_PHU, Scene, at

BY, DAY, SINCE = f"{DAI_PHU}/officer", date(2024, 5, 2), date(2024, 4, 20)
KEYS: dict[str, Any] = {"recorded_at": at("2024-05-02 15:00"), "recorded_by": BY}
OF_ACTIVITY = {
    D2021: ("tuyen-truyen", "thuc-hien-van-ban-464", "phoi-hop-tuyen-truyen"),
    D2024: ("tuyen-truyen", "thuc-hien-ke-hoach-142", "don-doc", "huong-dan-phoi-hop"),
}


@pytest.fixture
def recorded(office_with: Callable[..., Scene]) -> Scene:
    made = office_with(directives=[D2021, D2024])
    register_named(made.office, at("2024-04-26 08:00"))
    with made.office.writing() as session:
        for row in _rows(session):
            session.add(row)
            session.flush()
        # The witness asks every act for an entry of its own; these are none.
        session.execute(text("DELETE FROM witnessed"))
    return made


def carried(scene: Scene, directive: str, when: str) -> list[Carried]:
    with scene.office.reading() as session:
        return clauses(session, scene.office.rulebook, directive, at(when))


def test_all_thirty_five_clauses_say_what_was_recorded(recorded: Scene) -> None:
    every = [one for of in (D2021, D2024) for one in carried(recorded, of, "2024-05-03 09:00")]
    silent = [one.duty.clause for one in every if not one.evidence and not one.open]
    assert (len(every), silent) == (35, [])
    for one in every:
        said = json.loads(json.dumps(one.as_json()))
        assert said["state"] in tuple(State)
        assert all(each["says"] for each in said["gaps"])
        assert {"clause", "state", "evidence", "open", "gaps"} <= said.keys()


def test_the_day_before_it_was_told_none_of_it_is_known(recorded: Scene) -> None:
    # Cards and people are read by their days, not by when they were told of.
    dated = {"assignments", "visits", "informed", "help", "reconciliation", "cases"}
    for of in (D2021, D2024):
        then = carried(recorded, of, "2024-05-02 14:00")
        asked = [one for one in then if {"activity", "inspection", *dated} & {*one.duty.shown_by}]
        assert [one.duty.clause for one in asked if one.evidence] == []


def test_every_word_that_a_duty_may_be_shown_by_has_its_reader() -> None:
    # How a survey is told stands with the visits by which it is made.
    assert {*get_args(ShownBy)} - {"survey"} <= READERS.keys()


def _rows(session: Session) -> Iterator[Base]:
    yield Village(id=1, body_uid=DAI_PHU, name="Tân Lập", **KEYS)
    yield Person(
        id=1, body_uid=DAI_PHU, village_id=1, state="known", sealed=b"", seal_key=1, **KEYS
    )
    yield Assignment(
        village_id=1,
        body_uid=DAI_PHU,
        role="officer",
        holder="Ma Thị Hoa",
        from_on=DAY,
        given_at=at("2024-05-02 15:00"),
        given_by=BY,
    )
    yield CardStep(person_id=1, stage="asked", done_on=DAY, evidence="", **KEYS)
    for directive, groups in ((D2021, ("can-ngheo",)), (D2024, ("can-ngheo", "dtts"))):
        for group in groups:
            yield _fact(directive, "listed", group)
            yield (list_ := _list(directive, group))
            yield ListReceipt(
                list_id=list_.id,
                body_uid=DAI_PHU,
                people=1,
                received_at=KEYS["recorded_at"],
                **KEYS,
            )
        yield from _dateless(directive)
        yield _visit(directive)
        yield OutsideHelp(
            directive_id=directive,
            duty="van-dong-ho-tro",
            body_uid=DAI_PHU,
            who="người neo đơn",
            people=7,
            done_on=DAY,
            evidence="",
            **KEYS,
        )
    yield from _inspection()
    yield Reconciliation(
        directive_id=D2021,
        duty="doi-chieu-kinh-phi",
        body_uid="phong-ldtbxh",
        group_id="can-ngheo",
        from_month=date(2024, 1, 1),
        until_month=date(2024, 3, 1),
        state="signed",
        number="1/BB",
        dated=DAY,
        **KEYS,
    )
    yield from _cases(session)


def _fact(directive: str, kind: str, subject: str) -> PersonFact:
    known = {"since": SINCE, "known_from": SINCE, "source": "danh sách", "told_by": "list:1"}
    where = {"person_id": 1, "directive_id": directive, "body_uid": DAI_PHU}
    return PersonFact(kind=kind, subject=subject, began="", ended="", **known, **where, **KEYS)


def _list(directive: str, group: str) -> PersonList:
    return PersonList(
        directive_id=directive,
        group_id=group,
        kind="uncovered",
        body_uid="bhxh-huyen",
        version=1,
        as_of=SINCE,
        source="công văn 45",
        people=1,
        sha256="cd" * 32,
        purpose="vận động",
        ground="điều 1",
        **KEYS,
    )


def _dateless(directive: str) -> Iterator[Base]:
    of = {"directive_id": directive, "body_uid": DAI_PHU, "kind": "done", "done_on": DAY}
    for duty in (*OF_ACTIVITY[directive], "nghiem-tuc-thuc-hien"):
        yield Activity(duty=duty, words="họp thôn", **of, **KEYS)


def _visit(directive: str) -> Visit:
    return Visit(
        uuid=f"b6f0a6f4-0000-4000-8000-{directive[-4:]:0>12}",
        occasion=f"b6f0a6f4-0000-4000-9000-{directive[-4:]:0>12}",
        person_id=1,
        body_uid=DAI_PHU,
        village_id=1,
        directive_id=directive,
        visited_on=DAY,
        way="tham-ho",
        went="can-bo",
        met="nguoi-do",
        informed=True,
        mobilised=True,
        answer="chua",
        situation="o-nha",
        source="paper",
        **KEYS,
    )


def _inspection() -> Iterator[Base]:
    of = {"directive_id": D2024, "duty": "don-doc", "body_uid": "bcd", "inspected_uid": DAI_PHU}
    yield (one := Inspection(**of, **KEYS))
    yield InspectionEntry(
        inspection_id=one.id, step="plan", done_on=DAY, words="phân công địa bàn", **KEYS
    )


def _cases(session: Session) -> Iterator[Base]:
    some = session.scalars(select(Obligation.id).where(Obligation.directive_id == D2021)).first()
    yield (
        report := Report(
            obligation_id=some, revision=1, received_at=KEYS["recorded_at"], road="paper", **KEYS
        )
    )
    yield (
        written := CaseReport(
            directive_id=D2021,
            duty="bao-cao-chua-tham-gia",
            body_uid=DAI_PHU,
            drafted_at=KEYS["recorded_at"],
            drafted_by=BY,
            report_id=report.id,
        )
    )
    yield (line := CaseLine(case_report_id=written.id, person_id=1, groups=["can-ngheo"]))
    yield Proposal(
        case_line_id=line.id,
        person_id=1,
        kind="fund",
        sealed=b"",
        seal_key=1,
        proposed_at=KEYS["recorded_at"],
        proposed_by="phong-ldtbxh/officer",
    )
