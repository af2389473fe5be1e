"""The draft of a công văn that amends or replaces one that named a body wrongly."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.documents.parts.clause import Clause
from dondoc.documents.writers.official import Frame


@dataclass(frozen=True, slots=True)
class Amending:
    """Takes back that the `cleared` were late; `frame.to` is written from all when empty.

    Args:
        number, dated: of the công văn that named them.
        issuer: "Ủy ban nhân dân tỉnh"; office: who follows it up.
        consolidator: "Sở Y tế"; inputs: the bearers' clause; due_on: their date in this round.
        cleared: each body with the local date on which its report was received, in time.
        still: whom it named rightly; with none of them it is replaced, not amended.
    """

    frame: Frame
    number: str
    dated: date
    issuer: str
    office: str
    consolidator: str
    inputs: Clause
    matter: str
    due_on: date
    cleared: tuple[tuple[str, date], ...]
    still: tuple[str, ...]
    at: datetime
