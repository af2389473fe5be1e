"""A form is one file: read as it is written, or refused with the place of each mistake."""

from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from rules.errors import RuleError
from rules.meaning.engine import PolicyEngine
from rules.meaning.figures import Figures, Filled, GroupFigures, add_up
from rules.meaning.form import Form, Role
from rules.meaning.forms import Forms, UnknownForm
from rules.meaning.report_facts import Asked, Past, group_facts
from rules.reading.form_file import load_forms, read_form
from rules.rulebook import HOME, load
from tests.coverage_form import COVERAGE, movement
from tests.rules.written import write, written

SMALL = """
form: nho
version: 2
name: Mẫu nhỏ
unit: hộ
rows: {a: thôn A, b: thôn B}
figures:
  dau: {name: Đầu kỳ, role: opening, carried_from: cuoi}
  tang: {name: Tăng, role: plus}
  giam: {name: Giảm, role: minus}
  cuoi: {name: Cuối kỳ, role: closing}
  nam: {name: Nam}
  nu: {name: Nữ, since: 2}
  cu: {name: Thôi hỏi, until: 1}
  cap: {name: Cấp độ, sums: false}
texts:
  done: {name: Kết quả, required: true}
percentages:
  ty_le: {name: Tỷ lệ nam, part: [nam], whole: [nam, nu]}
identities:
  nam-nu: {title: Nam và nữ, sum: [nam, nu], equals: cuoi, says: "lệch {difference} hộ"}
values:
  them: {sum: [plus], less: [giam], over: rounds}
checks:
  tang-nhieu: {title: Tăng nhiều, when: {gt: {them: 5}}, check: warn, at: tang, says: "{them}"}
"""


def small(folder: Path, *changes: tuple[str, str]) -> Form:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return read_form(written(folder, text, "nho.yaml"))


def test_the_form_of_coverage_asks_what_reports_on_file_hold() -> None:
    assert COVERAGE.key == "coverage@1"
    assert COVERAGE.ids == (
        *("opening", "adjusted", "recognised", "arrived", "expired"),
        *("enrolled", "covered_elsewhere", "left", "closing", "carded", "not_joining"),
    )
    assert COVERAGE.of_role(Role.PLUS) == ("recognised", "arrived", "expired")
    assert COVERAGE.of_role(Role.MINUS) == ("enrolled", "covered_elsewhere", "left")
    assert [one.id for one in COVERAGE.figures if one.negative] == ["adjusted"]
    assert [one.id for one in COVERAGE.figures if not one.required] == ["adjusted"]
    assert COVERAGE.text_ids == ("done", "obstacles", "proposals")
    assert [text.id for text in COVERAGE.texts if text.required] == ["done"]
    assert COVERAGE.measured(["enrolled", "carded"]) == "tham gia và được cấp thẻ BHYT"
    assert COVERAGE.measured(["carded"], briefly=True) == "có thẻ BHYT"


def test_a_form_is_read_as_it_is_written(tmp_path: Path) -> None:
    form = small(tmp_path)
    assert form.balance == "Đầu kỳ + Tăng − Giảm = Cuối kỳ."
    assert form.rows == {"a": "thôn A", "b": "thôn B"}
    # Held to its balance though it says nothing of it.
    assert [check.id for check in form.checks] == ["nam-nu", "can-doi-nho", "tang-nhieu"]


def test_an_earlier_version_is_kept_in_the_same_file(tmp_path: Path) -> None:
    forms = Forms([small(tmp_path)])
    now, then = forms.stored("nho@2"), forms.stored("nho@1")
    assert {*now.ids} - {*then.ids} == {"nu"}
    assert {*then.ids} - {*now.ids} == {"cu"}
    assert forms.get("nho") == now
    assert then.checks == ()
    stored = Figures(then, date(2024, 5, 31), groups={"a": GroupFigures(then, {"cu": 4, "nam": 3})})
    found = Figures.from_json(stored.to_json(), then)
    assert found.groups["a"]["cu"] == 4
    # What the older version did not ask is not nothing: it is not known.
    newer = GroupFigures(now, dict.fromkeys(now.ids, 2))
    total = add_up(now, [newer, found.groups["a"]])
    assert (total.get("nam"), total.get("nu")) == (5, None)
    assert total.percent(now.percentages[0]) is None
    struck_out = stored.to_json() | {"groups": {"a": {"cu": 4, "da_xoa": 3}}}
    with pytest.raises(UnknownForm, match=r"theo mẫu nho@1 có da_xoa mà .* không còn nêu"):
        forms.read("nho@1", struck_out)
    assert forms.read("nho@1", stored.to_json()) == found
    with pytest.raises(UnknownForm, match=r"nho@3 mà bộ quy tắc không có .* nho@1, nho@2"):
        forms.stored("nho@3")


