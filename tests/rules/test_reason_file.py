"""The closed list of why people come to a list and leave it, and who confirms each reason."""

from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.meaning.reason import Subject, UnknownReason
from rules.meaning.right import Role
from rules.reading.form_file import load_forms
from rules.reading.reason_file import FILE, check_forms, load_reasons
from rules.rulebook import HOME, load
from tests.rules.written import write

SHIPPED = HOME / "people"
_MISTAKES = {
    "a subject nobody confirms": ("  death: bearer\n", "", 'nobody confirms what is about "death"'),
    "everybody confirms": ("death: bearer", "death: all", '"all" is nobody who could confirm'),
    "a reason that is missing": (
        "  da-mat: {title: đã mất, about: death, moves: out}\n",
        "",
        "no reason is `about: death` with `moves: out`",
    ),
    "a way there is not": ("about: death, moves: out", "about: death, moves: away", "moves"),
    "a subject there is not": ("about: death, moves: out", "about: dying, moves: out", "about"),
    "a key there is not": ("answer_within:", "answers_within:", "answers_within"),
}


def test_each_reason_is_confirmed_by_the_authority_it_belongs_to() -> None:
    reasons = load().reasons
    via = {id_ for id_ in reasons.by_id if reasons.authority(id_) is Role.VIA}
    about = {reasons.get(id_).about for id_ in via}
    assert about == {Subject.COVERAGE, Subject.CARD, Subject.DOUBLE}
    for id_ in ("da-mat", "chuyen-di", "roi-nhom"):
        assert reasons.authority(id_) is Role.BEARER


def test_a_reason_outside_the_list_is_no_reason() -> None:
    with pytest.raises(UnknownReason) as refused:
        load().reasons.get("khong-thich")
    assert "da-mat" in str(refused.value)


@pytest.mark.parametrize("mistake", _MISTAKES)
def test_a_list_with_which_not_all_could_be_told_is_refused(tmp_path: Path, mistake: str) -> None:
    old, new, said = _MISTAKES[mistake]
    text = (SHIPPED / FILE).read_text("utf-8")
    assert old in text
    write(tmp_path, text.replace(old, new, 1), FILE)
    with pytest.raises(RuleError) as refused:
        load_reasons(tmp_path, SHIPPED)
    assert said in str(refused.value)


def test_an_office_without_a_list_of_its_own_has_the_shipped_one(tmp_path: Path) -> None:
    assert load_reasons(tmp_path, SHIPPED) == load_reasons(SHIPPED, SHIPPED)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[nhom-khac]", "[nhom-la]", 'unknown reason "nhom-la"'),
        ("[nhom-khac]", "[chuyen-den]", '"chuyen-den" does not move people out'),
        ("[nhom-khac]", "[nhom-khac, da-mat]", '"da-mat" is already counted in covered_elsewhere'),
        ("[nhom-khac]", "[]", 'no figure counts who moved by "nhom-khac"'),
    ],
)
def test_a_form_counts_each_movement_once(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (HOME / "forms" / "coverage.yaml").read_text("utf-8")
    write(tmp_path, text.replace(old, new, 1), "coverage.yaml")
    forms = load_forms(tmp_path)
    problems = list(check_forms(forms, load().reasons, tmp_path))
    assert said in "\n".join(map(str, problems))
    assert all(problem.line > 1 for problem in problems)


def test_a_form_that_names_no_reason_is_filled_in_by_hand(tmp_path: Path) -> None:
    text = (HOME / "forms" / "truong-hop.yaml").read_text("utf-8")
    write(tmp_path, text, "truong-hop.yaml")
    assert not list(check_forms(load_forms(tmp_path), load().reasons, tmp_path))
