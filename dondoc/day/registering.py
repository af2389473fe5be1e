"""Registering: the directives that are named, and the contacts file, brought up to date."""

from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.contacts import book as contacts
from dondoc.contacts.demo import demo_contacts, role_mailboxes
from dondoc.day.ground import Ground, ground_of
from dondoc.obligations.register import is_current, register
from dondoc.obligations.registrar import Registration
from dondoc.setup.channels import EMBEDDED
from dondoc.setup.settings import LocatedSettings
from dondoc.setup.wiring import Office
from language.zone import local_date
from models.trail import SETTINGS
from rules.rulebook import Rulebook


def register_directives(ground: Ground, now: datetime) -> list[Registration]:
    """Register every directive of `ground` that is not registered as it is known at `now`."""
    settings, book = ground.settings, ground.work.rulebook
    readings = settings.readings_for_rules()
    with ground.reading() as session:
        current = {
            name for name in ground.directives if is_current(session, book, name, readings, now)
        }
    done = []
    for directive in ground.directives:
        if directive in current:
            done.append(Registration(directive, unchanged=True))
            continue
        with ground.writing() as session:
            done.append(register(session, book, directive, readings, now, settings.sweep.at))
    return done


def register_named(office: Office, now: datetime) -> list[Registration]:
    """Register every directive config.yaml names, and take over the contacts file."""
    done = register_directives(ground_of(office), now)
    if not has_contacts(office):
        stamp = _contacts_stamp(office)
        with office.writing() as session:
            take_contacts(session, office.settings, office.rulebook, now)
        office.contacts_taken = stamp
    return done


def has_contacts(office: Office) -> bool:
    """Say whether the contacts were taken over as they are."""
    stamp = _contacts_stamp(office)
    return stamp is not None and stamp == office.contacts_taken


def _contacts_stamp(office: Office) -> tuple[int, ...] | None:
    """Return what changes when the contacts do; None for a file that is not there."""
    file = office.settings.contacts_file
    if not file:
        # Made from the bodies, which an open office does not read again.
        return ()
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def take_contacts(
    session: Session,
    located: LocatedSettings,
    rulebook: Rulebook,
    now: datetime,
    by: str = SETTINGS,
) -> None:
    """Bring the contact table in step with the file config.yaml names, if it names one.

    Without one, and as long as the office has given no address book, a demonstration gets
    made-up holders, and an office whose mail all stays in the outbox folder a mailbox for every
    post. The first address book ends both for good.

    Args:
        by: who has it taken over, as `uid/post`; else what config.yaml names.
    """
    file, form, bodies = located.contacts_file, None, rulebook.bodies
    if file:
        listing = contacts.read_contacts(file, bodies, local_date(now))
        form, rows = listing.form, list(listing.rows)
    elif contacts.was_imported(session):
        return
    elif located.simulated:
        rows = demo_contacts(rulebook)
    elif set(located.settings.channels.values()) == {EMBEDDED}:
        rows = role_mailboxes(rulebook)
    else:
        return
    contacts.know_bodies(session, bodies, rows)
    contacts.store_contacts(session, rows, now, form, by=by)
