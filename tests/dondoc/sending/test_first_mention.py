"""Whatever speaks of a round first says what the first notice would have said."""

from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy

import pytest

from dondoc.contacts.book import ContactRow, store_contacts
from dondoc.day.letters import letters_of
from dondoc.reports.figures_file import read_content
from dondoc.reports.template import FormOf
from models import Contact
from notifications.envelope import Envelope
from rules.meaning.figures import Filled
from tests.coverage_form import COVERAGE
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at

OFFICER = f"officer.{DAI_PHU.replace('@', '-')}@noi-bo.invalid"
FORM = "dai-phu-02617-bao-cao-thang-2024-05-05.xlsx"
ENCLOSED = f"Gửi kèm biểu đã điền sẵn (tệp {FORM}): điền xong, gửi lại chính tệp này."
ASKED = "Số liệu đến hết 30/4/2024 (quy ước của Văn phòng)."
NIL = "gửi báo cáo ghi “Không phát sinh” là đủ"

CHAIR = ContactRow(DAI_PHU, "chair", "Ma Văn Chủ", "chu-tich@xa.invalid")


def letter_of(scene: Scene) -> str:
    """Return the last letter to the officer of Đại Phú."""
    return scene.gateway.to(OFFICER)[-1].text


def filled_in(letter: Envelope) -> Filled:
    """Return what the form says that goes with `letter` to Đại Phú."""
    [part] = message_from_bytes(letter.content, policy=policy.default).iter_attachments()
    whose = FormOf(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
    return read_content(FORM, part.get_content(), whose, COVERAGE)


def test_a_reminder_that_comes_first_tells_the_cut_off_and_that_nil_is_enough(
    office: Scene,
) -> None:
    office.day("2024-05-02")
    assert ASKED in letter_of(office)
    assert NIL in letter_of(office)


def test_one_that_follows_the_first_notice_does_not_repeat_it(office: Scene) -> None:
    office.days("2024-04-26", "2024-04-26")
    assert NIL in letter_of(office)
    office.day("2024-05-02")
    assert ASKED not in letter_of(office)
    assert NIL not in letter_of(office)


def test_on_the_last_day_it_is_said_where_nothing_was_said_before(office: Scene) -> None:
    office.day("2024-05-04")
    assert "Hôm nay" in letter_of(office)
    assert ASKED in letter_of(office)


def test_the_proposal_says_what_the_body_has_heard(office: Scene) -> None:
    office.days("2024-05-02", "2024-05-13")
    proposals = [one for one in office.gateway.sent if "Kính báo cáo, xin ý kiến" in one.subject]
    assert proposals
    assert (
        "Văn phòng đã báo đơn vị là quá hạn: công chức Văn hóa – Xã hội (ngày 07/5/2024), "
        "Chủ tịch (ngày 07/5/2024)." in proposals[-1].text
    )


def test_the_prefilled_form_goes_with_the_first_notice(office: Scene) -> None:
    office.day("2024-04-26")
    [first] = office.gateway.to(OFFICER)
    assert first.files == (FORM,)
    assert ENCLOSED in first.text
    assert filled_in(first).as_of == date(2024, 4, 30)
    # The consolidator is asked no form, so none goes to it.
    assert not any(one.files for one in office.gateway.sent if "bhxh" in one.to.address)


@pytest.mark.parametrize(("first", "then"), [("2024-05-02", "2024-05-04"), ("2024-05-04", None)])
def test_the_form_goes_once_with_whatever_mentions_the_round_first(
    office: Scene, first: str, then: str | None
) -> None:
    office.day(first)
    if then:
        office.day(then)
    begun, *later = office.gateway.to(OFFICER)
    assert begun.files == (FORM,)
    assert all(said in begun.text for said in (ENCLOSED, ASKED, NIL))
    assert filled_in(begun).as_of == date(2024, 4, 30)
    assert len(later) == bool(then)
    assert not any(one.files or NIL in one.text for one in later)


def test_of_a_body_that_hears_first_that_it_is_late_the_officer_gets_the_form(
    office: Scene,
) -> None:
    office.sweep("2024-04-15 07:00")
    office.day("2024-05-07")
    [officer] = office.gateway.to(OFFICER)
    assert filled_in(officer).as_of == date(2024, 4, 30)
    [chair] = office.gateway.to(OFFICER.replace("officer", "chair"))
    assert "quá hạn" in officer.text
    assert officer.files == (FORM,)
    # Whoever directs is asked to direct; what it takes lies with the officer.
    assert not chair.files
    assert NIL not in chair.text


def test_where_the_first_notice_reached_nobody_the_next_word_begins(
    office_with: Callable[..., Scene],
) -> None:
    office = office_with(contacts=[CHAIR])
    office.day("2024-04-26")
    assert not office.gateway.sent
    with office.office.writing() as session:
        both = [ContactRow(DAI_PHU, "officer", one, f"{one}@xa.invalid") for one in ("a", "b")]
        store_contacts(session, [CHAIR, *both], at("2024-04-29 08:00"))
    office.day("2024-05-02")
    office.day("2024-05-04")
    # The two who hold the post together are told alike, each once.
    for address in ("a@xa.invalid", "b@xa.invalid"):
        begun, *later = office.gateway.to(address)
        assert begun.files == (FORM,)
        assert NIL in begun.text
        assert later
        assert not any(one.files or NIL in one.text for one in later)


def test_what_was_sent_is_shown_again_as_it_left(office: Scene) -> None:
    office.day("2024-05-02")
    [notice] = office.notices()
    with office.office.reading() as session:
        shown = letters_of(office.office).envelope(
            session,
            "xem-truoc",
            session.get_one(Contact, notice.contact_id),
            [notice],
            at("2024-05-02 07:05"),
        )
    assert shown.files == office.gateway.to(OFFICER)[-1].files == (FORM,)
    assert NIL in shown.text


def test_who_goes_on_for_bodies_that_ended_gets_the_forms_of_their_open_rounds(
    office: Scene,
) -> None:
    for day in ("2024-07-31", "2024-08-06", "2024-09-06", "2024-09-09"):
        office.day(day)
    sent = [
        {
            part.get_filename()
            for part in message_from_bytes(one.content, policy=policy.default).iter_attachments()
        }
        for one in office.gateway.to("officer.02608-2024@noi-bo.invalid")
    ]
    old = {
        "van-son-02593-bao-cao-thang-2024-08-05.xlsx",
        "hong-lac-02608-bao-cao-thang-2024-08-05.xlsx",
    }
    assert old in [names & old for names in sent]
