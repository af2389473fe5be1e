"""Mails a second through the whole outbox, beside bare smtplib on one kept connection.

Run `python -m benchmarks.outbox [--mails N] [--items N] [--folder DIR]`. What is timed is
`dondoc.day.dispatching.run_dispatch` as the flows call it, one worker, SQLite on disk: choose, look
again whether it is true, compose, freeze, enter the attempt, send, settle, chain the trail. Beside
it the standard library sends the very bytes the outbox made (`sendmail`), to the same sink, in the
same run; and as a small script would do it, each mail as an EmailMessage of its own
(`send_message`). What the signed mark costs that stands on the disk before each window leaves, the
same dispatch without it tells. Two sinks, each a process of its own: one that only takes mail, as
fast as Python can, and aiosmtpd, a whole SMTP server. Between machines compare the ratios, not the
times.
"""

import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select, update

from benchmarks.country import DIRECTIVE, communes_of, rulebook_of
from benchmarks.store import SqliteStore, Store
from benchmarks.told import asking
from dondoc.day.dispatching import run_dispatch
from dondoc.day.letters import letters_of
from dondoc.day.sweeping import run_sweep
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.outbox import Outbox
from dondoc.sending.worker import Worker
from dondoc.setup.settings import LocatedSettings, Settings
from dondoc.setup.wiring import Office
from models import Message, Notice, NoticeState, Obligation
from models.clock import SystemClock
from notifications.envelope import Envelope, reopen
from notifications.gateway import Gateway
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook

# The last working day of May: the June round opens, each commune's officer gets a mail.
EVE = datetime(2024, 5, 30, tzinfo=UTC)
MORNING = EVE + timedelta(days=1)
# An hour at which messages may leave.
SENDING = MORNING + timedelta(hours=2)
MAILS, TINY = 2_000, 20
SINKS = {"a bare sink": "tests.sinks.fast", "aiosmtpd": "tests.sinks.whole"}


@dataclass(frozen=True)
class Line:
    """What one sink took, in mails a second."""

    sink: str
    outbox: float
    unmarked: float
    sendmail: float
    script: float


def measure(sink: str, module: str, mails: int, items: int, folder: Path) -> Line:
    """Send `mails` messages of `items` matters each, three times over, to a sink of its own."""
    for part in ("warm", "unmarked"):
        (folder / part).mkdir()
    with running(module) as port:
        # What the process does once only is no part of either.
        with closing(waiting_office(TINY, items, folder / "warm", port)) as office:
            _dispatch(office, TINY)
        with closing(waiting_office(mails, items, folder / "unmarked", port)) as office:
            unmarked = _rate(mails, lambda: _dispatch_unmarked(office, mails))
        with closing(waiting_office(mails, items, folder, port)) as office:
            outbox = _rate(mails, lambda: _dispatch(office, mails))
            envelopes = _sent(office)
        plain = _rate(mails, lambda: _sendmail(port, envelopes))
        script = _rate(mails, lambda: _send_message(port, envelopes))
    return Line(sink, outbox, unmarked, plain, script)


