"""Whatever speaks of a round first says what the first notice would have said."""

from tests.offices import DAI_PHU, Scene

ASKED = "Số liệu đến hết 30/4/2024 (quy ước của Văn phòng)."
NIL = 'gửi báo cáo ghi "Không phát sinh" là đủ'


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
