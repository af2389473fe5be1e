"""The letters of a simulation: those of the real day, when and as they would leave."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest

from dondoc.looking.behaviour import Behaviour
from dondoc.looking.posted import LetterEvent
from dondoc.looking.simulate import TimelineEvent, simulate
from dondoc.setup.settings import CourtesySettings, EscalationSettings, Settings
from language.zone import local
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, Scene


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


SETTINGS = Settings(directives=[D2024])
# The days on which a round of which nobody reports is told of.
DAYS = ("2024-04-26", "2024-05-02", "2024-05-04", "2024-05-07")
CHAIR, VIA = f"{DAI_PHU}/chair", "bhxh-huyen/officer"


def run(
    rulebook: Rulebook, first: str, last: str, settings: Settings = SETTINGS, **behaviour: object
) -> list[TimelineEvent]:
    how = Behaviour.model_validate(behaviour)
    days = date.fromisoformat(first), date.fromisoformat(last)
    return simulate(rulebook, D2024, *days, how, settings)


def letters(events: Iterable[TimelineEvent]) -> list[LetterEvent]:
    return [event for event in events if isinstance(event, LetterEvent)]


def to(events: Iterable[TimelineEvent], recipient: str) -> list[str]:
    return [
        f"{local(one.at):%d/%m %H:%M} {one.state}: {one.subject}"
        for one in letters(events)
        if one.recipient == recipient
    ]


@pytest.fixture(scope="module")
def silent(rulebook: Rulebook) -> list[TimelineEvent]:
    """A round of which nobody reports, to the end of its ladder."""
    return run(rulebook, "2024-04-15", "2024-05-14")


@pytest.mark.long
def test_letters_are_those_of_the_real_day(rulebook: Rulebook, office: Scene) -> None:
    for day in DAYS:
        office.day(day)
    down = [
        ["2024-04-27", "2024-05-01"],
        ["2024-05-03", "2024-05-03"],
        ["2024-05-05", "2024-05-06"],
    ]
    at_once = SETTINGS.model_copy(update={"escalations": EscalationSettings(release="at_once")})
    events = run(rulebook, "2024-04-26", "2024-05-07", at_once, system_down=down)
    real = Counter(
        (f"{local(one.date):%d/%m}", one.to.address.split("@")[0], one.subject, one.files)
        for one in office.gateway.sent
    )
    assert len(office.gateway.sent) > 150

    def address(recipient: str) -> str:
        uid, _, post = recipient.rpartition("/")
        return f"{post}.{uid.replace('@', '-')}"

    assert real == Counter(
        (
            f"{local(one.at):%d/%m}",
            address(one.recipient or ""),
            one.subject.replace("07 giờ ngày", "07 giờ 05 phút ngày"),
            one.attachments,
        )
        for one in letters(events)
    )


def test_every_notice_is_told_in_one_letter(silent: list[TimelineEvent]) -> None:
    noticed = Counter(
        (one.duty, one.bearer, one.due_on, one.step, one.recipient)
        for one in silent
        if one.event == "notice"
    )
    told = Counter(
        (item.duty, item.bearer, item.due_on, item.step, letter.recipient)
        for letter in letters(silent)
        for item in letter.items
    )
    assert told == noticed


def test_what_one_contact_hears_on_a_day_is_one_letter_worst_first(
    silent: list[TimelineEvent],
) -> None:
    gathered = [one for one in letters(silent) if one.recipient == VIA and one.at.day == 7]
    assert len(gathered) == 1
    assert Counter(item.step for item in gathered[0].items) == {
        "ask_via": 31,
        "blocked": 1,
        "reminder": 1,
    }
    assert [item.step for item in gathered[0].items][-2:] == ["blocked", "reminder"]
    assert gathered[0].step == gathered[0].items[0].step == "ask_via"
    assert gathered[0].subject.endswith("của 31 đơn vị và 02 việc khác")


def test_letters_to_a_chair_wait_until_the_head_of_the_office_lets_them_go(
    silent: list[TimelineEvent],
) -> None:
    assert to(silent, CHAIR) == ["07/05 09:00 sent: Đề nghị chỉ đạo gửi báo cáo tháng BHYT"]
    letter = next(one for one in letters(silent) if one.recipient == CHAIR)
    assert letter.as_json() | {"items": []} == {
        "at": "2024-05-07T09:00:00+07:00",
        "event": "letter",
        "directive": D2024,
        "duty": "bao-cao-thang",
        "clause": "B-1.4",
        "bearer": DAI_PHU,
        "bearer_name": "Xã Đại Phú",
        "due_on": "2024-05-05",
        "step": "overdue",
        "rung": 4,
        "to": "ubnd-huyen",
        "recipient": CHAIR,
        "basis": "B-2.1b",
        "state": "sent",
        "recipient_name": "Xã Đại Phú",
        "channel": "email",
        "subject": "Đề nghị chỉ đạo gửi báo cáo tháng BHYT",
        "attachments": (),
        "held_since": "2024-05-07T07:00:00+07:00",
        "released_by": "van-phong/office-head",
        "release_by": None,
        "items": [],
    }


def test_a_letter_that_nobody_lets_go_is_shown_waiting_and_does_not_leave(
    rulebook: Rulebook,
) -> None:
    events = run(rulebook, "2024-05-03", "2024-05-08", release="never")
    assert to(events, CHAIR) == ["07/05 07:00 held: Đề nghị chỉ đạo gửi báo cáo tháng BHYT"]
    waiting = [one for one in letters(events) if one.state == "held"]
    assert {one.release_by for one in waiting} == {"van-phong/office-head"}
    # 31 chairs and the leader's brief.
    assert len(waiting) == 32


def test_who_is_assigned_in_writing_lets_go(rulebook: Rulebook) -> None:
    assigned = EscalationSettings(released_by="specialist")
    settings = SETTINGS.model_copy(update={"escalations": assigned})
    events = run(rulebook, "2024-05-06", "2024-05-07", settings)
    assert {one.released_by for one in letters(events) if one.held_since} == {
        "van-phong/specialist"
    }


def test_after_some_hours_letters_go_by_themselves(rulebook: Rulebook) -> None:
    by_itself = EscalationSettings(release="after_hours", hours=4)
    settings = SETTINGS.model_copy(update={"escalations": by_itself})
    events = run(rulebook, "2024-05-06", "2024-05-07", settings)
    assert to(events, CHAIR) == ["07/05 11:00 sent: Đề nghị chỉ đạo gửi báo cáo tháng BHYT"]
    assert {one.released_by for one in letters(events) if one.held_since} == {"settings"}


def test_a_letter_leaves_when_the_office_opens(rulebook: Rulebook) -> None:
    late = CourtesySettings.model_validate({"opens": "08:30"})
    events = run(
        rulebook, "2024-05-04", "2024-05-04", SETTINGS.model_copy(update={"courtesy": late})
    )
    assert {f"{local(one.at):%H:%M}" for one in letters(events)} == {"08:30"}


def test_what_a_relay_that_is_down_keeps_leaves_in_one_letter_afterwards(
    rulebook: Rulebook,
) -> None:
    down = [["2024-05-02", "2024-05-03"]]
    events = run(rulebook, "2024-04-25", "2024-05-04", relay_down=down)
    officer = [one for one in letters(events) if one.recipient == f"{DAI_PHU}/officer"]
    assert [f"{local(one.at):%d/%m}" for one in officer] == ["26/04", "04/05"]


def test_a_report_given_back_is_told_of_on_that_afternoon(rulebook: Rulebook) -> None:
    returned = {
        "duty": "bao-cao-thang",
        "bearer": DAI_PHU,
        "due_on": "2024-05-05",
        "file": "2024-05-03T10:00",
        "returned": "2024-05-03T15:02",
    }
    events = run(rulebook, "2024-05-02", "2024-05-04", **{"except": [returned]})
    said = [line for line in to(events, f"{DAI_PHU}/officer") if line.startswith("03/05")]
    assert len(said) == 1
    assert said[0].startswith("03/05 15:05 sent: [")


def test_what_is_no_longer_true_when_it_is_let_go_never_leaves(
    rulebook: Rulebook,
) -> None:
    late = {
        "duty": "bao-cao-thang",
        "bearer": DAI_PHU,
        "due_on": "2024-05-05",
        "file": "2024-05-07T08:00",
    }
    events = run(rulebook, "2024-05-03", "2024-05-08", **{"except": [late]})
    assert to(events, CHAIR) == []