def test_a_rate_is_counted_from_sums_and_a_level_is_not_added_up(tmp_path: Path) -> None:
    form = Forms([small(tmp_path)]).stored("nho@2")
    one = GroupFigures(form, {**dict.fromkeys(form.ids, 0), "nam": 1, "nu": 1, "cap": 3})
    two = GroupFigures(form, {**dict.fromkeys(form.ids, 0), "nam": 9, "nu": 1, "cap": 3})
    total = add_up(form, [one, two])
    # Half and nine tenths are ten of twelve, not seven tenths.
    assert total.percent(form.percentages[0]) == pytest.approx(1000 / 12)
    assert total.get("cap") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("form: nho", "form: khac", 'nho.yaml:1: form: its file is called "nho.yaml"; allowed: nh'),
        ("unit: hộ", "units: hộ", "nho.yaml:4: units: unknown key; allowed: cases, checks, fig"),
        ("role: plus", "role: more", "figures.tang.role: \"more\" is not known; allowed: 'opening"),
        ("name: Nam}", "nam: x}", "figures.nam.nam: unknown key; allowed: carried_from, from_card"),
        ("role: plus", "role: opening", 'figures.tang.role: "dau" is already the opening; allowed'),
        (", role: closing", "", 'figures.dau.role: a figure that is "opening" needs one that is "'),
        ("role: plus", "role: adjustment", "figures.tang.role: an adjustment may be below 0; allo"),
        ("carried_from: cuoi", "carried_from: x", 'figures.dau.carried_from: unknown figure "x"; '),
        ("name: Nam}", "name: Nam, within: nam}", "figures.nam.within: a figure is no part of its"),
        ("  nam: {name: Nam}", "  plus: {name: Nam}", 'figures.plus: "plus" is the word for a rol'),
        ("since: 2", "since: 3", "figures.nu.since: version 3 is not yet: the form's is 2; allowe"),
        ("until: 1", "since: 2, until: 1", "figures.cu.until: `until` lies before `since`; allowe"),
        ("part: [nam]", "part: [cu]", 'percentages.ty_le.part.0: unknown figure "cu"; allowed: d'),
        ("at: tang", "at: cu", 'checks.tang-nhieu.at: unknown figure "cu"; allowed: dau, tang, gi'),
        ("role: closing}", "role: closing, since: 2}", 'figures.dau.role: a figure that is "open'),
        ("part: [nam]", "part: [tre]", 'percentages.ty_le.part.0: unknown figure "tre"; allowed: '),
        ("part: [nam]", "part: [cap]", '"cap" does not add up, so a percentage of sums cannot be'),
        ("equals: cuoi", "equals: x", 'identities.nam-nu.equals: unknown figure "x"; allowed: dau'),
        ("sum: [nam, nu], ", "", "identities.nam-nu: an identity is that of the roles, or a sum t"),
        ("{difference} hộ", "{lech} hộ", 'identities.nam-nu.says: a row of the form "nho" has no '),
        ("sum: [plus]", "sum: [more]", 'values.them.sum.0: unknown figure "more"; allowed: dau, t'),
        ("over: rounds", "beyond: list", "values.them.beyond: the form is compared with no list; "),
        ("  them: {sum", "  nam: {sum", 'values.nam: "nam" is already a figure; allowed: an id of'),
        ("gt: {them: 5}", "gt: {thems: 5}", 'checks.tang-nhieu.when.gt.thems: a fact of kind "rep'),
        ("gt: {them: 5}", "gt: {them: x}", "checks.tang-nhieu.when.gt.them: wrong type: \"x\"; al"),
        ("at: tang", "at: x", 'checks.tang-nhieu.at: unknown figure "x"; allowed: dau, tang, giam'),
        ('says: "{them}"', 'says: "{x}"', 'checks.tang-nhieu.says: a row of the form "nho" has no'),
        ("check: warn", "check: stop", "checks.tang-nhieu.check: \"stop\" is not known; allowed: "),
        ("  done:", "  nam:", 'texts.nam: "nam" is already taken; allowed: an id of its own'),
        ("  nam: {name: Nam}", "  as_of: {name: Nam}", 'figures.as_of: "as_of" is already taken; '),
        ("  cap: {", "  kind: {", 'figures.kind: "kind" is a reserved name; allowed: another id'),
        ("  cap: {", "  group: {", 'figures.group: "group" is a reserved name; allowed: anothe'),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(RuleError) as refused:
        small(tmp_path, (old, new))
    assert said in str(refused.value)


