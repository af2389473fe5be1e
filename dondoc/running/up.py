"""Up: everything that runs day and night, started together and stopped together."""

import fcntl
import os
import shutil
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from types import FrameType
from typing import IO

from dondoc.errors import Refused, in_one_line
from dondoc.running.children import PidFile
from dondoc.running.local_prefect import LocalPrefect
from dondoc.running.ticking import PlainLoop, Rhythm, Work
from dondoc.running.ticks import dispatched, rhythm_of, swept, work_of
from dondoc.setup.demonstration import CLOCK
from dondoc.setup.settings import LocatedSettings
from dondoc.setup.wiring import Office
from dondoc.trail.mark_file import MARKS
from models.clock import SimulatedClock

# How often the board is drawn and the children are looked after, in seconds.
TURN = 1.0
LOCK = "up.lock"


@dataclass(frozen=True)
class Doors:
    """How `up` meets the person: `show` draws the board, `say` prints one line.

    Setting `stopping` ends it, as the signals do.
    """

    show: Callable[[], None]
    say: Callable[[str], None]
    stopping: threading.Event = field(default_factory=threading.Event)


def up(office: Office, doors: Doors, *, speed: float = 60.0) -> None:
    """Sweep and send until SIGINT, SIGTERM or SIGHUP; then leave nothing running.

    Args:
        office: the office; its simulated clock, if it has one, is driven meanwhile.
        doors: how to meet the person.
        speed: simulated seconds per real second.

    Raises:
        Refused: another process runs on this state folder.
    """
    state = office.settings.state_folder.resolve()
    extra = same_office(office.settings)
    simulated = office.clock if isinstance(office.clock, SimulatedClock) else None
    drive = Drive(simulated, speed) if simulated else None
    keep_going(state, work_of(office), rhythm_of(office), doors, extra=extra, drive=drive)


def same_office(settings: LocatedSettings) -> dict[str, str]:
    """Return the environment in which the flows open the very same office or demonstration."""
    config = {"DONDOC_CONFIG": str(settings.file.resolve())} if settings.file else {}
    return {**config, "DONDOC_STATE": str(settings.state_folder.resolve())}


@dataclass(frozen=True)
class Drive:
    """A simulated clock to drive, at so many simulated seconds per real second."""

    clock: SimulatedClock
    speed: float


def keep_going(
    state: Path,
    work: Work,
    rhythm: Rhythm,
    doors: Doors,
    *,
    extra: Mapping[str, str],
    drive: Drive | None = None,
) -> None:
    """Do what `up` does for the work of any office; `extra` is environment for the flows."""
    with seat(state) as taken, until_told(doors.stopping):
        doors = _while_heard(doors)
        prefect = LocalPrefect(state, extra, doors.say)
        prefect.reclaim()
        complain = _complain(doors.say, state / "logs" / "dondoc.log")
        loop = PlainLoop(work, rhythm, dispatched(state), swept(state), complain)
        if drive is not None:
            drive.clock.start(drive.clock.now(), drive.speed)
        try:
            # The server comes up while the first notices go out.
            prefect.tick()
            loop.catch_up()
            _turn(prefect, loop, doors, drive, taken)
        finally:
            doors.say("Đang dừng…")
            prefect.stop()
            if drive is not None and taken.held():
                drive.clock.stop()


def _turn(
    prefect: LocalPrefect, loop: PlainLoop, doors: Doors, drive: Drive | None, taken: "Seat"
) -> None:
    told = None
    while not doors.stopping.is_set():
        if not taken.held():
            doors.say(f"Thư mục {taken.state} đã bị xóa hoặc thay bằng thư mục khác: dừng ở đây.")
            return
        if drive is not None:
            drive.clock.beat()
        prefect.tick()
        loop.tick()
        doors.show()
        if prefect.url != told:
            told = prefect.url
            if told is not None:
                doors.say(f"Prefect: {told}")
        doors.stopping.wait(TURN)


