"""A worker that goes on: it dispatches again and again, whatever becomes of its database.

`python -m tests.dondoc.sending.persevering FOLDER PORT MAILS DATABASE HOURS`. Each dispatch is an
hour after the last, when its leases are over; HOURS is that of the first one. What the database
says is one line, as on the command line; any other error ends the process. When the input ends it
dispatches twice more without an error.
"""

import select
import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from benchmarks.outbox import SENDING, country_of, office_over
from dondoc.day.dispatching import run_dispatch
from dondoc.errors import in_one_line
from dondoc.setup.database import open_engine
from dondoc.setup.wiring import Office
from models.clock import FixedClock
from rules.rulebook import Rulebook


def office_on(database: str, rulebook: Rulebook, folder: Path, port: int) -> Office:
    """Return the benchmark's office, over the database at the URL `database`."""
    office = office_over(rulebook, folder, port)
    office.database.dispose()
    office.database = open_engine(database)
    return office


def main() -> None:
    """Dispatch until the input has ended and two more went well."""
    folder, port, mails = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    office = office_on(sys.argv[4], country_of(mails), folder, port)
    hours, left = int(sys.argv[5]), 2
    while left:
        hours += 1
        office.wall = FixedClock(SENDING + timedelta(hours=hours))
        ending = bool(select.select([sys.stdin], [], [], 0.05)[0])
        try:
            report = run_dispatch(office, SENDING)
        except DatabaseError as error:
            _say(in_one_line(error))
            time.sleep(0.1)
        else:
            _say(f"done {report.messages}")
            left -= ending
    office.close()


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
