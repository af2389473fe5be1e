"""What runs until it is stopped: `dondoc up`, everything; `dondoc web`, the pages alone."""

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.output import Bar, tell
from dondoc.contacts.book import was_imported
from dondoc.errors import Refused
from dondoc.looking.screen import Screen
from dondoc.running.up import TURN, Doors, start_over, until_told
from dondoc.running.up import up as run_up
from dondoc.setup.collector import at_rest, loaded
from dondoc.setup.demonstration import CLOCK, demonstration_of
from dondoc.setup.places import UP
from dondoc.setup.settings import LocatedSettings
from dondoc.setup.wiring import Office, open_office
from language.dates import hour_of_day
from language.zone import ZONE, local
from models.clock import SimulatedClock

# The demonstration begins five minutes before the first notices of the 2024 dispatch.
DEMO_BEGINS = datetime(2024, 4, 26, 6, 55, tzinfo=ZONE)


# A simulated day in less than a second: faster than any machine sweeps.
FASTEST = 1_000_000


def _a_number(speed: float) -> float:
    if math.isnan(speed):
        raise typer.BadParameter("cần một số, ví dụ 60")
    return speed


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(up)
    app.command()(web)


def up(
    demo: bool = typer.Option(False, "--demo", help="Đồng hồ mô phỏng, danh bạ giả định."),
    speed: float = typer.Option(
        60.0, "--speed", min=1, max=FASTEST, callback=_a_number, help="Mô phỏng nhanh gấp mấy lần."
    ),
    fresh: bool = typer.Option(False, "--fresh", help="Mô phỏng lại từ đầu."),
    lived: bool = typer.Option(
        True, "--lived/--from-start", help="Mô phỏng mở ra sau ba đợt đã qua, hay từ ngày đầu."
    ),
) -> None:
    """Chạy liên tục: quét mỗi sáng, gửi thư, bảng theo dõi. Ctrl-C dừng tất cả."""
    if fresh and not demo:
        raise typer.BadParameter("--fresh chỉ dùng với --demo: dữ liệu thật không bị xóa ở đây")
    settings = _demonstration(context.settings(), fresh, lived) if demo else context.settings()
    office = open_office(settings, UP)
    try:
        with office.reading() as session:
            listed = was_imported(session)
        _greet(settings, speed, listed)
        screen = Screen(office)
        with screen.running(), _pages(office, screen.say):
            doors = Doors(show=screen.show, say=screen.say)
            run_up(office, doors, speed=speed)
        tell("Đã dừng. Chạy lại lệnh này để đi tiếp từ đây.")
    finally:
        office.close()


def web() -> None:
    """Chạy riêng các trang web (`dondoc up` đã chạy chúng cùng mọi việc khác). Ctrl-C dừng."""
    from dondoc.web.serving import serving

    with context.office() as office, serving(office) as served, until_told() as told:
        _say_where(office, served.url, tell)
        # Rules and pages stand: looking through them for garbage made every twentieth page wait.
        loaded()
        while not (told.wait(TURN) or served.stopped.is_set()):
            pass
    tell("Đã dừng.")


@contextmanager
def _pages(office: Office, say: Callable[[str], None]) -> Iterator[None]:
    """Serve the pages meanwhile; where they cannot be, everything else goes on without them."""
    if not office.settings.settings.web.on:
        yield
        return
    # Who runs no pages does not load what serves them.
    with ExitStack() as stack:
        try:
            # What is loaded is no garbage: looking through it while it grows is a third of a start.
            with at_rest():
                from dondoc.web.serving import serving

                url = stack.enter_context(serving(office)).url
            _say_where(office, url, say)
            loaded()
        except Refused as refused:
            say(f"Không có web: {refused}")
        yield


def _say_where(office: Office, url: str, say: Callable[[str], None]) -> None:
    """Say where the pages are, and, while nobody has a password, how the first one is set."""
    from dondoc.logins.first import first_way_in

    say(f"Web: {url}")
    if office.demo:
        return
    bodies, house = office.rulebook.bodies, office.house.body
    body = bodies.get(house) if house in bodies else None
    with office.writing() as session:
        way = first_way_in(session, office.rulebook.rights, body, office.clock.now())
    if way:
        say(f"Chưa ai có mật khẩu. Quản trị viên đặt ở đây (một lần, trong 24 giờ): {url}{way}")


def _demonstration(office: LocatedSettings, fresh: bool, lived: bool) -> LocatedSettings:
    """Return the settings of the demonstration beside `office`, its clock standing."""
    settings = demonstration_of(office)
    clock = SimulatedClock(settings.state_folder / CLOCK)
    if fresh or (lived and not clock.started):
        # Without a clock it has not begun: what lies there was broken off while it was laid down.
        start_over(settings.state_folder)
    if not clock.started:
        clock.stand(_lived(settings) if lived else DEMO_BEGINS)
    return settings


def _lived(settings: LocatedSettings) -> datetime:
    """Play the history that the rules have for a demonstration; return when it is then."""
    # Who goes on with one need not load what plays it.
    from dondoc.looking.lived import begin, history_of, read_history

    file = history_of(settings)
    if file is None:
        return DEMO_BEGINS
    tell("Đang dựng ba đợt báo cáo đã qua (lần đầu khoảng mười giây)…")
    with Bar("Dựng lại") as bar:
        return begin(settings, read_history(file), bar)


def _greet(settings: LocatedSettings, speed: float, listed: bool) -> None:
    state = settings.state_folder
    if settings.simulated:
        at = local(SimulatedClock(state / CLOCK).now())
        tell(
            f"Mô phỏng từ {hour_of_day(at)}, nhanh {speed:g} lần, với danh bạ giả định; "
            "không thư nào ra khỏi máy này."
        )
        tell(f"Xem bằng lệnh: dondoc --config {settings.file} board")
    elif settings.contacts_file is None and not listed:
        tell(
            "Chưa có danh bạ: thư được ghi vào outbox, đề tên chức danh nhận. "
            "Nhập danh bạ: dondoc contacts import TỆP."
        )
    tell(f"Thư: {Path(state) / 'outbox'}   Nhật ký: {Path(state) / 'logs'}")
