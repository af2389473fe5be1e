"""What was said about each body of a round: who was told, who was called, what was promised."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from language.zone import local_date
from models import Call, Notice, NoticeState

_SHOWN = (NoticeState.SENT.value, NoticeState.HELD.value, NoticeState.FAILED.value)


@dataclass(frozen=True, slots=True)
class Told:
    """One word to one post: which step, how its notice stands, and when (aware)."""

    step: str
    post: str
    uid: str
    state: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Called:
    """One call: when (aware), who was met, what was said, and the local date promised."""

    at: datetime
    met: str
    note: str | None
    promised_on: date | None


@dataclass(frozen=True, slots=True)
class SaidAbout:
    """Everything said about one obligation, oldest first."""

    told: tuple[Told, ...] = ()
    calls: tuple[Called, ...] = ()

    @property
    def promised_on(self) -> date | None:
        """Return the local date that the last promise named, None where none was made."""
        return next((one.promised_on for one in reversed(self.calls) if one.promised_on), None)

    @property
    def held(self) -> int:
        """Return how many words wait for somebody's release."""
        return sum(one.state == NoticeState.HELD for one in self.told)

    def last_sent(self, uid: str) -> tuple[Told, ...]:
        """Return the words that left on the last local day on which `uid` itself was told."""
        sent = [one for one in self.told if one.state == NoticeState.SENT and one.uid == uid]
        if not sent:
            return ()
        day = local_date(sent[-1].at)
        return tuple(one for one in sent if local_date(one.at) == day)

    def unreached(self, uid: str) -> Told | None:
        """Return the last word to `uid` that could not be sent, None where the last one left."""
        mine = [one for one in self.told if one.uid == uid and one.state != NoticeState.HELD]
        return mine[-1] if mine and mine[-1].state == NoticeState.FAILED else None


NOTHING = SaidAbout()


def said_about(
    session: Session, obligations: Collection[int], as_of: datetime
) -> dict[int, SaidAbout]:
    """Return by obligation id what was said by the instant `as_of` (aware), in two statements."""
    told: dict[int, list[Told]] = defaultdict(list)
    calls: dict[int, list[Called]] = defaultdict(list)
    notices = select(
        Notice.obligation_id,
        Notice.step,
        Notice.recipient_post,
        Notice.recipient_uid,
        Notice.state,
        Notice.settled_at,
        Notice.created_at,
        Notice.reason,
    ).where(
        Notice.obligation_id.in_(obligations),
        Notice.state.in_(_SHOWN),
        Notice.created_at <= as_of,
    )
    for id_, step, post, uid, state, settled, created, reason in session.execute(
        notices.order_by(Notice.id)
    ):
        told[id_].append(Told(step, post, uid, state, settled or created, reason))
    made = select(Call.obligation_id, Call.called_at, Call.met, Call.note, Call.promised_on).where(
        Call.obligation_id.in_(obligations), Call.called_at <= as_of
    )
    for id_, at, met, note, promised in session.execute(made.order_by(Call.called_at, Call.id)):
        calls[id_].append(Called(at, met, note, promised))
    return {id_: SaidAbout(tuple(told[id_]), tuple(calls[id_])) for id_ in {*told, *calls}}
