"""Everything about one obligation, for an inspector, with where the trail proves it."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.documents.parts.blamed import Blamed
from dondoc.documents.parts.clause import Clause
from language.dates import full_day


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry of the trail: its number and its hash (hexadecimal)."""

    entry: int
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed checkpoint that covers the entries up to `entry`."""

    entry: int
    hash: str
    signed_at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The two readings: reminded by the strict one, held late by the lenient one.

    `aim_on`: the last working day of the strictest reading; `late_from`: the instant from which
    it counts as late; both with the sentence that explains them. `original_due_on`: before an
    extension or a move, else None.
    """

    due_on: date
    aim_on: date
    late_from: datetime
    aim_why: str = ""
    late_why: str = ""
    original_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `recipient` by role, never a person's name ("Chủ tịch UBND xã Đại Phú").

    `basis`: the place of the clause it rests on, or "quy ước của Văn phòng"; `outcome`: "đã gửi",
    "không gửi được: …"; `because`: why at that moment. `proof`: that it was decided; `more`: what
    became of it.
    """

    decided_at: datetime
    step: str
    recipient: str
    channel: str
    basis: str
    outcome: str
    because: str = ""
    sent_at: datetime | None = None
    proof: Proof | None = None
    more: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone call or visit, with the day promised, if any.

    `met` "": nobody called, the body said so itself.
    """

    at: datetime
    met: str
    said: str
    promised_on: date | None = None
    proof: Proof | None = None

    @property
    def told(self) -> str:
        """Return who was met and what was said, in one line; of a word of its own, the day too."""
        if self.met:
            return f"{self.met}: {self.said}"
        day = f"gửi ngày {full_day(self.promised_on)}" if self.promised_on else ""
        return "; ".join(filter(None, (day, self.said)))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the report: when it was received and recorded, by what road, how it fared.

    `proof`: that it was recorded; `more`: that it was accepted, returned or undone.
    """

    number: int
    received_at: datetime
    recorded_at: datetime
    road: str
    state: str
    reason: str = ""
    reference: str = ""
    signer: str = ""
    proof: Proof | None = None
    more: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A suspension, move, extension, withdrawal or correction: what, when, why, by whose leave.

    `more`: what it did to this obligation.
    """

    at: datetime
    what: str
    reason: str = ""
    approver: str = ""
    proof: Proof | None = None
    more: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """One obligation. `number` is its own in the office's books; `outcome` a whole sentence.

    `called`: the report by its own short name, a target by its own.

    `checkpoint`: the last one signed; `warning`: what does not fit where there is none to trust.
    `proven_since`: what happened before is proven by nobody; None where all is.
    """

    number: int
    clause: Clause
    bearer: str
    addressee: str
    period: str
    reading: Reading
    outcome: str
    printed_at: datetime
    via: str = ""
    called: str = ""
    gaps: tuple[str, ...] = ()
    opened: Proof | None = None
    notices: tuple[Notice, ...] = ()
    calls: tuple[Call, ...] = ()
    versions: tuple[Version, ...] = ()
    decisions: tuple[Decision, ...] = ()
    blamed: tuple[Blamed, ...] = ()
    checkpoint: Checkpoint | None = None
    warning: str = ""
    proven_since: datetime | None = None
    office: str = ""
