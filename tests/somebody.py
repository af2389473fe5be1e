"""A row in every table of persons, as acts of the program write them."""

from datetime import date, datetime

from models import (
    Activity,
    Agreement,
    Assignment,
    Base,
    CardStep,
    CommitteeDecision,
    CommitteeMember,
    DoubleJudged,
    EligibleVillage,
    HelpAsked,
    Household,
    Incident,
    Inspection,
    InspectionEntry,
    ListLayout,
    ListLine,
    ListReceipt,
    OutsideHelp,
    PeopleKey,
    Person,
    PersonChange,
    PersonFact,
    PersonList,
    PersonMark,
    PersonMerge,
    PersonReached,
    PrintedSheet,
    Reconciliation,
    ReconciliationLine,
    ReconciliationReason,
    ReconciliationSide,
    Sponsor,
    SponsorEntry,
    Village,
    VillageSeat,
    Visit,
    VisitQuestion,
)
from tests.offices import D2024, DAI_PHU

BY = "bhxh-huyen/officer"
_SEALED = {"sealed": b"\1\2\3", "seal_key": 1}


def people_rows(when: datetime) -> list[Base]:
    """Return two persons with everything that can be stored of them, in the order of need.

    Args:
        when: the instant (aware) at which it was recorded.
    """
    keys = {"recorded_at": when, "recorded_by": BY}
    day = when.date()
    return [
        PeopleKey(number=1, known_by="ab" * 32, first_used_at=when),
        Village(id=1, body_uid=DAI_PHU, name="Thôn Tân Lập", **keys),
        Household(id=1, body_uid=DAI_PHU, village_id=1, head_id=1, digest=b"\7" * 16, **keys),
        *(_person(number, keys) for number in (1, 2)),
        PersonMark(id=1, person_id=1, kind="cccd", digest=b"\5" * 16),
        *_list(day, keys),
        _change(day, when),
        PersonFact(
            id=1,
            person_id=1,
            directive_id=D2024,
            kind="listed",
            subject="can-ngheo",
            body_uid=DAI_PHU,
            since=day,
            until=day,
            known_from=day,
            source="danh sách 1",
            percent=70,
            began="bo-sung",
            ended="da-mat",
            told_by="list:1",
            struck_on=day,
            struck_by="change:1",
            struck_at=when,
            **keys,
        ),
        PersonReached(id=1, person_id=1, body_uid="phong-ldtbxh", reached_on=day, **keys),
        Incident(
            id=1,
            body_uid="bhxh-huyen",
            found_at=when,
            kind="leaked",
            lists=[1],
            people=[1, 2],
            done=b"\6",
            report_by=when,
            reported_at=when,
            number="1/BC",
            addressee="cơ quan chuyên trách",
            reported_by=BY,
            closed_at=when,
            closed_by=BY,
            reason=b"\7",
            **keys,
        ),
        VillageSeat(id=1, login_id=1, village_id=1, given_on=day, given_by=BY),
        DoubleJudged(
            id=1,
            one_id=1,
            other_id=2,
            score=930,
            same=True,
            reason="cùng số",
            found_at=when,
            judged_at=when,
            judged_by=BY,
        ),
        PersonMerge(
            id=1,
            kept_id=1,
            gone_id=2,
            reason="cùng số",
            before=b"\4",
            seal_key=1,
            merged_at=when,
            merged_by=BY,
            undone_at=when,
            undone_by=BY,
        ),
        *_visits(day, when, keys),
        *_dateless(day, when, keys),
        *_help(day, when, keys),
    ]


