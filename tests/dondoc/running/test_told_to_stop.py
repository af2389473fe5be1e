"""Whoever is told to stop stops, at whatever point of its waiting the signal comes."""

import subprocess
import sys

# A signal that comes while another is being heard finds the event's own lock taken.
_WAITS = """
import os, signal
from dondoc.running.up import until_told
with until_told() as told:
    with told._cond:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
    print("told" if told.wait(20) else "deaf")
"""


def test_a_signal_that_comes_while_one_is_heard_stops_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WAITS], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout == "told\n"
