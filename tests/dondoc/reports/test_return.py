"""A returned report: who is told of it, by when it is asked for, and what calls it off."""

from collections.abc import Callable
from email.parser import BytesParser
from email.policy import default

from dondoc.contacts.book import ContactRow
from dondoc.looking.board import Board
from dondoc.looking.why import why
from dondoc.reports.return_report import return_report
from dondoc.reports.undo import undo
from models import Report
from notifications.envelope import Envelope
from tests.offices import DAI_PHU, Scene, at, played
from tests.reporting import MAY, changed, file_report

BHXH = "bhxh-huyen/officer"
Makes = Callable[..., Scene]
CLOSING = "chưa khớp danh sách BHXH"


@played
def filed(scene: Scene) -> None:
    """Open the round of May and file on Friday 03/5."""
    scene.day("2024-04-26")
    file_report(scene, MAY, "2024-05-03 10:00")


@played
def give_back(scene: Scene, when: str, **reasons: str) -> Report:
    said = reasons or {"can-ngheo.closing": CLOSING}
    with scene.office.writing() as session:
        row = scene.obligation()
        return return_report(session, scene.work, row.id, said, BHXH, at(when))


def to_the_end_of_may(scene: Scene, first: str) -> None:
    """Live the days from `first` to a week after the return, then two that are weeks after it."""
    scene.days(first, "2024-05-10")
    scene.day("2024-05-20")
    scene.day("2024-05-31")


def of_the_return(scene: Scene) -> list[str]:
    return [line for line in scene.story() if " first " not in line]


def letters_of_the_return(scene: Scene) -> list[Envelope]:
    return [envelope for envelope in scene.gateway.sent if "trả lại báo cáo" in envelope.text]


def test_whoever_filed_is_told_in_the_transaction_of_the_return(any_office: Scene) -> None:
    filed(any_office)
    give_back(any_office, "2024-05-03 15:00")
    assert of_the_return(any_office) == ["03/05 returned → officer: pending"]
    any_office.dispatch("2024-05-03 15:05")
    envelope = any_office.gateway.sent[-1]
    assert envelope.subject == "[Đề nghị chỉnh lý] Báo cáo tháng BHYT trước ngày 05/5/2024"
    for words in (
        f"- Người thuộc hộ gia đình cận nghèo: Chưa tham gia BHYT cuối kỳ: {CLOSING}",
        "Ngày 03/5/2024, BHXH huyện trả lại báo cáo",
        "chậm nhất là ngày 06/5/2024 (thứ Hai)",
        "mục 1, gạch đầu dòng thứ tư",
        "quy ước của Văn phòng",
    ):
        assert words in envelope.text
    html = BytesParser(policy=default).parsebytes(envelope.content).get_body(("html",))
    assert html is not None
    assert f"Chưa tham gia BHYT cuối kỳ: {CLOSING}" in html.get_content()


