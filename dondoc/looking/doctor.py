"""Doctor: one line for each thing that must be in order, and whether somebody must act."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dondoc.contacts.recipients import Directory
from dondoc.looking.finding import Finding
from dondoc.looking.incidents import unreported
from dondoc.looking.kept import backup, retention, rows
from dondoc.looking.workers import workers
from dondoc.obligations.corrected import unreasoned
from dondoc.obligations.followed import alarms
from dondoc.sending.names import name_of
from dondoc.sending.pauses import paused
from dondoc.sending.putback import DOUBT, WHAT_TO_DO, behind
from dondoc.sending.switch import sending_off_since
from dondoc.setup.agreement import unknown_directives
from dondoc.setup.disk import room
from dondoc.setup.hour import last_sweep
from dondoc.setup.loopback import answers
from dondoc.setup.privacy import lying_open
from dondoc.setup.schema import SchemaRefused, refuse_other
from dondoc.setup.wiring import Office
from dondoc.trail.anchors import behind_marks, trouble
from dondoc.trail.second import unreachable
from language.dates import full_day, hour_of_day, short_day_and_hour
from language.zone import local_date
from migrations.schema import expected
from models import Message, MessageState, Notice, NoticeState, Obligation, Report
from rules.meaning.absent import Absent, absent_on
from rules.meaning.forms import UnknownForm
from rules.meaning.policy import HEAD
from rules.meaning.recipient import Party
from rules.rulebook import Rulebook
from steps.posts import POST_NAMES, Post
from steps.table import FIRST

# A daily sweep that is two hours late is missing, not late.
SWEEP_ALARM = timedelta(hours=26)
QUEUE_ALARM = timedelta(hours=2)
SCHEMA = "lược đồ"
# Ask for the next year's holidays this long before the calendar's certainty ends.
CALENDAR_AHEAD = timedelta(days=30)

# What to do about it.
_RESET = "chỉnh đồng hồ; nếu lượt quét ấy chạy sai giờ: dondoc sweep reset --to … --reason …"
_GAP = "nếu đồng hồ đúng, chạy: dondoc sweep --accept-gap"
_START = "gửi lại: dondoc sending start --reason …"

_POSTS = {HEAD: "người đứng đầu", **POST_NAMES}


def schema_finding(refused: SchemaRefused) -> Finding:
    """Return what is said of a database that this version cannot work on: nothing else can be."""
    return Finding(SCHEMA, False, str(refused))


def unopened(error: SQLAlchemyError, state: Path) -> list[Finding]:
    """Return what can be said where the database cannot be opened: it and the disk."""
    reason = getattr(error, "orig", None) or type(error).__name__
    return [
        Finding("cơ sở dữ liệu", False, f"không mở được: {reason}"),
        Finding("đĩa", *room(state)),
    ]


def examine(office: Office, now: datetime) -> list[Finding]:
    """Look at everything that must be in order at the instant `now` (aware)."""
    found = [Finding("cơ sở dữ liệu", True, office.database.dialect.name)]
    try:
        with office.database.connect() as connection:
            refuse_other(connection)
    except SchemaRefused as error:
        return [*found, schema_finding(error)]
    except SQLAlchemyError as error:
        return unopened(error, office.settings.state_folder)
    revision = expected(office.database.dialect.name).revision
    found.append(Finding(SCHEMA, True, f"đúng với phiên bản này (lược đồ {revision})"))
    with office.reading() as session:
        for look in _IN_DATABASE:
            found.extend(look(office, session, now))
    second = office.settings.second_folder
    wrong = trouble(office.database, office.settings.state_folder, second) or unreachable(second)
    found.append(Finding("dấu vết", wrong is None, wrong or "các điểm kiểm còn đủ, khớp với khóa"))
    found.extend(_calendar(office, now))
    found.extend(_prefect(office))
    found.extend(_modes(office))
    found.append(_disk(office))
    found.extend(backup(office, now))
    return found


def _sweeps(office: Office, session: Session, now: datetime) -> Iterator[Finding]:
    last = last_sweep(session)
    if last is None:
        yield Finding("lượt quét", False, "chưa có lượt nào; chạy: dondoc sweep hoặc dondoc up")
        return
    at = hour_of_day(last)
    if now < last:
        yield Finding("đồng hồ", False, f"ở trước lượt quét gần nhất ({at}); {_RESET}")
    elif now - last > timedelta(days=office.settings.settings.sweep.max_gap_days):
        yield Finding("đồng hồ", False, f"ở rất xa sau lượt quét gần nhất ({at}); {_GAP}")
    else:
        yield Finding("đồng hồ", True, hour_of_day(now))
    late = now - last > SWEEP_ALARM
    yield Finding(
        "lượt quét",
        not late,
        f"gần nhất {at}" + (": đã quá 26 giờ; chạy: dondoc up" if late else ""),
    )


def _queue(office: Office, session: Session, now: datetime) -> Iterator[Finding]:
    since = sending_off_since(session)
    if behind(session):
        yield Finding("bản phục hồi", False, f"{DOUBT}; {WHAT_TO_DO}")
    else:
        located = office.settings
        if missed := behind_marks(office.database, located.state_folder, located.second_folder):
            yield Finding("bản phục hồi", False, missed)
    if since is not None:
        yield Finding("việc gửi", False, f"đã ngừng từ {hour_of_day(since)}; {_START}")
    waiting = session.execute(
        select(func.count(), func.min(Notice.created_at)).where(
            Notice.state == NoticeState.PENDING.value, Notice.message_id.is_(None)
        )
    ).one()
    count, oldest = waiting
    old = oldest is not None and now - oldest > QUEUE_ALARM
    said = f"{count} thông báo chờ gửi" + (f", từ {short_day_and_hour(oldest)}" if oldest else "")
    yield Finding("hàng đợi", not old, said + ("; chạy: dondoc dispatch" if old else ""))
    held = _count(session, Notice, NoticeState.HELD.value)
    yield Finding("chờ duyệt", True, f"{held} thông báo")
    doubt = _count(session, Message, MessageState.UNKNOWN.value)
    hint = "; xem: dondoc notices --unknown, dondoc notice settle" if doubt else ""
    yield Finding("chưa rõ kết quả", doubt == 0, f"{doubt} thư{hint}")


def _count(session: Session, model: type[Notice] | type[Message], state: str) -> int:
    return session.scalar(select(func.count()).where(model.state == state)) or 0


def _accounts(office: Office, session: Session, now: datetime) -> Iterator[Finding]:
    """Name the accounts that rest, and why: what waits for them waits for a person."""
    resting = paused(session, now)
    names = ", ".join(office.settings.settings.channels)
    yield Finding("kênh gửi", not resting, "tạm dừng" if resting else f"dùng được: {names}")
    for account in resting:
        hint = f"sửa cấu hình rồi chạy: dondoc account resume {account.name}"
        yield Finding(f"kênh {account.name}", False, f"{account.reason}; {hint}")


def _contacts(office: Office, session: Session, now: datetime) -> Iterator[Finding]:
    """Look for bodies that owe something and have no officer to be told."""
    today = local_date(now)
    bodies = office.rulebook.bodies.known_on(today)
    bearers = session.scalars(
        select(Obligation.bearer_uid).where(Obligation.wake_at.is_not(None)).distinct()
    ).all()
    directory = Directory(session, bodies, today)
    current = sorted({bodies.current(uid, today).uid for uid in bearers if uid in bodies})
    directory.prefetch(current)
    lacking = [uid for uid in current if not _reached(directory, uid)]
    said = f"{len(current) - len(lacking)}/{len(current)} đơn vị có người nhận"
    names = ", ".join(bodies.get(uid).name for uid in lacking[:5])
    yield Finding("danh bạ", not lacking, said + (f"; thiếu: {names}" if lacking else ""))


def _recipients(office: Office, session: Session, now: datetime) -> Iterator[Finding]:
    """Name whom word is meant for and who does not exist today."""
    today, rulebook = local_date(now), office.rulebook
    bodies, house = rulebook.bodies.known_on(today), office.house.body or None
    pairs = select(Obligation.directive_id, Obligation.duty).where(Obligation.wake_at.is_not(None))
    missing = {
        one
        for directive, duty in session.execute(pairs.distinct()).all()
        if (declared := rulebook.directives.get(directive)) and duty in declared.duties
        for one in absent_on(declared.duties[duty], rulebook.policies, bodies, house, today)
    }
    said = "; ".join(sorted({_missed(rulebook, one) for one in missing}))
    yield Finding("nơi nhận", not missing, said or "mọi nơi nhận đều có hôm nay")


def _missed(rulebook: Rulebook, one: Absent) -> str:
    bodies = rulebook.bodies
    name = name_of(bodies.get(one.uid)) if one.uid in bodies else one.uid
    if one.post is not None:
        return f"{name} không có chức danh {_POSTS.get(one.post, one.post)}"
    return f"{name} không còn từ sau ngày {full_day(one.ended)}" if one.ended else f"{name} chưa có"


def _reached(directory: Directory, uid: str) -> bool:
    told = directory.recipients(Post.OFFICER, Party(uid, None, None), FIRST.id)
    return any(recipient.contact is not None for recipient in told)


def _directives(office: Office, session: Session, _: datetime) -> Iterator[Finding]:
    """Name what config.yaml names and nobody declares, and what it left out while it is open."""
    named = office.settings.settings.directives
    unknown = unknown_directives(office.settings, office.rulebook)
    found = [*(problem.what for problem in unknown), *alarms(session, named)]
    if not found:
        yield Finding("văn bản", True, f"theo dõi {len(named)}: {', '.join(named)}")
    for one in found:
        yield Finding("văn bản", False, str(one))


def _forms(office: Office, session: Session, _: datetime) -> Iterator[Finding]:
    """Name what stored reports were asked and the rules do not hold any more."""
    wrong = set[str]()
    query = select(Report.form, Report.figures).where(Report.form.is_not(None))
    for form, figures in session.execute(query):
        try:
            # A JSON column may hold JSON's own null.
            if figures is not None:
                office.rulebook.forms.read(form, figures)
        except UnknownForm as unknown:
            wrong.add(str(unknown))
    for one in sorted(wrong):
        yield Finding("mẫu báo cáo", False, one)
    if not wrong:
        yield Finding("mẫu báo cáo", True, "đọc được mọi báo cáo đã ghi")


def _texts(_office: Office, session: Session, _now: datetime) -> Iterator[Finding]:
    """Name the texts that the rules changed after their directive was registered, unexplained."""
    for one in unreasoned(session):
        on, name = full_day(local_date(one.stored_at)), one.directive_id
        said = f"{name} đã đổi ngày {on}, chưa có lý do; ghi: dondoc directive correct-text {name}"
        yield Finding("lời văn", False, said)


_IN_DATABASE: tuple[Callable[[Office, Session, datetime], Iterator[Finding]], ...] = (
    _sweeps,
    workers,
    _queue,
    _accounts,
    _contacts,
    _recipients,
    _directives,
    _texts,
    _forms,
    rows,
    retention,
    unreported,
)


def _calendar(office: Office, now: datetime) -> Iterator[Finding]:
    settled = office.rulebook.calendar.settled_until
    stale = local_date(now) + CALENDAR_AHEAD > settled
    said = f"ngày nghỉ đã có căn cứ đến {full_day(settled)}"
    hint = "; bổ sung rules/calendars/vn.yaml" if stale else ""
    yield Finding("lịch làm việc", not stale, said + hint)


def _prefect(office: Office) -> Iterator[Finding]:
    """Say whether the local Prefect server answers; without one the plain loop does the work."""
    file = office.settings.state_folder / "prefect" / "port"
    try:
        port = int(file.read_text("utf-8"))
    except (OSError, ValueError):
        yield Finding("Prefect", True, "không chạy trên máy này")
        return
    up = answers(port)
    said = f"trả lời ở cổng {port}" if up else f"không trả lời ở cổng {port}; chạy: dondoc up"
    yield Finding("Prefect", up, said)


def _modes(office: Office) -> Iterator[Finding]:
    """Say whether anybody else on the machine can read what the office keeps."""
    state = office.settings.state_folder
    names = [one.name for one in lying_open(state)]
    more = f" và {len(names) - 3} mục nữa" if len(names) > 3 else ""
    said = f"người khác đọc được {', '.join(names[:3])}{more}; chạy: chmod -R go= {state}"
    yield Finding("quyền tệp", not names, said if names else "chỉ tài khoản chạy dondoc đọc được")


def _disk(office: Office) -> Finding:
    return Finding("đĩa", *room(office.settings.state_folder))
