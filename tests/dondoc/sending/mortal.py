"""Workers to be killed: for every line of input one process that dispatches until it is done.

`python -m tests.dondoc.sending.mortal FOLDER PORT MAILS`. A line holds the worker's wall clock,
in hours after the dispatch. Printed are "ready", then for each worker its process id as soon as
it begins, and its exit code when it is over. Everything a worker needs is loaded once; it is
forked off.
"""

import os
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import active_count

from benchmarks.outbox import SENDING, country_of, office_over, waiting_office
from dondoc.day.dispatching import run_dispatch
from models.clock import FixedClock
from rules.rulebook import Rulebook


def main() -> None:
    """Serve until the input ends."""
    folder, port, mails = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    rulebook = country_of(mails)
    _warm_up()
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _work(rulebook, folder, port, int(line))
        _, status = os.waitpid(child, 0)
        _say(str(os.waitstatus_to_exitcode(status)))


def _warm_up() -> None:
    """Send a letter to a relay that is not there: what that compiles, no worker compiles again."""
    with TemporaryDirectory() as folder, closing(waiting_office(1, 1, Path(folder), 1)) as office:
        run_dispatch(office, SENDING)
    # Who forks takes no thread along.
    assert active_count() == 1


def _work(rulebook: Rulebook, folder: Path, port: int, hours: int) -> None:
    """Dispatch once; the process ends here, whatever happens."""
    code = 1
    try:
        office = office_over(rulebook, folder, port)
        office.wall = FixedClock(SENDING + timedelta(hours=hours))
        _say(str(os.getpid()))
        run_dispatch(office, SENDING)
        code = 0
    finally:
        # Not the parent's exit handlers.
        os._exit(code)


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
