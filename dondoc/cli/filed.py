"""Commands that show reports, and the form a body fills in."""

from datetime import date, datetime
from pathlib import Path

import typer

from dondoc import find
from dondoc.cli import consolidation, context, reports
from dondoc.cli.output import JsonOption, ViewerOption, day, emit, parse_day, say, show_table
from dondoc.cli.written import ForceOption, write, writing
from dondoc.desk.look import Look
from dondoc.errors import Refused
from dondoc.forms import asked_form, name_at
from dondoc.named import body_uid, refuse_withdrawn
from dondoc.reports.blank import blank_form, blank_name
from dondoc.reports.view import Document, report_view, round_view
from dondoc.setup.wiring import Office
from dondoc.visible import Sight
from language.dates import day_and_hour, full_day, hour_of_day
from language.numbers import shown
from models import Obligation
from models.proof import PURGED_NAME
from models.report import REPORT_STATE_NAMES
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.form import Form
from steps.states import OBLIGATION_STATE_NAMES


def list_command(
    directive: str = reports.Directive,
    due: str = reports.Due,
    duty: str = consolidation.Duty,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Liệt kê báo cáo của một đợt (theo hạn của đơn vị báo cáo hoặc của nơi tổng hợp)."""
    with context.look(Sight.REPORT, as_) as (office, look):
        rows = find.inputs_of(look.session, office.rulebook, directive, parse_day(due), duty)
        found = round_view(look.session, office.rulebook, look.shown(rows))
    if json:
        emit(found)
        return
    show_table(
        f"Báo cáo của đợt hạn {day(parse_day(due))}",
        ("Đơn vị", "Tình trạng", "Nhận", "Đúng hạn", "Bản", "Số liệu", "Tệp", "Hẹn gửi lại"),
        (_line(one) for one in found),
    )


def _line(one: Document) -> list[str]:
    figures = "không phát sinh" if one["nil"] else "có" if one["has_figures"] else ""
    on_time = {True: "đúng hạn", False: "quá hạn", None: ""}[one["on_time"]]
    return [
        one["bearer_name"],
        OBLIGATION_STATE_NAMES[str(one["state"])] + (" (đã chốt)" if one["frozen"] else ""),
        day_and_hour(datetime.fromisoformat(one["received_at"])) if one["received_at"] else "",
        on_time,
        str(one["revision"] or ""),
        figures,
        str(one["attachments"] or ""),
        _day(one["reply_by"]) if one["reply_by"] else "",
    ]


def show_command(
    directive: str = reports.Directive,
    duty: str = reports.Duty,
    bearer: str = reports.Bearer,
    due: str = reports.DueIfAny,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem một báo cáo: từng bản, từng số liệu, bản sau khác bản trước ở đâu."""
    with context.look(Sight.REPORT, as_) as (office, look):
        row = look.one(reports.which(directive, duty, bearer, due))
        found = report_view(look.session, office.rulebook, row)
        declared = office.rulebook.directives[row.directive_id]
        asked, forms = asked_form(office.rulebook, row), office.rulebook.forms
    if json:
        emit(found)
        return
    state = OBLIGATION_STATE_NAMES[found["state"]]
    say(f"{found['bearer_name']}, hạn {_day(found['due_on'])}: {state}")
    for revision in found["revisions"]:
        form = forms.stored(revision["form"]) if revision["form"] else asked
        _show(declared, form, revision)
    for one in found["people"]:
        numbers = f"báo cáo {shown(one['stated'])}, danh sách người {shown(one['people'])}"
        say(f"  lệch {one['name']}: {numbers}; cần đối chiếu")


def _show(directive: Directive, form: Form | None, revision: Document) -> None:
    undone = " (đã hủy)" if revision["undone_at"] else ""
    state = REPORT_STATE_NAMES[revision["state"]]
    received = hour_of_day(datetime.fromisoformat(revision["received_at"]))
    say(f"\nBản {revision['revision']}{undone}: {state}, nhận {received}")
    if revision["grounds"]:
        say(
            "Trái với trả lời “chưa nhận” của nơi tổng hợp; người ghi nhận: "
            f"{revision['recorded_by']}; lý do: {revision['grounds']}"
        )
    figures = revision["figures"] or {}
    words = revision["explanations"] | {
        at: f"TRẢ LẠI: {reason}" for at, reason in revision["reasons"].items()
    }
    if figures.get("nil"):
        say(f"Không phát sinh, số liệu tính đến {_day(figures['as_of'])}")
    rows = [
        (f"{group}.{figure}", number)
        for group, cells in figures.get("groups", {}).items()
        for figure, number in cells.items()
    ]
    texts = [(at, figures[at]) for at in (form.text_ids if form else ()) if figures.get(at)]
    if rows + texts:
        show_table(
            "",
            ("Số liệu", "", "Lời"),
            (
                (name_at(form, directive, at), shown(value), words.get(at, ""))
                for at, value in rows + texts
            ),
        )
    # Words of a nil report, of the report as a whole, of a text that was left out.
    shown_at = {at for at, _ in rows + texts}
    for at, said in words.items():
        if at not in shown_at:
            say(f"  {name_at(form, directive, at)}: {said}")
    for change in revision["changes"]:
        say(f"  sửa {change['name']}: {shown(change['before'])} → {shown(change['after'])}")
    for file in revision["attachments"]:
        name = f"tệp {PURGED_NAME}" if file["purged"] else file["name"]
        say(f"  kèm {name} ({file['content_type']}, {shown(file['size'])} byte)")


def template_command(
    directive: str = reports.Directive,
    duty: str = reports.Duty,
    bearer: str = typer.Argument(None, help="Mã đơn vị, hoặc tên; không nêu khi có --all."),
    due: str = reports.DueIfAny,
    everybody: bool = typer.Option(
        False, "--all", help="Mẫu của mọi đơn vị trong đợt; --out là thư mục."
    ),
    out: Path = typer.Option(..., "--out", help="Tệp XLSX sẽ ghi; với --all: thư mục."),
    force: bool = ForceOption,
    as_: str = ViewerOption,
) -> None:
    """Tạo mẫu báo cáo XLSX cho một đơn vị (hoặc --all) và một kỳ, đã điền sẵn số kỳ trước."""
    if (bearer is None) is not everybody:
        raise typer.BadParameter("nêu một đơn vị, hoặc --all")
    with context.look(Sight.REPORT, as_) as (office, look):
        rows = _to_fill(look, office, directive, duty, bearer, due)
        forms = [
            (
                blank_name(office.rulebook, row),
                blank_form(look.session, office.rulebook, row, office.mark),
            )
            for row in rows
        ]
    if not everybody:
        [(_, content)] = forms
        write(out, content, force=force)
        say(f"Đã ghi mẫu: {out}")
        return
    with writing(out, force=force) as drafts:
        for name, made in forms:
            (drafts / name).write_bytes(made)
    say(f"Đã ghi {len(forms)} mẫu vào {out}")


def _to_fill(
    look: Look, office: Office, directive: str, duty: str, bearer: str | None, due: str | None
) -> list[Obligation]:
    """Return the obligations whose forms are asked for: of one body, or of all that are shown."""
    declared = office.rulebook.directives.get(directive)
    known = declared.duties.get(duty) if declared else None
    if declared and known and known.arises and due is None:
        return _untimed(look, office, declared, known, bearer)
    if bearer is not None:
        row = look.one(reports.which(directive, duty, bearer, due))
        refuse_withdrawn(office.rulebook.bodies, row)
        return [row]
    if due is None:
        raise Refused(f"{duty}: cần nêu kỳ nào, --due NGÀY")
    found = find.inputs_of(look.session, office.rulebook, directive, parse_day(due), None)
    rows = [row for row in look.shown(found) if row.duty == duty]
    if not rows:
        raise Refused(f"nhiệm vụ {duty} không có đợt hạn {full_day(parse_day(due))}")
    return rows


def _untimed(
    look: Look, office: Office, declared: Directive, duty: Duty, bearer: str | None
) -> list[Obligation]:
    """Return those of the round that takes reports without a term now, or of the next one."""
    from dondoc.obligations.arising import taking

    today, bodies = look.desk.today, office.rulebook.bodies
    rows = look.shown(taking(look.session, office.rulebook, declared, duty, today))
    if bearer is None:
        return rows
    uid = body_uid(bodies, bearer, today)
    look.refuse([look.desk.party(declared.id, duty.id, uid)])
    mine = [row for row in rows if row.bearer_uid == uid]
    if not mine:
        raise Refused(f"{bodies.get(uid).name} không được giao nhiệm vụ {duty.id}")
    return mine


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("template")(template_command)
    app.command("list")(list_command)
    app.command("show")(show_command)


def _day(written: str) -> str:
    return full_day(date.fromisoformat(written))
