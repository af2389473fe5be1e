"""Simulating: the time line before a directive is switched on."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dondoc.errors import Refused
from dondoc.looking.behaviour import Behaviour, read_behaviour
from dondoc.looking.simulate import TimelineEvent, simulate
from dondoc.setup.settings import Settings
from rules.errors import RuleError
from rules.rulebook import Rulebook
from tests.offices import D2021, D2024, DAI_PHU, MONTHLY, at


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


SETTINGS = Settings(directives=[D2024])
# Of whom nothing is asked here: the fewer letters, the sooner the days are over.
OTHERS_FILE = {"file": "aim"}


def run(
    rulebook: Rulebook, first: str, last: str, directive: str = D2024, **behaviour: object
) -> list[TimelineEvent]:
    how = Behaviour.model_validate(behaviour)
    days = date.fromisoformat(first), date.fromisoformat(last)
    return simulate(rulebook, directive, *days, how, SETTINGS)


@pytest.fixture(scope="module")
def silent(rulebook: Rulebook) -> list[TimelineEvent]:
    """A month in which nobody reports."""
    return run(rulebook, "2024-04-15", "2024-05-14")


def of(events: list[TimelineEvent], bearer: str, due: str) -> list[str]:
    """The lines about one obligation, letters apart."""
    return [
        f"{e.at.astimezone(at('2024-01-01').tzinfo):%d/%m %H:%M} {e.event}"
        + (f" {e.step} {(e.recipient or '').rpartition('/')[2]}".rstrip() if e.step else "")
        for e in events
        if e.event != "letter" and e.bearer == bearer and e.due_on.isoformat() == due
    ]


def test_without_behaviour_everybody_is_silent(silent: list[TimelineEvent]) -> None:
    assert of(silent, DAI_PHU, "2024-05-05") == [
        "26/04 07:00 opened",
        "26/04 07:00 notice first officer",
        "02/05 07:00 notice reminder officer",
        "04/05 07:00 notice due_today officer",
        "07/05 00:00 late",
        "07/05 07:00 notice ask_via officer",
        "07/05 07:00 notice overdue officer",
        "07/05 07:00 notice overdue chair",
        "13/05 07:00 notice proposal leader",
    ]


def test_who_files_in_time_is_never_late_nor_told_so(rulebook: Rulebook) -> None:
    events = run(rulebook, "2024-04-15", "2024-05-14", default={"file": "due"})
    monthly = [e for e in events if e.due_on == date(2024, 5, 5) and e.event != "letter"]
    assert Counter(e.event for e in monthly) == {"opened": 31, "notice": 93, "filed": 31}


def test_one_exception_files_late(rulebook: Rulebook) -> None:
    late = {
        "duty": MONTHLY,
        "bearer": DAI_PHU,
        "due_on": date(2024, 5, 5),
        "file": "2024-05-08T09:00:00+07:00",
    }
    events = run(
        rulebook, "2024-04-15", "2024-05-20", default={"file": "aim"}, **{"except": [late]}
    )
    assert of(events, DAI_PHU, "2024-05-05")[-4:] == [
        "07/05 07:00 notice ask_via officer",
        "07/05 07:00 notice overdue officer",
        "07/05 07:00 notice overdue chair",
        "09/05 07:00 filed",
    ]
    assert {e.bearer for e in events if e.event == "late"} == {DAI_PHU}


def test_days_down_are_caught_up_once_and_late_keeps_its_instant(rulebook: Rulebook) -> None:
    down = [[date(2024, 5, 1), date(2024, 5, 12)]]
    events = run(rulebook, "2024-04-15", "2024-05-14", system_down=down)
    assert of(events, DAI_PHU, "2024-05-05")[2:] == [
        "07/05 00:00 late",
        "13/05 07:00 missed reminder",
        "13/05 07:00 missed due_today",
        "13/05 07:00 notice ask_via officer",
        "13/05 07:00 notice overdue officer",
        "13/05 07:00 notice overdue chair",
    ]


def test_with_the_relay_down_what_became_untrue_is_cancelled(rulebook: Rulebook) -> None:
    down = [[date(2024, 5, 2), date(2024, 5, 4)]]
    events = run(rulebook, "2024-04-15", "2024-05-08", default={"file": "aim"}, relay_down=down)
    assert of(events, DAI_PHU, "2024-05-05")[2:] == [
        "02/05 07:00 notice reminder officer",
        "04/05 07:00 notice due_today officer",
        "05/05 07:00 filed",
        "05/05 07:00 cancelled reminder officer",
        "05/05 07:00 cancelled due_today officer",
    ]
    steps = Counter((e.event, e.step) for e in events if e.due_on == date(2024, 5, 5))
    assert steps[("cancelled", "reminder")] + steps[("cancelled", "due_today")] == 62
    assert steps[("notice", "overdue")] == 0


def returned_in_may(**more: object) -> dict[str, object]:
    return {
        "duty": "bao-cao-thang",
        "bearer": DAI_PHU,
        "due_on": date(2024, 5, 5),
        "file": "2024-05-03T10:00",
        "returned": "2024-05-03T15:00",
        **more,
    }


def test_a_returned_report_is_asked_for_until_it_is_sent_again(rulebook: Rulebook) -> None:
    asked = run(
        rulebook,
        "2024-04-15",
        "2024-05-14",
        default=OTHERS_FILE,
        **{"except": [returned_in_may()]},
    )
    assert of(asked, DAI_PHU, "2024-05-05")[4:] == [
        "04/05 07:00 returned",
        "04/05 07:00 notice returned officer",
        "06/05 07:00 notice reply_due officer",
        "07/05 07:00 notice reply_late officer",
    ]


def test_a_report_sent_again_is_not_asked_for_any_more(rulebook: Rulebook) -> None:
    answered = returned_in_may(answered="2024-05-04T09:00")
    events = run(
        rulebook, "2024-04-15", "2024-05-14", default=OTHERS_FILE, **{"except": [answered]}
    )
    said = of(events, DAI_PHU, "2024-05-05")
    assert said[-3:] == [
        "04/05 07:00 returned",
        "04/05 07:00 notice returned officer",
        "05/05 07:00 filed",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "default: {file: aim, offset_days: 99999999999}\n",
            "offset_days: 99999999999 is too large",
        ),
        ("system_down: [[2024-06-02, 2024-06-01]]\n", "two dates, the earlier first"),
        (
            "except: [{duty: a, bearer: b, due_on: 2024-06-05, file: 2024-13-07T09:00}]\n",
            '"2024-13-07T09:00" is no instant; allowed: YYYY-MM-DDTHH:MM, or aim, due, never',
        ),
    ],
)
def test_a_behaviour_that_cannot_be_is_refused_in_plain_words(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "hanh-vi.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError) as refused:
        read_behaviour(tmp_path / "hanh-vi.yaml")
    assert said in str(refused.value)


def test_a_behaviour_that_answers_before_the_return_is_refused() -> None:
    with pytest.raises(ValueError, match="filed, then returned, then answered"):
        Behaviour.model_validate({"except": [returned_in_may(answered="2024-05-03T14:00")]})


@pytest.mark.long
def test_targets_are_reminded_by_calendar_days_and_never_late(rulebook: Rulebook) -> None:
    # Days on which no target is spoken of are not lived through.
    quiet = [
        ["2024-06-02", "2024-06-13"],
        ["2024-06-17", "2024-06-21"],
        ["2024-06-25", "2024-06-29"],
        ["2024-07-03", "2024-07-30"],
    ]
    events = run(rulebook, "2024-05-30", "2024-08-02", default=OTHERS_FILE, system_down=quiet)
    assert [line for line in of(events, DAI_PHU, "2024-06-30") if "notice" in line] == [
        "31/05 07:00 notice target_30 officer",
        "15/06 07:00 notice target_15 officer",
        "23/06 07:00 notice target_7 officer",
        "01/07 07:00 notice ask_figures officer",
        "01/08 07:00 notice ask_figures officer",
    ]
    assert not [e for e in events if e.event == "late" and e.duty == "bao-phu-can-ngheo"]


@pytest.mark.long
def test_in_2021_reminders_rest_on_the_house_and_the_chair_on_a_3(rulebook: Rulebook) -> None:
    events = run(rulebook, "2021-06-07", "2021-07-20", D2021)
    bases = {
        (e.step, (e.recipient or "").rpartition("/")[2], e.basis)
        for e in events
        if e.event == "notice" and e.duty == "bao-cao"
    }
    # A-3 is laid on the heads in person: it founds no word to an officer.
    assert ("overdue", "chair", "A-3") in bases
    assert ("overdue", "officer", "house") in bases
    assert ("first", "officer", "house") in bases
    assert {basis for _, _, basis in bases} == {"house", "A-3"}
    first = [e for e in events if e.step == "first" and e.duty == "bao-cao"]
    assert {f"{e.at:%Y-%m-%d}" for e in first} == {"2021-06-25"}


def test_the_order_is_by_time(silent: list[TimelineEvent]) -> None:
    assert [e.at for e in silent] == sorted(e.at for e in silent)


def test_an_unknown_directive_is_refused_naming_those_there_are(rulebook: Rulebook) -> None:
    with pytest.raises(Refused, match=D2021):
        run(rulebook, "2024-04-15", "2024-04-16", "khong-co")


def test_a_wrong_behaviour_file_names_line_and_key(tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_text("default: {file: sometimes}\nrelay: []\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        read_behaviour(file)
    text = str(caught.value)
    assert f"{file}:1: default.file" in text
    assert f"{file}:2: relay" in text
