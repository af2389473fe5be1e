"""A consolidation is signed, in part or in full: what is in it stands still from then on."""

from datetime import date
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from dondoc.consolidation.consolidate import consolidation, signed_round
from dondoc.consolidation.round import Lack, Readiness
from dondoc.consolidation.signatures import signatures_of
from dondoc.consolidation.unsign import unsign
from dondoc.consolidation.view import consolidation_view
from dondoc.decisions.decide import Grounds, move
from dondoc.errors import Refused
from dondoc.looking.status import status
from dondoc.reports.filed import corrections_into
from dondoc.reports.return_report import return_report
from dondoc.reports.undo import undo
from models import Obligation, Report, Signature
from rules.meaning.figures import Filled
from tests.offices import D2024, DAI_PHU, Scene, at, played
from tests.reporting import MAY, NEAR_POOR, changed, file_report, form, group, sign_round
from tests.rounds import MISSING, OPENS, RETURNED, file_all, filled, inputs, round_of_may, uids

TENTH, BHXH = date(2024, 5, 10), "bhxh-huyen/officer"


def view(scene: Scene, as_of: str | None = None) -> dict[str, Any]:
    with scene.office.reading() as session:
        moment = at(as_of) if as_of else None
        found = consolidation(session, scene.office.rulebook, D2024, TENTH, moment)
        return consolidation_view(found)


def signed(scene: Scene, revision: int) -> dict[str, Any]:
    with scene.office.reading() as session:
        found = signed_round(session, scene.office.rulebook, D2024, TENTH, revision)
        return consolidation_view(found)


def own(scene: Scene) -> Obligation:
    return scene.obligation("bhxh-huyen", "2024-05-10")


def take_back(scene: Scene, when: str, reason: str = "ghi nhầm đợt") -> Signature:
    with scene.office.writing() as session:
        return unsign(session, scene.office.rulebook, D2024, TENTH, reason, BHXH, at(when))[0]


@played
def late_ones(scene: Scene, when: str) -> None:
    """File what was missing: three late communes, and the returned one's revision."""
    wanted = uids(scene, *MISSING, RETURNED)
    for place, row in enumerate(inputs(scene)):
        if row.bearer_uid in wanted:
            file_report(scene, filled(scene, row, place), when, row.bearer_uid)


def test_a_partial_one_counts_as_filed_and_names_the_absent(any_office: Scene) -> None:
    round_of_may(any_office)
    done = sign_round(any_office, when="2024-05-09 16:00")
    assert (done.signature.revision, done.signature.partial) == (1, True)
    assert (len(done.frozen), done.recorded.on_time) == (5, True)
    assert {line.body.uid for line in done.found.missing} == uids(any_office, *MISSING, RETURNED)
    assert own(any_office).state == "submitted"
    with any_office.office.reading() as session:
        counts = status(session, any_office.office.rulebook, D2024, at("2024-05-11 00:00"))
    [bhxh] = [c for c in counts if (c.duty, c.due_on) == ("tong-hop-thang", TENTH)]
    assert (bhxh.done_on_time, bhxh.open_overdue) == (1, 0)
    [entry] = any_office.entries("consolidation.signed")
    told = orjson.loads(entry.data)
    assert (told["bodies_in"], told["absent"], len(told["reports"])) == (5, 4, 5)


def test_partial_on_the_ninth_full_on_the_tenth(any_office: Scene) -> None:
    round_of_may(any_office)
    before = view(any_office)["totals"]
    sign_round(any_office, when="2024-05-09 16:00")
    late_ones(any_office, "2024-05-10 08:00")
    done = sign_round(any_office, when="2024-05-10 15:00", partial=False)
    assert (done.signature.revision, done.signature.partial, len(done.frozen)) == (2, False, 4)
    assert done.recorded.revision == 2
    # The first one in time decides; the full one does not make it later.
    assert own(any_office).received_at == at("2024-05-09 16:00")
    now = view(any_office)
    assert [one["bodies_in"] for one in now["signed"]] == [5, 9]
    assert all(row["frozen"] for row in now["per_body"])
    first, second = signed(any_office, 1), signed(any_office, 2)
    assert first["totals"] == before
    assert (first["state"], second["state"]) == ("partial", "ready")
    assert second["totals"] == now["totals"] != before


