"""Commands over what came back: a folder of filled-in forms, the files that came with a report."""

from pathlib import Path

import typer

from dondoc.cli import context, reports
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    emit,
    parse_instant,
    say,
    show_table,
)
from dondoc.cli.written import ForceOption, writing
from dondoc.desk.many import Result, take_in
from dondoc.desk.plain import plain
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused, why
from dondoc.reports.attach import kept_bytes, safe_names
from dondoc.reports.view import report_view
from dondoc.visible import Sight
from models.proof import PURGED_NAME

_RESULTS = {Result.TAKEN: "đã nhận", Result.REFUSED: "không nhận"}


def take_command(
    folder: Path = typer.Argument(help="Thư mục có các biểu đã điền gửi về (XLSX, JSON)."),
    received_at: str = reports.ReceivedAt,
    road: str = reports.Road,
    revise: bool = typer.Option(False, "--revise", help="Thay bản đã ghi nhận bằng bản này."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi nhận nhiều biểu gửi về cùng lúc: mỗi tệp tự nêu của đơn vị nào, kỳ nào.

    Tệp nào không nhận được thì nêu lý do, không ảnh hưởng tệp khác.
    """
    receipt = Receipt(at=parse_instant(received_at), road=road)
    came = [take_in(lambda: context.desk(as_), file, receipt, revise) for file in _files(folder)]
    if json:
        emit([plain(one) for one in came])
    else:
        rows = ((c.file, c.bearer or "", _RESULTS[c.result], c.reason or "") for c in came)
        show_table(f"{len(came)} tệp", ("Tệp", "Đơn vị", "Kết quả", "Lý do"), rows)
    if any(one.result is Result.REFUSED for one in came):
        raise typer.Exit(1)


def _files(folder: Path) -> list[Path]:
    """Return the files of `folder` by name, without those that programs leave beside them."""
    try:
        found = sorted(one for one in folder.iterdir() if one.is_file())
    except OSError as failure:
        raise Refused(f"không đọc được thư mục {folder}: {why(failure)}") from failure
    return [one for one in found if not one.name.startswith((".", "~$"))]


def attachment_command(
    directive: str = reports.Directive,
    duty: str = reports.Duty,
    bearer: str = reports.Bearer,
    due: str = reports.DueIfAny,
    out: Path = typer.Option(..., "--out", help="Thư mục sẽ ghi các tệp."),
    revision: int = typer.Option(
        None, "--revision", min=1, max=LARGEST, help="Bản thứ mấy (mặc định: bản cuối có tệp)."
    ),
    force: bool = ForceOption,
    as_: str = ViewerOption,
) -> None:
    """Lấy lại các tệp kèm theo một báo cáo, đúng từng byte như lúc nhận."""
    with context.look(Sight.REPORT, as_) as (office, look):
        row = look.one(reports.which(directive, duty, bearer, due))
        told = report_view(look.session, office.rulebook, row)["revisions"]
        having = [one for one in told if one["attachments"] and revision in (None, one["revision"])]
        if not having:
            raise Refused(
                "báo cáo này không có tệp kèm theo"
                if revision is None
                else f"bản {revision} không có tệp kèm theo"
            )
        files = [one for one in having[-1]["attachments"] if not one["purged"]]
        if not files:
            raise Refused(f"tệp kèm báo cáo này {PURGED_NAME}; mã băm vẫn còn trong dấu vết")
        state = office.settings.state_folder
        contents = [kept_bytes(state, one["sha256"], one["name"]) for one in files]
    names = safe_names(one["name"] for one in files)
    with writing(out, force=force) as drafts:
        for name, content in zip(names, contents, strict=True):
            (drafts / name).write_bytes(content)
    say(f"Đã ghi {len(names)} tệp của bản {having[-1]['revision']} vào {out}: {', '.join(names)}")


def add_to(app: typer.Typer) -> None:
    """Add `take` and `attachment` to the commands over reports."""
    app.command("take")(take_command)
    app.command("attachment")(attachment_command)
