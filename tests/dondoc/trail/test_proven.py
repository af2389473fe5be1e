"""A document is not made from rows that the trail has not bound as they are."""

import hmac
import sqlite3
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dondoc.documents.kind import Sources
from dondoc.documents.kinds.dossier.paper import dossier
from dondoc.documents.registry import KINDS
from dondoc.errors import NotPossible
from dondoc.looking.kept import AT_ONCE, share_of
from dondoc.setup.key import key_file
from dondoc.trail.notebook import NOTEBOOK
from dondoc.trail.proven import SCOPES, About, Share, unproven
from models import CountKind
from models.baseline import lay
from models.proof import proven_tables
from tests.counting import counted, take_over
from tests.dondoc.trail.test_rows import behind_its_back, live_short
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at
from tests.tampering import tamper

DOSSIER = {"directive": D2024, "duty": MONTHLY, "bearer": DAI_PHU, "due": date(2024, 5, 5)}
ROUND = {"directive": D2024, "round_due": date(2024, 5, 10)}
BY_COMMAND = {kind.command: kind for kind in KINDS}
FORGERIES = {
    "a receipt": "UPDATE report SET received_at = '2024-05-04 01:00:00.000000' WHERE id = 1",
    "figures": """UPDATE report SET figures = '{"groups":{},"texts":{}}' WHERE id = 1""",
    "a state": "UPDATE obligation SET state = 'accepted' WHERE id = "
    "(SELECT obligation_id FROM report WHERE id = 1)",
    "a date": "UPDATE obligation SET late_from = '2024-06-06 17:00:00.000000' WHERE id = "
    "(SELECT obligation_id FROM report WHERE id = 1)",
    "a report that is gone": "DELETE FROM report WHERE id = 1",
    "a letter": "UPDATE message SET content = 'x' WHERE id = (SELECT min(message_id) FROM notice "
    "WHERE obligation_id = (SELECT obligation_id FROM report WHERE id = 1))",
}


def filled(scene: Scene, command: str, **asked: Any) -> Any:
    with scene.office.reading() as session:
        sources = Sources(session, scene.office, at("2024-05-08 12:00"))
        return BY_COMMAND[command].filled(sources, **asked)


def notebook(scene: Scene) -> Path:
    return scene.office.settings.state_folder / NOTEBOOK


def test_a_dossier_and_a_round_are_filled_from_what_holds(any_office: Scene) -> None:
    live_short(any_office)
    assert filled(any_office, "dossier", **DOSSIER).bearer
    assert filled(any_office, "consolidation", **ROUND)
    any_office.sweep("2024-05-08 13:00")
    assert filled(any_office, "dossier", **DOSSIER).bearer


def test_few_entries_more_are_read_and_the_notebook_stays_as_it_is(office: Scene) -> None:
    live_short(office)
    filled(office, "dossier", **DOSSIER)
    before = notebook(office).read_bytes()
    office.sweep("2024-05-08 13:00")
    assert filled(office, "dossier", **DOSSIER).bearer
    assert notebook(office).read_bytes() == before
    # What was forged since is known from those few.
    with behind_its_back(office) as connection:
        connection.execute(text(FORGERIES["a state"]))
    with pytest.raises(NotPossible):
        filled(office, "dossier", **DOSSIER)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_dossier_refuses_what_was_forged_and_names_it(office: Scene, forgery: str) -> None:
    live_short(office)
    filled(office, "dossier", **DOSSIER)
    with behind_its_back(office) as connection:
        connection.execute(text(FORGERIES[forgery]))
    with pytest.raises(NotPossible, match=r"không như dấu vết đã ghi \(bảng "):
        filled(office, "dossier", **DOSSIER)
    with pytest.raises(NotPossible, match=r"không như dấu vết đã ghi \(bảng "):
        filled(office, "consolidation", **ROUND)


def test_what_is_forged_elsewhere_does_not_keep_a_dossier_back(office: Scene) -> None:
    live_short(office)
    with behind_its_back(office) as connection:
        change = "UPDATE obligation SET rung = 9 WHERE id = (SELECT max(id) FROM obligation)"
        connection.execute(text(change))
    assert filled(office, "dossier", **DOSSIER)
    with pytest.raises(NotPossible, match="cột rung"):
        filled(office, "tables")


@pytest.mark.parametrize("command", ["brief", "consolidation"])
def test_a_forged_earlier_round_keeps_back_what_tells_of_it(office: Scene, command: str) -> None:
    live_short(office)
    june = {"directive": D2024, "round_due": date(2024, 6, 10)}
    assert filled(office, command, **june)
    with behind_its_back(office) as connection:
        connection.execute(text(FORGERIES["figures"]))
    with pytest.raises(NotPossible, match="bảng report, dòng 1, cột figures"):
        filled(office, command, **june)


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE list_count SET people = 1",
        "DELETE FROM list_count",
        "UPDATE list_count SET body_uid = '02620@base'",
    ],
)
def test_a_forged_count_of_its_body_keeps_a_document_back_and_no_other_ones(
    office: Scene, forgery: str
) -> None:
    live_short(office)
    listed = counted(CountKind.LISTED, 40, "2024-04-20")
    take_over(office, "2024-05-08 10:00", [listed])
    assert filled(office, "dossier", **DOSSIER)
    with behind_its_back(office) as connection:
        connection.execute(text(forgery))
    for command, asked in (("dossier", DOSSIER), ("brief", ROUND), ("consolidation", ROUND)):
        with pytest.raises(NotPossible, match="bảng list_count"):
            filled(office, command, **asked)
    assert filled(office, "dossier", **{**DOSSIER, "bearer": "02599@base"})


