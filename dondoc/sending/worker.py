"""A worker of the outbox: who sends, what it holds, and what it may conclude after a crash."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from notifications.envelope import Envelope
from notifications.outcome import Outcome


@dataclass(frozen=True)
class Worker:
    """Who sends: its name, and how long it may take for one message."""

    name: str
    lease: timedelta

    @classmethod
    def this_process(cls, lease: timedelta) -> "Worker":
        """Return a new worker; its name ends with the run of the machine it lives in."""
        return cls(f"{os.getpid()}-{uuid4().hex[:8]}@{machine_run()}", lease)


@dataclass(frozen=True)
class Claimed:
    """A message this worker holds the lease of, and the attempt it has entered."""

    message: int
    attempt: int
    channel: str
    envelope: Envelope


@dataclass(frozen=True)
class Done:
    """A message that was sent, or tried: what came of it and when.

    `begun`: its turn has come; not so where it was only put among the doubts.
    """

    claimed: Claimed
    outcome: Outcome
    at: datetime
    begun: bool = True


@dataclass(frozen=True)
class Moment:
    """The office's instant, and the real one by which leases run. Both aware.

    They differ only under a simulated clock.
    """

    now: datetime
    wall: datetime


@cache
def machine_run() -> str:
    """Return an id of the time since this machine was started, a new one where it tells none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()[:13]
    except OSError:
        return uuid4().hex[:13]


def of_this_run(name: str) -> bool:
    """Say whether the worker `name` lived since this machine was last started.

    What it wrote without waiting for the disk is then all there: only the machine's own end loses
    that, not the end of a process.
    """
    return name.endswith(f"@{machine_run()}")
