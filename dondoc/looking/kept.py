"""What the doctor says of what is kept: whether it is as it was bound, its backup, its time."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import Unproven
from dondoc.looking.finding import Finding
from dondoc.setup.settings import RetentionSettings
from dondoc.setup.wiring import Office
from dondoc.trail.proven import About, Share, unproven
from language.dates import hour_of_day
from language.zone import local, local_date
from models import Entry, PersonList

# A daily backup that is two hours late is missing, not late.
BACKUP_ALARM = timedelta(hours=26)
# So many rows take the doctor a few seconds.
AT_ONCE = 300_000
RETENTION_PATIENCE = timedelta(days=31)
# What an office of the house would set.
_HOUSE_RETENTION = (
    "quy ước của nhà nếu văn bản của địa phương không nói khác: retention: {contacts: 12, "
    "letters: 24, attachments: 60} (tháng) trong config.yaml"
)


def share_of(entries: int, day: date) -> Share | None:
    """Return which rows are looked at on the local `day`, None for all.

    A trail of so many `entries` has about as many rows; each comes round within as many days as
    there are shares.
    """
    shares = 1 + entries // AT_ONCE
    return Share(shares, day.toordinal() % shares) if shares > 1 else None


def rows(office: Office, session: Session, now: datetime) -> Iterator[Finding]:
    """Say which row is not what the trail has bound, the first that is found."""
    name, share = (
        "dữ liệu",
        share_of(session.scalar(select(func.max(Entry.seq))) or 0, local_date(now)),
    )
    try:
        found = unproven(session, office.settings.state_folder, About(), share=share)
        wrong = next(found, None)
    except Unproven as error:
        yield Finding(name, False, str(error))
        return
    except (sqlite3.Error, OSError):
        # A disk that takes nothing has a line of its own.
        yield Finding(name, True, "chưa đối chiếu được với dấu vết; đối chiếu: dondoc audit verify")
        return
    todo = "; xem đủ: dondoc audit verify, rồi phục hồi dữ liệu từ bản sao lưu"
    part = (
        f" (mỗi ngày một phần, hôm nay 1/{share.of}; đối chiếu đủ ngay: dondoc audit verify)"
        if share
        else ""
    )
    said = f"{wrong.detail}{todo}" if wrong else f"khớp với dấu vết{part}"
    yield Finding(name, wrong is None, said)


def retention(office: Office, session: Session, now: datetime) -> Iterator[Finding]:
    """Say what is kept too long by the office's own settings; a month is left to purge it."""
    settings, name = office.settings.settings.retention, "thời hạn lưu"
    dated = session.scalar(select(PersonList.id).where(PersonList.dated()).limit(1)) is not None
    if settings == RetentionSettings() and not dated:
        yield Finding(name, True, f"chưa đặt, giữ mãi; {_HOUSE_RETENTION}")
        return
    # It maps whatever speaks of persons: an office without a term need not wait for that.
    from dondoc.trail.retention import KIND_NAMES, due, remains

    late = [one for one in due(session, settings, now - RETENTION_PATIENCE) if one.ids]
    left = next(remains(session, office.settings.state_folder, office.outbox), None)
    said = ", ".join(f"{len(one.ids)} {KIND_NAMES[one.kind]}" for one in late)
    said = f"quá hạn lưu hơn một tháng: {said}" if late else "không có gì quá hạn lưu"
    said += "; còn tệp của nội dung đã xoá" if left else ""
    todo = "; chạy: dondoc purge --as …/office-head, rồi thêm --apply --reason …"
    yield Finding(name, not (late or left), said + (todo if late or left else ""))


def backup(office: Office, now: datetime) -> Iterator[Finding]:
    """Say how old the last backup is, where config.yaml asks for any."""
    folder = office.settings.backup_folder
    if folder is None:
        yield Finding("sao lưu", True, "chưa đặt sao lưu tự động (backup trong config.yaml)")
        return
    # Nor for what makes backups, where none are made.
    from dondoc.day.backup import made_at, newest

    last = newest(folder)
    late = last is None or now - made_at(last) > BACKUP_ALARM
    said = f"bản gần nhất {hour_of_day(local(made_at(last)))}" if last else "chưa có bản nào"
    yield Finding("sao lưu", not late, said + (f"; chạy: dondoc backup {folder}" if late else ""))