def test_what_is_read_as_of_the_closing_is_what_was_signed(any_office: Scene) -> None:
    """The stored lines and the as-of reading are two ways to the same reports."""
    round_of_may(any_office)
    sign_round(any_office, when="2024-05-09 16:00")
    late_ones(any_office, "2024-05-10 08:00")
    sign_round(any_office, when="2024-05-10 15:00")
    file_report(
        any_office,
        changed(MAY, left=2, closing=13),
        "2024-05-20 10:00",
        uid_in(any_office),
        revises=True,
    )
    with any_office.office.reading() as session:
        held = signatures_of(session, own(any_office).id)
        assert [len(one.reports) for one in held] == [5, 9]
        for one in held:
            found = signed_round(
                session, any_office.office.rulebook, D2024, TENTH, one.signature.revision
            )
            assert {line.report.id for line in found.present if line.report} == one.reports


def uid_in(scene: Scene) -> str:
    """Return a commune of both groups that is in the signed round."""
    [uid] = uids(scene, "Đại Phú")
    assert uid == DAI_PHU
    return uid


def test_any_past_instant_reads_as_it_was(office: Scene) -> None:
    office.day(OPENS)
    file_report(office, MAY, "2024-05-03 10:00")
    steps = {"2024-05-02 00:00": view(office, "2024-05-02 00:00")}
    steps["2024-05-03 12:00"] = view(office)
    with office.office.writing() as session:
        reasons = {"can-ngheo.closing": "chưa khớp danh sách"}
        row = office.obligation()
        return_report(session, office.work, row.id, reasons, BHXH, at("2024-05-03 15:00"))
    steps["2024-05-03 16:00"] = view(office)
    file_report(office, changed(MAY, left=1, closing=14), "2024-05-04 09:00")
    steps["2024-05-04 10:00"] = view(office)
    with office.office.writing() as session:
        undo(session, office.obligation().id, "nhầm xã", BHXH, at("2024-05-04 11:00"))
    for moment, then in steps.items():
        assert view(office, moment) | {"as_of": None} == then | {"as_of": None}
    states = [then["state"] for then in steps.values()]
    assert states == ["blocked", "partial", "blocked", "partial"]
    assert view(office)["state"] == "blocked"


def test_a_report_that_came_after_the_closing_is_not_in_it(office: Scene) -> None:
    round_of_may(office)
    late_ones(office, "2024-05-09 09:00")
    done = sign_round(office, when="2024-05-09 16:00", closed_at=at("2024-05-09 08:00"))
    assert (len(done.frozen), done.signature.partial) == (5, True)
    document = view(office)
    assert (document["state"], sum(row["frozen"] for row in document["per_body"])) == ("ready", 5)


def test_figures_that_changed_after_the_closing_refuse_the_signature(office: Scene) -> None:
    office.day(OPENS)
    file_all(office)
    file_report(office, changed(MAY, left=1, closing=14), "2024-05-04 09:00", revises=True)
    with pytest.raises(Refused, match="Xã Đại Phú đã thay đổi sau thời điểm chốt"):
        sign_round(office, when="2024-05-09 16:00", closed_at=at("2024-05-03 12:00"))
    assert own(office).state == "open"
    assert office.entries("consolidation.signed") == []


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"partial": False}, r"còn 4 đơn vị chưa có số liệu \(.*Chi Thiết.*--partial"),
        ({"closed_at": at("2024-05-09 17:00")}, "ở sau hiện tại.*--closed-at"),
        (
            {"closed_at": at("2024-05-01 17:00"), "partial": False},
            "chưa có báo cáo nào để tổng hợp: còn 9 đơn vị .*--partial",
        ),
        ({"received": at("2024-05-09 17:00")}, "ở sau hiện tại.*--received-at"),
    ],
)
def test_what_cannot_be_signed_changes_nothing(
    office: Scene, more: dict[str, Any], says: str
) -> None:
    round_of_may(office)
    with pytest.raises(Refused, match=says):
        sign_round(office, when="2024-05-09 16:00", **more)
    assert not any(row["frozen"] for row in view(office)["per_body"])
    assert own(office).state == "open"