def _help(day: date, when: datetime, keys: dict[str, object]) -> list[Base]:
    """Return a sponsor, what they paid, whom else was asked, a card, a reconciliation."""
    struck = {"struck_at": when, "struck_by": BY}
    months = {"from_month": day.replace(day=1), "months": 12, "percent": 30}
    use = {"sponsor_id": 1, "amount": 291_600, "done_on": day, "evidence": "biên lai 7"}
    period = {"from_month": day, "until_month": day, "state": "signed"}
    return [
        Sponsor(id=1, body_uid=DAI_PHU, kind="organisation", name="Quỹ", **_SEALED, **keys),
        SponsorEntry(id=1, kind="use", person_id=1, directive_id=D2024, **use, **months, **keys),
        SponsorEntry(id=2, kind="undo", undoes=1, **use, **keys),
        Agreement(
            id=1,
            person_id=1,
            sponsor_id=1,
            given_on=day,
            evidence="giấy đồng ý",
            withdrawn_on=day,
            withdrawn_at=when,
            withdrawn_by=BY,
            **keys,
        ),
        HelpAsked(
            id=1,
            person_id=1,
            directive_id=D2024,
            body_uid=DAI_PHU,
            kind="person",
            asked_on=day,
            outcome="refused",
            answered_on=day,
            answered_by=BY,
            **_SEALED,
            **struck,
            **keys,
        ),
        OutsideHelp(
            id=1,
            directive_id=D2024,
            duty="van-dong-ho-tro",
            body_uid=DAI_PHU,
            who="người già neo đơn",
            people=3,
            amount=900_000,
            done_on=day,
            evidence="biên bản 2",
            **struck,
            **keys,
        ),
        CardStep(
            id=1, person_id=1, stage="handed", done_on=day, evidence="ký nhận", **struck, **keys
        ),
        Reconciliation(
            id=1,
            directive_id=D2024,
            duty="doi-chieu",
            body_uid="phong-ldtbxh",
            group_id="can-ngheo",
            corrects=1,
            number="1/BB",
            dated=day,
            agreed_at=when,
            agreed_by=BY,
            signed_at=when,
            signed_by=BY,
            **period,
            **keys,
        ),
        ReconciliationSide(
            id=1,
            reconciliation_id=1,
            side="insurer",
            body_uid="bhxh-huyen",
            as_of=day,
            source="danh sách",
            sha256="ab" * 32,
            people=1,
            amount=680_400,
            unmatched=0,
            signer="Trần Văn Mẫu",
            capacity="CT",
            **struck,
            **keys,
        ),
        ReconciliationLine(id=1, side_id=1, person_id=1, months=12, amount=680_400),
        ReconciliationReason(id=1, reconciliation_id=1, person_id=1, reason="chuyen-di", **keys),
    ]


def _dateless(day: date, when: datetime, keys: dict[str, object]) -> list[Base]:
    """Return an activity, an inspection with a step, a committee with a member."""
    file = {
        "file_name": "anh.png",
        "content_type": "image/png",
        "size": 12,
        "sha256": "ab" * 32,
    }
    return [
        Activity(
            id=1,
            directive_id=D2024,
            duty="tuyen-truyen",
            body_uid=DAI_PHU,
            kind="done",
            done_on=day,
            until_on=day,
            words="họp thôn",
            who="Hội Phụ nữ xã",
            struck_at=when,
            struck_by=BY,
            struck_reason="ghi hai lần",
            **file,
            **keys,
        ),
        Inspection(
            id=1,
            directive_id=D2024,
            duty="don-doc",
            body_uid="bhxh-huyen",
            inspected_uid=DAI_PHU,
            **keys,
        ),
        InspectionEntry(
            id=1,
            inspection_id=1,
            step="plan",
            done_on=day,
            by_on=day,
            words="kiểm tra việc phân công",
            who="Tổ kiểm tra",
            number="12/KH-BHXH",
            **file,
            **keys,
        ),
        CommitteeDecision(
            id=1, body_uid="bcd", number="12/QĐ-UBND", dated=day, issuer="UBND huyện", **keys
        ),
        CommitteeMember(
            id=1, decision_id=1, body_uid="bhxh-huyen", post="director", person="Ma Văn A"
        ),
    ]


