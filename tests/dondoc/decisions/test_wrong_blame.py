"""A wrong blame is taken back whole: all that was said, to all who heard it, each in its form."""

from datetime import date
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from dondoc.consolidation.consolidate import consolidation
from dondoc.consolidation.sign import sign
from dondoc.consolidation.unsign import unsign
from dondoc.decisions.answer import answer
from dondoc.desk import issue
from dondoc.desk import sign as signing
from dondoc.desk import unsign as unsigning
from dondoc.desk.context import desk
from dondoc.desk.receipt import Receipt
from dondoc.documents.kinds.consolidation.assembly import consolidated_report
from dondoc.documents.kinds.consolidation.paper import consolidated
from dondoc.documents.kinds.dossier.assembly import dossier
from dondoc.documents.parts.blamed import blamed as blamed_in
from dondoc.documents.writers.docx import docx
from dondoc.errors import Refused
from dondoc.find import consolidations_of
from dondoc.looking.why import why
from dondoc.notices.blame import blame_of
from dondoc.notices.correct import UNSIGNED
from dondoc.reports.evidence import Evidence
from dondoc.sending.beforehand import Beforehand
from dondoc.sending.views import Views
from dondoc.trail.anchors import read_anchors
from language.zone import local_date
from models import Notice, Report
from notifications.envelope import Envelope
from rules.rulebook import Rulebook
from tests.few import NINE, few_of
from tests.offices import D2024, Scene, at, played
from tests.reporting import sign_round
from tests.rounds import MISSING, RETURNED, round_of_may, uids


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """The communes of the round that is played."""
    return few_of(whole, NINE)


CAME, KNOWN = "2024-05-04 09:00", "2024-05-14 08:00"
LEADER, BHXH = "leader.ubnd-huyen@noi-bo.invalid", "officer.bhxh-huyen@noi-bo.invalid"
SPECIALIST = "specialist.van-phong@noi-bo.invalid"


@played
def blamed(office: Scene) -> None:
    """Chi Thiết is named in briefs, a draft and a proposal; its report had come on the 4th."""
    round_of_may(office)
    office.days("2024-05-06", "2024-05-13")


def chi_thiet(office: Scene) -> str:
    [uid] = uids(office, "Chi Thiết")
    return uid


def corrected(office: Scene, address: str) -> list[Envelope]:
    return [e for e in office.gateway.to(address) if "[Đính chính]" in e.subject]


def test_who_was_told_twice_gets_one_letter_about_all_of_it(office: Scene) -> None:
    blamed(office)
    done = office.record(CAME, KNOWN, chi_thiet(office))
    assert done.on_time
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, LEADER)
    with office.office.reading() as session:
        told = session.scalars(
            select(Notice).where(Notice.recipient_post == "leader", Notice.step != "correction")
        ).all()
        days = {f"{n.settled_at:%d/%-m/%Y}" for n in told if n.settled_at}
    assert {"07/5/2024", "13/5/2024"} <= days
    assert all(f"ngày {day}" in letter.text.casefold() for day in days)
    assert "(báo cáo nhanh" in letter.text
    assert "đề xuất lãnh đạo" in letter.text
    assert "không phải làm gì thêm" in letter.text


def test_the_body_that_consolidates_and_the_specialist_hear_of_it(office: Scene) -> None:
    blamed(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, BHXH)
    assert "UBND xã Chi Thiết" in letter.text
    assert "nhận ngày 04/5/2024" in letter.text
    # A draft that may be out by now is nothing of which nothing is left to do.
    [letter] = corrected(office, SPECIALIST)
    assert "không phải làm gì thêm" not in letter.text
    assert "Nếu chưa phát hành, đề nghị đồng chí lập lại trước khi trình" in letter.text