def test_the_same_figures_are_not_signed_twice(office: Scene) -> None:
    round_of_may(office)
    sign_round(office, when="2024-05-09 16:00")
    with pytest.raises(Refused, match=r"lúc 16:00 ngày 09/5/2024.*dondoc unsign"):
        sign_round(office, when="2024-05-09 16:05")


def test_a_consolidation_that_was_returned_is_signed_again(office: Scene) -> None:
    round_of_may(office)
    sign_round(office, when="2024-05-09 16:00")
    with office.office.writing() as session:
        reasons, moment = {"report": "thiếu phụ lục"}, at("2024-05-10 09:00")
        return_report(session, office.work, own(office).id, reasons, "ubnd-huyen/officer", moment)
    done = sign_round(office, when="2024-05-10 15:00")
    assert (done.signature.revision, done.frozen) == (2, ())


def test_a_signature_recorded_by_mistake_is_taken_back(any_office: Scene) -> None:
    round_of_may(any_office)
    sign_round(any_office, when="2024-05-09 16:00")
    signature = take_back(any_office, "2024-05-09 17:00")
    assert signature.undone_reason == "ghi nhầm đợt"
    assert own(any_office).state == "open"
    document = view(any_office)
    assert document["signed"] == []
    assert not any(row["frozen"] for row in document["per_body"])
    assert len(view(any_office, "2024-05-09 16:30")["signed"]) == 1
    with any_office.office.reading() as session:
        frozen = session.scalars(select(Report.id).where(Report.frozen_by.is_not(None))).all()
    assert frozen == []
    # Its number is not given away again, its figures move as before.
    again = sign_round(any_office, when="2024-05-09 18:00")
    assert (again.signature.revision, len(again.frozen)) == (2, 5)
    with pytest.raises(Refused, match="không có lần ký 1; có: 2"):
        signed(any_office, 1)


def test_taking_back_the_full_one_leaves_the_partial_one(office: Scene) -> None:
    round_of_may(office)
    sign_round(office, when="2024-05-09 16:00")
    late_ones(office, "2024-05-10 08:00")
    sign_round(office, when="2024-05-10 15:00")
    take_back(office, "2024-05-10 16:00")
    document = view(office)
    assert [one["bodies_in"] for one in document["signed"]] == [5]
    assert sum(row["frozen"] for row in document["per_body"]) == 5
    assert own(office).state == "submitted"


def test_what_a_correction_rests_on_is_not_taken_back(office: Scene) -> None:
    round_of_may(office)
    sign_round(office, when="2024-05-09 16:00")
    file_report(office, changed(MAY, left=2, closing=13), "2024-05-20 10:00", revises=True)
    with pytest.raises(Refused, match="Xã Đại Phú đã có điều chỉnh kỳ trước"):
        take_back(office, "2024-05-21 09:00")
    assert len(view(office)["signed"]) == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_taking_back_needs_a_reason_and_a_signature(office: Scene, reason: str) -> None:
    round_of_may(office)
    with pytest.raises(Refused, match="chưa có báo cáo tổng hợp nào được ký"):
        take_back(office, "2024-05-09 17:00")
    sign_round(office, when="2024-05-09 16:00")
    with pytest.raises(Refused, match="cần nêu lý do"):
        take_back(office, "2024-05-09 17:00", reason)


def test_the_report_of_a_signed_consolidation_is_undone_by_its_signature_only(
    office: Scene,
) -> None:
    round_of_may(office)
    sign_round(office, when="2024-05-09 16:00")
    with office.office.writing() as session, pytest.raises(Refused, match="dondoc unsign"):
        undo(session, own(office).id, "nhầm", BHXH, at("2024-05-09 17:00"))


