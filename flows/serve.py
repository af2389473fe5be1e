"""Both flows served from one process: `python -m flows.serve`, a work pool's only worker."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.workers.process import ProcessWorker

from dondoc.setup.loading import load
from dondoc.setup.places import CONFIG, RUNS_AT_ONCE
from flows.deploy import DISPATCH, SWEEP, deploy
from flows.stale import clear, too_old

# Said by whoever knows that nobody else works at this server: `dondoc up`.
ALONE = "--alone"


def main() -> None:
    """Deploy, clear up after an earlier life, then work until SIGINT or SIGTERM."""
    done = deploy(load(Path(os.environ.get(CONFIG, "config.yaml"))))
    os.environ["PREFECT_API_URL"] = done.api
    with get_client(sync_client=True) as client:
        clear(client, [SWEEP, DISPATCH], None if ALONE in sys.argv else too_old())
    # What the worker starts is this very program.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    asyncio.run(_work(done.pool))


async def _work(pool: str) -> None:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - it runs
    for number in (signal.SIGINT, signal.SIGTERM):
        # Also where a parent started in the background passes its deafness to SIGINT on.
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await ProcessWorker(pool, limit=RUNS_AT_ONCE).start(printer=lambda _: None)


if __name__ == "__main__":
    main()
