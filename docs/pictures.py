"""Draws the pictures of the README from a real simulated office: `python -m docs.pictures`."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap
from xml.sax.saxutils import escape

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from sqlalchemy import select

from dondoc import find
from dondoc.day.dispatching import run_dispatch
from dondoc.day.sweeping import run_sweep
from dondoc.looking.board import Board
from dondoc.reports.evidence import Evidence
from dondoc.reports.record import record
from dondoc.setup.demonstration import CLOCK, demonstration_of
from dondoc.setup.loading import load
from dondoc.setup.wiring import Office, open_office
from language.dates import hour_of_day
from language.zone import ZONE
from models import Message, Obligation
from models.clock import SimulatedClock
from notifications.envelope import Envelope, reopen

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
FIRST, LAST = date(2024, 4, 26), date(2024, 5, 7)
DUE = date(2024, 5, 5)
# Those who have filed nothing by the picture's morning; all others filed on the day they aim at.
SILENT = ("Đại Phú", "Kháng Nhật", "Tân Trào")
# A line of the letter, in letters; its first two lines are the head.
COLUMNS = 104
_WEIGHT = {0: ' font-weight="bold"', 1: ' fill="#606870"'}
# No web font: a picture must not fetch anything when it is looked at.
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{ font-family: "Liberation Mono", Menlo, Consolas, monospace;
font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<rect fill="#ffffff" stroke="#c9ced6" width="100%" height="100%"/>
<g transform="translate({terminal_x}, 22)"><g class="{unique_id}-matrix">
{matrix}
</g></g>
</svg>
"""
PAPER = TerminalTheme(
    (255, 255, 255),
    (32, 36, 44),
    [
        *((32, 36, 44), (176, 32, 32), (24, 112, 56), (140, 96, 0)),
        *((32, 80, 160), (112, 48, 128), (16, 104, 112), (96, 104, 112)),
    ],
)


def main() -> None:
    """Draw both pictures."""
    with _office() as office:
        _live(office)
        (PICTURES / "bang-theo-doi.svg").write_text(_board(office), "utf-8")
        (PICTURES / "thu-qua-han.svg").write_text(_page(_letter(office)), "utf-8")


@contextmanager
def _office() -> Iterator[Office]:
    with TemporaryDirectory() as folder:
        office = load(ROOT / "config.yaml")
        settings = demonstration_of(office.model_copy(update={"state_override": Path(folder)}))
        clock = SimulatedClock(settings.state_folder / CLOCK)
        clock.stand(datetime.combine(FIRST, time(6, 55), ZONE))
        opened = open_office(settings)
        try:
            yield opened
        finally:
            opened.close()


def _live(office: Office) -> None:
    """Let the days pass: the sweep at 07:00, letters after it, reports in the afternoon."""
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        run_sweep(office, datetime.combine(day, time(7, 0), ZONE))
        run_dispatch(office, datetime.combine(day, time(7, 5), ZONE))
        _file(office, datetime.combine(day, time(16, 0), ZONE))


def _file(office: Office, now: datetime) -> None:
    bodies = office.rulebook.bodies
    with office.writing() as session:
        query = select(Obligation).where(
            Obligation.due_on == DUE,
            Obligation.aim_on == now.date(),
            Obligation.duty == "bao-cao-thang",
        )
        for row in session.scalars(query).all():
            if bodies.get(row.bearer_uid).short_name not in SILENT:
                above = find.consolidations_of(session, office.rulebook, row)
                record(session, row.id, Evidence(now), "van-phong/specialist", now, above)


def _letter(office: Office) -> Envelope:
    """The first letter that says a report is overdue."""
    with office.reading() as session:
        for content in session.scalars(select(Message.content).order_by(Message.id)):
            envelope = reopen(content)
            if "[Quá hạn]" in envelope.subject:
                return envelope
    raise LookupError("no letter says that a report is overdue")


def _board(office: Office) -> str:
    console = Console(record=True, width=116, file=io.StringIO(), force_terminal=True)
    console.print(Board(office).render(datetime.combine(LAST, time(7, 10), ZONE), 9))
    return console.export_svg(theme=PAPER, code_format=FRAME, unique_id="d")


def _page(envelope: Envelope) -> str:
    """The letter as a mail program shows it: subject, date and address, text."""
    at = hour_of_day(envelope.date.astimezone(ZONE))
    lines = [envelope.subject, f"{at} · {envelope.to.address}", ""]
    for paragraph in envelope.text.strip().splitlines():
        lines += wrap(paragraph, COLUMNS) or [""]
    shown = "\n".join(
        f'<text x="24" y="{36 + 22 * number}"{_WEIGHT.get(number, "")}>{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    height = 36 + 22 * len(lines)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 {height}"
font-family="Liberation Sans, Arial, Helvetica, sans-serif" font-size="15" fill="#20242c">
<rect fill="#ffffff" stroke="#c9ced6" width="100%" height="100%"/>
{shown}
</svg>
"""


if __name__ == "__main__":
    main()
