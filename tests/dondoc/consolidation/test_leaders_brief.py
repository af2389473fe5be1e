"""The leaders' brief says what the mail says, and what was called, promised and stated."""

from datetime import date

import pytest

from dondoc.consolidation.consolidate import consolidation
from dondoc.contacts.book import ContactRow, store_contacts
from dondoc.decisions.call import Said, call
from dondoc.decisions.decide import Grounds, move
from dondoc.documents.kinds.brief.assembly import Reporter, leaders_brief, stated
from dondoc.documents.kinds.brief.content import LeadersBrief, Uncovered
from dondoc.documents.registry import files, paper_of
from dondoc.errors import Refused
from language.zone import ZONE
from tests.offices import D2024, Scene, at, played
from tests.rounds import MISSING, file_all, inputs, round_of_may, uids

OFFICE = Reporter("van-phong", "Văn phòng HĐND và UBND huyện")
LATE = "2024-05-07 17:00"


def brief_of(scene: Scene, when: str = LATE, **more: object) -> LeadersBrief:
    with scene.office.reading() as session:
        rulebook = scene.office.rulebook
        found = consolidation(session, rulebook, D2024, date(2024, 5, 10))
        return leaders_brief(session, rulebook, found, OFFICE, at(when), **more)  # type: ignore[arg-type]


def text_of(brief: LeadersBrief) -> str:
    blocks = paper_of(brief).blocks
    return "\n".join("".join(run.text for run in block.runs) for block in blocks)  # type: ignore[union-attr]


def ring(scene: Scene, commune: str, promised: str | None, when: str) -> None:
    [uid] = uids(scene, commune)
    with scene.office.writing() as session:
        said = Said("bà Hoa", date.fromisoformat(promised) if promised else None)
        row = session.merge(scene.obligation(uid))
        sweep = scene.office.settings.settings.sweep.at
        call(session, scene.office.rulebook, row, said, "van-phong/specialist", at(when), sweep)


@played
def be_late(office: Scene) -> None:
    """Three are late on the 7th; all were rung up, two promised the 8th."""
    round_of_may(office)
    office.days("2024-05-05", "2024-05-07")
    ring(office, "Chi Thiết", "2024-05-09", "2024-05-07 09:00")
    ring(office, "Chi Thiết", "2024-05-08", "2024-05-07 10:00")
    ring(office, "Sơn Nam", "2024-05-08", "2024-05-07 10:10")
    ring(office, "Vân Sơn", None, "2024-05-07 10:20")


@pytest.fixture
def late_round(office: Scene) -> Scene:
    be_late(office)
    return office


def test_it_counts_names_and_tells_who_was_called(late_round: Scene) -> None:
    text = text_of(brief_of(late_round))
    assert (
        "trong tổng số 09 đơn vị, hoàn thành đúng hạn 06, quá hạn 00; chưa hoàn thành trong hạn "
        "00, quá hạn 03 (các xã Chi Thiết, Sơn Nam, Vân Sơn); đều đã điện thoại, 02 đơn vị hẹn "
        "gửi ngày 08/5." in text
    )
    assert "(“trước ngày 05 hàng tháng”, mục 1, gạch đầu dòng thứ tư, Văn bản của UBND" in text
    assert "dự thảo công văn đôn đốc, phát hành nếu đến 16 giờ ngày 08/5 còn đơn vị chưa" in text


def test_the_mail_of_the_day_says_the_same(late_round: Scene) -> None:
    late_round.dispatch("2024-05-07 07:10")
    mails = [e for e in late_round.gateway.sent if e.subject.startswith("Báo cáo nhanh")]
    mail = mails[-1].text
    said = brief_of(late_round, "2024-05-07 07:10")
    returned = said.returns
    assert f"hoàn thành đúng hạn {returned.done_on_time:02d}, quá hạn 00" in mail
    assert f"quá hạn {returned.open_overdue:02d}/{returned.total:02d}" in mail
    assert f": {said.consolidator_state}." in mail
    assert f"Xin ý kiến: {said.asks[0]}." in mail
    for name in MISSING:
        assert name in mail
        assert f"UBND xã {name}" in said.overdue


