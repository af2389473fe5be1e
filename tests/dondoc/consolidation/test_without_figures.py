"""A round in which somebody asked for a group told no figure of it is not simply complete."""

from datetime import date

import pytest

from dondoc.consolidation.consolidate import consolidation
from dondoc.documents.kinds.consolidation.assembly import consolidated_report
from dondoc.documents.kinds.consolidation.paper import consolidated
from dondoc.documents.writers.docx import docx
from dondoc.errors import Refused
from models import CountKind
from rules.meaning.figures import Filled
from tests.counting import counted, take_over
from tests.dondoc.decisions.test_wrong_blame import BHXH, words_of
from tests.offices import D2024, Scene, at, played
from tests.reporting import NEAR_POOR, file_report, sign_round
from tests.rounds import OPENS, file_all, inputs, uids

NIL = Filled(date(2024, 4, 30), nil=True)
SIGNED = "2024-05-09 16:00"
TWO = ("Chi Thiết", "Đông Thọ")


@played
def two_told_nothing(office: Scene) -> None:
    """Chi Thiết and Đông Thọ, who are asked for a group, say nil though nothing was known of it.

    Those who are asked for none say nil as they should; the other ten file figures.
    """
    office.day(OPENS)
    file_all(office, uids(office, *TWO))
    for uid in sorted(uids(office, *TWO)):
        file_report(office, NIL, "2024-05-03 11:00", uid)


@played
def nobody_told_any(office: Scene) -> None:
    office.day(OPENS)
    for row in inputs(office):
        file_report(office, NIL, "2024-05-03 10:00", row.bearer_uid)


def ready(office: Scene) -> str:
    """Return the letter by which its consolidator hears that all are in."""
    office.days("2024-05-06", "2024-05-07")
    [letter] = [e for e in office.gateway.to(BHXH) if "[Đủ báo cáo" in e.subject]
    return f"{letter.subject}\n{letter.text}"


def printed(office: Scene) -> str:
    rulebook, now = office.office.rulebook, at(SIGNED)
    with office.office.reading() as session:
        found = consolidation(session, rulebook, D2024, date(2024, 5, 10))
        report = consolidated_report(session, rulebook, found, now)
        return words_of(docx(consolidated(report), now))


def test_it_is_not_signed_as_complete_without_saying_so(office: Scene) -> None:
    two_told_nothing(office)
    said = (
        "đã nộp đủ, chưa đủ số liệu: 02/06 đơn vị được giao nhóm đã nộp nhưng chưa có số liệu: "
        "các xã Chi Thiết, Đông Thọ; nếu vẫn ký, thêm --without-figures"
    )
    with pytest.raises(Refused, match=said):
        sign_round(office, when=SIGNED, partial=False)
    done = sign_round(office, when=SIGNED, partial=False, untold=True)
    assert not done.signature.partial


def test_the_word_that_all_are_in_says_whose_figures_are_lacking(office: Scene) -> None:
    two_told_nothing(office)
    letter = ready(office)
    assert "[Đủ báo cáo, chưa đủ số liệu] Đã ghi nhận 09/09" in letter
    assert (
        "02/06 đơn vị được giao nhóm đã nộp nhưng chưa có số liệu: các xã Chi Thiết, Đông Thọ."
    ) in letter


def test_where_nobody_told_any_the_word_says_that(office: Scene) -> None:
    nobody_told_any(office)
    letter = ready(office)
    assert "[Đủ báo cáo, chưa đủ số liệu] Đã ghi nhận 09/09" in letter
    assert "Cả 06 đơn vị được giao nhóm đã nộp nhưng chưa có số liệu: các xã Chi Thiết" in letter
    with pytest.raises(Refused, match="đã nộp đủ, chưa có số liệu: cả 06 đơn vị được giao nhóm"):
        sign_round(office, when=SIGNED, partial=False)


def test_with_every_figure_there_the_word_is_as_it_was(office: Scene) -> None:
    office.day(OPENS)
    file_all(office)
    letter = ready(office)
    assert "[Đủ báo cáo] Đã ghi nhận 09/09" in letter
    assert "chưa có số liệu" not in letter


def test_the_report_that_is_signed_names_them(office: Scene) -> None:
    two_told_nothing(office)
    text = printed(office)
    assert "Báo cáo không phát sinh: 05 đơn vị" in text
    told = "02/06 đơn vị được giao nhóm đã nộp nhưng chưa có số liệu: các xã Chi Thiết, Đông Thọ."
    assert told in text


def test_nil_from_a_list_that_holds_nobody_lacks_no_figure(office: Scene) -> None:
    """Nothing was known of Đông Thọ, and Chi Thiết was given a list of nobody."""
    [empty] = uids(office, "Chi Thiết")
    nobody = counted(CountKind.LISTED, 0, "2024-04-10", empty)
    take_over(office, "2024-04-25 09:00", [nobody])
    two_told_nothing(office)
    with office.office.reading() as session:
        found = consolidation(session, office.office.rulebook, D2024, date(2024, 5, 10))
    assert found.without_figures.startswith("01/06 đơn vị")
    assert "Chi Thiết" not in found.without_figures
    [line] = [one for one in found.lines if one.body.uid == empty]
    assert line.figures is not None
    assert line.figures.closings == {NEAR_POOR: 0}
