"""One row of a file of counts."""

from dataclasses import dataclass
from datetime import date

from models import CountKind


@dataclass(frozen=True)
class CountRow:
    """One count: `people` of a body's group as of a local date. `row`: its number in the file.

    `directive` None: of the group under every directive that names it.
    """

    row: int
    directive: str | None
    body: str
    group: str
    kind: CountKind
    people: int
    as_of: date
    source: str
