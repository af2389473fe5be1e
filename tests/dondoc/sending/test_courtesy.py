"""Kind to people: quiet hours, days off, not too much in a day, and never at the cost of truth."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dondoc.contacts.book import ContactRow
from dondoc.day.letters import letters_of
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.dispatch import Moment, Worker, claim_window
from dondoc.setup.settings import CourtesySettings, Settings
from language.zone import ZONE
from models import Event, Notice
from models.trail import append
from notifications.outcome import Kind, Outcome
from rules.errors import RuleError
from rules.files.source import validate
from rules.rulebook import Rulebook
from steps.table import STEPS
from tests.offices import DAI_PHU, Scene, at
from tests.rules.written import written

OFFICER = "officer.02617-base@noi-bo.invalid"


def with_manners(office: Scene, **manners: Any) -> Scene:
    located = office.office.settings
    courtesy = CourtesySettings(**manners)
    settings = located.settings.model_copy(update={"courtesy": courtesy})
    office.office.settings = located.model_copy(update={"settings": settings})
    return office


def again(
    office: Scene,
    count: int,
    steps: Sequence[str] = ("first",),
    now: str = "",
    channel: str = "email",
) -> None:
    """Give Đại Phú's officer `count` more notices, as further policies would."""
    (pattern,) = office.notices()[:1]
    columns = [column.key for column in Notice.__table__.columns if column.key != "id"]
    plain = {name: getattr(pattern, name) for name in columns}
    plain |= {"state": "pending", "message_id": None, "settled_at": None, "reason": None}
    plain |= {"created_at": at(now) if now else pattern.created_at, "rung": None}
    plain |= {"channel": channel}
    with office.office.writing() as session:
        already = len(session.scalars(select(Notice.id)).all())
        for number in range(count):
            for step in steps:
                key = f"more:{already}:{number}:{step}"
                more = Notice(**{**plain, "dedupe_key": key, "step": step})
                session.add(more)
                session.flush()
                entry = Event("notice.created", f"notice:{more.id}", {"notice": key})
                append(session, at("2024-04-26 07:00"), [entry])


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2024-04-26 06:59", False),
        ("2024-04-26 07:00", True),
        ("2024-04-26 17:59", True),
        ("2024-04-26 18:00", False),
        ("2024-04-26 23:00", False),
        ("2024-04-27 09:00", False),
        ("2024-04-28 09:00", False),
        ("2024-04-30 09:00", False),
        ("2024-05-04 09:00", True),
    ],
    ids=[
        "too early",
        "opening",
        "last minute",
        "closing",
        "night",
        "saturday",
        "sunday",
        "victory day",
        "make-up saturday",
    ],
)
def test_word_goes_out_in_office_hours_of_working_days(
    rulebook: Rulebook, moment: str, open_: bool
) -> None:
    assert Courtesy(CourtesySettings(), rulebook.calendar).open_at(at(moment)) is open_


def test_an_office_may_allow_days_off(rulebook: Rulebook) -> None:
    courtesy = Courtesy(CourtesySettings(off_days=True), rulebook.calendar)
    assert courtesy.open_at(at("2024-04-27 09:00"))
    assert not courtesy.open_at(at("2024-04-27 22:00"))


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 20)),  # noqa: DTZ001 - made local below
    st.times(time(0, 0), time(12, 0)),
    st.booleans(),
)
def test_the_next_morning_is_open_and_later_and_no_open_day_is_skipped(
    rulebook: Rulebook, moment: datetime, opens: time, off_days: bool
) -> None:
    manners = CourtesySettings(opens=opens, closes=time(18, 0), off_days=off_days)
    courtesy = Courtesy(manners, rulebook.calendar)
    now = moment.replace(tzinfo=ZONE)
    morning = courtesy.next_morning(now)
    assert morning > now
    assert courtesy.open_at(morning)
    day = now.date() + timedelta(days=1)
    while day < morning.astimezone(ZONE).date():
        assert not courtesy.sends_on(day)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "manners",
    ['{opens: "18:00", closes: "07:00"}', "{cap: 0}", '{opens: "7h"}', "{caps: 3}"],
)
def test_manners_that_make_no_sense_stop_the_start(tmp_path: Any, manners: str) -> None:
    text = f"directives: [d]\ncourtesy: {manners}\n"
    with pytest.raises(RuleError, match=r"config\.yaml:2: courtesy"):
        validate(written(tmp_path, text, "config.yaml"), Settings)


def test_what_is_decided_at_night_leaves_in_the_morning(office: Scene) -> None:
    office.sweep("2024-04-26 20:00")
    assert office.dispatch("2024-04-26 20:05").messages == {}
    assert {notice.state for notice in office.notices()} == {"pending"}
    assert office.dispatch("2024-05-02 07:00").messages == {"sent": 7}


def test_a_reminder_of_a_target_decided_on_a_saturday_leaves_on_monday_and_counts_from_it(
    office: Scene,
) -> None:
    """The target is due on Sunday 30/6/2024; its mark of 15 days is Saturday 15/6."""
    office.day("2024-06-14")
    before = len(office.gateway.to(OFFICER))
    office.sweep("2024-06-15 07:00")
    assert office.dispatch("2024-06-15 07:05").messages == {}
    office.day("2024-06-16")
    assert len(office.gateway.to(OFFICER)) == before
    office.day("2024-06-17")
    (letter,) = office.gateway.to(OFFICER)[before:]
    assert "Tính từ hôm nay còn 13 ngày, đến hết ngày 30/6/2024" in letter.text
    with office.office.reading() as session:
        query = select(Notice).where(Notice.step == "target_15", Notice.recipient_uid == DAI_PHU)
        notice = session.scalars(query).one()
    assert notice.created_at == at("2024-06-15 07:00")
    assert notice.settled_at == at("2024-06-17 07:05")


