"""A rule file as it was read: plain data, and the line on which each part of it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from errno import EFBIG, EINVAL
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from language.text import nfc, written_in_old_letters
from rules.errors import WHOLE, Problem, RuleError
from rules.files import located
from rules.files.nodes import Path as KeyPath
from rules.files.nodes import Reading, dotted
from rules.files.parsed import Node, nodes_of

M = TypeVar("M", bound=BaseModel)
# In bytes: a hundred times the longest there is.
LARGEST = 5_000_000

# A part of what ruamel.yaml says → what it would have taken.
_REMEDIES = (
    ("mapping values are not allowed", "one `key: value` a line; a text with a colon in quotes"),
    ("expected ',' or", "a comma between items, then the closing bracket"),
    ("could not find expected ':'", "`key: value`, with the colon"),
    ("another document", "one document: no line of `---` within the file"),
    ("end of stream", "the closing quote or bracket"),
    ("document separator", "the closing quote before a line of `---`"),
    ("<block end>", "keys of one level indented alike"),
    ("cannot start any token", "a text that begins with such a sign in quotes"),
    ("undefined alias", "the value written out, or text in quotes"),
    ("escape", "text in single quotes, where a backslash is only a backslash"),
    ("special characters", "letters and signs, no control characters"),
    ("RecursionError", "fewer levels within one another"),
)
_OTHERWISE = "`key: value` lines indented with spaces, texts with signs such as : # & * in quotes"


@dataclass(frozen=True)
class Source:
    """The data of one file (NFC text) and its lines (from 1)."""

    file: str
    data: dict[str, object]
    lines: Mapping[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line (from 1) of `path`, or of its nearest parent that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: KeyPath, what: str, allowed: str = "") -> Problem:
        """A problem of this file, located at `path`."""
        return Problem(self.file, self.line(path), dotted(path), what, allowed)


def read_text(path: Path) -> str:
    """The UTF-8 text of a file, as stored.

    Raises: RuleError when the file is missing, empty, or in another encoding (TCVN3, VNI,
    Windows-1258 and UTF-16 are not UTF-8: the line of the first foreign byte is named).
    """
    try:
        # A pipe would be waited for, and no rule is as long as this.
        if path.exists() and not path.is_dir() and not path.is_file():
            raise OSError(EINVAL, "no ordinary file")
        if path.stat().st_size > LARGEST:
            raise OSError(EFBIG, f"larger than {LARGEST // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as failure:
        what = f"cannot be read: {failure.strerror}"
        raise RuleError([Problem(str(path), 1, WHOLE, what, "a file of that name")]) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as foreign:
        line = content.count(b"\n", 0, foreign.start) + 1
        what = f"byte 0x{content[foreign.start]:02x} is not UTF-8 (a legacy encoding?)"
        raise RuleError([Problem(str(path), line, WHOLE, what, "text saved as UTF-8")]) from None
    if written_in_old_letters(text):
        raise RuleError([Problem(str(path), 1, WHOLE, located.OLD_FONT, located.UNICODE)])
    if not text.strip():
        what, allowed = "the file is empty", "text, saved before it is checked"
        raise RuleError([Problem(str(path), 1, WHOLE, what, allowed)])
    return text


def read(path: Path) -> Source:
    """Read one YAML 1.2 file; NFD text is accepted and normalised to NFC.

    Raises: RuleError with every problem: missing, empty or not UTF-8; a tab as indentation or
    broken YAML; keys written twice, keys without a value, aliases, days that do not exist.
    """
    text = read_text(path)
    _refuse_tabs(str(path), text)
    node = _compose(str(path), text)
    reading = Reading(str(path))
    if node is None or node.id != "mapping":
        raise RuleError([Problem(str(path), 1, WHOLE, "no keys at the top", "key: value")])
    data = reading.value(node, ())
    reading.problems.raise_any()
    assert isinstance(data, dict)  # noqa: S101 - a mapping node gives a dict
    return Source(str(path), data, reading.lines)


def _refuse_tabs(file: str, text: str) -> None:
    found = [
        Problem(file, number, WHOLE, "a tab as indentation", "spaces")
        for number, line in enumerate(text.split("\n"), start=1)
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()
    ]
    if found:
        raise RuleError(found)


def _compose(file: str, text: str) -> Node | None:
    """Raises: RuleError where the YAML is broken."""
    try:
        return nodes_of(text)
    except Exception as broken:
        if (found := _told(file, text, broken)) is None:
            raise
        raise found from None


def _told(file: str, text: str, broken: Exception) -> RuleError | None:
    """Return what is said of broken YAML; None where something else went wrong."""
    # Whatever names a mistake has loaded it.
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    if isinstance(broken, MarkedYAMLError):
        mark = broken.problem_mark or broken.context_mark
        return _broken(file, mark.line if mark else 0, f"{broken.problem or broken.context}")
    if isinstance(broken, ReaderError):
        return _broken(file, text.count("\n", 0, broken.position), broken.reason)
    if isinstance(broken, YAMLError | RecursionError):
        return _broken(file, 0, type(broken).__name__)
    return None


def _broken(file: str, lines_before: int, said: str) -> RuleError:
    what = f"broken YAML: {said}"
    return RuleError([Problem(file, lines_before + 1, WHOLE, what, _remedy(said))])


def validate(source: Source, model: type[M], at: KeyPath = ()) -> M:
    """The part of `source` under `at` as `model` (pydantic, strict, unknown keys refused).

    Raises: RuleError with one located problem per mistake, each with what is allowed there.
    """
    value: object = source.data
    for part in at:
        value = value[part]  # type: ignore[index]
    try:
        return model.model_validate(value)
    except ValidationError as refused:
        raise RuleError(
            source.problem((*at, *path), what, allowed)
            for path, what, allowed in located.mistakes(refused, model, value)
        ) from None


def folded(text: str) -> str:
    """NFC with every run of white space as one space: how quotes and wordings are compared."""
    return " ".join(nfc(text).split())


def _remedy(said: str) -> str:
    """Return what is allowed where the parser stopped and said this."""
    return next((words for part, words in _REMEDIES if part in said), _OTHERWISE)