def test_who_filed_on_paper_without_figures_is_absent_and_not_frozen(office: Scene) -> None:
    office.day(OPENS)
    file_all(office, frozenset({DAI_PHU}))
    office.record("2024-05-03 10:00")
    done = sign_round(office, when="2024-05-09 16:00")
    [line] = done.found.missing
    assert (line.body.uid, line.lack) == (DAI_PHU, Lack.NO_FIGURES)
    assert done.found.readiness is Readiness.PARTIAL
    # Its figures may still be added to the paper that is on file.
    assert not file_report(office, MAY, "2024-05-09 17:00").recorded.adjustment
    assert NEAR_POOR in view(office)["totals"]


def test_an_extension_granted_later_changes_nothing_of_a_past_round(office: Scene) -> None:
    round_of_may(office)
    office.day("2024-05-07")
    then = view(office, "2024-05-07 08:00")
    with office.office.writing() as session:
        [uid] = uids(office, MISSING[0])
        row = session.merge(office.obligation(uid))
        grounds, now = Grounds("lũ cuốn cầu", "ubnd-huyen/leader"), at("2024-05-07 14:00")
        move(session, office.office.rulebook, [row], 5, grounds, now, extension=True)
    file_report(office, filled(office, row, 0), "2024-05-09 09:00", uid, "2024-05-10")
    assert view(office, "2024-05-07 08:00") == then
    [line] = [line for line in view(office)["per_body"] if line["bearer"] == uid]
    assert line["on_time"] is True


def test_a_round_that_nobody_was_in_yet_is_no_full_one(office: Scene) -> None:
    office.day(OPENS)
    before = at("2024-04-20 10:00")
    with pytest.raises(Refused, match="chưa có đơn vị nào được theo dõi lúc 10:00 ngày 20/4/2024"):
        sign_round(office, when="2024-05-09 16:00", closed_at=before)
    with pytest.raises(Refused, match="chưa có đơn vị nào được theo dõi"):
        view(office, "2024-04-20 10:00")


def test_the_receiver_cannot_have_it_before_its_figures_were_closed(office: Scene) -> None:
    round_of_may(office)
    with pytest.raises(Refused, match="trước thời điểm chốt số liệu 16:00 ngày 09/5/2024"):
        sign_round(office, when="2024-05-09 16:00", received=at("2024-05-09 15:00"))


def test_a_minute_in_which_a_report_came_is_named_to_the_second(office: Scene) -> None:
    round_of_may(office)
    late_ones(office, "2024-05-09 16:00:10")
    with pytest.raises(
        Refused, match=r"trong phút 16:00 có 4 báo cáo .* --closed-at 2024-05-09T16:00:59"
    ):
        sign_round(office, when="2024-05-09 17:00", closed_at=at("2024-05-09 16:00"))
    exact = at("2024-05-09 16:00:30")
    assert len(sign_round(office, when="2024-05-09 17:00", closed_at=exact).frozen) == 9


def test_a_signed_revision_holds_what_was_signed_even_of_the_same_instant(office: Scene) -> None:
    round_of_may(office)
    sign_round(office, when="2024-05-09 16:00")
    late_ones(office, "2024-05-09 16:00")
    first = signed(office, 1)
    assert (len(first["in"]), first["state"]) == (5, "partial")
    assert len(view(office)["in"]) == 9


def june_of(scene: Scene, when: str = "2024-06-03 10:00") -> None:
    """File June's report of Đại Phú, opening with May's closings."""
    near_poor = group(opening=15, enrolled=1, closing=14, carded=1)
    minority = group(opening=90, enrolled=1, closing=89, carded=1)
    filled_in = form("2024-05-31", can_ngheo=near_poor, dtts=minority)
    file_report(scene, filled_in, when, DAI_PHU, "2024-06-05")


def test_a_correction_counts_in_the_first_round_that_is_not_in_yet(office: Scene) -> None:
    office.day(OPENS)
    file_report(office, MAY, "2024-05-03 10:00")
    sign_round(office, when="2024-05-09 16:00")
    june_of(office)
    corrected = changed(MAY, left=5, closing=10)
    done = file_report(office, corrected, "2024-06-05 10:00", revises=True).recorded
    july = office.obligation(due="2024-07-05")
    assert (done.adjustment, done.adjusts_id) == (True, july.id)
    with office.office.reading() as session:
        assert (
            corrections_into(session, office.office.rulebook, [july.id])[july.id][NEAR_POOR] == -5
        )


