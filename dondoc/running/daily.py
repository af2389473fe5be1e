"""A day's work as the doors run it: register what is named, sweep, dispatch.

Each function opens its own transactions; the use cases inside open none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from dondoc.contacts import book as contacts
from dondoc.contacts.demo import demo_contacts, role_mailboxes
from dondoc.contacts.row import ContactRow
from dondoc.decisions.decide import pauses_over, resume
from dondoc.errors import Refused
from dondoc.obligations import sweep
from dondoc.obligations.register import is_current, register
from dondoc.obligations.registrar import Registration
from dondoc.obligations.work import work_of
from dondoc.sending import dispatch
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.dispatch import Moment, Worker
from dondoc.sending.letters import Letters
from dondoc.sending.outbox import Outbox
from dondoc.sending.pauses import resume_due
from dondoc.sending.switch import sending_off_since
from dondoc.setup.channels import EMBEDDED
from dondoc.setup.lease import held, owner_of_this_process
from dondoc.setup.wiring import Office
from dondoc.trail.anchor import anchor_quietly
from language.zone import local, local_date, morning
from models import Sweep

Progress = Callable[[int, int], None]
LEASE = timedelta(minutes=5)


@dataclass
class SweepReport:
    """What one sweep did."""

    at: datetime
    registrations: list[Registration] = field(default_factory=list)
    totals: sweep.Totals = field(default_factory=sweep.Totals)
    days_without: list[str] = field(default_factory=list)
    sending_off_since: datetime | None = None


@dataclass
class DispatchReport:
    """What one dispatch did, in counts of messages by the state they ended in.

    `closed_until`: in quiet hours, from when on word goes out again.
    """

    at: datetime
    released: int = 0
    messages: dict[str, int] = field(default_factory=dict)
    sending_off_since: datetime | None = None
    closed_until: datetime | None = None


def last_sweep(office: Office) -> datetime | None:
    """Return the instant of the last finished sweep."""
    with office.reading() as session:
        return session.scalar(select(func.max(Sweep.at)))


def register_named(office: Office, now: datetime) -> list[Registration]:
    """Register every directive config.yaml names, and take over the contacts file."""
    settings = office.settings.settings
    readings, book = settings.readings_for_rules(), office.rulebook
    with office.reading() as session:
        current = {
            name for name in settings.directives if is_current(session, book, name, readings, now)
        }
    done = []
    for directive in settings.directives:
        if directive in current:
            done.append(Registration(directive, unchanged=True))
            continue
        with office.writing() as session:
            done.append(register(session, book, directive, readings, now, settings.sweep.at))
    stamp = _contacts_stamp(office)
    if stamp is None or stamp != office.contacts_taken:
        _take_contacts(office, now)
        office.contacts_taken = stamp
    return done


def _contacts_stamp(office: Office) -> tuple[int, ...] | None:
    """Return what changes when the contacts do; None for a file that is not there."""
    file = office.settings.contacts_file
    if office.demo or not file:
        # Made from the bodies, which an open office does not read again.
        return ()
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _take_contacts(office: Office, now: datetime) -> None:
    """Bring the contact table in step with the file config.yaml names, if it names one.

    Without one, and as long as the office has given no address book, a demonstration gets
    made-up holders, and an office whose mail all stays in the outbox folder a mailbox for every
    post. The first address book ends both for good.
    """
    bodies, file = office.rulebook.bodies, office.settings.contacts_file
    form, rows = None, list[ContactRow]()
    if file and not office.demo:
        listing = contacts.read_contacts(file, bodies, local_date(now))
        form, rows = listing.form, list(listing.rows)
    else:
        with office.reading() as session:
            given = contacts.was_imported(session)
        if given:
            return
        if office.demo:
            rows = demo_contacts(bodies)
        elif set(office.settings.settings.channels.values()) == {EMBEDDED}:
            rows = role_mailboxes(bodies)
        else:
            return
    with office.writing() as session:
        contacts.know_bodies(session, bodies, rows)
        contacts.store_contacts(session, rows, now, form)


def run_sweep(
    office: Office,
    now: datetime,
    progress: Progress | None = None,
    accept_gap: bool = False,
) -> SweepReport:
    """Register what is named and not yet known, then sweep once at the instant `now` (aware).

    Args:
        progress: called with (rows done, rows due) after each batch.
        accept_gap: a person has confirmed a `now` far after the last sweep.
    Raises:
        Busy: another sweep runs.
        Refused: `now` lies before the last sweep, or too far after it.
    """
    lease = held(office.database, "sweep", owner_of_this_process(), office.wall, LEASE)
    with lease as renewal:
        report = SweepReport(at=now)
        with office.reading() as session:
            last = session.scalar(select(func.max(Sweep.at)))
            report.sending_off_since = sending_off_since(session)
            paused = bool(pauses_over(session, now))
        refuse_odd_clock(office, last, now, accept_gap)
        report.registrations = register_named(office, now)
        work = work_of(office)
        if paused:
            with office.writing() as session:
                resume(session, pauses_over(session, now), now)
        with office.reading() as session:
            due = sweep.count_due(session, now)
        more = due > 0
        while more:
            with office.writing() as session:
                batch = sweep.sweep_batch(session, work, now)
            report.totals += batch
            if progress:
                progress(report.totals.examined, due)
            more = batch.examined == sweep.BATCH
            if more:
                renewal.take()
        with office.writing() as session:
            report.days_without = sweep.finish(session, last, now, report.totals)
        with office.reading() as session:
            anchor_quietly(session, office.settings.state_folder, now)
    return report


def _morning(office: Office) -> time:
    return office.settings.settings.sweep.at


def refuse_odd_clock(
    office: Office, last: datetime | None, now: datetime, accept_gap: bool
) -> None:
    """Raise `Refused` where `now` lies before the last sweep, or further after it than allowed."""
    if last is None:
        return
    said = local(last).strftime("%H:%M ngày %d/%m/%Y")
    if now < last:
        raise Refused(
            f"thời điểm {local(now):%H:%M ngày %d/%m/%Y} ở trước lượt quét gần nhất ({said}): "
            "kiểm tra đồng hồ của máy"
        )
    limit = timedelta(days=office.settings.settings.sweep.max_gap_days)
    if now - last > limit and not accept_gap:
        raise Refused(
            f"lượt quét gần nhất là {said}, cách nay hơn {limit.days} ngày: nếu đồng hồ đúng, "
            "chạy lại với --accept-gap"
        )


def due_sweeps(office: Office, now: datetime) -> list[datetime]:
    """Return the instants at which sweeps are due, oldest first.

    On the real clock that is `now` alone. A simulated clock runs past several mornings between
    two ticks: each of them is swept, in order, since the last sweep.
    """
    if not office.demo:
        return [now]
    last = last_sweep(office)
    if last is None:
        return [now]
    day, at = local_date(last), _morning(office)
    mornings = []
    while (instant := morning(day, at)) <= now:
        if instant > last:
            mornings.append(instant)
        day += timedelta(days=1)
    return mornings


def run_dispatch(office: Office, now: datetime) -> DispatchReport:
    """Send everything that may leave at the instant `now` (aware); in quiet hours nothing does."""
    settings = office.settings.settings
    worker = Worker.this_process(timedelta(seconds=settings.dispatch.lease_seconds))
    letters = Letters(office.rulebook, settings.office, settings.channels)
    courtesy = Courtesy(settings.courtesy, office.rulebook.calendar)
    report = DispatchReport(at=now, closed_until=courtesy.closed_until(now))
    with office.writing() as session:
        resume_due(session, now)
        report.released = dispatch.release_due(session, now)
        dispatch.lose_leases(session, Moment(now, office.wall.now()), letters)
    outbox = Outbox(office, letters, courtesy, worker, now)
    outbox.send_all()
    report.messages, report.sending_off_since = outbox.messages, outbox.off_since
    return report
