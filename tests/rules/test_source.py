"""Reading a rule file: what is refused, where, and in which words."""

from collections.abc import Callable
from datetime import date
from os import mkfifo
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field
from ruamel.yaml.error import YAMLError

from rules.errors import Problem, RuleError
from rules.files import parsed
from rules.files.located import Shape, Words
from rules.files.source import Source, read, validate
from rules.rulebook import HOME

HIDDEN_TAB = "a: 1\nb:\n\tc: 2\n"


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "tap.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(folder: Path, content: str | bytes) -> list[Problem]:
    with pytest.raises(RuleError) as caught:
        read(write(folder, content))
    return list(caught.value.problems)


def test_a_problem_reads_as_one_line_that_an_editor_can_jump_to() -> None:
    problem = Problem("a.yaml", 12, "duties.bao-cao.due", "unknown key", "day, every")
    assert str(problem) == "a.yaml:12: duties.bao-cao.due: unknown key; allowed: day, every"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        pytest.param("", 1, "empty", id="an empty file"),
        pytest.param("  \n\n", 1, "empty", id="only white space"),
        pytest.param("# chỉ có ghi chú\n", 1, "no keys", id="only a comment"),
        pytest.param("- a\n- b\n", 1, "no keys", id="a list at the top"),
        pytest.param(HIDDEN_TAB, 3, "a tab as indentation", id="a tab"),
        pytest.param("a: [1, 2\nb: 3\n", 2, "broken YAML", id="a bracket left open"),
        pytest.param("a: b: c\n", 1, "broken YAML", id="two colons"),
        pytest.param("a: 1\n---\nb: 2\n", 2, "broken YAML", id="two documents"),
        pytest.param("a: x\x00y\n", 1, "broken YAML", id="a control character"),
        pytest.param("a: 1\nb: 2\na: 3\n", 3, "written twice (first in line 1)", id="twice"),
        pytest.param("a: 1\nb:\n", 2, "no value", id="a key without a value"),
        pytest.param("a: &x 1\nb: *x\n", 1, "an alias", id="an alias"),
        pytest.param("? [a]\n: 1\n", 1, "not a word", id="a list as a key"),
        pytest.param("a: 2024-02-31\n", 1, "31/02/2024 is no day", id="an impossible date"),
        pytest.param("a: 0001-01-01\n", 1, "the year 1 is out of reach", id="the first day"),
        pytest.param("a: 9999-12-31\n", 1, "the year 9999 is out of reach", id="the last day"),
        pytest.param(f"a: {'9' * 5000}\n", 1, "a number of 5000 digits", id="a huge number"),
        pytest.param(f"a: {'x' * 60_000}\n", 1, "a text of 60000 letters", id="a huge text"),
        pytest.param('a: "x\\x07y"\n', 1, "a sign nobody sees (U+0007)", id="a bell"),
        pytest.param('b: 1\na: "x\\ud800y"\n', 2, "(U+D800)", id="half a letter"),
        pytest.param("a: x\u200by\n", 1, "(U+200B)", id="a space of no width"),
        pytest.param("a: x\u202ey\n", 1, "(U+202E)", id="a turn of the writing"),
        pytest.param("a\u200b: x\n", 1, "(U+200B)", id="such a sign in a key"),
        pytest.param('a: "x\\ny"\n', 1, "a new line within quotes", id="a line broken by \\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, content: str, line: int, words: str
) -> None:
    (problem,) = refused(tmp_path, content)
    assert words in problem.what
    assert problem.line == line


def test_a_file_as_an_editor_under_windows_saves_it_is_the_same_file(tmp_path: Path) -> None:
    """A byte order mark at its head, lines that end in CRLF, letters taken apart."""
    plain = read(write(tmp_path, "tên: Đại Phú\nngày: [2024-05-05, 5]\n"))
    saved = normalize("NFD", "\ufefftên: Đại Phú\r\nngày: [2024-05-05, 5]\r\n")
    other = read(write(tmp_path, saved))
    assert (other.data, other.lines) == (plain.data, plain.lines)


