"""How far a dispatch has been carried out: clause by clause, what is recorded, open, left out.

What nobody recorded is said to be just that; a thing without a date is never late, and what the
text leaves open stays a gap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from dondoc.documents.parts.shown.registry import found_of
from dondoc.errors import Refused
from dondoc.visible import EVERYTHING, Visible
from models import Directive as Stored
from rules.meaning.duty import KIND_NAMES, Duty
from rules.rulebook import Rulebook


class State(StrEnum):
    """How a clause stands by what is recorded."""

    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    OPEN = "open"
    DONE = "done"
    RECORDED = "recorded"
    NONE = "none"


STATE_NAMES: Mapping[State, str] = {
    State.OVERDUE: "có việc quá hạn hoặc không đạt",
    State.UNKNOWN: "đã qua hạn, chưa có số liệu",
    State.OPEN: "đang thực hiện, trong hạn",
    State.DONE: "đã thực hiện đến nay",
    State.RECORDED: "có ghi nhận",
    State.NONE: "chưa có ghi nhận",
}


@dataclass(frozen=True)
class Carried:
    """One clause: the duty it lays, how it stands, and on what that rests."""

    duty: Duty
    state: State
    evidence: tuple[Recorded, ...]
    open: tuple[Recorded, ...]
    lacking: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return what kind of thing the clause lays on somebody."""
        return KIND_NAMES[self.duty.kind]

    @property
    def said(self) -> str:
        """Return how it stands, in words; what the text gives no term is in no term."""
        if self.state is State.OPEN and self.duty.due is None:
            return "đang thực hiện; văn bản không nêu thời hạn"
        return STATE_NAMES[self.state]

    @property
    def gaps(self) -> dict[str, str]:
        """Return what the text leaves out of it, and what is not at hand, by its key, in words."""
        return {**self.duty.gaps, **{f"lacking_{i}": s for i, s in enumerate(self.lacking, 1)}}

    def as_json(self) -> dict[str, object]:
        """Return the promised JSON object."""
        return {
            "clause": self.duty.clause,
            "duty": self.duty.id,
            "kind": self.duty.kind,
            "state": self.state.value,
            "evidence": [one.as_json() for one in self.evidence],
            "open": [one.as_json() for one in self.open],
            "gaps": [{"gap": key, "says": said} for key, said in self.gaps.items()],
        }


def clauses(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    as_of: datetime,
    visible: Visible = EVERYTHING,
) -> list[Carried]:
    """Return every clause of `directive` (its id) in the order of the text.

    Args:
        as_of: aware; what was recorded later is not told.
        visible: the bodies whose affairs are counted.
    Raises:
        Refused: it was never registered.
    """
    if session.get(Stored, directive) is None:
        raise Refused(f"văn bản {directive!r} chưa được đăng ký")
    declared = rulebook.directives[directive]
    duties = sorted(declared.duties.values(), key=lambda one: one.span)
    found = found_of(Asked(session, rulebook, declared, as_of, visible), duties)
    return [_carried(duty, found.get(duty.id, Found())) for duty in duties]


def _carried(duty: Duty, found: Found) -> Carried:
    return Carried(duty, _state(found), found.evidence, found.open, found.lacking)


def _state(found: Found) -> State:
    if found.overdue:
        return State.OVERDUE
    if found.open:
        return State.UNKNOWN if found.unknown else State.OPEN
    if found.done:
        return State.DONE
    return State.RECORDED if found.evidence else State.NONE
