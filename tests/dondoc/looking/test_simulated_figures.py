"""Behaviour files that give figures: by the road of any report, with what follows from them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dondoc.looking.behaviour import Behaviour, read_behaviour
from dondoc.looking.posted import LetterEvent
from dondoc.looking.simulate import TimelineEvent, living, simulate
from dondoc.setup.settings import Settings
from language.zone import local
from models import Obligation, Report, Signature, Signed
from rules.errors import RuleError
from rules.rulebook import Rulebook
from tests.chairs import CONSOLIDATION, PROPOSAL, REPORT
from tests.coverage_form import FIGURES
from tests.offices import D2021, D2024, DAI_PHU, MONTHLY, SON_NAM


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


NONE = dict.fromkeys(FIGURES, 0)
DONE = {"done": "Đã vận động tại các thôn"}


def figures(as_of: str, left: int, joined: int = 0) -> dict[str, object]:
    """Both groups: so many joined and have their card, so many are left."""
    rows = {"opening": left + joined, "enrolled": joined, "carded": joined, "closing": left}
    groups = {"can-ngheo": {**NONE, **rows}, "dtts": {**NONE, "opening": 9, "closing": 9}}
    return {"as_of": as_of, "groups": groups, "texts": DONE}


def filed(bearer: str, due_on: str, when: str, said: object, **more: object) -> dict[str, object]:
    about = {"duty": MONTHLY, "bearer": bearer, "due_on": due_on, "file": when}
    return {**about, "figures": said, **more}


JUNE: dict[str, Any] = {
    "default": {"file": "aim"},
    "except": [
        filed(DAI_PHU, "2024-06-05", "2024-06-03T09:00", figures("2024-05-31", 0, joined=20)),
        filed(SON_NAM, "2024-07-05", "2024-07-01T06:30", figures("2024-06-30", 50)),
    ],
}


def told(events: Iterable[TimelineEvent], bearer: str, due_on: str = "2024-06-30") -> list[str]:
    return [
        f"{local(one.at):%d/%m} {item.step} {(one.recipient or '').rpartition('/')[2]}"
        for one in events
        if isinstance(one, LetterEvent)
        for item in one.items
        if (item.bearer, item.due_on) == (bearer, date.fromisoformat(due_on))
    ]


@pytest.fixture(scope="module")
def june(rulebook: Rulebook) -> Iterator[tuple[list[TimelineEvent], Any]]:
    """June and the morning after: who reached the target, who missed it, who is silent."""
    how, first = Behaviour.model_validate(JUNE), date(2024, 6, 1)
    with living(rulebook, D2024, first, how, Settings(directives=[D2024])) as days:
        for number in range(31):
            days.live(date.fromordinal(first.toordinal() + number))
        days.end()
        yield days.events, days


@pytest.mark.long
def test_who_reached_its_target_by_figures_hears_no_more_of_it(june: Any) -> None:
    # Registered after the day of the first reminder, which is caught up before it reports.
    assert told(june[0], DAI_PHU) == ["03/06 target_30 officer"]


def test_who_missed_it_by_figures_is_told_with_its_chair(june: Any) -> None:
    assert told(june[0], SON_NAM) == [
        "03/06 target_30 officer",
        "17/06 target_15 officer",
        "24/06 target_7 officer",
        "01/07 target_missed officer",
        "01/07 target_missed chair",
    ]


def test_who_gave_no_figures_is_asked_for_them(june: Any) -> None:
    ninh_lai = "02614@base"
    assert told(june[0], ninh_lai)[-1] == "01/07 ask_figures officer"


def test_figures_are_stored_as_any_report_and_stand_still_in_the_signed_consolidation(
    june: Any,
) -> None:
    with june[1].ground.reading() as session:
        reports = session.execute(
            select(Obligation.bearer_uid, Report)
            .join(Report, Report.obligation_id == Obligation.id)
            .where(Report.figures.is_not(None))
        ).all()
        signed = set(session.scalars(select(Signed.report_id)))
        signatures = session.scalars(select(Signature)).all()
    assert {uid for uid, _ in reports} == {DAI_PHU, SON_NAM}
    assert {report.recorded_by for _, report in reports} == {
        f"{DAI_PHU}/officer",
        f"{SON_NAM}/officer",
    }
    assert signed == {report.id for uid, report in reports if uid == DAI_PHU}
    assert [one.signed_by for one in signatures] == ["bhxh-huyen/director"]


def refusal(rulebook: Rulebook, file: Path, text: str, last: str = "2024-06-04") -> list[str]:
    file.write_text(text, "utf-8")
    with pytest.raises(RuleError) as refused:
        simulate(
            rulebook,
            D2024,
            date(2024, 6, 3),
            date.fromisoformat(last),
            read_behaviour(file),
            Settings(directives=[D2024]),
        )
    return str(refused.value).replace(f"{file}:", "").splitlines()


REPORTED = """
except:
  - duty: bao-cao-thang
    bearer: 02617@base
    due_on: 2024-06-05
    file: 2024-06-03T09:00
