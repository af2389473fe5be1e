"""A kind of document is a folder and a line of the registry; its command follows."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import dondoc.documents.kinds as kinds
from dondoc.cli.documents import ASKED, add, asked_of
from dondoc.documents.kind import FORMATS, Kind, Sources
from dondoc.documents.registry import KINDS, kind_of
from dondoc.documents.writers.paper import Paper, say
from dondoc.visible import Sight
from tests.begun import OPENED, begun
from tests.documents import samples

FOLDERS = {path.parent.name for path in Path(*kinds.__path__).glob("*/__init__.py")}


@dataclass(frozen=True)
class Receipt:
    """What a new kind says."""

    words: str


def fill(sources: Sources, directive: str) -> Receipt:
    return Receipt(f"{sources.author}: {sources.rulebook.directives[directive].title}")


def paper(receipt: Receipt) -> Paper:
    return Paper("Giấy", "biên nhận", "Văn phòng", say(receipt.words))


NEW = Kind("receipt", "bien-nhan", "Giấy biên nhận.", Sight.REPORT, Receipt, fill, paper=paper)


def test_every_folder_of_a_kind_has_its_line_and_no_line_stands_twice() -> None:
    assert sorted(FOLDERS) == sorted(kind.command for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.command)
def test_a_kind_asks_only_what_can_be_typed_and_has_a_format(kind: Kind[object]) -> None:
    assert set(asked_of(kind)) <= set(ASKED)
    assert kind.formats
    assert kind.help.endswith(".")


def test_a_sample_belongs_to_its_kind() -> None:
    found = {kind_of(make()).command for make in samples.ALL.values()}
    assert found == FOLDERS - {"tables"}
    with pytest.raises(TypeError, match="no kind"):
        kind_of("words")


def test_a_new_kind_is_its_folder_and_a_line(tmp_path: Path) -> None:
    """From the declaration alone: the command, its help, its options and its files."""
    app = typer.Typer()
    app.callback()(lambda: None)
    add(app, NEW)
    told = CliRunner().invoke(app, ["receipt", "--help"]).output
    assert "Giấy biên nhận." in told
    assert "PDF, DOCX" in told
    assert NEW.formats == ("pdf", "docx")
    made = dict(NEW.files(Receipt("Đã nhận."), samples.AT))
    assert set(made) == {"bien-nhan.pdf", "bien-nhan.docx"}


def test_one_format_may_be_asked_for(tmp_path: Path) -> None:
    program, out = begun(tmp_path / "state", OPENED), tmp_path / "out"
    asked = ("document", "agenda", "02554@base", "--out", str(out))
    program.run(*asked, "--format", "ics")
    assert {file.name for file in out.iterdir()} == {"lich.ics"}
    refused = program.run(*asked, "--format", "odt", code=2)
    assert "odt" in refused.stderr
    assert "ics" in refused.stderr
    assert set(NEW.formats) < set(FORMATS)
