"""The commands that write official documents into a folder."""

from collections.abc import Iterable
from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.consolidation import Directive, Due
from dondoc.cli.output import parse_day, say, tell
from dondoc.consolidate import consolidation
from dondoc.consolidated_report import consolidated_report
from dondoc.documents.files import files
from dondoc.errors import NotPossible
from dondoc.urging_draft import urging_draft

app = typer.Typer(no_args_is_help=True)

Out = typer.Option(..., "--out", help="Thư mục để ghi các tệp.")


@app.command("consolidation")
def consolidation_command(directive: str = Directive, due: str = Due, out: Path = Out) -> None:
    """Báo cáo tổng hợp của một đợt: DOCX, PDF, XLSX, CSV; còn thiếu đơn vị nào thì ghi rõ."""
    with context.office() as office, office.reading() as session:
        now = office.clock.now()
        found = consolidation(session, office.rulebook, directive, parse_day(due))
        report = consolidated_report(session, office.rulebook, found, now)
    _write(files(report, now), out)


@app.command("urge")
def urge_command(directive: str = Directive, due: str = Due, out: Path = Out) -> None:
    """Dự thảo công văn đôn đốc các đơn vị quá hạn của một đợt."""
    with context.office() as office, office.reading() as session:
        now = office.clock.now()
        found = consolidation(session, office.rulebook, directive, parse_day(due))
        name = office.settings.settings.office.name
        draft = urging_draft(office.rulebook, found, name, now)
    _write(files(draft, now), out)


def _write(made: Iterable[tuple[str, bytes]], folder: Path) -> None:
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made:
            (folder / name).write_bytes(content)
            tell(f"Đã ghi {folder / name}")
            written += 1
    except OSError as failure:
        raise NotPossible(f"không ghi được vào {folder}: {failure.strerror}") from failure
    say(f"Đã ghi {written} tệp vào {folder}")
