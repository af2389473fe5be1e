"""Reports with figures: taken or refused, returned and revised, accepted, frozen, adjusted."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from dondoc.desk.accept import take_as_it_is
from dondoc.errors import Refused
from dondoc.forms import figures_of
from dondoc.looking.status import status
from dondoc.reports.checks import FiguresRefused
from dondoc.reports.filed import (
    corrections_into,
    counting,
    rounds_told,
)
from dondoc.reports.prefill import From, prefill
from dondoc.reports.return_report import return_report
from dondoc.reports.undo import undo
from dondoc.reports.view import report_view, round_view
from models import Entry, Obligation, Report
from rules.meaning.figures import Figures, Filled
from tests.offices import D2024, DAI_PHU, Scene, at
from tests.reporting import (
    MAY,
    MINORITY,
    NEAR_POOR,
    changed,
    file_report,
    form,
    group,
    sign_round,
)

VAN_SON, HONG_LAC, HONG_SON = "Vân Sơn", "Hồng Lạc", "Hồng Sơn"
JUNE = form(
    "2024-05-31",
    can_ngheo=group(opening=15, enrolled=3, closing=12, carded=3, not_joining=2),
    dtts=group(opening=90, enrolled=10, closing=80, carded=10),
)
BHXH, SIGNED = "bhxh-huyen/officer", "consolidation.signed"


@pytest.fixture
def scene(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


def uid(scene: Scene, name: str, on: str = "2024-05-05") -> str:
    return scene.office.rulebook.bodies.named(name, date.fromisoformat(on)).uid


def give_back(scene: Scene, when: str, bearer: str = DAI_PHU, **reasons: str) -> Report:
    said = {"can-ngheo.closing": "chưa khớp danh sách BHXH"} | reasons
    with scene.office.writing() as session:
        row = scene.obligation(bearer)
        return return_report(session, scene.work, row.id, said, BHXH, at(when))


def sign(scene: Scene, month: str = "2024-05") -> int:
    """Sign the round of `month`; return how many reports stand still by it."""
    return len(sign_round(scene, f"{month}-10").frozen)


def nil_elsewhere(scene: Scene) -> None:
    """File a nil report of a commune that is asked for no group."""
    nil = Filled(as_of=date(2024, 4, 30), nil=True)
    file_report(scene, nil, "2024-05-03 09:00", uid(scene, "Tân Thanh"))


def counted(scene: Scene, due: str = "2024-05-05", bearer: str = DAI_PHU) -> Figures | None:
    row = scene.obligation(bearer, due)
    with scene.office.reading() as session:
        return figures_of(scene.office.rulebook, counting(session, [row.id]).get(row.id))


def refusals(refused: FiguresRefused) -> dict[str, str]:
    return {remark.at: remark.policy for remark in refused.remarks}


def test_a_report_that_is_right_is_taken_with_its_figures(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    done = file_report(any_office, MAY, "2024-05-03 10:00")
    assert done.recorded.on_time
    figures = counted(any_office)
    assert figures is not None
    assert figures.as_of == date(2024, 4, 30)
    assert figures.groups[NEAR_POOR].closing == 15
    assert figures.groups[MINORITY].plus == 2
    assert any_office.obligation().state == "submitted"


def test_a_refused_sum_changes_nothing_and_says_where(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    with any_office.office.reading() as session:
        before = session.scalar(select(func.count()).select_from(Entry))
    with pytest.raises(FiguresRefused) as refused:
        file_report(any_office, changed(MAY, closing=16), "2024-05-03 10:00")
    assert refusals(refused.value) == {"can-ngheo.closing": "tang-giam-khong-khop"}
    assert "Chưa tham gia BHYT cuối kỳ): không khớp" in str(refused.value)
    assert "lệch −1 người so với cuối kỳ (16)" in str(refused.value)
    assert any_office.obligation().state == "open"
    with any_office.office.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0
        assert session.scalar(select(func.count()).select_from(Entry)) == before


def test_a_warning_is_taken_once_the_filer_says_a_word(scene: Scene) -> None:
    doubtful = changed(MAY, not_joining=16)
    with pytest.raises(FiguresRefused) as refused:
        file_report(scene, doubtful, "2024-05-03 10:00")
    assert refusals(refused.value) == {"can-ngheo.not_joining": "khong-tham-gia-vuot-cuoi-ky"}
    word = {"can-ngheo.not_joining": "một người đã tham gia nhưng khai lại"}
    done = file_report(scene, replace(doubtful, explanations=word), "2024-05-03 10:00")
    assert [remark.policy for remark in done.explained] == ["khong-tham-gia-vuot-cuoi-ky"]
    with scene.office.reading() as session:
        report = session.get_one(Report, done.recorded.report)
        assert report.explanations == word


def test_no_word_explains_what_blocks(scene: Scene) -> None:
    wrong = replace(changed(MAY, closing=16), explanations={"can-ngheo.closing": "vẫn đúng"})
    with pytest.raises(FiguresRefused, match="không khớp"):
        file_report(scene, wrong, "2024-05-03 10:00")


def test_nil_is_a_full_report_of_a_body_without_groups(scene: Scene) -> None:
    nil = Filled(date(2024, 4, 30), nil=True)
    file_report(scene, nil, "2024-05-03 10:00", uid(scene, VAN_SON))
    figures = counted(scene, bearer=uid(scene, VAN_SON))
    assert figures is not None
    assert (figures.nil, figures.groups) == (True, {})


def test_a_nil_report_carries_the_last_closing_on(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    file_report(scene, Filled(date(2024, 5, 31), nil=True), "2024-06-03 10:00", due="2024-06-05")
    figures = counted(scene, "2024-06-05")
    assert figures is not None
    assert figures.groups[NEAR_POOR].opening == figures.groups[NEAR_POOR].closing == 15
    assert figures.groups[NEAR_POOR].difference == 0


@pytest.mark.parametrize(
    ("as_of", "policy"), [("2024-06-04", "so-lieu-tuong-lai"), ("2024-04-30", "so-lieu-ky-truoc")]
)
def test_a_nil_report_too_is_of_its_own_period(scene: Scene, as_of: str, policy: str) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    nil = Filled(date.fromisoformat(as_of), nil=True)
    with pytest.raises(FiguresRefused) as refused:
        file_report(scene, nil, "2024-06-03 10:00", due="2024-06-05")
    assert refusals(refused.value) == {"as_of": policy}


def test_a_body_is_not_asked_for_a_group_that_is_not_its_own(scene: Scene) -> None:
    with pytest.raises(FiguresRefused, match="không được giao nhóm này"):
        file_report(scene, MAY, "2024-05-03 10:00", uid(scene, "Chi Thiết"))


def test_figures_and_nil_at_once_are_refused(scene: Scene) -> None:
    with pytest.raises(FiguresRefused, match="đã chọn “Không phát sinh” mà vẫn ghi số liệu"):
        file_report(scene, replace(MAY, nil=True), "2024-05-03 10:00")


def test_june_opens_where_may_closed(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    wrong = changed(JUNE, opening=16, closing=13)
    with pytest.raises(FiguresRefused) as refused:
        file_report(scene, wrong, "2024-06-03 10:00", due="2024-06-05")
    assert refusals(refused.value) == {"can-ngheo.opening": "dau-ky-lech"}
    file_report(scene, JUNE, "2024-06-03 10:00", due="2024-06-05")


def test_figures_added_to_a_paper_keep_the_day_the_paper_came(scene: Scene) -> None:
    scene.record("2024-05-03 10:00")
    assert counted(scene) is None
    done = file_report(scene, MAY, "2024-05-20 10:00")
    assert (done.recorded.revision, done.recorded.on_time) == (2, True)
    assert scene.obligation().received_at == at("2024-05-03 10:00")


def test_a_returned_report_has_its_own_reply_date_and_stays_done(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    file_report(any_office, MAY, "2024-05-03 10:00")
    # Friday 03/5; Saturday 04/5 is a make-up working day, Monday 06/5 the second.
    returned = give_back(any_office, "2024-05-03 15:00")
    assert (returned.state, returned.reply_by) == ("returned", date(2024, 5, 6))
    assert any_office.obligation().state == "returned"
    any_office.days("2024-05-04", "2024-05-16")
    assert {notice.rung for notice in any_office.notices()} == {1, None}
    done = file_report(any_office, changed(MAY, left=1, closing=14), "2024-05-17 10:00")
    assert (done.recorded.revision, done.recorded.on_time) == (2, True)
    assert any_office.obligation().received_at == at("2024-05-03 10:00")


def test_every_revision_is_kept_and_compared(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    give_back(scene, "2024-05-03 15:00", done="nêu rõ số hộ")
    file_report(scene, changed(MAY, left=1, closing=14), "2024-05-04 10:00")
    with scene.office.reading() as session:
        view = report_view(session, scene.office.rulebook, scene.obligation())
    first, second = view["revisions"]
    assert first["state"] == "returned"
    assert first["reasons"] == {
        "can-ngheo.closing": "chưa khớp danh sách BHXH",
        "done": "nêu rõ số hộ",
    }
    assert [(c["at"], c["before"], c["after"]) for c in second["changes"]] == [
        ("can-ngheo.left", 0, 1),
        ("can-ngheo.closing", 15, 14),
    ]


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ({}, "cần nêu lý do"),
        ({"done": " "}, "cần nêu lý do"),
        ({"can-ngheo.total": "sai"}, "không có ô 'can-ngheo.total'; có: report, as_of, nil, can-n"),
    ],
)
def test_a_return_names_its_reason_at_a_figure(
    scene: Scene, reasons: dict[str, str], said: str
) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    row = scene.obligation()
    with scene.office.writing() as session, pytest.raises(Refused, match=said):
        return_report(session, scene.work, row.id, reasons, BHXH, at("2024-05-03 15:00"))


def test_an_accepted_report_is_returned_before_it_is_revised(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    with scene.office.writing() as session:
        take_as_it_is(
            session, scene.office.rulebook, scene.obligation().id, BHXH, at("2024-05-03 11:00")
        )
    assert scene.obligation().state == "accepted"
    with pytest.raises(Refused, match="nơi nhận phải trả lại trước"):
        file_report(scene, MAY, "2024-05-03 12:00", revises=True)
    give_back(scene, "2024-05-03 15:00")
    file_report(scene, MAY, "2024-05-04 10:00")


def test_what_has_no_figures_or_is_not_there_is_not_accepted(scene: Scene) -> None:
    with scene.office.writing() as session, pytest.raises(Refused, match="đang chờ chấp nhận"):
        take_as_it_is(
            session, scene.office.rulebook, scene.obligation().id, BHXH, at("2024-05-03 09:00")
        )
    scene.record("2024-05-03 10:00")
    with scene.office.writing() as session, pytest.raises(Refused, match="chưa có số liệu"):
        take_as_it_is(
            session, scene.office.rulebook, scene.obligation().id, BHXH, at("2024-05-03 11:00")
        )


def test_a_second_report_has_to_be_meant(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    with pytest.raises(Refused, match="nếu là bản sửa, thêm --revise"):
        file_report(scene, MAY, "2024-05-03 11:00")
    assert file_report(scene, MAY, "2024-05-03 11:00", revises=True).recorded.revision == 2


def test_a_revision_cannot_have_come_before_the_first_report(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-08 10:00")
    with pytest.raises(Refused, match="không thể nhận trước bản đầu"):
        file_report(scene, MAY, "2024-05-08 11:00", received="2024-05-04 10:00", revises=True)


def test_undoing_a_revision_lets_the_one_before_count(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    give_back(scene, "2024-05-03 15:00")
    file_report(scene, changed(MAY, left=1, closing=14), "2024-05-04 10:00")
    with scene.office.writing() as session:
        undo(session, scene.obligation().id, "nhầm xã", BHXH, at("2024-05-04 11:00"))
    assert scene.obligation().state == "returned"
    assert scene.obligation().received_at == at("2024-05-03 10:00")
    figures = counted(scene)
    assert figures is not None
    assert figures.groups[NEAR_POOR].closing == 15


def test_a_correction_after_the_signature_counts_in_the_next_round(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    file_report(any_office, MAY, "2024-05-03 10:00")
    assert sign(any_office) == 1
    corrected = changed(MAY, left=2, closing=13)
    with pytest.raises(Refused, match="điều chỉnh kỳ trước của kỳ sau: thêm --revise"):
        file_report(any_office, corrected, "2024-05-20 10:00")
    done = file_report(any_office, corrected, "2024-05-20 10:00", revises=True).recorded
    june = any_office.obligation(due="2024-06-05")
    assert (done.adjustment, done.adjusts_id, done.on_time) == (True, june.id, True)
    frozen = counted(any_office)
    assert frozen is not None
    assert frozen.groups[NEAR_POOR].closing == 15
    assert any_office.obligation().received_at == at("2024-05-03 10:00")
    with any_office.office.reading() as session:
        assert corrections_into(session, any_office.office.rulebook, [june.id]) == {
            june.id: {NEAR_POOR: -2, MINORITY: 0}
        }
        offered = prefill(session, any_office.office.rulebook, june).values
    assert offered["can-ngheo.opening"].value == 15
    assert offered["can-ngheo.adjusted"].value == -2
    assert offered["can-ngheo.adjusted"].source is From.CORRECTION
    adjusted = changed(JUNE, adjusted=-2, closing=10)
    file_report(any_office, adjusted, "2024-06-03 10:00", due="2024-06-05")


def test_a_nil_report_after_a_correction_carries_what_the_correction_left(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    sign(scene)
    file_report(scene, changed(MAY, left=2, closing=13), "2024-05-20 10:00", revises=True)
    nil = Filled(date(2024, 5, 31), nil=True, texts=MAY.texts)
    file_report(scene, nil, "2024-06-03 10:00", due="2024-06-05")
    june = counted(scene, "2024-06-05")
    assert june is not None
    poor = june.groups[NEAR_POOR]
    assert (poor.opening, poor.closing) == (15, 13)


def test_a_second_correction_counts_only_what_it_changes(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    sign(scene)
    file_report(scene, changed(MAY, left=2, closing=13), "2024-05-20 10:00", revises=True)
    file_report(scene, changed(JUNE, adjusted=-2, closing=10), "2024-06-03 10:00", due="2024-06-05")
    sign(scene, "2024-06")
    file_report(scene, changed(MAY, left=5, closing=10), "2024-06-20 10:00", revises=True)
    june, july = (scene.obligation(due=due) for due in ("2024-06-05", "2024-07-05"))
    with scene.office.reading() as session:
        found = corrections_into(session, scene.office.rulebook, [june.id, july.id])
    assert [found[row.id][NEAR_POOR] for row in (june, july)] == [-2, -3]


def test_a_frozen_report_is_neither_returned_nor_undone(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    sign(scene)
    with pytest.raises(Refused, match="bản điều chỉnh"):
        give_back(scene, "2024-05-20 10:00")
    with scene.office.writing() as session, pytest.raises(Refused, match="chỉ điều chỉnh"):
        undo(session, scene.obligation().id, "nhầm", BHXH, at("2024-05-20 10:00"))


@pytest.mark.whole
def test_returned_figures_are_neither_consolidated_nor_frozen(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    may = scene.obligation().id
    with scene.office.reading() as session:
        told = rounds_told(session, scene.office.rulebook, Obligation.id == may)
        assert told.figures[may].groups[NEAR_POOR].closing == 15
    give_back(scene, "2024-05-03 15:00")
    nil_elsewhere(scene)
    assert sign(scene) == 1
    assert scene.obligation().state == "returned"
    with scene.office.reading() as session:
        told = rounds_told(session, scene.office.rulebook, Obligation.id == may)
        assert told.figures == {}


@pytest.mark.whole
def test_a_paper_without_figures_is_not_frozen(scene: Scene) -> None:
    scene.record("2024-05-03 10:00")
    nil_elsewhere(scene)
    assert sign(scene) == 1
    assert file_report(scene, MAY, "2024-05-20 10:00").recorded.adjustment is False


def test_a_correction_never_makes_a_late_report_punctual(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-10 10:00")
    sign(scene)
    corrected = changed(MAY, left=2, closing=13)
    file_report(scene, corrected, "2024-05-20 10:00", received="2024-05-02 10:00", revises=True)
    with scene.office.reading() as session:
        counts = status(session, scene.office.rulebook, D2024, at("2024-05-21 00:00"))
    [may] = [c for c in counts if (c.duty, c.due_on) == ("bao-cao-thang", date(2024, 5, 5))]
    assert (may.done_on_time, may.done_late) == (0, 1)


def test_the_last_correction_of_the_year_is_stored_without_a_round(scene: Scene) -> None:
    december = replace(MAY, as_of=date(2024, 11, 30))
    file_report(scene, december, "2024-12-03 10:00", due="2024-12-05")
    sign(scene, "2024-12")
    done = file_report(
        scene,
        changed(december, left=1, closing=14),
        "2024-12-20 10:00",
        due="2024-12-05",
        revises=True,
    ).recorded
    assert (done.adjustment, done.adjusts_id) == (True, None)


def test_an_heir_opens_with_what_its_predecessors_closed_with(scene: Scene) -> None:
    old = uid(scene, HONG_LAC)
    mine = form("2024-07-31", can_ngheo=group(opening=9, enrolled=2, closing=7, carded=2))
    file_report(scene, mine, "2024-08-02 10:00", old, "2024-08-05")
    scene.sweep("2024-09-02 07:00")
    heir = scene.obligation(uid(scene, HONG_SON, "2024-09-05"), "2024-09-05")
    with scene.office.reading() as session:
        offered = prefill(session, scene.office.rulebook, heir).values
    assert offered["can-ngheo.opening"].value == 7
    assert offered["can-ngheo.enrolled"].value is None


def test_prefilled_figures_say_where_they_come_from(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    with scene.office.reading() as session:
        found = prefill(session, scene.office.rulebook, scene.obligation(due="2024-06-05"))
    value = found.values
    assert (value["as_of"].value, value["as_of"].source) == (date(2024, 5, 31), From.PERIOD)
    assert (value["can-ngheo.opening"].value, value["can-ngheo.opening"].source) == (
        15,
        From.CLOSING,
    )
    assert (value["can-ngheo.enrolled"].value, value["can-ngheo.enrolled"].source) == (5, From.LAST)
    assert value["can-ngheo.closing"].value is None


def test_a_round_shows_who_is_in(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-03 10:00")
    with scene.office.reading() as session:
        [mine, other] = round_view(
            session,
            scene.office.rulebook,
            [scene.obligation(), scene.obligation(uid(scene, VAN_SON))],
        )
    assert (mine["state"], mine["revision"], mine["has_figures"]) == ("submitted", 1, True)
    assert (other["state"], other["received_at"], other["on_time"]) == ("open", None, None)


def test_the_trail_holds_no_figure_and_no_sentence(scene: Scene) -> None:
    said = replace(
        changed(MAY, opening=4321, closing=4316), explanations={"can-ngheo.opening": "bà Nguyễn X"}
    )
    file_report(scene, said, "2024-05-03 10:00")
    give_back(scene, "2024-05-03 15:00", done="ông Trần Y chưa ký")
    file_report(scene, said, "2024-05-04 10:00")
    sign(scene)
    file_report(scene, changed(said, left=1, closing=4315), "2024-05-20 10:00", revises=True)
    entries = [
        entry
        for kind in ("report.recorded", "report.returned", "report.adjusted", SIGNED)
        for entry in scene.entries(kind)
    ]
    consolidator = f"obligation:{scene.obligation('bhxh-huyen', '2024-05-10').id}"
    # Two of the commune, one return, the consolidator's own, its signature, one correction.
    assert len(entries) == 6
    # Nor does any other entry, also not those that bind the rows.
    with scene.office.reading() as session:
        everything = "".join(session.scalars(select(Entry.data)))
    for secret in ("Nguyễn X", "Trần Y", 'opening\\":4321'):
        assert secret not in everything
    for entry in entries:
        for secret in ("Nguyễn", "Trần", "tuyên truyền", "4321", "4315"):
            assert secret not in entry.data
        # Of the consolidator's own report only its paper is known.
        own = entry.subject == consolidator and entry.kind == "report.recorded"
        assert ("sha256" in entry.data or '"reasons#"' in entry.data) is not own