"""
WRONG = f"""{REPORTED}    figures:
      as_of: 2024-05-31
      groups:
        can-ngheo: {{opening: 20, adjusted: 0, recognised: 0, arrived: 0, expired: 0, enrolled: 5,
          covered_elsewhere: 0, left: 0, carded: "năm", not_joining: 0,
          closing: 9}}
        dtts: {{opening: 9, adjusted: 0, recognised: 0, arrived: 0, expired: 0, enrolled: 0,
          covered_elsewhere: 0, left: 0, carded: 0, not_joining: 0, closing: 9}}
      texts: {{done: Đã vận động}}
"""
RIGHT = WRONG.replace('"năm"', "5").replace("closing: 9}", "closing: 15}", 1)


def test_figures_that_cannot_be_read_or_do_not_add_up_are_refused_at_their_place(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    file, at = tmp_path / "b.yaml", "except.0.figures.groups.can-ngheo"
    assert refusal(rulebook, file, WRONG) == [
        f"11: {at}.carded: Đã được cấp thẻ trong kỳ: phải là số nguyên, không để trong dấu nháy"
    ]
    (line,) = refusal(rulebook, file, RIGHT.replace("closing: 15", "closing: 9"))
    assert line.startswith(f"12: {at}.closing: người thuộc hộ gia đình cận nghèo: Chưa tham gia")
    assert line.endswith(
        "không khớp: đầu kỳ + điều chỉnh + tăng − giảm lệch 6 người so với cuối kỳ (9)"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{REPORTED}    by: 02620@base/officer\n",
            "công chức Văn hóa – Xã hội của Xã Sơn Nam (02620@base/officer) không được ghi nhận",
        ),
        (
            REPORTED.replace("2024-06-05", "2024-09-05"),
            "kỳ tháng 8/2024 (hạn 05/9/2024) chưa đến lúc báo cáo",
        ),
    ],
    ids=["by another commune", "before its round opens"],
)
def test_what_the_desk_refuses_is_refused_with_its_place(
    rulebook: Rulebook, tmp_path: Path, text: str, said: str
) -> None:
    (line,) = refusal(rulebook, tmp_path / "b.yaml", text)
    assert line.startswith("3: except.0: Xã Đại Phú, báo cáo tháng BHYT hạn 05/")
    assert said in line


def test_counts_of_lists_are_handed_in_and_figures_held_against_them(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    (tmp_path / "so-dem.csv").write_text(
        "Đơn vị;Nhóm;Loại số;Số người;Đến ngày;Nguồn\n"
        "Đại Phú;can-ngheo;danh sách đã giao;31;10/4/2024;BHXH huyện, công văn số 45\n",
        "utf-8",
    )
    lists = "lists: [{file: so-dem.csv, at: 2024-06-03T08:00}]"
    (line,) = refusal(rulebook, tmp_path / "b.yaml", lists + RIGHT)
    assert "lệch −11 người so với danh sách đã giao (đến ngày 10/4/2024)" in line
    assert line.endswith('explanations: {"can-ngheo.opening": …}')


def test_refusals_are_told_by_counts_and_go_up_the_road(rulebook: Rulebook) -> None:
    paper = {"dated": "2021-06-20", "signer": "Người ký", "number": "7/BC-UBND"}
    chair: Mapping[str, object] = {"duty": REPORT, **paper}
    labour = {"bearer": "phong-ldtbxh"}
    proposal = {"texts": {"giai_phap": "Hỗ trợ mức đóng"}}
    told = [
        {**chair, "bearer": DAI_PHU, "file": "2021-06-21T09:00", "count": 3},
        {**chair, "bearer": SON_NAM, "file": "2021-06-22T09:00", "count": 2},
        {**labour, "duty": CONSOLIDATION, "file": "2021-06-24T09:00"},
        {**labour, "duty": PROPOSAL, "file": "2021-06-25T09:00", "figures": proposal},
    ]
    how = Behaviour.model_validate({"except": told})
    days = date(2021, 6, 20), date(2021, 6, 28)
    events = simulate(rulebook, D2021, *days, how, Settings(directives=[D2021]))
    assert [
        f"{local(one.at):%d/%m %H:%M} {one.recipient}: {one.subject}"
        for one in events
        if isinstance(one, LetterEvent) and one.duty in (REPORT, CONSOLIDATION, PROPOSAL)
    ] == [
        "22/06 07:00 phong-ldtbxh/officer: [Cần tổng hợp] Báo cáo trường hợp chưa tham gia BHYT "
        "gửi về: 01/31 đơn vị",
        "23/06 07:00 phong-ldtbxh/officer: [Cần tổng hợp] Báo cáo trường hợp chưa tham gia BHYT "
        "gửi về: 02/31 đơn vị",
    ]
    assert [one.duty for one in events if one.event == "filed"] == [
        REPORT,
        REPORT,
        CONSOLIDATION,
        PROPOSAL,
    ]
