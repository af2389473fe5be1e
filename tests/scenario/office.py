"""The office of the scenario: real settings, rules, database, desk, sweep and mail; time is given.

Its mail goes as complete .eml files into a folder, and who fills in a form fills in the very file
that came with the first word of the round.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from dondoc.day.dispatching import run_dispatch
from dondoc.day.sweeping import run_sweep
from dondoc.desk import record, release
from dondoc.desk.context import Which, desk
from dondoc.desk.receipt import Receipt
from dondoc.reports.blank import blank_form
from dondoc.setup.loading import load
from dondoc.setup.wiring import Office, open_office
from tests.dondoc.reports.test_template import rows_of, written
from tests.offices import D2024, MONTHLY
from tests.scenario.ledger import HEIR, Filing, Round
from tests.scenario.letters import letters_to
from tests.witness import witnessed

CONFIG = """office: {name: Văn phòng HĐND và UBND huyện Sơn Dương, body: van-phong}
directives: [son-duong-bhyt-2024]
state: state
channels: {email: "maildir://"}
# What has no date is not in the book that this office is held against.
web: {ask_quarterly: false}
"""
BHXH, DIRECTOR = "bhxh-huyen/officer", "bhxh-huyen/director"
HEAD, CLERK, SPECIALIST = "van-phong/office-head", "van-phong/mailbox", "van-phong/specialist"
# What a report on paper says, and by which road a filled-in form comes back.
ROADS = {"paper": "paper", "form": "mail"}
DONE = "Đã đến từng hộ"


@dataclass
class Played:
    """An office that lives, and the shorthand of who does what in it."""

    office: Office
    folder: Path

    @property
    def outbox(self) -> Path:
        return self.office.outbox

    def uid(self, name: str, on: date) -> str:
        return self.office.rulebook.bodies.named(name, on).uid

    def morning(self, when: datetime) -> None:
        run_sweep(self.office, when)

    def send(self, when: datetime) -> None:
        run_dispatch(self.office, when)

    def release(self, when: datetime) -> None:
        """Let the office head release whatever waits."""
        with desk(self.office, when, HEAD) as opened:
            release.release(opened, release.Request())

    def file(
        self, round_: Round, one: Filing, revises: bool = False, grounds: str | None = None
    ) -> record.Answer:
        """File what the ledger's line says, in the form and by the road it names."""
        by, receipt = f"{self.uid(one.commune, round_.due)}/officer", Receipt()
        if one.road != "own":
            by, receipt = BHXH, Receipt(one.received, ROADS[one.road], grounds=grounds)
        if one.road == "paper":
            receipt = replace(receipt, number=number_of(one), dated=one.received.date())
        which = Which(D2024, MONTHLY, one.commune, round_.due)
        said = self._form(round_, one) if one.road == "form" else self._json(one)
        request = record.Request(which, receipt, said, nil=said is None, revises=revises)
        with desk(self.office, one.recorded, by) as opened:
            return record.record(opened, request)

    def _json(self, one: Filing) -> Path | None:
        if one.nil:
            return None
        document = {"as_of": one.as_of, "groups": one.groups, "done": DONE}
        return self._written(one, "json", orjson.dumps(document))

    def _form(self, round_: Round, one: Filing) -> Path:
        """Fill in the form that came by mail, looking at what it offers."""
        rows = rows_of(self._offered(round_, one))
        values: dict[str, Any] = {"as_of": one.as_of, "done": DONE}
        if one.nil:
            values = {"nil": "Có"}
        for id_, figures in one.groups.items():
            values |= {f"{id_}.{name}": people for name, people in figures.items()}
        for key, _, offered, *_ in rows:
            if str(key).endswith((".opening", ".adjusted")):
                assert (offered or 0) == values[key], (one, key, offered)
        filled = [[*row[:2], values.get(row[0], row[2]), *row[3:]] for row in rows]
        return self._written(one, "xlsx", written(filled))

    def _offered(self, round_: Round, one: Filing) -> bytes:
        if one.commune == HEIR:
            # Nobody of it had a mailbox when its round was first mentioned.
            with desk(self.office, one.recorded, BHXH, looks=True) as opened:
                row = opened.one(Which(D2024, MONTHLY, HEIR, round_.due))
                return blank_form(opened.session, opened.rulebook, row)
        mailbox = f"officer.{self.uid(one.commune, round_.due).replace('@', '-')}"
        files = [
            content
            for letter in letters_to(self.outbox, mailbox)
            for name, content in letter.files.items()
            if name.endswith(f"{round_.due}.xlsx")
        ]
        assert len(files) == 1, (one.commune, round_.due, len(files))
        return files[0]

    def _written(self, one: Filing, kind: str, content: bytes) -> Path:
        file = self.folder / f"{one.commune}-{one.recorded:%d-%m-%H%M}.{kind}"
        file.write_bytes(content)
        return file


def number_of(one: Filing) -> str:
    """Return the number that stands on a report on paper."""
    return f"{one.received:%d%m}/BC-UBND"


@contextmanager
def living(folder: Path) -> Iterator[Played]:
    """Open an office in `folder`, with a witness in its database."""
    file = folder / "config.yaml"
    file.write_text(CONFIG, "utf-8")
    office = open_office(load(file))
    try:
        with witnessed(office.database):
            yield Played(office, folder)
    finally:
        office.close()
