"""The command line for tests: the real program in a process of its own, or within this one."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from dondoc.cli.app import main
from dondoc.setup.demonstration import FILE, stands_in

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


class Dondoc:
    """Runs `dondoc` with a state folder of its own.

    Args:
        apart: start the program anew for every command, as an office does; otherwise its entry
            point is called here, which says the same and spares the start.
    """

    def __init__(self, state: Path, *, apart: bool = False) -> None:
        self.state = state
        self.apart = apart

    def run(self, *arguments: str, code: int = 0) -> Ran:
        """Run a command; it must end with `code` and without a traceback."""
        done = self.tried(*arguments)
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done

    def tried(self, *arguments: str) -> Ran:
        """Run a command, however it ends."""
        return self._apart(arguments) if self.apart else self._here(arguments)

    def json(self, *arguments: str, code: int = 0) -> Any:
        """Run a reading command and return its document."""
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

    def environment(self) -> dict[str, str]:
        """Name the state folder, and the demonstration in it where there is one."""
        config = {"DONDOC_CONFIG": str(self.state / FILE)} if stands_in(self.state) else {}
        return {"DONDOC_STATE": str(self.state), **config}

    def _apart(self, arguments: tuple[str, ...]) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "dondoc", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment()},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def _here(self, arguments: tuple[str, ...]) -> Ran:
        out, err, code = io.StringIO(), io.StringIO(), 0
        with (
            mock.patch.object(sys, "argv", ["dondoc", *arguments]),
            mock.patch.dict(os.environ, self.environment()),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(bool(end.code))
        return Ran(code, out.getvalue(), err.getvalue())