def _visits(day: date, when: datetime, keys: dict[str, object]) -> list[Base]:
    """Return who has the village, two visits of one evening, and what is asked about them."""
    return [
        Assignment(
            id=1,
            body_uid=DAI_PHU,
            village_id=1,
            role="officer",
            holder="Ma Thị Hoa",
            login_id=1,
            from_on=day,
            until_on=day,
            number="12/QĐ-UBND",
            dated=day,
            given_at=when,
            given_by=BY,
            ended_at=when,
            ended_by=BY,
        ),
        *(_visit(number, day, when, keys) for number in (1, 2)),
        VisitQuestion(
            id=1,
            person_id=1,
            one_id=1,
            other_id=2,
            doubt="same-day",
            asked_at=when,
            settled_at=when,
            settled_by=BY,
            holds_id=2,
        ),
    ]


def _visit(number: int, day: date, when: datetime, keys: dict[str, object]) -> Visit:
    return Visit(
        id=number,
        uuid=f"b6f0a6f4-0000-4000-8000-00000000000{number}",
        occasion="b6f0a6f4-0000-4000-8000-000000000009",
        person_id=1,
        household_id=1,
        body_uid=DAI_PHU,
        village_id=1,
        directive_id=D2024,
        visited_on=day,
        way="tham-ho",
        went="can-bo truong-thon",
        met="nguoi-do",
        informed=True,
        mobilised=True,
        answer="chua",
        reason="hen-lai",
        situation="o-nha",
        promised_on=day,
        source="paper",
        sheet_id=1,
        device="may-1",
        device_at=when,
        change_id=1,
        struck_at=when,
        struck_by=BY,
        struck_for="nham-nguoi",
        **_SEALED,
        **keys,
    )


def _person(number: int, keys: dict[str, object]) -> Person:
    place = {"body_uid": DAI_PHU, "village_id": 1, "household_id": 1}
    return Person(id=number, state="known", **place, **_SEALED, **keys)


def _list(day: date, keys: dict[str, object]) -> list[Base]:
    return [
        PersonList(
            id=1,
            directive_id=D2024,
            group_id="can-ngheo",
            kind="uncovered",
            body_uid="bhxh-huyen",
            version=1,
            as_of=day,
            source="công văn 45",
            people=1,
            sha256="cd" * 32,
            purpose="vận động tham gia",
            ground="điều 1",
            retain_until=date(2026, 12, 31),
            held=False,
            **keys,
        ),
        ListLine(
            id=1,
            list_id=1,
            person_id=1,
            body_uid=DAI_PHU,
            sheet=1,
            line=12,
            known=False,
            card_from=day,
            card_until=day,
            category="CN",
            **_SEALED,
        ),
        ListReceipt(
            id=1,
            list_id=1,
            body_uid=DAI_PHU,
            people=1,
            asked_at=keys["recorded_at"],
            received_at=keys["recorded_at"],
            **keys,
        ),
        PrintedSheet(
            id=1,
            list_id=1,
            body_uid=DAI_PHU,
            village_id=1,
            people=1,
            given_on=day,
            destroyed_on=day,
            settled_by=BY,
            **keys,
        ),
        EligibleVillage(
            id=1,
            directive_id=D2024,
            group_id="dtts",
            body_uid=DAI_PHU,
            name="Tân Lập",
            since=day,
            until=day,
            source="quyết định",
            struck_at=keys["recorded_at"],
            struck_by=BY,
            **keys,
        ),
        ListLayout(id=1, layout="ef" * 32, matched={"0": "name"}, **keys),
    ]


def _change(day: date, when: datetime) -> PersonChange:
    return PersonChange(
        id=1,
        person_id=1,
        kind="died",
        reason="chet",
        body_uid=DAI_PHU,
        to_body_uid=DAI_PHU,
        authority="commune",
        effective_on=day,
        asked_at=when,
        asked_by=BY,
        decide_by=day,
        decided_at=when,
        decided_by=BY,
        accepted=True,
        number="12/BB",
        dated=day,
        applied_at=when,
        undone_at=when,
        undone_by=BY,
        directive_id=D2024,
        group_id="can-ngheo",
        answered_at=when,
        answered_by=BY,
        taken=True,
        noted_at=when,
        noted_by=BY,
        before={"1": 1},
        **_SEALED,
    )