def test_words_alone_have_no_rows_and_no_checks(tmp_path: Path) -> None:
    text = "form: nho\nname: Lời\ntexts:\n  done: {name: Kết quả}\nrows: {a: thôn A}\n"
    with pytest.raises(RuleError, match="rows: `rows` without figures; allowed: figures, or only"):
        read_form(written(tmp_path, text, "nho.yaml"))
    with pytest.raises(RuleError, match="a form asks for figures or for texts"):
        read_form(written(tmp_path, "form: nho\nname: Lời\n", "nho.yaml"))


def rules(folder: Path) -> Path:
    return copytree(HOME, folder / "rules", ignore=ignore_patterns("*.py", "__pycache__"))


def test_another_form_is_one_file_more(tmp_path: Path) -> None:
    folder = rules(tmp_path)
    write(folder / "forms", SMALL, "nho.yaml")
    book = load(folder)
    form = book.forms.stored("nho@2")
    asked = Asked(form, "d", "bao-cao", "commune", ("a",), date(2024, 6, 4))
    given = {**dict.fromkeys(form.ids, 0), "dau": 3, "tang": 9, "cuoi": 12, "nam": 5, "nu": 6}
    filled = Filled(date(2024, 5, 31), groups={"a": given}, texts={"done": "x"})
    [(_, fact)] = group_facts(asked, filled, Past())
    with PolicyEngine(book.policies) as engine:
        found = [match.policy.id for match in engine.decide(form.fact_kind, fact)]
    assert found == ["nam-nu", "tang-nhieu"]


def test_a_further_figure_is_a_line_of_its_form(tmp_path: Path) -> None:
    folder = rules(tmp_path)
    file = folder / "forms" / "coverage.yaml"
    said = file.read_text("utf-8").replace("version: 1", "version: 2", 1)
    more = "  tre_em:\n    name: Trong đó trẻ em\n    within: closing\n    since: 2\n\ntexts:"
    file.write_text(said.replace("\ntexts:", more, 1), "utf-8")
    forms = load(folder).forms
    new = forms.stored("coverage@2")
    assert forms.get("coverage") == new
    assert new.addresses(["a"])[-4:] == ("a.tre_em", "done", "obstacles", "proposals")
    old = Figures(COVERAGE, date(2024, 5, 31), groups={"a": movement(closing=3)})
    read_again = Figures.from_json(old.to_json(), forms.stored("coverage@1"))
    assert read_again.groups == old.groups
    assert "tre_em" not in forms.stored("coverage@1").ids


def test_a_directive_asks_only_for_a_form_that_there_is(tmp_path: Path) -> None:
    folder = rules(tmp_path)
    (folder / "forms" / "coverage.yaml").unlink()
    with pytest.raises(RuleError) as refused:
        load(folder)
    said = str(refused.value)
    assert 'duties.bao-cao-thang.asks: unknown form "coverage"; forms are declared under' in said
    assert "allowed: de-xuat, ket-qua-ho-so, loi-van, truong-hop" in said
    assert "target.measures: no form has the measures enrolled, carded together; allowed: " in said


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("{figure: nam, name: nam}", "no closing tells who is not there yet, so the target could"),
        ("{figure: nam, follows: cu, name: nam}", 'measures.m.follows: unknown figure "cu"; allow'),
    ],
)
def test_a_measure_is_one_by_which_a_target_can_be_judged(
    tmp_path: Path, measure: str, said: str
) -> None:
    with pytest.raises(RuleError) as refused:
        small(tmp_path, ("texts:\n", f"measures:\n  m: {measure}\ntexts:\n"))
    assert said in str(refused.value)


def test_a_check_and_a_policy_share_no_id(tmp_path: Path) -> None:
    folder = rules(tmp_path)
    write(folder / "forms", SMALL.replace("tang-nhieu:", "qua-han-01:"), "nho.yaml")
    taken = load_forms(folder / "forms")
    assert taken.get("nho") is not None
    with_policy = SMALL.replace("tang-nhieu:", "o-bat-buoc:")
    write(folder / "forms", with_policy, "nho.yaml")
    with pytest.raises(RuleError, match=r'the id "o-bat-buoc" is already taken in .*report-checks'):
        load(folder)