def test_every_letter_that_named_it_is_taken_back_those_about_the_consolidation_too(
    office: Scene,
) -> None:
    blamed(office)
    rows = [letter for letter in office.gateway.to(BHXH) if "Chi Thiết" in letter.text]
    days = {local_date(letter.date) for letter in rows}
    office.record(CAME, KNOWN, chi_thiet(office))
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, BHXH)
    assert days == {date(2024, 5, 7), date(2024, 5, 13)}
    assert "Ngày 07/5/2024 (hỏi nơi tổng hợp, còn thiếu báo cáo)" in letter.text
    assert "ngày 13/5/2024 (quá hạn)" in letter.text


def test_a_receipt_that_the_receiver_denied_needs_a_reason_and_evidence(office: Scene) -> None:
    blamed(office)
    bearer = chi_thiet(office)
    with office.office.writing() as session:
        rulebook, due = office.office.rulebook, date(2024, 5, 5)
        answer(session, rulebook, D2024, due, {}, "bhxh-huyen/officer", at("2024-05-13 10:00"))
    for evidence in (
        Evidence(at(CAME)),
        Evidence(at(CAME), grounds="có dấu đến"),
        Evidence(at(CAME), number="12/BC-UBND", dated=date(2024, 5, 3)),
    ):
        with pytest.raises(Refused, match="trả lời lúc 10:00 ngày 13/5/2024 là chưa nhận"):
            office.record(CAME, KNOWN, bearer, evidence=evidence)
    settled = Evidence(at(CAME), "paper", "12/BC-UBND", date(2024, 5, 3), grounds="sổ văn thư")
    office.record(CAME, KNOWN, bearer, evidence=settled)
    with office.office.reading() as session:
        assert session.scalars(select(Report.grounds).where(Report.grounds.is_not(None))).all() == [
            "sổ văn thư"
        ]
    [entry] = [e for e in office.entries("report.recorded") if "contradicts" in e.data]
    assert "sổ văn thư" not in entry.data
    # The dossier says who settled it, when the receiver had denied it, and on what ground.
    with office.office.reading() as session:
        row = session.merge(office.obligation(bearer))
        anchors = read_anchors(office.office.settings.state_folder)
        file = dossier(session, rulebook, anchors, row, "Văn phòng", at("2024-05-14 09:00"))
    [line] = [one for one in file.decisions if one.reason == "sổ văn thư"]
    assert line.what == (
        "ghi là đã nhận 09 giờ ngày 04/5/2024, trái với trả lời “chưa nhận” của nơi tổng hợp, lúc "
        "10 giờ ngày 13/5/2024"
    )
    assert line.approver == "Cán bộ chuyên môn BHXH huyện"
    assert line.proof is not None
    # What came after the answer contradicts nothing.
    [other] = uids(office, "Sơn Nam")
    office.record("2024-05-13 11:00", KNOWN, other)


def issued(
    office: Scene, number: str = "45/UBND-VX", when: str = "2024-05-13 15:00", **more: object
) -> issue.Answer:
    with desk(office.office, at(when), "van-phong/mailbox") as opened:
        asked = issue.Request(D2024, date(2024, 5, 10), number, date(2024, 5, 8), **more)  # type: ignore[arg-type]
        return issue.issue(opened, asked)


def words_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    whole = "\n".join([*(p.text for p in document.paragraphs), *cells])
    return whole.replace("\u00a0", " ")


def enclosed(letter: Envelope) -> str:
    mail = message_from_bytes(letter.content, policy=policy.default)
    return "\n".join(words_of(part.get_payload(decode=True)) for part in mail.iter_attachments())