def _rate(mails: int, work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return mails / (time.perf_counter() - begin)


@contextmanager
def running(module: str, *arguments: str) -> Iterator[int]:
    """Run a sink as a process of its own; yields its port."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        yield int(process.stdout.readline())
        process.communicate()


def country_of(mails: int) -> Rulebook:
    """Return a country with `mails` communes, under the benchmark's directive."""
    return rulebook_of(communes_of(mails, None))


def office_over(rulebook: Rulebook, folder: Path, port: int, store: Store | None = None) -> Office:
    """Return an office over `store`, or else the database in `folder`.

    Its relay listens on the loopback `port`.
    """
    account = {"schema": "smtp", "host": "127.0.0.1", "port": port, "security": "none"}
    settings = Settings.model_validate(
        {"directives": [DIRECTIVE], "contacts": "contacts.csv", "channels": {"email": account}}
    )
    return Office(
        settings=LocatedSettings(settings=settings, folder=folder, state_override=folder),
        rulebook=rulebook,
        database=(store or SqliteStore(folder, "outbox")).engine(),
        clock=SystemClock(),
        gateway=Gateway({"email": account}),
        policies=PolicyEngine(rulebook.policies),
    )


def waiting_office(
    mails: int, items: int, folder: Path, port: int, store: Store | None = None
) -> Office:
    """Return an office in whose outbox `mails` contacts wait for `items` notices each.

    Over `store`, or else a new database in `folder`.
    """
    rulebook = country_of(mails)
    communes = (body.uid for body in rulebook.bodies.all() if body.kind == "commune")
    lines = (f"{uid},officer,,officer@{uid.partition('@')[0]}.invalid" for uid in communes)
    contacts = "body,post,person,email\n" + "\n".join(lines) + "\n"
    (folder / "contacts.csv").write_text(contacts, "utf-8")
    store = store or SqliteStore(folder, "outbox").create()
    office = office_over(rulebook, folder, port, store)
    run_sweep(office, EVE)
    run_sweep(office, MORNING)
    wanted = list(rulebook.directives[DIRECTIVE].duties)[:items]
    others = select(Obligation.id).where(Obligation.duty.not_in(wanted))
    with office.writing() as session:
        session.execute(
            update(Notice)
            .where(Notice.obligation_id.in_(others))
            .values(state=NoticeState.CANCELLED.value)
        )
    store.settle()
    return office


def _dispatch(office: Office, mails: int) -> None:
    report = run_dispatch(office, SENDING)
    if report.messages != {"sent": mails}:
        sys.exit(f"{mails} mails were due, but the dispatch did {report.messages}")


def _dispatch_unmarked(office: Office, mails: int) -> None:
    """Send as a dispatch does, without its mark on the disk."""
    courtesy = Courtesy(office.settings.settings.courtesy, office.rulebook.calendar)
    worker = Worker.this_process(timedelta(minutes=2))
    outbox = Outbox(office, letters_of(office), courtesy, worker, SENDING, lambda reached: None)
    outbox.send_all()
    if outbox.messages != {"sent": mails}:
        sys.exit(f"{mails} mails were due, but without a mark {outbox.messages}")


def _sent(office: Office) -> list[Envelope]:
    with office.reading() as session:
        contents = session.scalars(select(Message.content).order_by(Message.id)).all()
    return [reopen(content) for content in contents]


def _sendmail(port: int, envelopes: Sequence[Envelope]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as relay:
        for one in envelopes:
            relay.sendmail(one.from_.address, [one.to.address], one.content)


def _send_message(port: int, envelopes: Sequence[Envelope]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as relay:
        for one in envelopes:
            mail = EmailMessage(policy=SMTP)
            mail["Message-ID"] = one.message_id
            mail["From"] = f'"{one.from_.name}" <{one.from_.address}>'
            mail["To"] = f'"{one.to.name}" <{one.to.address}>'
            mail["Subject"] = one.subject
            mail.set_content(one.text)
            relay.send_message(mail)


def table(lines: Sequence[Line], mails: int, items: int) -> str:
    """Return the table in Markdown."""
    rows = [
        f"{mails:,} mails, {items} matter(s) each, one worker, SQLite on disk",
        "",
        "| sink | outbox | without its mark | ratio | bare sendmail, ready bytes | ratio | script, "
        "send_message | ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        rows.append(
            f"| {line.sink} | {line.outbox:,.0f}/s | {line.unmarked:,.0f}/s | "
            f"{line.outbox / line.unmarked:.2f} | {line.sendmail:,.0f}/s | "
            f"{line.outbox / line.sendmail:.2f} | {line.script:,.0f}/s | "
            f"{line.outbox / line.script:.2f} |"
        )
    return "\n".join(rows)


def main() -> None:
    """Measure and print the table."""
    parser = asking(__doc__)
    parser.add_argument("--mails", type=int)
    parser.add_argument("--items", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the database lies; a temporary folder")
    options = parser.parse_args()
    mails = options.mails or (TINY if options.tiny else MAILS)
    lines = []
    for sink, module in SINKS.items():
        with TemporaryDirectory(dir=options.folder) as folder:
            lines.append(measure(sink, module, mails, options.items, Path(folder)))
    print(table(lines, mails, options.items))


if __name__ == "__main__":
    main()
