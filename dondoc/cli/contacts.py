"""Commands over the address book: take over a file, give it back."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from dondoc.cli import context
from dondoc.cli.office import NowOption
from dondoc.cli.output import JsonOption, emit, parse_instant, say, tell
from dondoc.contacts import book
from dondoc.contacts.file import write_table
from dondoc.contacts.row import Remark
from dondoc.errors import NotPossible, Refused, why
from dondoc.setup.wiring import Office
from language.zone import local_date

app = typer.Typer(no_args_is_help=True)

# So many lines of each kind are shown to a person; `--json` has them all.
_SHOWN = 10
_KINDS = {"added": "thêm", "changed": "đổi", "ended": "kết thúc"}


@app.callback()
def _group() -> None:
    """Danh bạ: ai giữ chức danh nào, nhận tin ở đâu."""


@app.command("import")
def import_command(
    file: Path = typer.Argument(help="Tệp danh bạ, CSV (UTF-8) hoặc XLSX."),
    apply: bool = typer.Option(False, "--apply", help="Ghi vào; không có thì chỉ cho xem trước."),
    now: str = NowOption,
    json: bool = JsonOption,
) -> None:
    """Xem tệp danh bạ sẽ thêm, đổi, kết thúc những ai; --apply thì ghi, hoặc tất cả hoặc không."""
    with context.office() as office:
        at = parse_instant(now) or office.clock.now()
        listing = book.read_contacts(file, office.rulebook.bodies, local_date(at))
        if apply:
            _refuse_two_ways_in(office)
            with office.writing() as session:
                book.know_bodies(session, office.rulebook.bodies, listing.rows)
                changes = book.store_contacts(session, listing.rows, at, listing.form)
        else:
            with office.reading() as session:
                changes = book.compare(session, listing.rows)
        remarks = (*listing.remarks, *book.without_account(listing, office.settings.settings))
    if json:
        emit(_document(changes, remarks, apply))
    else:
        _tell(changes, remarks, apply)


def _refuse_two_ways_in(office: Office) -> None:
    file = office.settings.contacts_file
    if file and not office.demo:
        raise Refused(
            f"cấu hình đang lấy danh bạ từ tệp {file}: sửa tệp đó, hoặc bỏ khóa `contacts` trong "
            "cấu hình rồi nhập lại"
        )


def _document(changes: book.Changes, remarks: Iterable[Remark], applied: bool) -> dict[str, Any]:
    return {
        "applied": applied,
        **{kind: [_change(one) for one in getattr(changes, kind)] for kind in _KINDS},
        "unchanged": changes.unchanged,
        "remarks": [{"row": r.row, "column": r.column, "what": r.what} for r in remarks],
    }


def _change(change: book.Change) -> dict[str, Any]:
    plain = {"body": change.body, "post": change.post, "row": change.row}
    return plain | ({"fields": list(change.fields)} if change.fields else {})


def _tell(changes: book.Changes, remarks: Iterable[Remark], applied: bool) -> None:
    for remark in remarks:
        tell(f"Dòng {remark.row}, cột {remark.column}: {remark.what}")
    for kind, word in _KINDS.items():
        found = getattr(changes, kind)
        for one in found[:_SHOWN]:
            where = f"dòng {one.row}: " if one.row else ""
            fields = f" ({', '.join(one.fields)})" if one.fields else ""
            say(f"  {word}: {where}{one.body}/{one.post}{fields}")
        if len(found) > _SHOWN:
            say(f"  {word}: … và {len(found) - _SHOWN} dòng nữa")
    counts = ", ".join(f"{word} {len(getattr(changes, kind))}" for kind, word in _KINDS.items())
    done = "Đã ghi" if applied else "Xem trước, chưa ghi gì"
    say(f"{done}: {counts}, giữ nguyên {changes.unchanged}.")
    if not applied and changes:
        say("Đúng như vậy thì chạy lại với --apply.")


@app.command("export")
def export_command(
    file: Path = typer.Argument(help="Tệp sẽ ghi: .xlsx hoặc .csv."),
) -> None:
    """Ghi danh bạ ra tệp, đúng như đã nhập; sửa tệp này rồi nhập lại."""
    with context.office() as office, office.reading() as session:
        form, rows = book.listed(session)
    try:
        write_table(file, form, rows)
    except OSError as error:
        raise NotPossible(f"không ghi được {file}: {why(error)}") from error
    say(f"Đã ghi {len(rows)} dòng vào {file}; tệp có thông tin cá nhân, chỉ chủ tệp đọc được.")