def test_a_rewritten_trail_does_not_fit_what_was_read_of_it(office: Scene) -> None:
    live_short(office)
    filled(office, "dossier", **DOSSIER)
    tamper(
        office.office.database,
        "UPDATE entry SET hash = 'x' WHERE seq = (SELECT max(seq) FROM entry)",
    )
    with pytest.raises(NotPossible, match="không còn nguyên vẹn"):
        filled(office, "dossier", **DOSSIER)


def test_a_notebook_that_was_lost_or_spoilt_is_written_anew(office: Scene) -> None:
    live_short(office)
    filled(office, "dossier", **DOSSIER)
    notebook(office).write_bytes(b"x" * 5000)
    assert filled(office, "dossier", **DOSSIER)
    notebook(office).unlink()
    assert filled(office, "dossier", **DOSSIER)


def test_a_notebook_that_was_made_to_fit_a_forged_row_is_not_believed(office: Scene) -> None:
    live_short(office)
    filled(office, "dossier", **DOSSIER)
    with behind_its_back(office) as connection:
        connection.execute(text(FORGERIES["a report that is gone"]))
    with sqlite3.connect(notebook(office)) as forged:
        forged.execute("DELETE FROM bound WHERE what = 'report'")
    forged.close()
    with pytest.raises(NotPossible, match="bảng report"):
        filled(office, "dossier", **DOSSIER)


def test_nothing_is_sealed_with_a_key_file_that_is_empty(office: Scene) -> None:
    live_short(office)
    filled(office, "dossier", **DOSSIER)
    key = key_file(office.office.settings.state_folder)
    key.write_bytes(b"")
    with suppress(NotPossible):
        filled(office, "dossier", **DOSSIER)
    with behind_its_back(office) as connection:
        connection.execute(text(FORGERIES["a report that is gone"]))
    # Whoever can write the folder seals with nothing what fits the row he has changed.
    with sqlite3.connect(notebook(office)) as forged:
        forged.execute("DELETE FROM bound WHERE what = 'report'")
    forged.close()
    nothing = sha256(b"what was read of the trail\0").digest()
    content = sha256(notebook(office).read_bytes()).digest()
    seal = notebook(office).with_suffix(".seal")
    seal.write_bytes(hmac.digest(nothing, content, "sha256").hex().encode())
    with pytest.raises(NotPossible, match="bảng report"):
        filled(office, "dossier", **DOSSIER)


def test_a_forged_row_is_in_exactly_one_share_of_the_rows(any_office: Scene) -> None:
    live_short(any_office)
    with behind_its_back(any_office) as connection:
        connection.execute(text(FORGERIES["a receipt"]))
    state = any_office.office.settings.state_folder
    with any_office.office.reading() as session:
        found = [[*unproven(session, state, About(), share=Share(3, which))] for which in range(3)]
        whole = [*unproven(session, state, About())]
    assert [len(one) for one in found].count(0) == 2
    assert [one for share in found for one in share] == whole


def test_a_row_in_a_table_of_which_the_trail_never_spoke_is_found_and_one_that_went(
    any_office: Scene,
) -> None:
    live_short(any_office)
    columns = "id, directive_id, group_id, body_uid, name, since, source, recorded_at, recorded_by"
    values = "7, 'd', 'g', 'b', 'n', '2024-05-01', 's', '2024-05-01 01:00:00.000000', 'x'"
    with behind_its_back(any_office) as connection:
        connection.execute(text(f"INSERT INTO eligible_village ({columns}) VALUES ({values})"))  # noqa: S608
        # What was the only row of its table stands in none any more.
        connection.execute(text("DELETE FROM report"))
    with any_office.office.reading() as session:
        found = [*unproven(session, any_office.office.settings.state_folder, About())]
    assert {(one.kind, one.detail.partition(":")[0]) for one in found} == {
        ("added", "bảng eligible_village, dòng 7"),
        ("removed", "bảng report, dòng 1"),
    }


def test_the_rows_of_a_small_office_are_looked_at_every_day_those_of_a_large_one_in_turn() -> None:
    days = [date(2024, 5, day) for day in range(6, 11)]
    assert [share_of(AT_ONCE - 1, day) for day in days] == [None] * 5
    turns = [share_of(5 * AT_ONCE - 1, day) for day in days]
    assert {share and share.of for share in turns} == {5}
    assert {share and share.which for share in turns} == {0, 1, 2, 3, 4}


def test_every_table_that_hangs_on_an_obligation_is_looked_at() -> None:
    hanging = {"obligation"}
    for _ in proven_tables():
        hanging |= {
            proven.name
            for proven in proven_tables()
            if any(key.column.table.name in hanging for key in proven.table.foreign_keys)
            and proven.name != "clause"
        }
    assert hanging <= set(SCOPES)


def test_a_dossier_says_since_when_what_is_older_is_proven(office: Scene) -> None:
    live_short(office)
    assert filled(office, "dossier", **DOSSIER).proven_since is None
    with office.office.writing() as session:
        lay(session, at("2024-05-08 11:00"), anew=True)
    found = filled(office, "dossier", **DOSSIER)
    assert found.proven_since == at("2024-05-08 11:00")
    assert "chưa chứng minh trước ngày 08/5/2024" in str(list(dossier(found).blocks))
