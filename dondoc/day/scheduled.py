"""The backup that config.yaml asks for: after the morning's sweep, or at an hour of its own."""

import logging
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from dondoc.day.backup import NAMED, alone, back_up, begun, made_at, newest, place_for
from dondoc.errors import NotPossible, Refused, in_one_line
from dondoc.setup.hour import last_sweep
from dondoc.setup.lease import Busy
from dondoc.setup.wiring import Office
from language.zone import last_morning, next_morning
from models.trail import SETTINGS

_log = logging.getLogger(__name__)


def back_up_after_sweep(office: Office, at: datetime) -> Path | None:
    """Make the backup of a morning whose sweep was at the instant `at`; None where none is due."""
    hour = office.settings.settings.backup.at
    return back_up_as_set(office, at) if hour is None else None


def back_up_when_due(office: Office, now: datetime) -> Path | None:
    """Make the backup that is due at the instant `now` (aware); None where none is.

    One that failed is due again at the next tick.
    """
    due = next_backup(office, now)
    return back_up_as_set(office, now) if due is not None and due <= now else None


def next_backup(office: Office, now: datetime) -> datetime | None:
    """Return when the next backup is due, `now` where it was before; None for never.

    Without an hour of its own it follows the morning's sweep, and is due until it is there.
    """
    folder, settings = office.settings.backup_folder, office.settings.settings
    if folder is None or office.demo:
        return None
    hour = settings.backup.at or settings.sweep.at
    since, last = last_morning(now, hour), newest(folder)
    if last is not None and made_at(last) >= since:
        return next_morning(now, hour)
    return now if settings.backup.at or _swept(office, since) else next_morning(now, hour)


def _swept(office: Office, since: datetime) -> bool:
    with office.reading() as session:
        last = last_sweep(session)
    return last is not None and last >= since


def back_up_as_set(office: Office, at: datetime) -> Path | None:
    """Make a backup and remove those beyond `keep`; None for none: no folder, or not possible.

    What goes wrong is logged, not raised: what was done before it is done and stays done. Of
    several that are at it at once one makes it.
    """
    folder = office.settings.backup_folder
    if folder is None or office.demo:
        return None
    try:
        with alone(office):
            return _make(office, folder, at)
    except Busy:
        return None
    except (NotPossible, Refused, OSError, SQLAlchemyError) as error:
        _log.error("không sao lưu được vào %s: %s; xem: dondoc doctor", folder, in_one_line(error))
        return None


def _make(office: Office, folder: Path, at: datetime) -> Path:
    place_for(office.settings, folder, at)
    # Before anything is entered: a disk that is full is no reason for an entry at every tick.
    _refuse_full(office, folder)
    with office.writing() as session:
        begun(session, SETTINGS, at)
    made = back_up(office, folder, at)
    for old in sorted(folder.glob(NAMED))[: -office.settings.settings.backup.keep]:
        shutil.rmtree(old)
    return made


def _refuse_full(office: Office, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    last = newest(folder)
    needed = sum(one.stat().st_size for one in last.rglob("*") if one.is_file()) if last else 0
    if shutil.disk_usage(folder).free < needed:
        raise NotPossible("hết chỗ trên đĩa: dọn bớt, hoặc giảm backup.keep")
