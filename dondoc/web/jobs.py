"""Long work: many items one after the other, with how far it is, and a stop between two of them.

What is done stays done and is said; each item is an act of its own. How far it came lies sealed in
the state folder, so that after a restart it is said where the work broke off. The items themselves
are in this process alone: what waits to be taken in never lies on the disk.
"""

import os
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

import orjson

from dondoc.errors import NotPossible, why
from dondoc.setup.seal import Broken, Seal
from dondoc.trail.signing import signer
from models.clock import real_now

FOLDER = "jobs"
# More than so many are not waited for on the page that asks.
AT_ONCE = 10
_PURPOSE = "how far long work is"
_LASTS = timedelta(days=30)
# Longer than any one item takes.
_SILENT = timedelta(minutes=10)
_ID = re.compile(r"[0-9a-f]{32}")
# How the thread that does it is called.
THREAD = "long-work"


class JobState(StrEnum):
    """How long work stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    BROKEN = "broken"


@dataclass(frozen=True)
class Item:
    """One of many: what it is called, and what does it; that returns why not, "" where it did."""

    name: str
    do: Callable[[], str]


@dataclass(frozen=True)
class Job:
    """How far it is. `title`: what is done to each, `did`: what was; `back`: the page it came from.

    `said`, `login`: whose it is, as a visit has them. `done`: how many were looked at, `refused`:
    those of them that were refused, each with why; `at`: which is under way; `process`: who
    is at it.
    """

    id: str
    said: str
    login: int | None
    title: str
    did: str
    back: str
    total: int
    process: int
    state: JobState = JobState.RUNNING
    done: int = 0
    at: str = ""
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def well(self) -> int:
        """Return how many were done."""
        return self.done - len(self.refused)


@dataclass
class Jobs:
    """The long work of one process; `state`: the office's folder."""

    state: Path
    _running: dict[str, threading.Event] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, job: Job, items: Sequence[Item]) -> str:
        """Begin to do `items` one after the other; return the number of the job.

        Raises:
            NotPossible: how far it is cannot be written down.
        """
        begun = replace(job, id=uuid4().hex, total=len(items), process=os.getpid())
        self._forget_old()
        self._write(begun)
        stop = self._running[begun.id] = threading.Event()
        threading.Thread(
            target=self._run, args=(begun, items, stop), name=THREAD, daemon=True
        ).start()
        return begun.id

    def find(self, id_: str) -> Job | None:
        """Return the job with that number as it stands now, None where there is none."""
        if not _ID.fullmatch(id_):
            return None
        try:
            content = self._seal().open(self._file(id_).read_bytes(), id_)
        except (OSError, Broken):
            return None
        stored = orjson.loads(content)
        stored["refused"] = tuple((name, reason) for name, reason in stored["refused"])
        job = Job(**{**stored, "state": JobState(stored["state"])})
        if job.state is JobState.RUNNING and not self._is_done(job):
            return replace(job, state=JobState.BROKEN)
        return job

    def stop(self, id_: str) -> None:
        """Let no further item be begun; that which is under way is finished."""
        if (running := self._running.get(id_)) is not None:
            running.set()

    def _run(self, job: Job, items: Sequence[Item], stop: threading.Event) -> None:
        try:
            for item in items:
                if stop.is_set():
                    job = replace(job, state=JobState.STOPPED, at="")
                    break
                job = replace(job, at=item.name)
                self._write(job)
                refused = item.do()
                more = ((item.name, refused),) if refused else ()
                job = replace(job, done=job.done + 1, refused=(*job.refused, *more))
            else:
                job = replace(job, state=JobState.DONE, at="")
            self._write(job)
        except Exception:
            # A fault of ours: what was written down last says where.
            self._write(replace(job, state=JobState.BROKEN))
            raise
        finally:
            self._running.pop(job.id, None)

    def _is_done(self, job: Job) -> bool:
        """Say whether somebody is at it."""
        if job.process == os.getpid():
            return job.id in self._running
        if self._age(self._file(job.id)) > _SILENT:
            # After a start of the machine the number may be another program's.
            return False
        try:
            os.kill(job.process, 0)
        except PermissionError:
            return True
        except OSError:
            return False
        return True

    def _age(self, file: Path) -> timedelta:
        return real_now() - datetime.fromtimestamp(file.stat().st_mtime, UTC)

    def _seal(self) -> Seal:
        return Seal(signer(self.state).derived(_PURPOSE))

    def _file(self, id_: str) -> Path:
        return self.state / FOLDER / id_

    def _write(self, job: Job) -> None:
        file = self._file(job.id)
        sealed = self._seal().close(orjson.dumps(asdict(job)), job.id)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(".new")
            draft.write_bytes(sealed)
            draft.replace(file)
        except OSError as failure:
            raise NotPossible(f"không ghi được việc đang làm: {why(failure)}") from failure

    def _forget_old(self) -> None:
        folder = self.state / FOLDER
        if not folder.is_dir():
            return
        for old in folder.iterdir():
            if self._age(old) > _LASTS:
                old.unlink(missing_ok=True)