@pytest.mark.parametrize(
    ("leaves", "state"), [("2024-09-30 07:05", "sent"), ("2024-10-01 07:05", "cancelled")]
)
def test_a_reminder_of_a_target_is_true_up_to_its_day(
    office: Scene, leaves: str, state: str
) -> None:
    office.sweep("2024-09-16 07:00")
    office.dispatch(leaves)
    with office.office.reading() as session:
        query = select(Notice.state).where(Notice.step == "target_15")
        assert set(session.scalars(query)) == {state}


def test_a_frozen_message_that_missed_its_day_is_written_anew(office: Scene) -> None:
    """The relay fails in the evening: tomorrow "còn 02 ngày" would be false."""
    office.sweep("2024-05-02 07:00")
    office.gateway.outcome = Outcome(Kind.TEMPORARY, "451", "thử lại sau")
    office.dispatch("2024-05-02 17:59")
    office.gateway.outcome = Outcome(Kind.SENT)
    assert office.dispatch("2024-05-02 18:30").messages == {}
    office.dispatch("2024-05-03 07:05")
    (letter,) = office.gateway.to(OFFICER)
    assert letter.subject == "[Nhắc việc] Còn 01 ngày làm việc: báo cáo tháng BHYT"
    assert office.story() == ["02/05 reminder → officer: sent"]


def test_after_the_cap_what_is_less_urgent_waits_for_the_next_day_and_says_so(
    any_office: Scene,
) -> None:
    office = with_manners(any_office, cap=2)
    office.day("2024-04-26")
    again(office, 1)
    office.dispatch("2024-04-26 08:00")
    again(office, 1)
    office.dispatch("2024-04-26 09:00")
    assert len(office.gateway.to(OFFICER)) == 2
    waiting = office.notices()[-1]
    assert waiting.state == "pending"
    assert waiting.reason == "để sang ngày sau: đã đủ 2 thư trong ngày"
    assert waiting.held_until == at("2024-05-02 07:00")
    assert len(office.entries("notice.postponed")) == 1
    office.dispatch("2024-04-26 10:00")
    assert len(office.entries("notice.postponed")) == 1
    office.dispatch("2024-05-02 07:00")
    assert len(office.gateway.to(OFFICER)) == 3
    assert (office.notices()[-1].state, office.notices()[-1].reason) == ("sent", None)


def test_what_leaves_on_two_channels_at_once_counts_together(office_with: Any) -> None:
    both = ContactRow(DAI_PHU, "officer", "Ma Hai", "hai@xa.invalid", "0912", "email, sms")
    office = with_manners(office_with(contacts=[both]), cap=1)
    office.sweep("2024-04-26 07:00")
    again(office, 1, channel="sms")
    worker, now = Worker.this_process(timedelta(seconds=60)), at("2024-04-26 07:05")
    manners = Courtesy(CourtesySettings(cap=1), office.office.rulebook.calendar)
    with office.office.writing() as session:
        letters, moment = letters_of(office.office), Moment(now, now)
        window = claim_window(session, letters, worker, moment, manners, size=2)
    assert [claimed.channel for claimed in window] == ["email"]
    assert office.notices()[-1].reason == "để sang ngày sau: đã đủ 1 thư trong ngày"


def test_what_never_arrived_does_not_count_towards_the_cap(office: Scene) -> None:
    with_manners(office, cap=1)
    office.gateway.outcome = Outcome(Kind.PERMANENT, "550", "hộp thư không có")
    office.day("2024-04-26")
    assert office.notices()[-1].state == "failed"
    again(office, 1)
    office.gateway.outcome = Outcome(Kind.SENT)
    office.dispatch("2024-04-26 08:00")
    assert len(office.gateway.to(OFFICER)) == 1


def test_an_escalation_is_never_held_back_by_the_cap(office: Scene) -> None:
    with_manners(office, cap=1)
    office.days("2024-05-06", "2024-05-06")
    office.sweep("2024-05-07 07:00")
    office.dispatch("2024-05-07 07:05")
    before = len(office.gateway.to(OFFICER))
    again(office, 1, ("overdue", "first"), "2024-05-07 08:00")
    office.dispatch("2024-05-07 08:00")
    assert len(office.gateway.to(OFFICER)) == before + 1
    assert [(n.step, n.state) for n in office.notices()[-2:]] == [
        ("overdue", "sent"),
        ("first", "cancelled"),
    ]


def test_what_waited_past_its_truth_is_called_off(office: Scene) -> None:
    with_manners(office, cap=1)
    office.day("2024-05-02")
    again(office, 1, now="2024-05-02 08:00")
    office.dispatch("2024-05-02 08:00")
    assert office.notices()[-1].state == "pending"
    office.record("2024-05-02 09:00")
    office.dispatch("2024-05-03 07:05")
    assert (office.notices()[-1].state, office.notices()[-1].reason) == (
        "cancelled",
        "đã ghi nhận báo cáo",
    )
    assert len(office.gateway.to(OFFICER)) == 1


def test_escalations_come_first_in_a_message() -> None:
    urgent = [step.urgent for step in STEPS]
    assert urgent == sorted(urgent, reverse=True)


def test_the_cap_counts_a_local_day(office: Scene) -> None:
    """07:00 in Hà Nội is midnight in UTC; the day that counts is the office's."""
    with_manners(office, cap=1, opens=time(0, 0), closes=time(23, 59))
    office.sweep("2024-05-02 00:30")
    office.dispatch("2024-05-02 00:31")
    again(office, 1, now="2024-05-02 08:00")
    office.dispatch("2024-05-02 08:00")
    assert len(office.gateway.to(OFFICER)) == 1
    assert office.notices()[-1].held_until == at("2024-05-03 00:00")