def test_an_issued_document_is_amended_by_one_of_the_same_form(
    office: Scene, rulebook: Rulebook
) -> None:
    blamed(office)
    done = issued(office)
    # Whom the draft of the 8th named: nobody types the names again.
    assert set(done.names) == uids(office, *MISSING)
    assert done.wrongly == ()
    office.record(CAME, KNOWN, chi_thiet(office))
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, SPECIALIST)
    assert "- Công văn số 45/UBND-VX ngày 08/5/2024 của UBND huyện." in letter.text
    assert "trình văn bản cùng hình thức để sửa đổi hoặc thay thế" in letter.text
    assert "không phải làm gì thêm" not in letter.text
    draft = enclosed(letter)
    assert "sửa đổi Công văn số 45/UBND-VX ngày 08/5/2024" in draft
    assert "báo cáo của Ủy ban nhân dân xã Chi Thiết đã được nhận ngày 04/5/2024" in draft
    assert "các xã Sơn Nam, Vân Sơn" in draft
    assert "Kính gửi:" in draft
    # The dossier has all of it, each with what follows.
    with office.office.reading() as session:
        row = session.merge(office.obligation(chi_thiet(office)))
        found = [(one.what, one.follows) for one in blamed_in(session, rulebook, row)]
    assert ("thư: đề xuất lãnh đạo", "thư đính chính, đã gửi 14/5/2024 08:05") in found
    cited = "Công văn số 45/UBND-VX ngày 08/5/2024"
    assert (cited, "chờ công văn cùng hình thức sửa đổi, thay thế") in found
    # The leader hears that it is out, and has nothing to do himself.
    [above] = corrected(office, LEADER)
    assert "Công văn số 45/UBND-VX" in above.text
    assert "sẽ được trình cấp có thẩm quyền" in above.text
    assert not enclosed(above)


def test_a_proposal_knows_the_document_that_has_urged_the_body_already(
    office: Scene, rulebook: Rulebook
) -> None:
    blamed(office)
    issued(office)
    [late] = uids(office, "Sơn Nam")
    [proposal] = [one for one in office.notices(late) if one.step == "proposal"]
    with office.office.reading() as session:
        row = session.merge(office.obligation(late))
        told = Beforehand(session, rulebook, [[proposal]], {row.id: row})
        views = Views(session, rulebook, at("2024-05-14 07:05"), {}, beforehand=told)
        item = views.item(proposal)
    assert item.urged_by == "Công văn số 45/UBND-VX ngày 08/5/2024"


def test_once_the_amendment_is_issued_nothing_is_left_to_put_right(office: Scene) -> None:
    blamed(office)
    issued(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    again = issued(office, "46/UBND-VX", amends="45/UBND-VX")
    assert set(again.names) == uids(office, "Sơn Nam", "Vân Sơn")
    assert again.wrongly == ()
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, SPECIALIST)
    assert "45/UBND-VX" not in letter.text
    with pytest.raises(Refused, match="đã được ghi"):
        issued(office)
    with pytest.raises(Refused, match="không có công văn số 9/X"):
        issued(office, "47/UBND-VX", amends="9/X")


