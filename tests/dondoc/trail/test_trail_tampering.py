"""Whatever someone does to a stored chain is found: in the database, and in an export of it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from dondoc.setup.database import reading, writing
from dondoc.trail.anchor import anchor
from dondoc.trail.anchors import read_anchors
from dondoc.trail.export import export
from dondoc.trail.signing import signer
from dondoc.trail.standalone.verify_trail import verify_export
from dondoc.trail.verify import Verdict, verify
from models import Event
from models.trail import COLUMNS, GENESIS, append, canonical
from tests.offices import at
from tests.tampering import tamper, unguarded

Row = list[str | int]
LENGTH = 12
# Each example puts the chain back first, so the fixture may live as long as the test.
thorough = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@dataclass(frozen=True)
class Office:
    database: Engine
    state: Path

    def rows(self) -> list[Row]:
        with reading(self.database) as session:
            return [list(row) for row in session.execute(text(ORDERED))]

    def verdict(self) -> Verdict:
        anchors = read_anchors(self.state)
        with reading(self.database) as session:
            return verify(session, anchors)

    def put(self, rows: list[Row]) -> None:
        """Make the table hold just `rows`, as whoever owns the database can."""
        marks = ", ".join(f":{name}" for name in COLUMNS)
        with unguarded(self.database) as connection:
            connection.execute(text("DELETE FROM entry"))
            for row in rows:
                values = dict(zip(COLUMNS, row, strict=True))
                connection.execute(text(f"INSERT INTO entry VALUES ({marks})"), values)  # noqa: S608


ORDERED = f"SELECT {', '.join(COLUMNS)} FROM entry ORDER BY seq"  # noqa: S608


@pytest.fixture
def trail(database: Engine, tmp_path: Path) -> Office:
    """Twelve entries, with a checkpoint after the sixth and after the last."""
    for half in (0, 6):
        events = [
            Event(
                f"kind.{n % 3}", f"obligation:{n}", {"n": n, "ghi": 'chữ "Việt"\n', "x": [n, None]}
            )
            for n in range(half, half + 6)
        ]
        with writing(database) as session:
            append(session, at("2024-05-07 07:00"), events)
        with reading(database) as session:
            anchor(session, tmp_path, at("2024-05-07 07:01"))
    return Office(database, tmp_path)


@pytest.fixture
def exported(trail: Office) -> Path:
    folder = Path(mkdtemp(dir=trail.state)) / "ra"
    with reading(trail.database) as session:
        export(session, read_anchors(trail.state), signer(trail.state), folder)
    return folder


def test_what_nobody_touched_is_whole(trail: Office, exported: Path) -> None:
    verdict = trail.verdict()
    assert (verdict.ok, verdict.entries, verdict.anchored_to) == (True, LENGTH, LENGTH)
    chain = verify_export(exported)
    assert (chain.problems, chain.entries, chain.head) == ([], LENGTH, verdict.head)


def changed(value: str | int, place: int, byte: int) -> str | int:
    """Return `value` with the byte at `place` set to `byte`; where that is no text, not a row."""
    if isinstance(value, int):
        return value ^ (1 + byte % 127)
    stored = bytearray(value.encode())
    place %= len(stored)
    assume(stored[place] != byte)
    stored[place] = byte
    try:
        return stored.decode()
    except UnicodeDecodeError:
        # Not storable by SQL; the raw file is another test's.
        stored[place] = 0x20 + byte % 0x5F
        assume(stored.isascii())
        assume(stored.decode() != value)
        return stored.decode()


@st.composite
def attacks(draw: st.DrawFn) -> Callable[[list[Row]], list[Row]]:
    """Draw one thing done to the rows."""
    what = draw(st.sampled_from(["byte", "swap", "drop", "insert", "shift", "move"]))
    one, other = draw(st.lists(st.integers(0, LENGTH - 1), min_size=2, max_size=2, unique=True))
    column = draw(st.integers(0, len(COLUMNS) - 1))
    place, byte = draw(st.integers(0, 300)), draw(st.integers(1, 255))

    def attack(rows: list[Row]) -> list[Row]:
        if what == "byte":
            rows[one][column] = changed(rows[one][column], place, byte)
            assume(len({row[0] for row in rows}) == LENGTH)
        elif what == "swap":
            # One column's values change places; for the number's, the two entries do.
            rows[one][column], rows[other][column] = rows[other][column], rows[one][column]
            assume(rows[one][column] != rows[other][column])
        elif what == "drop":
            del rows[one]
        elif what == "insert":
            rows.append([LENGTH + 1, *rows[one][1:]])
        elif what == "shift":
            for row in rows[one:]:
                row[0] = int(row[0]) + 1
            rows.insert(one, [one + 1, *rows[other][1:]])
        else:
            rows[one][0] = LENGTH + 1 + place
        return rows

    return attack


@thorough
@given(attack=attacks())
def test_any_change_swap_drop_or_insertion_is_found_in_the_database(
    trail: Office, attack: Callable[[list[Row]], list[Row]]
) -> None:
    whole = trail.rows()
    try:
        trail.put(attack([list(row) for row in whole]))
        assert trail.rows() != whole
        assert not trail.verdict().ok
    finally:
        trail.put(whole)


def rewritten(rows: list[Row], first: int, word: str) -> list[Row]:
    """Return the rows with another history from `first` on, all hashes made to fit again."""
    prev = rows[first - 1][6] if first else GENESIS
    made = rows[:first]
    for seq, at_, kind, subject, data, _, _ in rows[first:]:
        changed_data = str(data).replace('"n"', f'"{word}"')
        said = (int(seq), str(at_), str(kind), str(subject), changed_data, str(prev))
        prev = sha256(canonical(*said)).hexdigest()
        made.append([seq, at_, kind, subject, changed_data, said[5], prev])
    return made


@pytest.mark.parametrize("first", [0, 3, 6, 11])
def test_a_chain_written_anew_differs_from_its_checkpoint(trail: Office, first: int) -> None:
    trail.put(rewritten(trail.rows(), first, "m"))
    verdict = trail.verdict()
    assert {problem.kind for problem in verdict.problems} == {"rewritten"}
    assert verdict.anchored_to == (6 if first >= 6 else None)


@pytest.mark.parametrize("kept", [0, 1, 5, 6, 11])
def test_a_tail_that_was_cut_off_is_missed(trail: Office, kept: int) -> None:
    trail.put(trail.rows()[:kept])
    (problem,) = trail.verdict().problems
    assert (problem.entry, problem.kind) == (kept + 1, "cut")
    assert f"{kept + 1}–12" in problem.detail


def test_what_no_checkpoint_covers_yet_is_said_to_be_so(trail: Office) -> None:
    with writing(trail.database) as session:
        append(session, at("2024-05-08 07:00"), [Event("x", "x:1", {})] * 3)
    verdict = trail.verdict()
    assert (verdict.ok, verdict.entries, verdict.anchored_to) == (True, LENGTH + 3, LENGTH)


@thorough
@given(data=st.data())
def test_any_byte_changed_dropped_or_added_in_an_export_is_found(
    exported: Path, data: st.DataObject
) -> None:
    names = ["entries.jsonl", "checkpoints.jsonl", "public_key.pem", "public_key.hex"]
    file = exported / data.draw(st.sampled_from(names))
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    how = data.draw(st.sampled_from(["change", "drop", "add"]))
    after = whole[place + 1 :] if how != "add" else whole[place:]
    made = whole[:place] + (b"" if how == "drop" else bytes([byte])) + after
    assume(made != whole)
    try:
        file.write_bytes(made)
        assert verify_export(exported).problems
    finally:
        file.write_bytes(whole)


@thorough
@given(data=st.data())
def test_any_line_swapped_dropped_or_inserted_in_an_export_is_found(
    exported: Path, data: st.DataObject
) -> None:
    file = exported / data.draw(st.sampled_from(["entries.jsonl", "checkpoints.jsonl"]))
    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    one, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    how = data.draw(st.sampled_from(["swap", "drop", "insert", "cut"]))
    if how == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    elif how == "insert":
        lines.insert(one, lines[other])
    else:
        del lines[one : None if how == "cut" else one + 1]
    made = b"".join(lines)
    assume(made != whole)
    try:
        file.write_bytes(made)
        assert verify_export(exported).problems
    finally:
        file.write_bytes(whole)


@pytest.fixture
def raw(sqlite: Engine, tmp_path: Path) -> tuple[Office, Path]:
    """A trail in one SQLite file, written back from the log, and its path."""
    with writing(sqlite) as session:
        append(session, at("2024-05-07 07:00"), [Event("a.b", "x:1", {"chữ": "Việt"})] * LENGTH)
    with reading(sqlite) as session:
        anchor(session, tmp_path, at("2024-05-07 07:01"))
    with sqlite.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite.dispose()
    return Office(sqlite, tmp_path), Path(str(sqlite.url.database))


@thorough
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
@pytest.mark.long
def test_any_bit_flipped_in_the_file_where_an_entry_lies_is_found(
    raw: tuple[Office, Path], place: int, bit: int
) -> None:
    """By raw access to the file, past every trigger, and into text that is no UTF-8 any more."""
    trail, file = raw
    whole = file.read_bytes()
    rows = [b"".join(str(value).encode() for value in row[1:]) for row in trail.rows()]
    trail.database.dispose()
    assert all(row in whole for row in rows)
    row = rows[place % LENGTH]
    at_byte = whole.index(row) + place % len(row)
    made = bytearray(whole)
    made[at_byte] ^= 1 << bit
    try:
        file.write_bytes(made)
        assert not trail.verdict().ok
    finally:
        trail.database.dispose()
        file.write_bytes(whole)


def test_a_table_without_its_key_cannot_hide_a_second_row_of_one_number(raw: object) -> None:
    trail, _ = raw  # type: ignore[misc]
    tamper(
        trail.database,
        "ALTER TABLE entry RENAME TO was",
        "CREATE TABLE entry AS SELECT * FROM was",
        "INSERT INTO entry SELECT * FROM was WHERE seq = 12",
    )
    assert "order" in {problem.kind for problem in trail.verdict().problems}
