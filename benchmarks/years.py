"""An office that has followed many directives for three years: what its pages read over and over.

Its last rounds are lived through as those of `benchmarks.province`; those before are written at
once, each reported and accepted, so that it stands within minutes.
"""

import random
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import orjson
from sqlalchemy import text

from benchmarks import province
from benchmarks.country import SEED, Commune
from benchmarks.province import Province, Written, live
from dondoc.day.sweeping import run_sweep
from dondoc.setup.loading import load
from dondoc.setup.wiring import open_office

DIRECTIVES = 20
_BEGIN = datetime(2022, 1, 3, tzinfo=UTC)
# Rounds due from this day on are lived through.
_LIVED = "2024-06-01"
_MORNINGS = [datetime(2024, month, day, tzinfo=UTC) for month, day in ((5, 31), (6, 3), (6, 7))]
_OVER = (
    """UPDATE obligation SET state = 'accepted', opened_at = opens_on || ' 00:00:00.000000',
           received_at = datetime(due_on, '-1 day') || '.000000',
           recorded_at = datetime(due_on, '-1 day') || '.000000', wake_at = NULL
       WHERE due_on < :lived AND kind = 'obligation'""",
    """INSERT INTO report (obligation_id, revision, received_at, recorded_at, recorded_by, road,
                           state, form, figures)
       SELECT id, 1, received_at, recorded_at, bearer_uid || '/officer', 'paper', 'accepted',
              :form, :figures
       FROM obligation WHERE due_on < :lived AND duty = :duty ORDER BY id""",
    """INSERT INTO notice (obligation_id, cycle, policy, repeat, step, rung, recipient_uid,
                           recipient_post, channel, dedupe_key, basis, state, created_at,
                           settled_at)
       SELECT id, 0, 'thong-bao-dau', 0, 'first', 1, bearer_uid, 'officer', 'email',
              id || ':0:first:0', 'house', 'sent', opened_at, opened_at
       FROM obligation WHERE due_on < :lived AND duty = :duty ORDER BY id""",
)


def found(folder: Path, communes: Sequence[Commune], directives: int = DIRECTIVES) -> Province:
    """Write rules and settings of an office that follows so many directives, and let it live."""
    every = [_directive(number) for number in range(1, directives + 1)]
    made = province.found(folder, communes, follows=every[0])
    for one in every[1:]:
        own = folder / "rules" / "directives" / one.id
        own.mkdir(parents=True)
        (own / "directive.yaml").write_text(one.declared, "utf-8")
        (own / "dispatch.txt").write_text(one.text, "utf-8")
    said = made.config.read_text("utf-8")
    listed = ", ".join(one.id for one in every)
    made.config.write_text(
        said.replace(f"directives: [{every[0].id}]", f"directives: [{listed}]"), "utf-8"
    )
    _write_past(made)
    live(made, _MORNINGS)
    return made


def _directive(number: int) -> Written:
    declared = province.DECLARED.replace(province.DIRECTIVE, f"tinh-{number:02}")
    for day in ("issued_on: 2024-01-02", "from: 2024-01-02", "first: 2024-02-05"):
        declared = declared.replace(day, day.replace("2024", "2022"))
    declared = declared.replace("first: 2024-02-10", "first: 2022-02-10")
    declared = declared.replace("number: 1/UBND", f"number: {number}/UBND")
    return Written(f"tinh-{number:02}", declared, province.TEXT)


def _write_past(made: Province) -> None:
    with closing(open_office(load(made.config))) as office:
        run_sweep(office, _BEGIN)
        report = province.report_row(0, _BEGIN, random.Random(SEED))
        given = {
            "lived": _LIVED,
            "duty": province.DUTY,
            "form": report["form"],
            "figures": orjson.dumps(report["figures"]).decode(),
        }
        with office.database.begin() as connection:
            for statement in _OVER:
                connection.execute(text(statement), given)
            connection.execute(text("ANALYZE"))
