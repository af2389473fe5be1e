"""Văn thư: reports whose figures were sent and whose document is not out yet, step by step."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from dondoc.desk.look import Look
from dondoc.find import counted
from dondoc.reports.filed import counting
from dondoc.reports.paperwork import NO_PAPERS, Papers, papers_of
from language.collation import vietnamese
from language.zone import local_date
from models import Obligation, PaperStep, Paperwork, Report
from models.paperwork import PAPER_STEP_NAMES
from rules.meaning.body import Body
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.rounds import Round, stored_round
from rules.rulebook import Rulebook

# What was sent longer ago is looked up in its round.
_LATELY = timedelta(days=100)
# So many are shown at once: with each that is issued the next comes up.
MOST = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a document: its name, and where it was done, when (local date) and by whom.

    `done_on` None: not yet. `more`: its number, or who signed and as what.
    """

    id: str
    name: str
    done_on: date | None = None
    more: str = ""
    entered: bool = False


@dataclass(frozen=True)
class PaperLine:
    """One report with its document. `own`: it is of the body of who looks."""

    obligation: Obligation
    directive: Directive
    duty: Duty
    round: Round
    body: Body
    report: Report
    papers: Papers
    own: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return what was done with it, the figures first."""
        sent = Step("sent", "số liệu đã gửi", local_date(self.report.received_at))
        return (sent, *(self._step(one) for one in PaperStep))

    def _step(self, which: PaperStep) -> Step:
        one: Paperwork | None = getattr(self.papers, which.value)
        name = PAPER_STEP_NAMES[which.value]
        if one is not None:
            more = f"số {one.number}" if one.number else _signed(one.capacity, one.signer)
            return Step(which.value, name, one.done_on, more, entered=True)
        if which is PaperStep.ISSUED and self.report.number:
            return Step(which.value, name, self.report.dated, f"số {self.report.number}")
        return Step(which.value, name)

    @property
    def issued(self) -> bool:
        """Say whether its document is out under its number."""
        return self.papers.issued is not None or self.report.number is not None


def _signed(capacity: str | None, signer: str | None) -> str:
    return " ".join(filter(None, (capacity, signer)))


def papers_waiting(look: Look) -> list[PaperLine]:
    """Return the visible reports whose document is not out; those of one's own body first.

    At most `MOST` of them: of the others those that were due last.
    """
    rows = list(look.session.scalars(_waiting(look)))
    lines = _lines(look.session, look.desk.rulebook, rows, _mine(look))
    return sorted(
        lines,
        key=lambda one: (
            not one.own,
            -one.obligation.due_on.toordinal(),
            vietnamese(one.body.name),
        ),
    )


def paper_of(look: Look, row: Obligation) -> PaperLine | None:
    """Return the document of one obligation's report, None where none came."""
    return next(iter(_lines(look.session, look.desk.rulebook, [row], _mine(look))), None)


def _mine(look: Look) -> frozenset[str]:
    return look.visible.own or frozenset({look.who.body.uid} if look.who else ())


def _waiting(look: Look) -> Select[Obligation]:
    since: datetime = look.desk.now - _LATELY
    mine = Report.obligation_id == Obligation.id
    lately = select(Report.obligation_id).where(Report.recorded_at >= since, counted())
    of_it = Paperwork.obligation_id == Obligation.id
    issued = exists().where(of_it, Paperwork.stands(), Paperwork.step == PaperStep.ISSUED.value)
    return (
        select(Obligation)
        .where(
            Obligation.id.in_(lately),
            ~exists().where(mine, counted(), Report.number.is_not(None)),
            ~issued,
            *look.visible.where(Obligation.bearer_uid),
        )
        .order_by(
            Obligation.bearer_uid.in_(_mine(look)).desc(), Obligation.due_on.desc(), Obligation.id
        )
        .limit(MOST)
    )


def _lines(
    session: Session, rulebook: Rulebook, rows: list[Obligation], mine: frozenset[str]
) -> list[PaperLine]:
    ids = [row.id for row in rows]
    reports, papers = counting(session, ids), papers_of(session, ids)
    found = []
    for row in rows:
        declared, report = rulebook.directives.get(row.directive_id), reports.get(row.id)
        if declared is None or row.duty not in declared.duties or report is None:
            continue
        duty = declared.duties[row.duty]
        found.append(
            PaperLine(
                row,
                declared,
                duty,
                stored_round(duty, row.period, row.original_due_on),
                rulebook.bodies.get(row.bearer_uid),
                report,
                papers.get(row.id, NO_PAPERS),
                row.bearer_uid in mine,
            )
        )
    return found
