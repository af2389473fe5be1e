"""Another office declares reports without a term by its own names; contradictions are refused."""

from hashlib import sha256
from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.rulebook import HOME, Rulebook, load
from tests.other_office import other_office

SENTENCE = """\
3. Chủ tịch UBND xã, phường báo cáo vụ việc (gửi Sở Y tế);
Sở Y tế tổng hợp vụ việc; đề xuất xử lý.
"""
DUTIES = """\
  vu-viec:
    clause: K-4
    place: mục 3
    short: báo cáo vụ việc
    kind: report
    quote: Chủ tịch UBND xã, phường báo cáo vụ việc (gửi Sở Y tế)
    bearers: every commune
    bearer_post: chair
    action: báo cáo vụ việc
    to: ubnd-tinh
    via: so-y-te
    opens: when a report comes
    asks: vu-viec
    gaps: {deadline: văn bản không nêu thời hạn}
  gop-vu-viec:
    clause: K-5
    place: mục 3
    short: tổng hợp vụ việc
    kind: duty
    quote: Sở Y tế tổng hợp vụ việc
    bearers: so-y-te
    action: tổng hợp vụ việc
    consolidates: vu-viec
    gaps: {deadline: văn bản không nêu thời hạn}
  xu-ly:
    clause: K-6
    place: mục 3
    short: đề xuất xử lý
    kind: report
    quote: đề xuất xử lý
    bearers: so-y-te
    action: đề xuất xử lý
    to: ubnd-tinh
    follows: gop-vu-viec
    gaps: {deadline: văn bản không nêu thời hạn}
"""
FORM = (
    "form: vu-viec\nname: Vụ việc\nunit: vụ\nrows: {vu: vụ việc}\nfigures: {so_vu: {name: Số vụ}}\n"
)


def office(folder: Path, duties: str = DUTIES) -> Rulebook:
    rules = other_office(folder)
    (rules / "forms").mkdir(exist_ok=True)
    (rules / "forms" / "vu-viec.yaml").write_text(FORM, "utf-8")
    home = rules / "directives" / "kien-tan-2026"
    text = (home / "dispatch.txt").read_text("utf-8")
    (home / "dispatch.txt").write_text(text + SENTENCE, "utf-8")
    was, now = (sha256(one.encode()).hexdigest() for one in (text, text + SENTENCE))
    said = (home / "directive.yaml").read_text("utf-8").replace(was, now)
    (home / "directive.yaml").write_text(said + duties, "utf-8")
    return load(rules)


def test_another_office_declares_the_road_with_its_own_names(tmp_path: Path) -> None:
    duties = office(tmp_path).directives["kien-tan-2026"].duties
    assert [id_ for id_, duty in duties.items() if duty.arises] == [
        "vu-viec",
        "gop-vu-viec",
        "xu-ly",
    ]
    assert duties["vu-viec"].consolidated_by == "gop-vu-viec"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "    via: so-y-te\n    opens",
            "    opens",
            "only a report by a form, via who consolidates",
        ),
        ("    consolidates: vu-viec\n", "", "nobody consolidates what opens when it comes"),
        ("    short: đề xuất xử lý\n", "", "what arises with reports needs a short name"),
        (
            "follows: gop-vu-viec",
            "follows: tong-hop",
            '"tong-hop" consolidates no reports',
        ),
    ],
)
def test_what_does_not_hang_together_is_refused(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in DUTIES
    with pytest.raises(RuleError) as refused:
        office(tmp_path, DUTIES.replace(before, after, 1))
    assert said in str(refused.value)


def test_what_2024_does_not_order_is_a_gap_of_its_own() -> None:
    directives = load(HOME).directives
    assert "không quy định báo cáo" in directives["son-duong-bhyt-2024"].gaps["cases"]
    assert not any(duty.arises for duty in directives["son-duong-bhyt-2024"].duties.values())
