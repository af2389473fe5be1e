"""What a refused rule file says: where, what is wrong, what is allowed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# The path of a problem that is the whole file's.
WHOLE = "(file)"
# More at once nobody reads; whoever mends these sees the next ones then.
MOST = 100


@dataclass(frozen=True, order=True)
class Problem:
    """One located mistake. `line` counts from 1; `path` is dotted, as in `duties.bao-cao.due`.

    Rule files always say the path (`WHOLE` where no key is meant) and what is allowed.
    """

    file: str
    line: int
    path: str
    what: str
    allowed: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        path = f"{self.path}: " if self.path else ""
        allowed = f"; allowed: {self.allowed}" if self.allowed else ""
        return f"{where}{path}{self.what}{allowed}"


class RuleError(Exception):
    """A load that was refused, with the problems found (`MOST` of them), in file and line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = sorted(set(problems))
        if len(found) > MOST:
            last = found[MOST]
            allowed = "these mended first, then once more"
            found[MOST:] = [Problem(last.file, last.line, WHOLE, "and more mistakes", allowed)]
        self.problems: tuple[Problem, ...] = tuple(found)
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects the problems of several steps, so that one load reports them all."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, problem: Problem) -> None:
        self._found.append(problem)

    @contextmanager
    def gather(self) -> Iterator[None]:
        """Keep what a step refuses and go on; the step's result is then missing."""
        try:
            yield
        except RuleError as refused:
            self._found.extend(refused.problems)

    def raise_any(self) -> None:
        """Raises: RuleError with everything gathered so far, if there is anything."""
        if self._found:
            raise RuleError(self._found)