def start_over(state: Path) -> None:
    """Remove what earlier runs wrote under `state`, and nothing else that lies there.

    Raises:
        Refused: a process runs on this state folder.
    """
    with seat(state):
        PidFile(state / "pids.json").reclaim()
        for name in ("outbox", "attachments", "prefect", "logs"):
            shutil.rmtree(state / name, ignore_errors=True)
        written = (CLOCK, "pids.json", "checkpoints.jsonl", MARKS, "signing.key")
        for file in (*state.glob("dondoc.sqlite*"), *(state / name for name in written)):
            file.unlink(missing_ok=True)


def _complain(say: Callable[[str], None], log: Path) -> Callable[[Exception], None]:
    def complain(wrong: Exception) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(wrong, file=file)
        say(f"Lần quét hoặc gửi này chưa xong, sẽ thử lại ({in_one_line(wrong)}). Chi tiết: {log}")

    return complain


def _while_heard(doors: Doors) -> Doors:
    """Return doors that stop everything once nobody is there any more: the terminal was closed."""

    def quietly(speak: Callable[[], None]) -> None:
        try:
            speak()
        except OSError:
            doors.stopping.set()

    return Doors(
        show=lambda: quietly(doors.show),
        say=lambda line: quietly(lambda: doors.say(line)),
        stopping=doors.stopping,
    )


@dataclass(frozen=True)
class Seat:
    """The one process at work on a state folder, as long as that is the folder it sat down at."""

    state: Path
    lock: IO[str]

    def held(self) -> bool:
        """Say whether the folder is still there, with the very lock that was taken."""
        try:
            return os.path.samestat((self.state / LOCK).stat(), os.fstat(self.lock.fileno()))
        except OSError:
            return False


@contextmanager
def seat(state: Path) -> Iterator[Seat]:
    """Hold the state folder; the kernel lets go when the process ends, however it ends.

    A second lock lies outside of it: where the folder is removed and made anew, nobody else sits
    down before whoever worked on the first one has got up.

    Raises:
        Refused: another process holds it.
    """
    state.mkdir(parents=True, exist_ok=True)
    name = sha256(str(state.resolve()).encode()).hexdigest()[:16]
    beside = Path(gettempdir()) / f"dondoc-{os.getuid()}-{name}.lock"
    with _locked(beside, state), _locked(state / LOCK, state) as lock:
        yield Seat(state, lock)


@contextmanager
def _locked(path: Path, state: Path) -> Iterator[IO[str]]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"Đôn Đốc đang chạy trên thư mục {state}; dừng tiến trình đó trước (Ctrl-C)"
            ) from None
        yield file


@contextmanager
def until_told(stopping: threading.Event | None = None) -> Iterator[threading.Event]:
    """Let a signal ask for a stop, by an event, instead of breaking off what is being done.

    What hears the signal only writes to a pipe, and another thread sets the event: a second signal
    that came while the first had the event's lock would wait for it for ever.
    """
    stopping = stopping or threading.Event()
    heard_of, hears = os.pipe()
    os.set_blocking(hears, False)

    def ask(_number: int, _frame: FrameType | None) -> None:
        # Full: there is more than enough to be heard.
        with suppress(BlockingIOError):
            os.write(hears, b"!")

    def pass_on() -> None:
        if os.read(heard_of, 1):
            stopping.set()

    listening = threading.Thread(target=pass_on, name="signals", daemon=True)
    listening.start()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    # Who was started to outlive its terminal (nohup) does.
    outlives = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    heard = [number for number in numbers if not (outlives and number == signal.SIGHUP)]
    before = [signal.signal(number, ask) for number in heard]
    try:
        yield stopping
    finally:
        for number, handler in zip(heard, before, strict=True):
            signal.signal(number, handler)
        os.close(hears)
        listening.join()
        os.close(heard_of)
