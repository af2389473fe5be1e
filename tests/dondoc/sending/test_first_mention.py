"""Whatever speaks of a round first says what the first notice would have said."""

from datetime import date
from email import message_from_bytes, policy

from dondoc.reports.figures_file import read_content
from dondoc.reports.template import FormOf
from tests.coverage_form import COVERAGE
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene

ASKED = "Số liệu đến hết 30/4/2024 (quy ước của Văn phòng)."
NIL = "gửi báo cáo ghi “Không phát sinh” là đủ"


def letter_of(scene: Scene) -> str:
    """Return the last letter to the officer of Đại Phú."""
    address = f"officer.{DAI_PHU.replace('@', '-')}@noi-bo.invalid"
    return scene.gateway.to(address)[-1].text


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
    address = f"officer.{DAI_PHU.replace('@', '-')}@noi-bo.invalid"
    [first] = office.gateway.to(address)
    name = "dai-phu-02617-bao-cao-thang-2024-05-05.xlsx"
    assert first.files == (name,)
    assert f"Gửi kèm biểu đã điền sẵn (tệp {name}): điền xong, gửi lại chính tệp này." in first.text
    [part] = message_from_bytes(first.content, policy=policy.default).iter_attachments()
    whose = FormOf(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
    filled = read_content(name, part.get_content(), whose, COVERAGE)
    assert filled.as_of == date(2024, 4, 30)
    # The consolidator is asked no form, so none goes to it.
    assert not any(one.files for one in office.gateway.sent if "bhxh" in one.to.address)
