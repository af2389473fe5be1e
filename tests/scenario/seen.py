"""What is left of the five months once they are played, and how it is read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tests.offices import at
from tests.scenario import papers
from tests.scenario.expected import Heard
from tests.scenario.ledger import ROUNDS, Round
from tests.scenario.letters import Letter
from tests.scenario.outside import Outside

FIRST, LAST = date(2024, 4, 15), date(2024, 9, 30)


@dataclass(frozen=True)
class Signed:
    """What social insurance signed: the round, which time, closed when, under which number."""

    round: Round
    revision: int
    closed: datetime
    number: str


SIGNED = (
    Signed(ROUNDS[0], 1, at("2024-05-09 16:00"), "41"),
    Signed(ROUNDS[0], 2, at("2024-05-10 14:00"), "42"),
    Signed(ROUNDS[1], 1, at("2024-06-07 16:00"), "51"),
    Signed(ROUNDS[1], 2, at("2024-06-17 14:00"), "55"),
    Signed(ROUNDS[2], 1, at("2024-07-09 16:00"), "63"),
    Signed(ROUNDS[3], 1, at("2024-08-09 16:00"), "70"),
    Signed(ROUNDS[4], 1, at("2024-09-06 16:00"), "77"),
)


@dataclass(frozen=True)
class Scenario:
    """What is left of the five months: commands over the office, and the letters that left."""

    outside: Outside
    letters: list[Letter]
    uids: Mapping[str, str]

    def to(self, commune: str) -> list[Letter]:
        """Return the letters to a commune's officer."""
        mailbox = f"officer.{self.uids[commune].replace('@', '-')}"
        return [one for one in self.letters if one.to == mailbox]

    def post(self, recipient: str) -> str:
        """Return how the ledger calls a recipient "uid/post"."""
        uid, _, post = recipient.rpartition("/")
        if uid not in self.names:
            return {"bhxh-huyen": "bhxh"}.get(uid, post)
        return self.names[uid] if post == "officer" else f"{post} {self.names[uid]}"

    def parts(self) -> Counter[Heard]:
        """Return what was told in letters, by hour, whom and kind of word."""
        uids = {uid.replace("@", "-"): uid for uid in self.names}
        posts = {
            one.to: self.post(f"{uids.get(body, body)}/{post}")
            for one in self.letters
            for post, _, body in [one.to.partition(".")]
        }
        return Counter(
            (one.at, posts[one.to], part.kind) for one in self.letters for part in one.parts
        )

    def pdf(self, one: Signed) -> str:
        """Return the words of what was signed, as printed."""
        return papers.pdf_text(self.outside.print_of(one.round.sums, one.revision) / "tong-hop.pdf")

    @property
    def names(self) -> dict[str, str]:
        return {uid: name for name, uid in self.uids.items()}


def kind_of(step: str) -> str:
    """Return the kind of word that a step is: the three before a target's day are one."""
    return "target" if step.startswith("target_") and step != "target_missed" else step
