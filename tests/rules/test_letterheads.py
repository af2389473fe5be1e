"""Letterheads: what an office prints around its documents; what could not be printed is refused."""

from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.meaning.letterhead import Copies, Document
from rules.reading.letterhead_file import load_letterheads
from rules.rulebook import HOME, Rulebook, load
from tests.rules.written import write

ONE = """
letterheads:
  cap-xa:
    for: [commune]
    documents:
      report:
        symbol: BC-UBND
        signature: [Chủ tịch]
        copies: [Như trên, "Lưu: VT"]
"""


def refused(folder: Path, rulebook: Rulebook, text: str) -> list[str]:
    write(folder, text, "the-thuc.yaml")
    with pytest.raises(RuleError) as found:
        load_letterheads(folder, rulebook.bodies)
    return [str(problem).removeprefix(f"{folder}/") for problem in found.value.problems]


def test_every_document_the_house_writes_has_a_letterhead(rulebook: Rulebook) -> None:
    bodies, letterheads = rulebook.bodies, rulebook.letterheads
    writers = {
        Document.REPORT: "02617@base",
        Document.CONSOLIDATION: "bhxh-huyen",
        Document.URGING: "ubnd-huyen",
        Document.BRIEF: "van-phong",
    }
    for document, uid in writers.items():
        letterhead = letterheads.of(bodies.get(uid))
        assert letterhead is not None
        assert document in letterhead.documents


def test_a_body_nobody_declared_has_none(rulebook: Rulebook) -> None:
    assert rulebook.letterheads.of(rulebook.bodies.get("bcd")) is None


def test_a_body_named_by_uid_stands_above_its_kind(tmp_path: Path, rulebook: Rulebook) -> None:
    own = ONE.replace("cap-xa", "dai-phu").replace("commune", "02617@base").replace("BC", "B")
    write(tmp_path, ONE, "a.yaml")
    write(tmp_path, own, "b.yaml")
    found = load_letterheads(tmp_path, rulebook.bodies)
    symbols = []
    for uid in ("02617@base", "02620@base"):
        letterhead = found.of(rulebook.bodies.get(uid))
        assert letterhead
        symbols.append(letterhead.documents["report"].symbol)
    assert symbols == ["B-UBND", "BC-UBND"]


def test_copies_may_be_taken_from_the_dispatch(rulebook: Rulebook) -> None:
    letterhead = rulebook.letterheads.of(rulebook.bodies.get("ubnd-huyen"))
    assert letterhead
    assert letterhead.documents["urging"].copies[1] == Copies(("ubnd-huyen",), "báo cáo")


def test_an_office_without_letterheads_loads(tmp_path: Path, rulebook: Rulebook) -> None:
    assert load_letterheads(tmp_path, rulebook.bodies).of(rulebook.bodies.get("bcd")) is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "[commune]",
            "[comune]",
            '3: letterheads.cap-xa.for.0: unknown body "comune"; allowed: commune',
        ),
        (
            "[commune]",
            "[commune, commune]",
            '3: letterheads.cap-xa.for.1: "commune" already has the letterhead cap-xa; '
            "allowed: one letterhead for a kind or a body",
        ),
        (
            'Như trên, "Lưu: VT"',
            "Như trên",
            "8: letterheads.cap-xa.documents.report.copies.0: the list does not end with who "
            'files it; allowed: "Lưu: …" last',
        ),
        (
            'Như trên, "Lưu: VT"',
            '"Lưu: VT", "Lưu: VT"',
            "8: letterheads.cap-xa.documents.report.copies.0: who files it stands last; "
            "allowed: other lines above it",
        ),
        (
            'Như trên, "Lưu: VT"',
            '{dispatch: [van-fong]}, "Lưu: VT"',
            "8: letterheads.cap-xa.documents.report.copies.0.dispatch.0: unknown body "
            '"van-fong"; allowed: van-phong',
        ),
    ],
)
def test_what_could_not_be_printed_is_refused_where_it_stands(
    tmp_path: Path, rulebook: Rulebook, before: str, after: str, said: str
) -> None:
    problems = refused(tmp_path, rulebook, ONE.replace(before, after))
    assert [problem.removeprefix("the-thuc.yaml:") for problem in problems] == [said]


def test_an_unknown_document_is_refused_with_those_there_are(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    [problem] = refused(tmp_path, rulebook, ONE.replace("report:", "raport:"))
    assert "letterheads.cap-xa.documents.raport" in problem
    assert "'report', 'consolidation', 'urging' or 'brief'" in problem


def test_a_wrong_letterhead_stops_the_whole_rulebook(tmp_path: Path) -> None:
    for part in HOME.iterdir():
        if part.is_dir() and part.name not in ("__pycache__", "letterheads"):
            (tmp_path / part.name).symlink_to(part)
    (tmp_path / "letterheads").mkdir()
    write(tmp_path / "letterheads", ONE.replace("symbol", "sign"), "the-thuc.yaml")
    with pytest.raises(RuleError) as found:
        load(tmp_path)
    paths = {problem.path for problem in found.value.problems}
    assert paths == {
        "letterheads.cap-xa.documents.report.sign",
        "letterheads.cap-xa.documents.report.symbol",
    }


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("signer: bishop", 'no post "bishop" there; allowed: chair, vice-chair'),
        ("signers: {director: {signature: [Giám đốc]}}", 'no post "director" there'),
        ("signer: nowhere/chair", 'no post "nowhere/chair" there'),
        (
            "signers: {officer: {signature: [TL. Chủ tịch, Công chức]}}",
            "who signs by order or authorisation rests on nothing; allowed: authority: the working",
        ),
        (
            "signers: {officer: {signature: [TUQ. Chủ tịch, Công chức], authority: Giấy số 3}}",
            "an authorisation has a scope and an end; allowed: scope: …, until: YYYY-MM-DD",
        ),
    ],
)
def test_who_could_not_sign_is_refused(
    tmp_path: Path, rulebook: Rulebook, more: str, said: str
) -> None:
    text = ONE.replace("        symbol: BC-UBND\n", f"        symbol: BC-UBND\n        {more}\n")
    assert any(said in problem for problem in refused(tmp_path, rulebook, text))
