"""What is personal is stored sealed; a key that is lost or another changes and destroys nothing."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible
from dondoc.people.keys import FILE_VARIABLE, KEYS_VARIABLE, Keys, keys_at_hand, make_keys
from dondoc.people.row import Number, Personal
from dondoc.people.safe import Safe, open_safe, safe_to_write
from models import PeopleKey, Person

NOW = datetime(2024, 5, 6, 2, tzinfo=UTC)
HOA = Personal("Ma Thị Hoa", numbers=(Number("card", "GD4080812345678"),))


def line(name: object, fill: int) -> str:
    return f"{name} {base64.b64encode(bytes([fill]) * 32).decode()}\n"


def held(state: Path, *lines: str) -> None:
    file = state / "people.keys"
    file.unlink(missing_ok=True)
    file.write_text("".join(lines), "utf-8")
    file.chmod(0o600)


def stored(session: Session, state: Path) -> Person:
    safe = safe_to_write(session, state, NOW)
    sealed = safe.close_person(1, HOA)
    row = Person(
        id=1,
        body_uid="a",
        sealed=sealed,
        seal_key=safe.newest,
        state="known",
        recorded_at=NOW,
        recorded_by="a/b",
    )
    session.add(row)
    session.flush()
    return row


def test_the_first_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    assert keys_at_hand(tmp_path) is None
    made = make_keys(tmp_path)
    assert make_keys(tmp_path) == made == keys_at_hand(tmp_path)
    assert (tmp_path / "people.keys").stat().st_mode & 0o777 == 0o600
    assert "b64" not in repr(made)
    assert made.matching != made.sealing[1]


@pytest.mark.parametrize(
    "text",
    ["1 abc\n", "match " + "A" * 43 + "\n", line(1, 1), line("match", 1) + line("match", 2), "x"],
    ids=["too short", "no number", "no match", "twice", "no key"],
)
def test_what_is_no_key_is_said_by_its_line_and_not_repeated(text: str, tmp_path: Path) -> None:
    held(tmp_path, text)
    with pytest.raises(NotPossible) as refused:
        keys_at_hand(tmp_path)
    assert "AAA" not in str(refused.value)
    assert "abc" not in str(refused.value)


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    make_keys(tmp_path)
    (tmp_path / "people.keys").chmod(0o644)
    with pytest.raises(NotPossible, match="chmod 600"):
        keys_at_hand(tmp_path)


def test_the_environment_wins_and_names_a_file_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "away" / "keys"))
    made = make_keys(tmp_path)
    assert (tmp_path / "away" / "keys").exists()
    monkeypatch.setenv(KEYS_VARIABLE, f"{line('match', 1)};{line('2:', 2)}".replace("2: ", "2:"))
    other = keys_at_hand(tmp_path)
    assert other is not None
    assert (other.newest, other.sealing[2]) == (2, b"\2" * 32)
    assert other != made


def test_what_is_stored_holds_nothing_of_the_person_and_opens_again(
    database: Engine, tmp_path: Path
) -> None:
    with Session(database) as session:
        row = stored(session, tmp_path)
        assert b"Hoa" not in row.sealed
        safe = open_safe(session, tmp_path)
        assert safe.open_person(1, row.sealed, row.seal_key) == HOA
        with pytest.raises(NotPossible, match="person:2"):
            safe.open_person(2, row.sealed, row.seal_key)


def test_a_card_is_found_by_the_social_insurance_code_in_it(
    database: Engine, tmp_path: Path
) -> None:
    with Session(database) as session:
        safe = safe_to_write(session, tmp_path, NOW)
        by_code = dict(safe.marks(Personal("H.", numbers=(Number("bhxh", "0812345678"),))))
        assert dict(safe.marks(HOA))["bhxh"] == by_code["bhxh"]
        assert len(by_code["bhxh"]) == 16


def test_the_newest_key_closes_and_the_older_ones_open(database: Engine, tmp_path: Path) -> None:
    held(tmp_path, line("match", 1), line(1, 2))
    with Session(database) as session:
        row = stored(session, tmp_path)
        before = open_safe(session, tmp_path).digest("bhxh", "1")
        held(tmp_path, line("match", 1), line(1, 2), line(7, 3))
        safe = safe_to_write(session, tmp_path, NOW)
        assert (safe.newest, row.seal_key) == (7, 1)
        assert safe.open_person(1, row.sealed, 1) == HOA
        assert safe.digest("bhxh", "1") == before
        assert set(session.scalars(select(PeopleKey.number))) == {0, 1, 7}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((), "không thấy khóa"),
        ((line("match", 1), line(3, 3)), "thiếu khóa dữ liệu người dân số 1"),
        ((line("match", 1), line(1, 9)), "số 1 không phải khóa đã dùng"),
        ((line("match", 9), line(1, 2)), "đối chiếu không phải khóa đã dùng"),
    ],
    ids=["lost", "one lacks", "another", "other digests"],
)
def test_a_lost_or_wrong_key_is_one_clear_error_and_nothing_is_written(
    lines: tuple[str, ...], says: str, database: Engine, tmp_path: Path
) -> None:
    held(tmp_path, line("match", 1), line(1, 2))
    with Session(database) as session:
        stored(session, tmp_path)
        (tmp_path / "people.keys").unlink()
        if lines:
            held(tmp_path, *lines)
        for opening in (
            lambda: open_safe(session, tmp_path),
            lambda: safe_to_write(session, tmp_path, NOW),
        ):
            with pytest.raises(NotPossible, match=says):
                opening()
        assert set(session.scalars(select(PeopleKey.number))) == {0, 1}
        assert (tmp_path / "people.keys").exists() == bool(lines)


def test_what_was_changed_in_the_database_does_not_open(database: Engine, tmp_path: Path) -> None:
    with Session(database) as session:
        row = stored(session, tmp_path)
        changed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        session.execute(update(Person).values(sealed=changed))
        with pytest.raises(NotPossible, match="đã bị sửa hoặc tráo"):
            open_safe(session, tmp_path).open_person(1, changed, row.seal_key)


def test_the_card_of_a_newborn_holds_no_insurance_code() -> None:
    """TE1, province, district, 000 and a number in turn: others have the same last ten digits."""
    safe = Safe(Keys({1: bytes(32)}, bytes(32)))
    kinds = {
        card: {kind for kind, _ in safe.marks(Personal("A", numbers=(Number("card", card),)))}
        for card in ("TE1080500000123", "CN3080812345678")
    }
    assert kinds == {"TE1080500000123": {"card"}, "CN3080812345678": {"card", "bhxh"}}
