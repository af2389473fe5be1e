"""The screen of `dondoc up`: a live board on a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from dondoc.looking.board import Board
from dondoc.setup.wiring import Office

# Off a terminal the board is printed at most this often, in seconds, and only when it changed.
QUIET = 15.0


class Screen:
    """Shows the office's board and the last few lines said."""

    def __init__(self, office: Office, console: Console | None = None) -> None:
        self._office = office
        self._board = Board(office)
        self._console = console or Console(highlight=False, soft_wrap=False)
        self._live: Live | None = None
        self._said: list[str] = []
        self._printed_at = float("-inf")
        self._printed = ""

    @contextmanager
    def running(self) -> Iterator["Screen"]:
        """Hold the terminal while the office runs; give it back whatever happens."""
        if not self._console.is_terminal:
            yield self
            return
        with Live(console=self._console, auto_refresh=False) as live:
            self._live = live
            try:
                yield self
            finally:
                self._live = None

    def say(self, line: str) -> None:
        """Print one line for the person."""
        if self._live is not None:
            self._live.console.print(line, soft_wrap=True)
        else:
            self._console.print(line, soft_wrap=True)

    def show(self) -> None:
        """Draw the board as of now."""
        if self._live is not None:
            height = max(5, self._console.height - 6)
            where = Text(f"Thư: {self._office.outbox}   ·   Ctrl-C để dừng", "dim")
            board = self._board.render(self._office.clock.now(), height)
            self._live.update(Group(board, where), refresh=True)
        elif time.monotonic() - self._printed_at >= QUIET:
            self._print_if_changed()

    def _print_if_changed(self) -> None:
        board = self._board.render(self._office.clock.now(), 12)
        with self._console.capture() as captured:
            self._console.print(board)
        text = captured.get()
        # The first line carries the clock: alone it is no news.
        if text.partition("\n")[2] != self._printed.partition("\n")[2]:
            self._console.print(board)
            self._printed = text
        self._printed_at = time.monotonic()