def test_three_known_of_six_are_told_as_three_of_six(late_round: Scene) -> None:
    near_poor, minority = brief_of(late_round).uncovered
    assert near_poor.people is not None
    assert near_poor.source == "riêng 03/06 đơn vị đã báo cáo"
    assert (near_poor.baseline, minority.baseline) == (282, 3571)
    text = text_of(brief_of(late_round))
    assert (
        "người thuộc hộ gia đình cận nghèo 151 người (riêng 03/06 đơn vị đã báo cáo "
        "đến ngày 30/4/2024; cả nhóm ngày 10/4/2024: 282)" in text
    )
    assert "Không cộng số của các nhóm." in text


def test_when_all_have_stated_it_the_figure_stands_beside_the_baseline(office: Scene) -> None:
    office.day("2024-04-26")
    file_all(office)
    said = brief_of(office, "2024-05-06 09:00")
    for group in said.uncovered:
        assert (group.source, group.as_of) == ("theo báo cáo của các đơn vị", date(2024, 4, 30))
    with office.office.reading() as session:
        found = consolidation(session, office.office.rulebook, D2024, date(2024, 5, 10))
    closings = [total.figures.closing for total in found.totals().values()]
    assert [group.people for group in said.uncovered] == closings
    assert said.asks == ()
    assert said.consolidator_state == "đã đủ báo cáo để tổng hợp, trong hạn"


def test_figures_of_the_round_before_are_told_with_the_day_they_are_of(office: Scene) -> None:
    office.day("2024-04-26")
    file_all(office)
    office.day("2024-05-31")
    with office.office.reading() as session:
        rulebook = office.office.rulebook
        found = consolidation(session, rulebook, D2024, date(2024, 6, 10))
        told = list(stated(found))
    assert {one.as_of for one in told} == {date(2024, 4, 30)}
    assert {one.source for one in told} == {"theo báo cáo gần nhất của các đơn vị,"}


def test_another_source_may_take_the_place_of_what_communes_state(late_round: Scene) -> None:
    cards = Uncovered("cận nghèo", 270, date(2024, 5, 6), "theo dữ liệu thẻ", 282)
    assert brief_of(late_round, uncovered=[cards]).uncovered == (cards,)


def test_it_is_addressed_to_the_leader_by_name_or_by_post(late_round: Scene) -> None:
    store = [ContactRow("ubnd-huyen", "leader", "Trần Thị Mai", "mai@sonduong.invalid")]
    with late_round.office.writing() as session:
        store_contacts(session, store, at(LATE))
    assert brief_of(late_round).frame.to == ("Đồng chí Trần Thị Mai, Phó Chủ tịch UBND huyện",)
    with late_round.office.writing() as session:
        store_contacts(session, [], at(LATE))
    assert brief_of(late_round).frame.to == ("Phó Chủ tịch UBND huyện",)


def test_it_is_one_page_under_the_offices_letterhead(late_round: Scene) -> None:
    made = dict(files(brief_of(late_round), at(LATE).astimezone(ZONE)))
    assert {"bao-cao-nhanh.docx", "bao-cao-nhanh.pdf"} <= set(made)
    assert made["bao-cao-nhanh.pdf"].count(b"/Type/Page\n") <= 1
    assert brief_of(late_round).frame.heading.issuer == ("Văn phòng HĐND và UBND",)


def test_an_office_without_a_letterhead_is_told_so(late_round: Scene) -> None:
    with late_round.office.reading() as session:
        rulebook = late_round.office.rulebook
        found = consolidation(session, rulebook, D2024, date(2024, 5, 10))
        with pytest.raises(Refused, match="chưa khai báo thể thức báo cáo nhanh"):
            leaders_brief(session, rulebook, found, Reporter("bcd", "Ban"), at(LATE))


def test_an_extension_of_one_body_is_not_the_rounds_date(office: Scene) -> None:
    office.day("2024-04-26")
    first = min(inputs(office), key=lambda row: row.bearer_uid)
    with office.office.writing() as session:
        grounds, now = Grounds("lũ cuốn cầu", "ubnd-huyen/leader"), at("2024-05-02 14:00")
        rulebook, row = office.office.rulebook, session.merge(first)
        move(session, rulebook, [row], 5, grounds, now, extension=True)
    round_of_may(office)
    office.day("2024-05-07")
    assert brief_of(office).due_on == date(2024, 5, 5)
