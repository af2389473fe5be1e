"""The dossier of one obligation: complete, by role, and every proof an entry that verifies."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from dondoc.decisions.answer import answer
from dondoc.decisions.call import Said, call
from dondoc.decisions.decide import Grounds, move
from dondoc.desk import extend, undo_decision
from dondoc.desk.context import Which, desk
from dondoc.documents.kinds.dossier.assembly import dossier
from dondoc.documents.kinds.dossier.content import Dossier, Proof
from dondoc.documents.kinds.dossier.paper import _proofs
from dondoc.documents.kinds.dossier.words import outcome, reading_of
from dondoc.documents.registry import files
from dondoc.reports.return_report import return_report
from dondoc.trail.anchor import anchor
from dondoc.trail.anchors import read_anchors
from dondoc.trail.verify import verify
from models import Entry, Event, Obligation
from models.trail import append
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, played
from tests.reporting import MAY, file_report

NOW = "2024-05-09 10:00"
BHXH = "bhxh-huyen/officer"


def state_of(scene: Scene) -> Path:
    return scene.office.settings.state_folder


def dossier_of(scene: Scene, bearer: str = DAI_PHU, due: str = "2024-05-05") -> Dossier:
    anchors = read_anchors(state_of(scene))
    row = scene.obligation(bearer, due)
    with scene.office.reading() as session:
        return dossier(session, scene.office.rulebook, anchors, row, "Văn phòng", at(NOW))


def proofs_of(file: Dossier) -> list[Proof]:
    return [proof for proof in _proofs(file) if proof]


@played
def tell_the_story(office: Scene) -> None:
    """Đại Phú: extended by a day, late, called, confirmed as missing, filed late, returned."""
    office.day("2024-04-26")
    with office.office.writing() as session:
        row = session.merge(office.obligation())
        grounds = Grounds("mưa lũ", "Phó Chủ tịch", "12/QĐ-UBND")
        move(
            session,
            office.office.rulebook,
            [row],
            1,
            grounds,
            at("2024-04-29 09:00"),
            extension=True,
        )
    office.days("2024-04-30", "2024-05-08")
    with office.office.writing() as session:
        row = session.merge(office.obligation(due="2024-05-06"))
        said = Said("bà Hoa, công chức", date(2024, 5, 8), "đang trình ký")
        sweep = office.office.settings.settings.sweep.at
        rulebook = office.office.rulebook
        call(session, rulebook, row, said, "van-phong/specialist", at("2024-05-08 09:00"), sweep)
    with office.office.writing() as session:
        rulebook = office.office.rulebook
        answer(
            session,
            rulebook,
            D2024,
            date(2024, 5, 10),
            {},
            "bhxh-huyen/officer",
            at("2024-05-08 10:00"),
        )
    file_report(office, MAY, "2024-05-08 15:00", due="2024-05-06")
    reasons = {"can-ngheo.closing": "chưa khớp danh sách"}
    with office.office.writing() as session:
        row = office.obligation(due="2024-05-06")
        return_report(
            session, office.work, row.id, reasons, "bhxh-huyen/officer", at("2024-05-08 16:00")
        )
    with office.office.reading() as session:
        anchor(session, state_of(office), at("2024-05-08 17:00"))


@pytest.fixture
def story(office: Scene) -> Scene:
    tell_the_story(office)
    return office


def test_every_proof_is_an_entry_that_verifies(story: Scene) -> None:
    file = dossier_of(story, due="2024-05-06")
    anchors = read_anchors(state_of(story))
    with story.office.reading() as session:
        assert verify(session, anchors).ok
        stored = {e.seq: e.hash for e in session.scalars(select(Entry))}
    proofs = proofs_of(file)
    assert len(proofs) > 10
    assert {proof.entry: proof.hash for proof in proofs}.items() <= stored.items()
    assert file.checkpoint
    assert stored[file.checkpoint.entry] == file.checkpoint.hash
    assert max(proof.entry for proof in proofs) <= file.checkpoint.entry


def test_every_row_has_the_entry_that_speaks_of_it(story: Scene) -> None:
    file = dossier_of(story, due="2024-05-06")
    rows = [*file.notices, *file.calls, *file.versions, *file.decisions]
    assert [row for row in rows if row.proof is None] == []
    kinds = {"opened": [file.opened], "notice.created": [n.proof for n in file.notices]}
    kinds["call.entered"] = [c.proof for c in file.calls]
    kinds["report.recorded"] = [v.proof for v in file.versions]
    with story.office.reading() as session:
        names = {e.seq: e.kind for e in session.scalars(select(Entry))}
    for kind, proofs in kinds.items():
        wanted = "obligation.registered" if kind == "opened" else kind
        assert {names[proof.entry] for proof in proofs if proof} == {wanted}
    sent = [notice for notice in file.notices if notice.sent_at]
    assert sent
    assert all("notice.sent" in {names[proof.entry] for proof in n.more} for n in sent)


def test_it_tells_the_whole_story_by_role(story: Scene) -> None:
    file = dossier_of(story, due="2024-05-06")
    assert (file.bearer, file.addressee, file.via) == (
        "UBND xã Đại Phú",
        "UBND huyện",
        "BHXH huyện",
    )
    assert file.period == "tháng 4 năm 2024"
    assert file.gaps == (
        "văn bản không nêu kỳ báo cáo đầu tiên",
        "văn bản không nêu kỳ báo cáo cuối cùng",
        "văn bản không nêu ngày chốt số liệu",
        "văn bản không nêu mẫu báo cáo",
    )
    [extended, checked] = file.decisions
    assert (extended.what, extended.reason) == ("gia hạn 01 ngày (số 12/QĐ-UBND)", "mưa lũ")
    assert len(extended.more) == 1
    assert checked.what == "nơi tổng hợp xác nhận chưa nhận được báo cáo"
    [version] = file.versions
    assert (version.road, version.state) == ("phần mềm", "trả lại")
    assert version.reason.endswith("chưa khớp danh sách")
    assert len(version.more) == 1
    [rung] = file.calls
    assert (rung.met, rung.promised_on) == ("bà Hoa, công chức", date(2024, 5, 8))
    overdue = [notice for notice in file.notices if notice.step == "quá hạn"]
    assert {notice.recipient for notice in overdue} == {
        "Công chức Văn hóa – Xã hội xã Đại Phú",
        "Chủ tịch UBND xã Đại Phú",
    }
    assert all("số ngày làm việc quá hạn: 1 (từ 1)" in notice.because for notice in overdue)
    assert {notice.basis for notice in overdue} <= {
        "quy ước của Văn phòng",
        "mục 2, gạch đầu dòng thứ nhất, câu thứ hai",
    }
    assert file.outcome == (
        "Báo cáo của UBND xã Đại Phú được nhận 15 giờ ngày 08/5/2024: hoàn thành quá hạn. Báo cáo "
        "đã được trả lại để chỉnh lý; thời điểm hoàn thành không đổi."
    )


def test_both_readings_say_why(office: Scene) -> None:
    office.day("2024-04-26")
    reading = dossier_of(office).reading
    assert reading.aim_why == "“trước ngày” không gồm ngày 05/5/2024"
    assert reading.late_why == (
        "Văn phòng tính cả ngày văn bản nêu, 05/5/2024, là còn trong hạn; ngày ấy là Chủ nhật nên "
        "tính đến hết ngày 06/5/2024 (khoản 5 Điều 148 Bộ luật Dân sự năm 2015, áp dụng tương tự)"
    )
    assert reading.original_due_on is None
    december = dossier_of(office, due="2024-12-05").reading
    assert december.late_why.endswith("05/12/2024, là còn trong hạn")


def test_an_extension_keeps_the_original_date(story: Scene) -> None:
    reading = dossier_of(story, due="2024-05-06").reading
    assert (reading.due_on, reading.original_due_on) == (date(2024, 5, 6), date(2024, 5, 5))


def test_what_is_missing_is_said_with_its_hour(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-08")
    assert dossier_of(office, SON_NAM).outcome == (
        "Đến 10 giờ ngày 09/5/2024, chưa ghi nhận báo cáo của UBND xã Sơn Nam; quá hạn từ 00 giờ "
        "ngày 07/5/2024."
    )


def test_without_a_checkpoint_it_says_so_and_with_a_broken_one_too(story: Scene) -> None:
    file = state_of(story) / "checkpoints.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b'"entries":', b'"entries":1'))
    broken = dossier_of(story, due="2024-05-06")
    assert broken.checkpoint is None
    assert "không kiểm tra được" in broken.warning


def test_it_reads_few_entries_of_a_long_trail(story: Scene) -> None:
    """What other obligations wrote at other hours is not read."""
    began = at("2024-05-10 07:00")
    with story.office.writing() as session:
        for hour in range(200):
            events = [Event("obligation.opened", f"obligation:{n}", {}) for n in range(100, 110)]
            append(session, began + timedelta(hours=hour), events)
    asked: list[str] = []

    def remember(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(story.office.database, "before_cursor_execute", remember)
    try:
        file = dossier_of(story, due="2024-05-06")
    finally:
        event.remove(story.office.database, "before_cursor_execute", remember)
    assert all(row.proof for row in file.notices)
    scans = [one for one in asked if "subject IN" in one and "BETWEEN" not in one]
    assert scans == []


def test_entries_out_of_order_are_found_all_the_same(office: Scene) -> None:
    """A clock that was set back: halving misses them, the whole trail is read."""
    office.day("2024-04-26")
    with office.office.writing() as session:
        append(
            session, at("2023-01-01 07:00"), [Event("obligation.opened", "obligation:0", {})] * 40
        )
    file = dossier_of(office)
    assert file.opened
    assert all(notice.proof for notice in file.notices)


def test_a_date_that_the_calendar_moved_is_told(office: Scene) -> None:
    office.day("2024-04-26")
    row = office.obligation(due="2024-06-05")
    with office.office.writing() as session:
        stored = session.get_one(Obligation, row.id)
        stored.late_from = stored.late_from - timedelta(days=1)
        data = {"before": {}, "after": {"late_from": stored.late_from.isoformat()}}
        append(
            session,
            at("2024-04-27 07:00"),
            [Event("obligation.moved", f"obligation:{row.id}", data)],
        )
    [moved] = dossier_of(office, due="2024-06-05").decisions
    assert moved.what == "đổi hạn theo lịch làm việc hoặc văn bản"
    assert moved.proof


def test_a_decision_taken_back_stands_beside_the_one_that_takes_it_back(office: Scene) -> None:
    office.day("2024-04-26")
    of = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
    with desk(office.office, at("2024-04-26 09:00")) as opened:
        extend.extend(opened, extend.Request(of, 3, Grounds("bão", "Phó Chủ tịch")))
    with desk(office.office, at("2024-04-26 10:00")) as opened:
        undo_decision.undo(opened, undo_decision.Request(1, Grounds("ghi nhầm", "Chánh Văn phòng")))
    granted, taken_back = dossier_of(office).decisions
    assert granted.what == "gia hạn 03 ngày"
    assert taken_back.what == (
        "rút lại quyết định gia hạn ghi 09 giờ ngày 26/4/2024; đến hết ngày 02/5/2024 không vì thế "
        "mà quá hạn"
    )
    assert (taken_back.reason, taken_back.approver) == ("ghi nhầm", "Chánh Văn phòng")
    assert all((granted.proof, taken_back.proof, taken_back.more))


def test_it_prints(story: Scene) -> None:
    made = dict(files(dossier_of(story, due="2024-05-06"), at(NOW)))
    assert {"ho-so.docx", "ho-so.pdf"} <= set(made)


def owed(**more: object) -> Obligation:
    """Return an obligation due on Sunday 5 May 2024, as it would be stored."""
    dates = {"due_on": date(2024, 5, 5), "original_due_on": date(2024, 5, 5)}
    plain = {"aim_on": date(2024, 5, 4), "late_from": at("2024-05-07 00:00"), "kind": "obligation"}
    readings = {"sense": "before", "before": "lenient", "roll": True}
    known = {"registered_at": at("2024-04-26 07:00"), "state": "open"}
    return Obligation(**{**dates, **plain, "readings": readings, **known, **more})


@pytest.mark.parametrize(
    ("row", "decided", "why"),
    [
        (
            owed(
                readings={"sense": "before", "before": "strict", "roll": True},
                late_from=at("2024-05-05 00:00"),
            ),
            False,
            "Văn phòng tính ngày trước ngày văn bản nêu, 04/5/2024, là còn trong hạn",
        ),
        (
            owed(
                kind="target",
                readings={"sense": "by", "before": "lenient", "roll": True},
                late_from=at("2024-05-06 00:00"),
            ),
            False,
            "hết ngày 05/5/2024 mới quá hạn",
        ),
        (
            owed(late_from=at("2024-05-09 00:00")),
            True,
            "Văn phòng tính cả ngày văn bản nêu, 05/5/2024, là còn trong hạn; ngày ấy là Chủ nhật "
            "nên tính đến hết ngày 06/5/2024 (khoản 5 Điều 148 Bộ luật Dân sự năm 2015, áp dụng "
            "tương tự); theo quyết định nêu tại mục 7",
        ),
    ],
    ids=["strict", "target", "paused"],
)
def test_the_lenient_reading_explains_itself(
    rulebook: Rulebook, row: Obligation, decided: bool, why: str
) -> None:
    assert reading_of(row, rulebook.calendar, decided=decided).late_why == why


@pytest.mark.parametrize(
    ("row", "now", "said"),
    [
        (owed(kind="target"), "2024-05-06 10:00", "chỉ tiêu (còn trong hạn): "),
        (owed(kind="target"), "2024-05-07 10:00", "chỉ tiêu (hạn ngày "),
        (owed(), "2024-05-05 10:00", "còn trong hạn"),
        (owed(), "2024-05-06 10:00", "đã đến hạn, chưa tính quá hạn"),
        (owed(state="historic"), "2024-05-09 10:00", "chưa có dữ liệu để kết luận"),
        (
            owed(
                state="suspended",
                suspended_until=date(2024, 5, 10),
                late_from=at("2024-05-11 00:00"),
            ),
            "2024-05-09 10:00",
            "đang tạm dừng đến hết ngày 10/5/2024",
        ),
        (
            owed(state="withdrawn", withdrawn_at=at("2024-05-02 07:00")),
            "2024-05-09 10:00",
            "không còn phải thực hiện nhiệm vụ này từ 07 giờ ngày 02/5/2024",
        ),
        (
            owed(via_checked_at=at("2024-05-07 09:00")),
            "2024-05-08 10:00",
            "BHXH huyện đã xác nhận chưa nhận được, 09 giờ ngày 07/5/2024",
        ),
    ],
)
def test_the_outcome_is_a_whole_sentence(row: Obligation, now: str, said: str) -> None:
    found = outcome(row, "UBND xã Đại Phú", "BHXH huyện", at(now))
    assert said in found
    assert found.endswith(".")
