"""A body's written report of who does not join: cases by number, the evidence of each."""

from dataclasses import dataclass
from datetime import date

from dondoc.documents.parts.clause import Clause
from dondoc.documents.writers.official import Frame


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case: its number, its groups in words, the local days of its evidence.

    `left`: why it is no case any more since the report was signed, "" while it is; the paper stays
    what was signed.
    """

    number: int
    groups: str
    informed_on: date | None
    mobilised_on: date | None
    helped_on: date | None
    sought_on: date | None
    left: str = ""


@dataclass(frozen=True, slots=True)
class CasesReport:
    """`subject`: what is reported, as a sentence goes on with it; `unit`: what is counted.

    `annex`: the number on the named annex, "" of a draft; `annex_road`: how it travels, in words;
    `receivers`: who alone gets it. `as_of`: the local date of the draft, or of the paper.
    """

    frame: Frame
    clause: Clause
    body: str
    subject: str
    unit: str
    draft: bool
    as_of: date
    cases: tuple[CaseRow, ...]
    receivers: str
    annex: str = ""
    annex_road: str = ""
