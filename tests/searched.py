"""An office in which everything that is written is searched for people that are marked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from dondoc.setup.demonstration import DemonstrationFile
from tests.marked import PEOPLE, found_below, found_in
from tests.program import Dondoc
from tests.simulated import SAID, stand

# What lies in these was given to the office, or is looked at by whoever may see the people.
_SEARCHED = ("state", "temporary", "out")


@dataclass(frozen=True)
class Searched:
    """An office below `folder`: its state, its temporary files, and `out`, where files go."""

    folder: Path
    program: Dondoc

    @property
    def out(self) -> Path:
        """Return where files are written that name nobody."""
        return self.folder / "out"

    def written(self) -> dict[str, set[bytes]]:
        """Return what of the marks stands in anything that was written."""
        return found_below(*(self.folder / name for name in _SEARCHED))

    def does(
        self,
        steps: Iterable[Sequence[str]],
        searched: Collection[Sequence[str]] = (),
        refused: Collection[str] = (),
    ) -> None:
        """Run commands: nothing of anybody is said, nor written.

        Args:
            searched: after these (their first two words) all that was written is searched, too.
            refused: whatever has one of these words is refused; every other one is done.
        """
        for arguments in steps:
            done = self.program.tried(*arguments)
            wrong = any(word in arguments for word in refused)
            assert done.returncode == int(wrong), (arguments, done.stdout, done.stderr)
            assert "Traceback" not in done.stderr
            said = done.stdout + done.stderr
            if "count" in arguments:
                # What people there are is no secret where all of a commune are of it.
                said = said.replace(PEOPLE, "")
            assert found_in(said.encode()) == set(), arguments
            if tuple(arguments[:2]) in searched:
                assert self.written() == {}, arguments
        assert self.written() == {}


def searched(
    folder: Path, monkeypatch: pytest.MonkeyPatch, when: str, said: DemonstrationFile = SAID
) -> Searched:
    """Return an office at the local instant `when`, whose temporary files are searched as well."""
    for name in ("temporary", "out"):
        (folder / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(folder / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", str(folder / "temporary"))
    stand(folder / "state", when, said)
    return Searched(folder, Dondoc(folder / "state"))
