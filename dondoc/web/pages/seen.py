"""What pages share: how they name bodies, duties, steps, recipients; what waits for a decision."""

from dataclasses import dataclass

from dondoc.desk.look import Look
from dondoc.looking.status import DutyStatus
from dondoc.looking.waiting.everything import Waiting, waiting
from dondoc.looking.waiting.figures import Apart, apart
from dondoc.sending.names import name_of, recipient_of, role_of
from dondoc.web.kept import Kept
from dondoc.web.visit import Visit
from language.text import upper_first
from models import Notice, Obligation
from models.standing import has_term
from rules.meaning.period import Period
from rules.rulebook import Rulebook
from steps.table import named

_apart = Kept[list[Apart]]()


def waits(visit: Visit, looking: Look) -> Waiting:
    """Return what waits for a decision; the figures of all targets are read once for a crowd."""
    asked = looking.visible
    figures = _apart.of(looking.session, visit.office, visit.now, asked, lambda: apart(looking))
    return waiting(looking, figures)


@dataclass(frozen=True)
class Names:
    """The names that one rulebook gives."""

    rulebook: Rulebook

    def body(self, uid: str) -> str:
        """Return how letters name a body; its uid where it is declared no more."""
        bodies = self.rulebook.bodies
        return name_of(bodies.get(uid)) if uid in bodies else uid

    def place(self, uid: str) -> str:
        """Return what a body is called as a place where people live: "Xã Đại Phú"."""
        bodies = self.rulebook.bodies
        return bodies.get(uid).name if uid in bodies else uid

    def who(self, said: str) -> str:
        """Return who `uid/post` is, by role; as it stands where that is declared no more."""
        uid, _, post = said.rpartition("/")
        bodies = self.rulebook.bodies
        if uid not in bodies or post not in bodies.get(uid).posts:
            return said
        body = bodies.get(uid)
        return f"{upper_first(role_of(bodies, body, post))}, {name_of(body)}"

    def recipient(self, notice: Notice) -> str:
        """Return to whom a notice goes, by role."""
        if notice.recipient_uid not in self.rulebook.bodies:
            return f"{notice.recipient_uid}/{notice.recipient_post}"
        return upper_first(recipient_of(self.rulebook, notice))

    def step(self, notice: Notice) -> str:
        """Return what kind of word it is."""
        return upper_first(named(notice.step))

    def duty(self, row: Obligation | DutyStatus) -> str:
        """Return what the duty is called."""
        directive = row.directive_id if isinstance(row, Obligation) else row.directive
        return upper_first(self.rulebook.duty_name(directive, row.duty))

    def period(self, row: Obligation) -> str:
        """Return what it is about: "kỳ tháng 7 năm 2024"; "" where it has no period."""
        period = Period.of_label(row.period)
        return f"kỳ {period.name}" if period else ""

    def dated(self, row: Obligation) -> bool:
        """Say whether the text sets it a term."""
        return has_term(row.late_from)

    def directive(self, id_: str) -> str:
        """Return the directive's title."""
        found = self.rulebook.directives.get(id_)
        return found.title if found else id_

    def remaining(self, row: Obligation) -> str:
        """Return what the figures of a target count: "chưa tham gia"."""
        duty = self.rulebook.directives[row.directive_id].duties[row.duty]
        return self.rulebook.measuring(duty).words.remaining
