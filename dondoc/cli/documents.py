"""The commands that write official documents into a folder."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import typer

from dondoc import find
from dondoc.cli import context, reports
from dondoc.cli.consolidation import AsOf, Directive, Due, Revision, chosen
from dondoc.cli.output import Bar, parse_day, say, tell
from dondoc.consolidation.agenda_of import agenda_of
from dondoc.consolidation.consolidate import consolidation
from dondoc.consolidation.consolidated_report import consolidated_report
from dondoc.consolidation.leaders_brief import Reporter, leaders_brief
from dondoc.consolidation.own_report import own_report
from dondoc.consolidation.urging_draft import urging_draft
from dondoc.documents.csv import csv_parts
from dondoc.documents.files import files
from dondoc.errors import NotPossible, why
from dondoc.looking.dossier import dossier
from dondoc.looking.tables import Table, counting, tables
from dondoc.trail.anchor import read_anchors
from language.zone import ZONE, local_date

app = typer.Typer(no_args_is_help=True)

Out = typer.Option(..., "--out", help="Thư mục để ghi các tệp.")


@app.command("consolidation")
def consolidation_command(
    directive: str = Directive,
    due: str = Due,
    as_of: str = AsOf,
    revision: int = Revision,
    out: Path = Out,
) -> None:
    """Báo cáo tổng hợp của một đợt: DOCX, PDF, XLSX, CSV; còn thiếu đơn vị nào thì ghi rõ."""
    with context.office() as office, office.reading() as session:
        now = office.clock.now()
        found = chosen(session, office.rulebook, directive, due, as_of, revision)
        report = consolidated_report(session, office.rulebook, found, now)
    _write(files(report, now), out)
    if revision is None:
        partial = " --partial" if report.partial else ""
        closed = report.closed_at.astimezone(ZONE).replace(tzinfo=None).isoformat()
        tell(f"Ký xong thì ghi: dondoc sign {directive} --due {due} --closed-at {closed}{partial}")


@app.command("urge")
def urge_command(directive: str = Directive, due: str = Due, out: Path = Out) -> None:
    """Dự thảo công văn đôn đốc các đơn vị quá hạn của một đợt."""
    with context.office() as office, office.reading() as session:
        now = office.clock.now()
        found = consolidation(session, office.rulebook, directive, parse_day(due))
        name = office.house.name
        draft = urging_draft(office.rulebook, found, name, now)
    _write(files(draft, now), out)


@app.command("brief")
def brief_command(directive: str = Directive, due: str = Due, out: Path = Out) -> None:
    """Báo cáo nhanh một trang trình lãnh đạo, cùng nội dung với thư báo cáo nhanh."""
    with context.office() as office, office.reading() as session:
        now = office.clock.now()
        found = consolidation(session, office.rulebook, directive, parse_day(due))
        named = office.house
        reporter = Reporter(named.body, named.name)
        brief = leaders_brief(session, office.rulebook, found, reporter, now)
    _write(files(brief, now), out)


@app.command("report")
def report_command(
    directive: str = Directive,
    duty: str = reports.Duty,
    bearer: str = reports.Bearer,
    due: str = reports.Due,
    out: Path = Out,
) -> None:
    """Báo cáo của chính xã, từ số liệu đã ghi: để lấy số, ký và gửi."""
    with context.office() as office, office.reading() as session:
        now = office.clock.now()
        row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
        report = own_report(session, office.rulebook, row, now)
    _write(files(report, now), out)


@app.command("dossier")
def dossier_command(
    directive: str = Directive,
    duty: str = reports.Duty,
    bearer: str = reports.Bearer,
    due: str = reports.Due,
    out: Path = Out,
) -> None:
    """Hồ sơ một nghĩa vụ cho thanh tra, kiểm tra: diễn biến và mục dấu vết chứng minh."""
    with context.office() as office:
        # Before the trail: a checkpoint written meanwhile may speak of entries not seen.
        anchors = read_anchors(office.settings.state_folder)
        with office.reading() as session:
            now = office.clock.now()
            row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
            name = office.house.name
            file = dossier(session, office.rulebook, anchors, row, name, now)
    _write(files(file, now), out)


@app.command("agenda")
def agenda_command(bearer: str = reports.Bearer, out: Path = Out) -> None:
    """Lịch hạn của một đơn vị, kể cả tệp lịch .ics có nhắc trước."""
    with context.office() as office, office.reading() as session:
        now = office.clock.now()
        bodies = office.rulebook.bodies
        body = bodies.get(find.body_uid(bodies, bearer, local_date(now)))
        name = office.house.name
        agenda = agenda_of(session, office.rulebook, body, name, now)
    _write(files(agenda, now), out)


@app.command("tables")
def tables_command(out: Path = Out) -> None:
    """Mọi bảng dữ liệu ra CSV, không có dữ liệu cá nhân (danh bạ xuất riêng)."""
    with context.office() as office, office.reading() as session:
        found = tables(session, office.rulebook, office.clock.now())
        _write((_named(table) for table in found), out)


def _named(table: Table) -> tuple[str, Iterator[bytes]]:
    return f"{table.name}.csv", _parts(table)


def _parts(table: Table) -> Iterator[bytes]:
    with Bar(table.name) as bar:
        rows = counting(table.rows, partial(bar, total=table.total))
        yield from csv_parts(table.columns, rows)


def _write(made: Iterable[tuple[str, bytes | Iterable[bytes]]], folder: Path) -> None:
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made:
            _put(folder / name, [content] if isinstance(content, bytes) else content)
            tell(f"Đã ghi {folder / name}")
            written += 1
    except OSError as failure:
        raise NotPossible(f"không ghi được vào {folder}: {why(failure)}") from failure
    say(f"Đã ghi {written} tệp vào {folder}")


def _put(file: Path, parts: Iterable[bytes]) -> None:
    """Write beside the file first: what breaks off half way never looks whole."""
    draft = file.with_name(f".{file.name}.part")
    try:
        with draft.open("wb") as out:
            out.writelines(parts)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