def test_of_very_many_mistakes_the_first_are_told_and_that_there_are_more(tmp_path: Path) -> None:
    class _Named(Shape):
        name: str

    source = read(write(tmp_path, "".join(f"k{number}: 1\n" for number in range(5_000))))
    with pytest.raises(RuleError) as caught:
        validate(source, _Named)
    *told, last = caught.value.problems
    assert [problem.line for problem in told[:3]] == [1, 1, 2]
    assert len(told) == 100
    assert str(last).endswith("and more mistakes; allowed: these mended first, then once more")


@pytest.mark.parametrize(
    "legacy",
    [
        pytest.param("tên: Tæng hîp b¸o c¸o".encode("latin-1"), id="TCVN3"),
        pytest.param("a: 1\ntên: Tông".encode("cp1258"), id="Windows-1258"),
        pytest.param("a: báo cáo".encode("utf-16"), id="UTF-16"),
    ],
)
def test_a_legacy_encoding_is_named_as_one(tmp_path: Path, legacy: bytes) -> None:
    (problem,) = refused(tmp_path, legacy)
    assert "not UTF-8" in problem.what
    assert problem.allowed == "text saved as UTF-8"
    assert problem.line == legacy.count(b"\n") + 1


@pytest.mark.parametrize(
    "typed",
    ["Caùc ñôn vò göûi baùo caùo tröôùc ngaøy 05", "C¸c ®¬n vÞ göi b¸o c¸o tr­íc ngµy 05"],
    ids=["vni", "tcvn3"],
)
def test_a_text_typed_for_an_old_font_is_recognised(tmp_path: Path, typed: str) -> None:
    (problem,) = refused(tmp_path, typed)
    assert "old font" in problem.what
    (tmp_path / "text.yaml").write_text(f"a: Văn bản «Bảo hiểm» © {typed}\n", "utf-8")
    assert read(tmp_path / "text.yaml").data


def test_a_pipe_or_a_giant_file_is_refused_at_once(tmp_path: Path) -> None:
    mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(RuleError, match="no ordinary file"):
        read(tmp_path / "pipe.yaml")
    (problem,) = refused(tmp_path, f"a: 1\n# {'x' * 5_000_000}\n")
    assert "larger than 5 MB" in problem.what


