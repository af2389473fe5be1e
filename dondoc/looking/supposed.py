"""Supposed: a simulation's letters leave as an office's do, and every one is supposed to arrive.

What leaves, when, to whom, gathered how and in which words is decided by the real claim, courtesy
and composition; only the mail itself is not made.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dondoc.day.dispatching import DispatchReport
from dondoc.day.ground import Ground
from dondoc.day.letters import letters_by
from dondoc.sending.agenda import Agenda
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.dispatch import claim_window
from dondoc.sending.follow import settle_all
from dondoc.sending.letters import Letters
from dondoc.sending.worker import Done, Moment, Worker
from models.trail import entered_at_end
from notifications.compose import Composed
from notifications.envelope import Envelope, Mailbox
from notifications.mime import Attachment
from notifications.outcome import Kind, Outcome

# So many letters are read for at a time; all of a dispatch are one commit, which nobody waits for.
_WINDOW = 512
_WORKER = Worker("mo-phong", timedelta(hours=1))
_ARRIVED = Outcome(Kind.SENT)


class Noted:
    """Keeps of each letter its subject and the names of its files, and makes no mail of it."""

    def __init__(self) -> None:
        # By Message-ID.
        self.files: dict[str, tuple[str, ...]] = {}

    def __call__(
        self,
        *,
        message_id: str,
        from_: Mailbox,
        to: Mailbox,
        reply_to: Mailbox,
        said: Composed,
        date: datetime,
        attachments: Sequence[Attachment] = (),
    ) -> Envelope:
        """Return the letter without its bytes, and no more of its words than its subject."""
        self.files[message_id] = tuple(file.name for file in attachments)
        return Envelope(message_id, from_, to, reply_to, said.subject, "", date, b"")


class Supposed:
    """The way out of one dispatch of a simulation, at the instant `now` (aware)."""

    def __init__(
        self,
        ground: Ground,
        noted: Noted,
        now: datetime,
        letters: Letters | None = None,
        doubt: str = "",
    ) -> None:
        """Send what `letters` write (None: what `noted` keeps of them).

        `doubt`: why nobody knows of the first letter of this dispatch whether it arrived; "": all
        do.
        """
        self._ground, self._now, self._doubt = ground, now, doubt
        self.letters: Letters = letters or letters_by(
            ground.work.rulebook, ground.settings, sealing=noted, worded=False
        )

    def prepare(self, session: Session) -> None:
        """Do nothing: no earlier dispatch was broken off."""

    def send(self, courtesy: Courtesy, report: DispatchReport) -> None:
        """Let everything leave that may leave now."""
        agenda, moment = Agenda(), Moment(self._now, self._now)
        with self._ground.writing() as session, entered_at_end(session):
            while claimed := claim_window(
                session, self.letters, _WORKER, moment, courtesy, size=_WINDOW, agenda=agenda
            ):
                done = [Done(one, self._outcome(), self._now) for one in claimed]
                settle_all(session, done, _WORKER, self._now, letters=self.letters)
                # Nobody else writes here: what was listed and has left was all there was.
                if agenda.told_all(len(claimed)):
                    break

    def _outcome(self) -> Outcome:
        if not self._doubt:
            return _ARRIVED
        reason, self._doubt = self._doubt, ""
        return Outcome(Kind.UNKNOWN, reason=reason)