def test_what_a_later_signed_round_rests_on_is_not_taken_back(office: Scene) -> None:
    office.day(OPENS)
    file_report(office, MAY, "2024-05-03 10:00")
    sign_round(office, when="2024-05-09 16:00")
    june_of(office)
    sign_round(office, "2024-06-10", when="2024-06-07 16:00")
    with pytest.raises(Refused, match=r"đợt sau \(hạn 10/6/2024\) đã ký"):
        take_back(office, "2024-06-08 09:00")


def test_a_nil_of_what_was_never_known_is_in_no_total_and_corrects_nothing(office: Scene) -> None:
    office.day(OPENS)
    file_all(office, frozenset({DAI_PHU}))
    file_report(office, Filled(as_of=date(2024, 4, 30), nil=True), "2024-05-03 10:00")
    total = view(office)["totals"][NEAR_POOR]
    assert (total["bodies"], total["bodies_in"], total["change_since_baseline"]) == (6, 5, None)
    sign_round(office, when="2024-05-09 16:00", untold=True)
    done = file_report(office, MAY, "2024-05-20 10:00", revises=True).recorded
    with office.office.reading() as session:
        assert corrections_into(session, office.office.rulebook, [done.adjusts_id or 0]) == {}


def test_a_nil_between_two_corrections_hides_nothing(office: Scene) -> None:
    office.day(OPENS)
    file_report(office, MAY, "2024-05-03 10:00")
    sign_round(office, when="2024-05-09 16:00")
    nil = Filled(as_of=date(2024, 4, 30), nil=True)
    file_report(office, nil, "2024-05-20 10:00", revises=True)
    done = file_report(office, changed(MAY, left=2, closing=13), "2024-05-21 10:00", revises=True)
    june = done.recorded.adjusts_id or 0
    with office.office.reading() as session:
        assert corrections_into(session, office.office.rulebook, [june])[june][NEAR_POOR] == -2


def test_a_moved_date_does_not_hide_the_round_whose_date_it_is(office: Scene) -> None:
    round_of_may(office)
    with office.office.writing() as session:
        row = session.merge(own(office))
        grounds, now = Grounds("lũ cuốn cầu", "ubnd-huyen/leader"), at("2024-05-07 14:00")
        move(session, office.office.rulebook, [row], 31, grounds, now, extension=True)
    with office.office.reading() as session:
        rulebook = office.office.rulebook
        may = consolidation(session, rulebook, D2024, TENTH)
        june = consolidation(session, rulebook, D2024, date(2024, 6, 10))
    assert (may.row.period, june.row.period) == ("2024-04", "2024-05")


def test_with_nobody_in_what_there_is_can_be_signed(office: Scene) -> None:
    """A consolidator is late only if by its own date it filed neither."""
    office.day(OPENS)
    done = sign_round(office, when="2024-05-09 16:00")
    assert (done.signature.partial, len(done.found.missing), done.frozen) == (True, 9, ())
    assert own(office).state == "submitted"
    with pytest.raises(Refused, match="với đúng các số liệu này đã được ghi"):
        sign_round(office, when="2024-05-09 17:00")
    file_all(office)
    assert len(sign_round(office, when="2024-05-10 11:00").frozen) == 9


def all_nil(scene: Scene) -> None:
    for row in inputs(scene):
        nil = Filled(date(2024, 4, 30), nil=True)
        file_report(scene, nil, "2024-05-03 10:00", row.bearer_uid)


def test_a_round_without_a_figure_is_signed_as_complete_by_who_says_so(office: Scene) -> None:
    office.day(OPENS)
    all_nil(office)
    told = view(office)
    asked = [line["bearer"] for line in told["per_body"] if line["asked"]]
    assert (told["state"], told["without_figures"]) == ("ready", asked)
    with pytest.raises(Refused, match=r"đã nộp đủ, chưa có số liệu: .*--without-figures"):
        sign_round(office, when="2024-05-09 16:00", partial=True)
    done = sign_round(office, when="2024-05-09 16:00", partial=False, untold=True)
    assert (done.signature.partial, done.found.all_untold) == (False, True)