def test_the_reasons_stay_out_of_the_trail(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-03 15:00", **{"can-ngheo.closing": CLOSING, "done": "nêu số hộ"})
    office.days("2024-05-04", "2024-05-07")
    [entry] = office.entries("report.returned")
    assert '"at":["can-ngheo.closing","done"]' in entry.data
    for kind in ("report.returned", "finding.fired", "notice.created", "message.frozen"):
        for entry in office.entries(kind):
            assert CLOSING not in entry.data
            assert "nêu số hộ" not in entry.data


def test_the_reply_date_passes_and_only_the_officer_hears_of_it(any_office: Scene) -> None:
    filed(any_office)
    # Saturday 04/5 is a make-up working day, so Monday 06/5 is the second.
    give_back(any_office, "2024-05-03 15:00")
    to_the_end_of_may(any_office, "2024-05-04")
    assert of_the_return(any_office) == [
        "03/05 returned → officer: sent",
        "06/05 reply_due → officer: sent",
        "07/05 reply_late → officer: sent",
    ]
    row = any_office.obligation()
    assert (row.state, row.rung, row.wake_at) == ("returned", 1, None)
    late = letters_of_the_return(any_office)[-1]
    assert late.subject == "[Nhắc việc] Đề nghị gửi lại báo cáo tháng BHYT trước ngày 05/5/2024"
    assert "ngày hẹn gửi lại là thứ Hai, 06/5/2024" in late.text


def test_nothing_is_looked_at_between_the_return_and_the_reply_date(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-06 15:00")
    assert office.obligation().wake_at == at("2024-05-08 07:00")


def test_a_revision_calls_off_what_has_not_left(any_office: Scene) -> None:
    filed(any_office)
    give_back(any_office, "2024-05-03 15:00")
    file_report(any_office, changed(MAY, left=1, closing=14), "2024-05-03 16:00")
    to_the_end_of_may(any_office, "2024-05-04")
    [told] = [n for n in any_office.notices() if n.step == "returned"]
    assert (told.state, told.reason) == ("cancelled", "đã ghi nhận báo cáo")
    assert of_the_return(any_office) == ["03/05 returned → officer: cancelled"]


def test_a_revision_ends_the_asking(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-03 15:00")
    office.days("2024-05-04", "2024-05-06")
    file_report(office, changed(MAY, left=1, closing=14), "2024-05-06 16:00")
    to_the_end_of_may(office, "2024-05-07")
    assert of_the_return(office) == [
        "03/05 returned → officer: sent",
        "06/05 reply_due → officer: sent",
    ]


def test_a_report_returned_twice_is_told_of_twice(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-03 15:00")
    office.days("2024-05-04", "2024-05-06")
    file_report(office, changed(MAY, left=1, closing=14), "2024-05-06 09:00")
    give_back(office, "2024-05-06 15:00", done="nêu rõ số hộ")
    to_the_end_of_may(office, "2024-05-07")
    assert of_the_return(office) == [
        "03/05 returned → officer: sent",
        "06/05 reply_due → officer: sent",
        "06/05 returned → officer: sent",
        "08/05 reply_due → officer: sent",
        "09/05 reply_late → officer: sent",
    ]
    second = letters_of_the_return(office)[2]
    assert "- Kết quả thực hiện: nêu rõ số hộ" in second.text
    assert CLOSING not in second.text


def test_what_waits_from_before_the_last_word_is_called_off(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-03 15:00")
    # Nothing can leave until the day after the reply date.
    for day in ("2024-05-04", "2024-05-06", "2024-05-07"):
        office.sweep(f"{day} 07:00")
    office.dispatch("2024-05-07 07:05")
    assert of_the_return(office) == [
        "03/05 returned → officer: cancelled",
        "06/05 reply_due → officer: cancelled",
        "07/05 reply_late → officer: sent",
    ]


def test_an_undone_revision_leaves_the_return_as_it_was(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-03 15:00")
    file_report(office, changed(MAY, left=1, closing=14), "2024-05-03 16:00")
    with office.office.writing() as session:
        undo(session, office.obligation().id, "nhầm xã", BHXH, at("2024-05-03 16:30"))
    to_the_end_of_may(office, "2024-05-04")
    assert of_the_return(office) == [
        "03/05 returned → officer: cancelled",
        "03/05 returned → officer: sent",
        "06/05 reply_due → officer: sent",
        "07/05 reply_late → officer: sent",
    ]


def test_where_nobody_holds_the_post_the_silence_is_a_row(office_with: Makes) -> None:
    chair = ContactRow(DAI_PHU, "chair", "Lê Thị Ví Dụ", email="chutich@sonduong.invalid")
    scene = office_with(contacts=[chair])
    filed(scene)
    give_back(scene, "2024-05-03 15:00")
    [told] = [n for n in scene.notices() if n.step == "returned"]
    assert (told.state, told.reason) == ("failed", "chức danh này chưa có ai trong danh bạ")


def test_a_return_at_night_is_told_in_the_morning(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-03 22:00")
    before = len(office.gateway.sent)
    office.dispatch("2024-05-03 22:05")
    assert len(office.gateway.sent) == before
    office.day("2024-05-04")
    assert of_the_return(office) == ["03/05 returned → officer: sent"]


def test_the_consolidators_own_report_is_returned_to_its_officer(office: Scene) -> None:
    office.day("2024-04-26")
    office.record("2024-05-09 16:00", bearer="bhxh-huyen", due="2024-05-10")
    row = office.obligation("bhxh-huyen", "2024-05-10")
    with office.office.writing() as session:
        return_report(
            session, office.work, row.id, {"report": "thiếu phụ lục"}, "ubnd-huyen/leader",
            at("2024-05-10 09:00"),
        )  # fmt: skip
    office.days("2024-05-11", "2024-05-17")
    office.day("2024-05-31")
    said = [line for line in office.story("bhxh-huyen", "2024-05-10") if "re" in line[6:9]]
    assert said == [
        "10/05 returned → officer: sent",
        "14/05 reply_due → officer: sent",
        "15/05 reply_late → officer: sent",
    ]


def test_a_return_after_the_directive_ended_is_told_all_the_same(office: Scene) -> None:
    filed(office)
    give_back(office, "2025-01-06 15:00")
    office.sweep("2025-01-08 07:00", accept_gap=True)
    office.sweep("2025-01-09 07:00")
    assert [line.partition(":")[0] for line in of_the_return(office)] == [
        "06/01 returned → officer",
        "08/01 reply_due → officer",
        "09/01 reply_late → officer",
    ]


def test_the_board_shows_the_reply_date_and_that_it_has_passed(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-03 15:00")
    assert on_board(office, "2024-05-03 16:00") == ("trả lại: 06/5", "xem lại 06/5", 1)
    to_the_end_of_may(office, "2024-05-04")
    # Weeks after the due date it is still there: nobody has answered.
    assert on_board(office, "2024-05-31 08:00") == ("quá hẹn: 06/5", "người xử lý", 0)


def on_board(scene: Scene, when: str) -> tuple[str, str, int]:
    with scene.office.reading() as session:
        lines = Board(scene.office).lines(session, at(when))
    [line] = [line for line in lines if (line.who, line.due) == ("xã Đại Phú", "05/5")]
    return line.status, line.next, line.urgency


def test_why_explains_each_of_its_notices(office: Scene) -> None:
    filed(office)
    give_back(office, "2024-05-03 15:00")
    office.days("2024-05-04", "2024-05-07")
    found = {}
    with office.office.reading() as session:
        for notice in office.notices():
            document = why(session, office.office.rulebook, notice.id)
            found[notice.step] = document["policy"]["title"], document["basis"]["clause"]
    assert found["returned"] == (
        "Báo cáo được trả lại, đề nghị chỉnh lý trong 02 ngày làm việc",
        "house",
    )
    assert found["reply_due"][1] == found["reply_late"][1] == "house"