def test_a_missing_file_is_a_located_problem_too(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        read(tmp_path / "khong-co.yaml")


def test_all_mistakes_of_one_file_are_told_at_once(tmp_path: Path) -> None:
    found = refused(tmp_path, "a: 2024-02-31\nb: 1\nb: 2\nc: 2023-02-29\n")
    assert [problem.line for problem in found] == [1, 3, 4]


def test_values_are_those_of_yaml_1_2(tmp_path: Path) -> None:
    source = read(write(tmp_path, "a: 05\nb: on\nc: no\nd: true\ne: 1.5\nf: 2024-04-10\ng: '05'\n"))
    day = date(2024, 4, 10)
    assert list(source.data.values()) == [5, "on", "no", True, 1.5, day, "05"]


def test_a_byte_order_mark_is_not_part_of_the_first_key(tmp_path: Path) -> None:
    assert read(write(tmp_path, "\ufeffa: 1\n")).data == {"a": 1}


def test_decomposed_text_is_accepted_and_composed(tmp_path: Path) -> None:
    source = read(write(tmp_path, normalize("NFD", "tên: Đôn đốc\nĐại Phú: Hòa\n")))
    assert source.data == {"tên": "Đôn đốc", "Đại Phú": "Hòa"}


def test_a_path_that_is_not_in_the_file_has_its_parents_line(tmp_path: Path) -> None:
    source = read(write(tmp_path, "a: 1\nb:\n  c:\n    - 1\n    - 2\n"))
    assert source.line(("b", "c", 1)) == 5
    assert source.line(("b", "c", 9, "x")) == 3
    assert source.line(("nowhere",)) == 1


class Inner(Shape):
    count: int
    names: list[Words] = Field(default_factory=list)


class Outer(Shape):
    day: date
    flag: bool = False
    inner: dict[str, Inner] = Field(default_factory=dict)


def mistakes(folder: Path, content: str) -> list[str]:
    source = read(write(folder, content))
    with pytest.raises(RuleError) as caught:
        validate(source, Outer)
    return [str(problem).removeprefix(f"{source.file}:") for problem in caught.value.problems]


def test_a_wrong_shape_is_located_and_says_what_is_allowed(tmp_path: Path) -> None:
    content = (
        "day: '2024-01-01'\nflag: 1\ninner:\n  a: {count: 5, colour: red}\n  b: {count: yes}\n"
    )
    assert mistakes(tmp_path, content) == [
        '1: day: wrong type: "2024-01-01"; allowed: a day as YYYY-MM-DD, without quotes',
        "2: flag: wrong type: 1; allowed: true or false",
        "4: inner.a.colour: unknown key; allowed: count, names",
        '5: inner.b.count: wrong type: "yes"; allowed: a whole number',
    ]


def test_one_text_of_an_old_font_among_others_is_located(tmp_path: Path) -> None:
    content = "day: 2024-01-01\ninner:\n  a: {count: 1, names: [Sơn Nam, Haùt Laùt]}\n"
    assert mistakes(tmp_path, content) == [
        '3: inner.a.names.1: "Haùt Laùt": letters of an old font (TCVN3, VNI), no Vietnamese'
        " text; allowed: the text converted to Unicode"
    ]


def test_a_missing_key_is_located_at_what_lacks_it(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "day: 2024-01-01\ninner:\n  a:\n    names: [x]\n") == [
        "3: inner.a.count: required key is missing; allowed: count: a whole number"
    ]


def test_true_is_no_whole_number(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "day: 2024-01-01\ninner:\n  a: {count: true}\n") == [
        "3: inner.a.count: wrong type: true; allowed: a whole number"
    ]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    content = text.encode("utf-8", "surrogatepass")
    try:
        source: Source = read(write(tmp_path_factory.getbasetemp(), content))
    except RuleError as told:
        lines = [problem.line for problem in told.problems]
    else:
        lines = [source.line((key,)) for key in source.data]
    assert all(1 <= line <= content.count(b"\n") + 1 for line in lines)


# What a clerk's slip of the hand puts into a file, and what YAML itself is made of.
_SLIPS = [*":-?,[]{}#&*!|>'\"%@ \n\t~=+<", "\n  ", ": ", " #", "---\n", "<<: ", "a:\n", "\u2028"]
_FILE = HOME / "policies" / "reminders.yaml"
_LINES = [f"{line}\n" for line in _FILE.read_text("utf-8").splitlines()]


@given(st.data())
def test_both_parsers_read_a_text_alike(data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(_LINES) - 5))
    text = "".join(_LINES[first : first + 5])
    for slip in data.draw(st.lists(st.sampled_from(_SLIPS), max_size=3)):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + slip + text[at + data.draw(st.integers(0, 2)) :]
    assert heard(parsed.nodes_of, text) == heard(parsed._slowly, text)


def heard(parse: Callable[[str], parsed.Node | None], text: str) -> object:
    """Return all that is read of `text`, or what it is refused for."""
    try:
        return _whole(parse(text))
    except YAMLError as broken:
        return str(broken)


def _whole(node: parsed.Node | None) -> object:
    if node is None or node.id == "scalar":
        # Where nothing stands it is the line of its key that is told.
        return node and node.value and (node.value, node.start_mark.line, bool(node.style))
    parts = (
        _whole(part) for each in node.value for part in (each if node.id == "mapping" else [each])
    )
    return node.id, node.start_mark.line, list(parts)
