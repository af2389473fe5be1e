"""The office seen from outside: commands over a copy of its state, which no witness watches."""

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.offices import D2024
from tests.program import Dondoc
from tests.scenario.office import Played


@dataclass(frozen=True)
class Outside:
    """What commands say of an office."""

    dondoc: Dondoc
    config: str

    def run(self, *arguments: str) -> str:
        return self.dondoc.run("--config", self.config, *arguments).stdout

    def json(self, *arguments: str) -> Any:
        return self.dondoc.json("--config", self.config, *arguments)

    def status(self, duty: str, due: date, as_of: datetime) -> dict[str, Any]:
        """Return the line of `dondoc status` for a duty and date, as of an instant."""
        rows = self.json("status", D2024, "--as-of", as_of.isoformat())
        [row] = [row for row in rows if (row["duty"], row["due_on"]) == (duty, due.isoformat())]
        return dict(row)

    def consolidation(self, sums: date, revision: int) -> Any:
        signed = ("--due", sums.isoformat(), "--revision", str(revision))
        return self.json("consolidation", D2024, *signed)

    def print_of(self, sums: date, revision: int) -> Path:
        """Write the files of a signed consolidation, and return their folder."""
        out = self.dondoc.state.parent / f"{sums}-{revision}"
        signed = ("--due", sums.isoformat(), "--revision", str(revision), "--out", str(out))
        self.run("document", "consolidation", D2024, *signed)
        return out


def copied(played: Played, folder: Path) -> Outside:
    """Copy the state of the office into `folder`, without the witness in its database."""
    played.office.database.dispose()
    shutil.copytree(played.office.settings.state_folder, folder)
    with sqlite3.connect(folder / "dondoc.sqlite") as database:
        named = "SELECT name, type FROM sqlite_master WHERE name LIKE 'witness%'"
        found = database.execute(named).fetchall()
        for name, kind in sorted(found, key=lambda one: one[1], reverse=True):
            database.execute(f'DROP {kind} "{name}"')
    database.close()
    return Outside(Dondoc(folder), str(played.folder / "config.yaml"))
