"""The office seen from outside: commands over a copy of its state, which no witness watches."""

import json
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.offices import D2024, MONTHLY
from tests.program import Dondoc
from tests.scenario.office import Played
from tests.scenario.papers import pdf_text


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

    def per_body(self, duty: str, as_of: datetime) -> list[dict[str, Any]]:
        """Return the lines of `dondoc status --per body` for a duty, as of an instant."""
        rows = self.json("status", D2024, "--per", "body", "--as-of", as_of.isoformat())
        return [row for row in rows if row["duty"] == duty]

    def rates(self, as_of: datetime) -> list[Any]:
        """Return `dondoc rates` of the monthly reports, as of an instant."""
        when = ("--duty", MONTHLY, "--as-of", as_of.isoformat())
        return list(self.json("rates", D2024, *when))

    def simulated(self, first: date, last: date, behaviour: Path) -> list[Any]:
        """Return the events of `dondoc simulate` between two days, included."""
        days = ("--from", first.isoformat(), "--to", last.isoformat())
        said = self.run("simulate", D2024, *days, "--behaviour", str(behaviour), "--json")
        return [json.loads(line) for line in said.splitlines()]

    def dossier(self, commune: str, due: date) -> str:
        """Return the words of a dossier as printed."""
        out = self.dondoc.state.parent / f"{commune}-{due}"
        which = (D2024, MONTHLY, commune, "--due", due.isoformat(), "--out", str(out))
        self.run("document", "dossier", *which, "--format", "pdf")
        return pdf_text(out / "ho-so.pdf")

    def entries(self) -> list[Any]:
        """Return the entries of the exported trail."""
        out = self.dondoc.state.parent / "trail"
        self.run("audit", "export", str(out))
        lines = (out / "entries.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["entry"] for line in lines]

    def print_of(self, sums: date, revision: int) -> Path:
        """Return the folder with the files of a signed consolidation, written once."""
        out = self.dondoc.state.parent / f"{sums}-{revision}"
        if out.exists():
            return out
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
