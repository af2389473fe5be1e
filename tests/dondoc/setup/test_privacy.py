"""What an office keeps is for its own account alone; what a person asks for is not."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dondoc.setup.privacy import OTHERS
from tests.begun import begun
from tests.program import Dondoc


@pytest.fixture
def usual() -> Iterator[int]:
    """Return what a new file of a person's grants on this machine, and leave it so afterwards."""
    before = os.umask(0o022)
    yield 0o644
    os.umask(before)


def test_everything_in_the_state_folder_is_for_its_owner_alone(tmp_path: Path, usual: int) -> None:
    state = tmp_path / "state"
    begun(state, ("sweep", "--now", "2024-04-26T07:00"), ("dispatch", "--now", "2024-04-26T07:05"))
    # It is the office that made them so, not what this machine grants a new file.
    os.umask(0o022)
    kept = [state, *state.rglob("*")]
    assert len(kept) > 30
    assert [str(one) for one in kept if one.stat().st_mode & OTHERS] == []
    out = tmp_path / "giay"
    Dondoc(state, apart=True).run("document", "tables", "--out", str(out))
    assert {one.stat().st_mode & 0o777 for one in out.iterdir()} == {usual}
