"""The road of whoever does not join: what evidence it needs, why one leaves it, what is proposed.

Declared in `rules/people/ho-so.yaml`, read by `rules.reading.case_road_file`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

# What a decision on a case becomes for the body where the person lives.
Becomes = Literal["help", "visit", "nothing"]


class Need(StrEnum):
    """Evidence that a clause may ask of a case before it goes up.

    `helped`: or help was sought and none was found.
    """

    INFORMED = "informed"
    MOBILISED = "mobilised"
    HELPED = "helped"


class Leave(StrEnum):
    """Why somebody is on the road no more."""

    COVERED = "covered"
    OFF = "off"
    ELSEWHERE = "elsewhere"
    MERGED = "merged"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Needed:
    """A piece of evidence: its title, what is said where it lacks, the command that records it."""

    need: Need
    title: str
    lacking: str
    record: str


@dataclass(frozen=True, slots=True)
class Proposing:
    """One thing that may be proposed; `named`: what has to be named with it, "" nothing."""

    id: str
    title: str
    becomes: Becomes
    named: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the office in working days, None for none, `assumed` for the reason given."""

    days: int | None
    assumed: str


NO_TERM = Term(None, "")


@dataclass(frozen=True, slots=True)
class CaseRoad:
    """What is declared of the road.

    `report`: from when a case has its evidence to the report; `propose`: from the consolidation to
    the proposal.
    """

    needs: Mapping[Need, Needed] = field(default_factory=dict)
    leaves: Mapping[Leave, str] = field(default_factory=dict)
    proposals: Mapping[str, Proposing] = field(default_factory=dict)
    report: Term = NO_TERM
    propose: Term = NO_TERM


NO_ROAD = CaseRoad()
