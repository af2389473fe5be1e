"""The command over a round as its consolidator has it."""

import typer
from sqlalchemy.orm import Session

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    JsonOption,
    ViewerOption,
    day,
    emit,
    parse_day,
    parse_instant,
    say,
    show_table,
)
from dondoc.cli.paging import ROWS, AfterOption, PageOption, say_rest
from dondoc.consolidation.consolidate import consolidation, consolidator, signed_round
from dondoc.consolidation.consolidate import named as named_round
from dondoc.consolidation.round import Consolidation, Lack, Line, Readiness, Total
from dondoc.consolidation.signatures import SignedRound
from dondoc.consolidation.view import consolidation_view
from dondoc.documents.parts.group_tables import coverage_view
from dondoc.documents.parts.targets_of import targets_view
from dondoc.documents.parts.words import figure_titles, figure_values
from dondoc.errors import Refused
from dondoc.sending.names import name_of
from dondoc.visible import Sight
from language.dates import hour_of_day
from language.numbers import shown
from language.text import upper_first
from language.zone import ZONE, local_date
from models import Notice
from rules.rulebook import Rulebook
from steps.table import named

Directive = typer.Argument(help="Mã văn bản.")
Due = typer.Option(..., "--due", help="Ngày hạn của nơi tổng hợp, YYYY-MM-DD.")
DueIfAny = typer.Option(
    None,
    "--due",
    help="Ngày hạn của nơi tổng hợp; đợt không nêu thời hạn: ngày mở đợt (mặc định: đợt cuối).",
)
Duty = typer.Option(
    None,
    "--duty",
    help="Đợt của nhiệm vụ nào, khi ngày ấy là hạn của nhiều đợt hoặc văn bản không nêu thời hạn.",
)
AsOf = typer.Option(None, "--as-of", help="Như đã biết tại một thời điểm.")
Revision = typer.Option(None, "--revision", min=1, max=LARGEST, help="Như lần ký thứ mấy đã chốt.")
_STANDINGS = {
    Readiness.READY: "đã đủ báo cáo để tổng hợp",
    Readiness.PARTIAL: "còn thiếu báo cáo; tổng hợp được từng phần, ghi rõ đơn vị chưa có số liệu",
    Readiness.BLOCKED: "chưa có báo cáo nào; vẫn ký được báo cáo tổng hợp từng phần, ghi rõ đơn vị "
    "chưa có số liệu",
}
_UNTOLD = "đã nộp đủ, chưa có số liệu"
_LACKS = {
    Lack.NOT_FILED: "chưa ghi nhận",
    Lack.RETURNED: "đã trả lại",
    Lack.NO_FIGURES: "chưa có số liệu",
}