def test_who_records_it_after_the_mistake_is_known_is_told(office: Scene) -> None:
    blamed(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    assert issued(office).wrongly == (chi_thiet(office),)


def test_a_signed_consolidation_is_replaced_by_whoever_signed_it(office: Scene) -> None:
    blamed(office)
    evidence = Evidence(at("2024-05-10 09:00"), "paper", "7/BC-BHXH", date(2024, 5, 9))
    with office.office.writing() as session:
        due, by = date(2024, 5, 10), "bhxh-huyen/director"
        closed = at("2024-05-09 09:00:30")
        rulebook = office.office.rulebook
        sign(session, rulebook, D2024, due, evidence, by, at(KNOWN), closed, partial=True)
    office.record(CAME, "2024-05-14 09:00", chi_thiet(office))
    office.dispatch("2024-05-14 09:05")
    [letter] = corrected(office, BHXH)
    cited = "Báo cáo tổng hợp từng phần số 7/BC-BHXH ngày 09/5/2024"
    assert f"- {cited} của BHXH huyện." in letter.text
    assert "Đề nghị đồng chí thay thế báo cáo nêu trên bằng báo cáo cùng hình thức" in letter.text
    draft = enclosed(letter)
    assert f"Báo cáo này thay thế {cited}" in draft
    assert "xã Chi Thiết" in draft
    # The next round's report says it once, with the documents that had said otherwise.
    office.days("2024-05-31", "2024-06-06")
    with office.office.reading() as session:
        found = consolidation(session, rulebook, D2024, date(2024, 6, 10))
        report = consolidated_report(session, rulebook, found, at("2024-06-07 09:00"))
    [told] = report.cleared
    assert told == (
        f"Kỳ báo cáo hạn 05/5/2024, xã Chi Thiết đã bị nêu chưa gửi báo cáo tại {cited}; báo cáo "
        "của đơn vị đã được nhận ngày 04/5/2024, đúng hạn."
    )


def test_a_signature_that_was_undone_is_cited_by_nobody(office: Scene) -> None:
    blamed(office)
    rulebook, due, by = office.office.rulebook, date(2024, 5, 10), "bhxh-huyen/director"
    evidence, when = Evidence(at("2024-05-13 15:00"), "paper", "7/X"), at("2024-05-13 15:00")
    with office.office.writing() as session:
        sign(session, rulebook, D2024, due, evidence, by, when, partial=True)
    office.record(CAME, KNOWN, chi_thiet(office))
    with office.office.writing() as session:
        unsign(session, rulebook, D2024, due, "ký nhầm", by, at("2024-05-14 08:02"))
    office.dispatch("2024-05-14 08:05")
    assert not [e for e in office.gateway.sent if "Đính chính" in e.subject and "7/X" in e.text]
    with office.office.reading() as session:
        found = consolidation(session, rulebook, D2024, date(2024, 6, 10))
        [told] = consolidated_report(session, rulebook, found, at("2024-06-07 09:00")).cleared
    assert "xã Chi Thiết đã bị nêu chưa gửi báo cáo; báo cáo" in told


def test_who_was_told_that_a_report_is_signed_hears_that_it_is_not(office: Scene) -> None:
    blamed(office)
    rulebook, due, by = office.office.rulebook, date(2024, 5, 10), "bhxh-huyen/director"
    evidence, when = Evidence(at("2024-05-13 15:00"), "paper", "7/X"), at("2024-05-13 15:00")
    with office.office.writing() as session:
        sign(session, rulebook, D2024, due, evidence, by, when, partial=True)
    office.record(CAME, KNOWN, chi_thiet(office))
    office.dispatch("2024-05-14 08:05")
    [told] = corrected(office, BHXH)
    assert "số 7/X" in told.text
    with office.office.writing() as session:
        unsign(session, rulebook, D2024, due, "ký nhầm", by, at("2024-05-14 09:00"))
    office.dispatch("2024-05-14 09:05")
    for address in (BHXH, SPECIALIST, LEADER):
        *_, last = corrected(office, address)
        assert "số 7/X ngày 13/5/2024 của BHXH huyện là báo cáo đã ký" in last.text
        assert "Việc ghi nhận đã ký là nhầm" in last.text
        assert "không phải thay thế báo cáo này" in last.text
        assert "công văn" not in last.text


def test_whoever_follows_a_round_hears_that_its_signature_was_taken_back(office: Scene) -> None:
    blamed(office)
    with desk(office.office, at("2024-05-13 15:00"), "bhxh-huyen/director") as opened:
        receipt = Receipt(number="7/X", dated=date(2024, 5, 13))
        request = signing.Request(D2024, date(2024, 5, 10), partial=True, receipt=receipt)
        signing.sign(opened, request)
    with desk(office.office, at("2024-05-14 09:00"), "bhxh-huyen/director") as opened:
        taken = unsigning.Request(D2024, date(2024, 5, 10), "ghi nhầm")
        assert unsigning.unsign(opened, taken).told == 3
    office.dispatch("2024-05-14 09:05")
    for address in (BHXH, SPECIALIST, LEADER):
        [letter] = corrected(office, address)
        assert (
            "ghi nhận là đã ký: Báo cáo tổng hợp từng phần số 7/X ngày 13/5/2024 của BHXH huyện "
            "“trước ngày 10 hàng tháng” (mục 2, gạch đầu dòng thứ hai, "
        ) in letter.text
        assert "Việc ghi nhận đó là nhầm: báo cáo nêu trên chưa được ký" in letter.text
        # Nothing was said of it by a letter that could be corrected, and nobody is to replace it.
        assert "thư đính chính" not in letter.text
        assert "thay thế" not in letter.text
    with office.office.reading() as session:
        told = select(Notice.id).where(Notice.policy == UNSIGNED)
        asked = why(session, office.office.rulebook, session.scalars(told).all()[0])
    assert asked["policy"]["title"] == "Báo lại: báo cáo tổng hợp đã ghi là ký thì chưa ký"
    assert "cho biết số, ký hiệu, ngày ký" in corrected(office, BHXH)[0].text
    assert "không sử dụng bản đã lưu" in corrected(office, SPECIALIST)[0].text
    assert "không phải làm gì thêm" in corrected(office, LEADER)[0].text


def test_a_report_that_was_returned_is_not_said_to_be_missing(office: Scene) -> None:
    blamed(office)
    [uid] = uids(office, RETURNED)
    rulebook, due = office.office.rulebook, date(2024, 5, 10)
    partly = sign_round(office, when="2024-05-13 15:00")
    with office.office.reading() as session:
        found = consolidation(session, rulebook, D2024, due)
        report = consolidated_report(session, rulebook, found, at("2024-05-13 16:00"))
    said = words_of(docx(consolidated(report), at("2024-05-13 16:00")))
    assert "chưa có báo cáo kỳ này: các xã Chi Thiết, Sơn Nam, Vân Sơn. " in said
    assert "đã gửi báo cáo nhưng chưa có số liệu tổng hợp được: xã Kháng Nhật. " in said
    # What it said was so: nothing is replaced, and nobody put right, once it comes again.
    assert report.replaces == ""
    with office.office.reading() as session:
        row = session.merge(office.obligation(uid))
        above = consolidations_of(session, rulebook, row)
        assert partly.signature.partial
        assert not blame_of(session, row, above)


def test_those_who_are_late_stand_in_one_order_in_letters_and_documents(office: Scene) -> None:
    blamed(office)
    for address in (BHXH, LEADER, SPECIALIST):
        letters = [e.text for e in office.gateway.to(address) if "Vân Sơn" in e.text]
        assert letters
        assert all("các xã Chi Thiết, Sơn Nam, Vân Sơn" in text for text in letters)


def test_whoever_hears_of_several_bodies_reads_in_the_subject_whom_a_correction_is_about(
    office: Scene,
) -> None:
    blamed(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    office.dispatch("2024-05-14 08:05")
    for address in (LEADER, BHXH, SPECIALIST):
        [letter] = corrected(office, address)
        assert letter.subject == (
            "[Đính chính] Báo cáo tháng BHYT trước ngày 05/5/2024 của UBND xã Chi Thiết"
        )


def test_the_last_reminder_in_a_report_is_one_that_the_body_itself_got(office: Scene) -> None:
    blamed(office)
    with office.office.reading() as session:
        found = consolidation(session, office.office.rulebook, D2024, date(2024, 5, 10))
        report = consolidated_report(session, office.office.rulebook, found, at("2024-05-13 18:00"))
    told = {one.body: one.last_notice for one in report.absent}
    # The proposal of the 13th went to the leader, not to the commune.
    assert told["xã Chi Thiết"] == "quá hạn, 07/5/2024"


def test_the_file_of_one_who_had_filed_before_the_brief_tells_of_no_blame(office: Scene) -> None:
    blamed(office)
    rulebook = office.office.rulebook
    for name in ("Đại Phú", RETURNED):
        [uid] = uids(office, name)
        with office.office.reading() as session:
            row = session.merge(office.obligation(uid))
            assert [one.what for one in blamed_in(session, rulebook, row)] == [], name
