"""What the bodies of a simulation do at the desk: file, sign, give back, hand in lists.

Who acts is whom the behaviour names, or a post that may, by the table of rights. What the desk
refuses, the simulation refuses, with its place in the behaviour file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import orjson
from sqlalchemy import ColumnElement, exists, select

from dondoc.day.ground import Ground
from dondoc.decisions.call import Said
from dondoc.desk import call, counts, give_back, issue, record, sign
from dondoc.desk.context import Desk, Which
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from dondoc.looking.behaviour import Behaviour, FiguresSaid
from dondoc.looking.doers import Doers
from dondoc.reports.checks import FiguresRefused, Remark
from dondoc.reports.return_report import WHOLE
from dondoc.setup.settings import LocatedSettings
from language.dates import full_day
from language.zone import local_date
from models import Obligation, ObligationState, Report
from rules.errors import Problem, RuleError
from rules.files.nodes import Path as KeyPath
from rules.meaning.form import AS_OF, NIL
from rules.meaning.policy import Check

# Who returns a report and is given no reason says so of the whole.
_REASONS = {WHOLE: "mô phỏng"}


class Errands:
    """Each errand is one act in a transaction of its own, at the instant it is known at."""

    def __init__(self, ground: Ground, located: LocatedSettings, behaviour: Behaviour) -> None:
        """Act in the office of `ground`; `located` are its settings with a folder to write in."""
        self._ground, self._located, self._behaviour = ground, located, behaviour
        self._doers = Doers(ground.work)

    def stands(self, of: Which, state: ObligationState) -> bool:
        """Say whether that obligation is in that state."""
        query = select(exists().where(*_which(of), Obligation.state == state.value))
        with self._ground.reading() as session:
            return bool(session.scalar(query))

    def file(
        self,
        of: Which,
        at: datetime,
        known: datetime,
        number: int | None = None,
        figures: FiguresSaid | None = None,
        again: bool = False,
    ) -> None:
        """File a report at `at` that the office learns of at `known` (both aware).

        Args:
            number: the exception that says so, None where everybody does.
            figures: what it says; a consolidator signs what has come in, where figures have.
            again: it was filed before.
        """
        one = self._behaviour.exceptions[number] if number is not None else None
        path: KeyPath = ("default",) if number is None else ("except", number)
        with self._placed(path, of, "corrected" if again and one and one.corrected else "figures"):
            party, on = self._doers.party(of.directive, of.duty, of.bearer), local_date(known)
            usual = self._doers.files if at == known else self._doers.records
            who = one.by if one and one.by else usual(party, on)
            own = self._doers.is_own(party, who, on)
            paper = (one.number, one.dated, one.signer) if one else (None, None, None)
            road, grounds = (one.road, one.grounds) if one else (None, None)
            came = None if own or at == known else at
            receipt = Receipt(came, road, *paper, grounds=grounds)
            if figures is None and self._consolidates_figures(of):
                with self._desk(known, one.by if one else None) as desk:
                    sign.sign(desk, _signing(of, receipt))
                return
            file = self._written(figures) if figures else None
            count = one.count if one else None
            request = record.Request(of, receipt, figures=file, count=count, revises=again)
            with self._desk(known, who) as desk:
                record.record(desk, request)

    def give_back(self, of: Which, known: datetime, number: int) -> None:
        """Let the receiver give the report back, as the exception `number` says."""
        reasons = self._behaviour.exceptions[number].reasons or _REASONS
        with self._placed(("except", number, "returned"), of):
            party = self._doers.party(of.directive, of.duty, of.bearer)
            with self._desk(known, self._doers.returns(party, local_date(known))) as desk:
                give_back.give_back(desk, give_back.Request(of, reasons))

    def hand_in(self, known: datetime, number: int) -> None:
        """Take over the counts of lists that the behaviour names."""
        one = self._behaviour.lists[number]
        request = counts.Request(self._behaviour.folder / one.file, apply=True)
        with self._placed(("lists", number, "file")), self._desk(known, one.by) as desk:
            counts.take_over(desk, request)

    def note_call(self, known: datetime, number: int) -> None:
        """Enter a call that the behaviour names."""
        one = self._behaviour.calls[number]
        of = Which(self._ground.directives[0], one.duty, one.bearer, one.due_on)
        said = Said(one.met, one.promise, one.note)
        with self._placed(("calls", number), of), self._desk(known, one.by) as desk:
            call.call(desk, call.Request(of, said))

    def enter_issued(self, known: datetime, number: int) -> None:
        """Enter a công văn that the behaviour names."""
        one, directive = self._behaviour.issued[number], self._ground.directives[0]
        dated = local_date(known)
        with self._placed(("issued", number)), self._desk(known, one.by) as desk:
            issue.issue(desk, issue.Request(directive, one.due_on, one.number, dated))

    @contextmanager
    def _desk(self, known: datetime, who: str | None) -> Iterator[Desk]:
        with self._ground.writing() as session:
            yield Desk(session, self._ground.work, self._located, known, who)

    def _consolidates_figures(self, of: Which) -> bool:
        """Say whether it consolidates a round of which figures have come."""
        declared = self._ground.work.rulebook.directives[of.directive]
        inputs = declared.duties[of.duty].consolidates
        if not inputs:
            return False
        own = select(Obligation.period).where(*_which(of)).order_by(Obligation.id.desc()).limit(1)
        told = exists().where(
            Report.obligation_id == Obligation.id,
            Report.figures.is_not(None),
            Obligation.directive_id == of.directive,
            Obligation.duty == inputs,
            Obligation.period == own.correlate(None).scalar_subquery(),
        )
        with self._ground.reading() as session:
            return bool(session.scalar(select(told)))

    def _written(self, figures: FiguresSaid) -> Path:
        """Return the file by which a report with figures comes, as from any body."""
        file = self._located.folder / "so-lieu.json"
        file.write_bytes(orjson.dumps(figures.as_file()))
        return file

    @contextmanager
    def _placed(
        self, path: KeyPath, of: Which | None = None, figures: str = "figures"
    ) -> Iterator[None]:
        """Say of what is refused where the behaviour file asks for it, and of whom."""
        try:
            yield
        except FiguresRefused as refused:
            at = (*path, figures)
            raise RuleError(self._remark(at, remark) for remark in refused.remarks) from None
        except Refused as refused:
            about = f"{self._called(of)}: " if of else ""
            raise RuleError([self._behaviour.problem(path, f"{about}{refused}")]) from None

    def _remark(self, path: KeyPath, remark: Remark) -> Problem:
        row, _, figure = remark.at.rpartition(".")
        if row:
            path = (*path, "groups", row, figure)
        else:
            path = (*path, figure) if figure in (AS_OF, NIL) else (*path, "texts", figure)
        explain = f'số đúng, hoặc lời giải trình: explanations: {{"{remark.at}": …}}'
        allowed = explain if remark.check == Check.WARN else ""
        return self._behaviour.problem(path, f"{remark.name}: {remark.says}", allowed)

    def _called(self, of: Which) -> str:
        rulebook = self._ground.work.rulebook
        name = rulebook.bodies.get(of.bearer).name
        declared = rulebook.directives[of.directive]
        due = f" hạn {full_day(of.due)}" if of.due else ""
        return f"{name}, {declared.called(declared.duties[of.duty])}{due}"


def _which(of: Which) -> tuple[ColumnElement[bool], ...]:
    mine = (
        Obligation.directive_id == of.directive,
        Obligation.duty == of.duty,
        Obligation.bearer_uid == of.bearer,
    )
    return (*mine, Obligation.due_on == of.due) if of.due else mine


def _signing(of: Which, receipt: Receipt) -> sign.Request:
    """Return that what has come in by then is signed, whoever is absent."""
    return sign.Request(
        of.directive,
        of.due,
        receipt,
        closed_at=receipt.at,
        partial=True,
        untold=True,
        duty=of.duty,
    )