def consolidation_command(
    directive: str = Directive,
    due: str = DueIfAny,
    duty: str = Duty,
    as_of: str = AsOf,
    revision: int = Revision,
    page: int | None = PageOption,
    after: int | None = AfterOption,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem một đợt tổng hợp: ai đã có, ai chưa từ khi nào, số cộng theo từng nhóm."""
    with context.look(Sight.ROUND, as_) as (office, look):
        session = look.session
        on = parse_day(due) if due else None
        look.refuse_round(consolidator(session, office.rulebook, directive, on, duty))
        found = chosen(session, office.rulebook, directive, due, as_of, revision, duty)
        now = look.desk.now
        if json:
            told = coverage_view(session, office.rulebook, found, now)
            at = found.as_of or now
            targets = targets_view(session, office.rulebook, found.directive, at, look.visible)
            emit(consolidation_view(found, told, targets))
        else:
            _show(found, page or ROWS, after)


def chosen(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: str | None,
    as_of: str | None,
    revision: int | None,
    duty: str | None = None,
) -> Consolidation:
    """Return the round now, as of an instant, or as its signed `revision` holds it.

    Raises:
        typer.BadParameter: both are named, or `as_of` is no instant.
        Refused: no such round or revision.
    """
    refuse_both(as_of, revision)
    on = parse_day(due) if due else None
    if revision is None:
        return consolidation(session, rulebook, directive, on, parse_instant(as_of), duty=duty)
    return signed_round(session, rulebook, directive, on, revision, duty)


def refuse_both(as_of: object, revision: object) -> None:
    """Raise typer.BadParameter where an instant and a signed revision are both named."""
    if as_of is not None and revision is not None:
        raise typer.BadParameter("chọn một trong hai: --as-of hoặc --revision")


def _show(found: Consolidation, page: int, after: int | None) -> None:
    total = len(found.lines)
    say(
        f"Tổng hợp {named_round(found.row)}: {len(found.present)}/{total} đơn vị, "
        f"{_UNTOLD if found.all_untold else _STANDINGS[found.readiness]}"
    )
    if found.untold:
        say(upper_first(found.without_figures))
    for one in found.signatures:
        say(_signed(one))
    _show_missing(found, page, after)
    totals, form = found.totals(), found.form
    if not totals or form is None:
        return
    names: tuple[str, ...]
    if form.balanced and form.rows is None:
        names = ("Nhóm", "Đơn vị có số", "Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ", "Kỳ trước", "Mốc")
        rows = [_moved(found.row_names[id_], total) for id_, total in totals.items()]
    else:
        names = ("Nội dung", "Đơn vị có số", *figure_titles(form))
        rows = [_counted(found.row_names[id_], total) for id_, total in totals.items()]
    title = "Theo từng nhóm, không cộng các nhóm" if form.rows is None else "Theo từng nội dung"
    show_table(title, names, rows)


def _show_missing(found: Consolidation, page: int, after: int | None) -> None:
    try:
        missing = found.missing if after is None else found.missing_after(after)
    except LookupError:
        raise Refused(f"--after {after}: không có dòng nào mang số ấy") from None
    if shown := missing[:page]:
        columns = ("Đơn vị", "Vì sao", "Từ ngày", "Lần nhắc gần nhất", "Hẹn", "Số gần nhất")
        show_table("Chưa có", columns, (_missing(line) for line in shown))
        say_rest(len(missing) - len(shown), shown[-1].row.id)


def _signed(one: SignedRound) -> str:
    signature, report = one.signature, one.report
    number = f" số {report.number}" if report.number else ""
    dated = f" ngày {day(report.dated)}" if report.dated else ""
    closed = signature.closed_at.astimezone(ZONE)
    return (
        f"Lần ký {signature.revision}:{number}{dated}, {len(one.reports)} đơn vị"
        f"{', từng phần' if signature.partial else ''}, số liệu chốt lúc {hour_of_day(closed)}"
    )


def _missing(line: Line) -> list[str]:
    notice, known = line.last_word.notice, line.last_known
    return [
        name_of(line.body),
        _LACKS[line.lack] if line.lack else "",
        day(line.since),
        _said(notice) if notice else "",
        day(line.last_word.promised_on),
        day(known.as_of) if known else "",
    ]


def _said(notice: Notice) -> str:
    sent = day(local_date(notice.settled_at)) if notice.settled_at else ""
    return f"{sent} {named(notice.step)}"


def _counted(name: str, total: Total) -> list[str]:
    known = [_of_those_in(total, value) for value in figure_values(total.figures)]
    return [name, f"{total.bodies_in}/{total.bodies}", *known]


def _of_those_in(total: Total, value: str) -> str:
    """Return a sum as shown; where nobody is in there is none, and "0" would be a figure."""
    return value if total.bodies_in else "–"


def _moved(name: str, total: Total) -> list[str]:
    figures = total.figures
    moved = figures.opening + figures.adjustment
    return [
        name,
        f"{total.bodies_in}/{total.bodies}",
        *(
            _of_those_in(total, shown(value))
            for value in (moved, figures.plus, figures.minus, figures.closing)
        ),
        "" if total.previous is None else shown(total.previous),
        f"{shown(total.baseline)} ({day(total.baseline_on)})" if total.baseline else "",
    ]


def add_to(app: typer.Typer) -> None:
    """Add `consolidation` to the commands."""
    app.command("consolidation")(consolidation_command)
