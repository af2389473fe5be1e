"""The command that takes a report in: figures, evidence and files, all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import typer
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.cli import context, reports
from dondoc.cli.output import JsonOption, emit, instant, parse_day, say
from dondoc.reports.attach import Examined, examine, keep
from dondoc.reports.figures_file import read_figures
from dondoc.reports.prefill import prefill
from dondoc.reports.record import Content, Evidence, Recorded, record
from dondoc.reports.submit import Submitted, submit
from dondoc.reports.template import FormOf
from dondoc.setup.wiring import Office
from language.zone import local_date
from models import Obligation
from rules.meaning.figures import Filled


def record_command(
    directive: str = reports.Directive,
    duty: str = reports.Duty,
    bearer: str = reports.Bearer,
    due: str = reports.Due,
    figures: Path = typer.Option(
        None, "--figures", help="Tệp số liệu: mẫu XLSX (dondoc template) hoặc JSON."
    ),
    nil: bool = typer.Option(False, "--nil", help="Báo cáo “Không phát sinh”."),
    as_of: str = typer.Option(
        None, "--as-of", help="Với --nil: số liệu tính đến ngày (mặc định: ngày cuối của kỳ)."
    ),
    explain: list[str] = typer.Option(
        [], "--explain", help="Giải trình tại một số liệu: can-ngheo.closing=LỜI; nhiều lần được."
    ),
    attach: list[Path] = typer.Option(
        [], "--attach", help="Tệp kèm theo (PDF, DOCX, XLSX, ảnh); nhiều lần được."
    ),
    revise: bool = typer.Option(False, "--revise", help="Thay bản đã ghi nhận bằng bản này."),
    received_at: str = reports.ReceivedAt,
    road: str = reports.Road,
    number: str = reports.Number,
    dated: str = reports.Dated,
    signer: str = reports.Signer,
    capacity: str = reports.Capacity,
    sent: str = reports.Sent,
    by: str = reports.By,
    json: bool = JsonOption,
) -> None:
    """Ghi nhận báo cáo của một đơn vị; thông báo chưa gửi của kỳ đó được hủy."""
    if figures and nil:
        raise typer.BadParameter("chọn một trong hai: --figures hoặc --nil")
    files = tuple(examine(path) for path in attach)
    words = dict(reports.pair(text, "--explain") for text in explain)
    with context.office() as office, office.writing() as session:
        now = office.clock.now()
        row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
        evidence = reports.evidence(now, received_at, road, number, dated, signer, capacity, sent)
        filing = _Filing(office, session, row, evidence, files, by, now, revise)
        if nil:
            done = filing.submit(filing.nil(reports.optional_day(as_of)), words)
        elif figures:
            done = filing.submit(filing.read(figures), words)
        else:
            done = Submitted(filing.record(), ())
        for file in files:
            keep(office.settings.state_folder, file)
    _print(done, evidence, json)


@dataclass
class _Filing:
    """One report on its way in; nothing is written unless all of it is."""

    office: Office
    session: Session
    row: Obligation
    evidence: Evidence
    files: tuple[Examined, ...]
    by: str
    now: datetime
    revises: bool

    def read(self, path: Path) -> Filled:
        return read_figures(path, FormOf.of(self.row))

    def nil(self, as_of: date | None) -> Filled:
        """Return a nil report as of `as_of`, or as of the last day of the period."""
        offered = prefill(self.session, self.office.rulebook, self.row).values["as_of"].value
        received = local_date(self.evidence.received_at)
        # A report that comes before the period is over speaks of the day it came.
        usual = min(offered, received) if isinstance(offered, date) else received
        return Filled(as_of=as_of or usual, nil=True)

    def submit(self, filled: Filled, words: dict[str, str]) -> Submitted:
        office = self.office
        said = replace(filled, explanations={**filled.explanations, **words})
        return submit(
            self.session,
            office.rulebook,
            office.policies,
            self.row.id,
            said,
            self.evidence,
            self.by,
            self.now,
            reports.above(office, self.session, self.row),
            self.files,
            self.revises,
        )

    def record(self) -> Recorded:
        above = reports.above(self.office, self.session, self.row)
        content = Content(files=self.files, revises=self.revises)
        return record(self.session, self.row.id, self.evidence, self.by, self.now, above, content)


def _print(submitted: Submitted, evidence: Evidence, json: bool) -> None:
    done = submitted.recorded
    if json:
        emit(
            {
                "obligation": done.obligation,
                "report": done.report,
                "revision": done.revision,
                "received_at": instant(evidence.received_at),
                "on_time": done.on_time,
                "cancelled_notices": done.cancelled,
                "told_wrongly": done.told_wrongly,
                "adjustment": done.adjustment,
                "adjusts": done.adjusts_id,
                "explained": [
                    {"at": r.at, "policy": r.policy, "says": r.says} for r in submitted.explained
                ],
            }
        )
        return
    if done.adjustment:
        where = "kỳ sau" if done.adjusts_id else "hồ sơ (không còn kỳ sau)"
        say(f"Số liệu kỳ này đã chốt: ghi là điều chỉnh kỳ trước của {where}.")
        return
    say(
        f"Đã ghi nhận, {'đúng hạn' if done.on_time else 'quá hạn'}; "
        f"hủy {done.cancelled} thông báo chưa gửi."
    )
    for remark in submitted.explained:
        say(f"Có giải trình: {remark.name}: {remark.says}")
    if done.told_wrongly:
        say(
            f"{done.told_wrongly} thông báo quá hạn đã gửi đi trong khi báo cáo đến đúng hạn: "
            f"đính chính sẽ được gửi tới {done.corrected} nơi đã nhận."
        )


def add_to(app: typer.Typer) -> None:
    """Add `record` to the commands over reports."""
    app.command("record")(record_command)
