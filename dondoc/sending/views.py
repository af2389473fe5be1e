"""What a letter shows of an obligation: names, dates and counts as of one moment."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.forms import filed_form, name_at
from dondoc.notices.blame import (
    Blame,
    issued_as,
    issued_naming,
    standing_out,
)
from dondoc.notices.correct import NOT_SIGNED, TAKEN_BACK, UNSIGNED, WRONG_HOUR
from dondoc.obligations.rounds import RoundKey
from dondoc.sending.beforehand import Beforehand
from dondoc.sending.corrected import Corrected
from dondoc.sending.gathering import Gathering
from dondoc.sending.merging import joining, stands_for
from dondoc.sending.names import name_in, name_of, role_of
from dondoc.sending.round_view import read_round
from dondoc.sending.target_phrases import remaining, source_of
from dondoc.sending.undone import undone_view
from language.zone import day_after, local, local_date
from models import Notice, NoticeState, Obligation, Report, ReportState
from models.notice import NOTICE_STATE_NAMES
from models.standing import by_document, is_overdue
from notifications.letter import (
    Enclosed,
    FiguresView,
    Item,
    ReturnView,
    SaidTo,
    TargetView,
)
from notifications.rounds import GatheredView, RoundView, WatchedView
from notifications.wording import committees
from rules.meaning.declared_period import Window
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.policy import HOUSE
from rules.meaning.rounds import stored_round
from rules.meaning.target import Told
from rules.rulebook import Rulebook
from steps.table import BRIEF, CORRECTION, FIRST, PROPOSAL, Step, step_of

# Makes what goes with the letter of a notice about an obligation, true at an instant (aware); by
# the step's id, that of the first notice for whatever mentions a round first. Asked once, when the
# letter is frozen: what it gave goes out at every attempt.
Enclosing = Mapping[str, Callable[[Session, Notice, Obligation, datetime], Enclosed | None]]
NOTHING_ENCLOSED: Enclosing = {}
_DAY = timedelta(days=1)


class Views:
    """Builds items at the instant `now` (aware); a round is read once into `rounds`."""

    def __init__(
        self,
        session: Session,
        rulebook: Rulebook,
        now: datetime,
        rounds: dict[RoundKey, RoundView | None],
        enclosing: Enclosing = NOTHING_ENCLOSED,
        beforehand: Beforehand | None = None,
    ) -> None:
        """Look at `now`; `beforehand`: of the letters whose items are built, None for none."""
        self._session = session
        self._rulebook = rulebook
        self._now = now
        self._today = local_date(now)
        self._calendar = rulebook.calendar.known_on(self._today)
        self._corrected = Corrected(session, rulebook)
        self._rounds = rounds
        self._enclosing = enclosing
        self._beforehand = beforehand or Beforehand(session, rulebook, (), {})
        self._windows: dict[tuple[str, str, str, date], Window | None] = {}
        # By the consolidation's id, the reports told of in rounds without a term.
        self.gathered: dict[int, tuple[int, ...]] = {}

    def item(self, notice: Notice) -> Item:
        """Return what `notice`, of one of the letters, tells."""
        row = self._beforehand.owed[notice.obligation_id]
        directive = self._rulebook.directives[row.directive_id]
        duty = directive.duties[row.duty]
        clause = None if notice.basis == HOUSE else directive.clause(notice.basis)
        late_on, step = day_after(row.late_from), step_of(notice.step)
        figures = self._covered(duty, row)
        bodies = self._rulebook.bodies
        told, bearer = bodies.get(notice.recipient_uid), bodies.get(row.bearer_uid)
        joins = joining(bodies, told, bearer, self._today)
        watched = self._watched(directive, notice, row) if "watched" in step.needs else None
        return Item(
            step=step,
            directive=directive.id,
            cited_as=directive.cited_as,
            called=directive.called(duty),
            place=duty.place,
            quote=duty.quote,
            wording=duty.due.wording if duty.due else "",
            bearer=name_of(bearer),
            addressee_body=name_in(self._rulebook.bodies, duty.to),
            via_body=name_in(self._rulebook.bodies, duty.via) or None,
            due_on=row.due_on,
            aim_on=row.aim_on,
            aim_is_makeup_day=row.aim_on.isoweekday() >= 6,
            late_on=late_on,
            late_at=row.late_from if local(row.late_from).time() != time() else None,
            late_decided=step.blames and late_on > self._calendar.next_working(row.due_on) + _DAY,
            working_days_left=self._working_days_left(row.aim_on),
            working_days_late=self._working_days_late(late_on),
            recurring=duty.due is not None and duty.due.recurring,
            basis_place=clause.place if clause else None,
            basis_quote=clause.quote if clause else None,
            basis_bearers=self._others(clause, notice) if clause else "",
            joining=joins,
            round=None if watched else self._round(directive, duty, row, step),
            target=self._target(duty, row),
            because="" if joins else stands_for(bodies, told, bearer),
            bearers_as=self._rulebook.bodies.together(duty.bearers.every),
            answer_by=self._calendar.add(self._today, 1),
            figures_from=figures.first if figures else None,
            figures_to=figures.last if figures else None,
            figures_stated=duty.figures_stated,
            moved_from=row.original_due_on if row.due_on != row.original_due_on else None,
            extended=row.extended,
            by_document=by_document(row),
            via_confirmed=row.via_checked_at is not None,
            said=self._corrected.said(notice) if step is CORRECTION else (),
            out=self._corrected.out(notice, row) if step is CORRECTION else (),
            target_said=self._corrected.target_said(notice)
            if step is CORRECTION and duty.target
            else (),
            taken_back=notice.policy == TAKEN_BACK,
            wrong_hour=notice.policy == WRONG_HOUR,
            not_out=self._corrected.not_out(notice, row),
            not_signed=notice.policy in (NOT_SIGNED, UNSIGNED),
            unsigned=notice.policy == UNSIGNED,
            still_late=step is CORRECTION and is_overdue(row, self._now),
            received_on=local_date(row.received_at) if row.received_at else None,
            returned=self._returned(directive, row) if step.of_return else None,
            undone=undone_view(self._session, notice, row) if "undone" in step.needs else None,
            told_it=self._told_it(row) if step is PROPOSAL else None,
            urged_by=self._urged_by(row) if step is PROPOSAL else "",
            begins=notice.id in self._beforehand.first_mentions,
            enclosed=self._enclosed(notice, row),
            gathered=self._gathered(row) if "gathered" in step.needs else None,
            watched=watched,
        )

    def _covered(self, duty: Duty, row: Obligation) -> Window | None:
        """Return which days the figures of its round cover: the same for all of its bearers."""
        key = row.directive_id, row.duty, row.period, row.original_due_on
        if key not in self._windows:
            self._windows[key] = stored_round(duty, row.period, row.original_due_on).figures
        return self._windows[key]

    def _gathered(self, row: Obligation) -> GatheredView:
        round_ = Gathering(self._session, self._rulebook, row)
        self.gathered[row.id] = tuple(sorted(one.id for _, one in round_.filed if one is not None))
        return round_.view(row.briefed or ())

    def _watched(self, directive: Directive, notice: Notice, row: Obligation) -> WatchedView | None:
        found = self._beforehand.watched.get(row.id)
        if found is None:
            return None
        return found.shown(directive, self._rulebook.bodies, notice, self._today)

    def _urged_by(self, row: Obligation) -> str:
        """Return the last công văn that names the bearer of `row` as late and was not amended."""
        named = Blame(issued=issued_naming(self._session, row))
        if not named.issued:
            return ""
        *_, last = (None, *standing_out(self._session, row, named).issued)
        return issued_as(last) if last else ""

    def _told_it(self, row: Obligation) -> tuple[SaidTo, ...]:
        """Return to which posts of its bearer word of being late has left, and to which not."""
        told: dict[str, SaidTo] = {}
        for notice in self._beforehand.told_late.get((row.id, row.cycle), ()):
            body = self._rulebook.bodies.get(notice.recipient_uid)
            role = role_of(self._rulebook.bodies, body, notice.recipient_post)
            left = notice.state == NoticeState.SENT and notice.settled_at is not None
            on = local_date(notice.settled_at) if left and notice.settled_at else None
            why = "" if on else notice.reason or NOTICE_STATE_NAMES[notice.state]
            told.setdefault(role, SaidTo(role, on, why))
            if on and told[role].on is None:
                told[role] = SaidTo(role, on)
        return tuple(told.values())

    def _enclosed(self, notice: Notice, row: Obligation) -> Enclosed | None:
        """Return what goes with the notice as files; None where nobody makes any for its step."""
        step = FIRST.id if notice.id in self._beforehand.first_mentions else notice.step
        enclose = self._enclosing.get(step)
        return enclose(self._session, notice, row, self._now) if enclose else None

    def _returned(self, directive: Directive, row: Obligation) -> ReturnView | None:
        """Return how the last report of `row` was given back, None where it never was."""
        query = select(Report).where(
            Report.obligation_id == row.id,
            Report.state == ReportState.RETURNED.value,
            Report.undone_at.is_(None),
        )
        report = self._session.scalar(query.order_by(Report.revision.desc()).limit(1))
        if report is None or report.reply_by is None or report.decided_at is None:
            return None
        form = filed_form(self._rulebook, row, report)
        return ReturnView(
            by=name_in(self._rulebook.bodies, (report.decided_by or "").rpartition("/")[0]),
            returned_on=local_date(report.decided_at),
            received_on=local_date(report.received_at),
            reply_by=report.reply_by,
            reply_is_makeup_day=report.reply_by.isoweekday() >= 6,
            reasons=tuple(
                (name_at(form, directive, at), " ".join(str(reason).split()))
                for at, reason in (report.reasons or {}).items()
            ),
        )

    def _others(self, clause: Duty, notice: Notice) -> str:
        """Return on whom `clause` lays its duty, "" where the one told is among them."""
        bodies, bearers = self._rulebook.bodies, clause.bearers
        told = bodies.get(notice.recipient_uid)
        if told.uid in bearers.uids or told.kind in bearers.every:
            return ""
        named = committees(name_in(self._rulebook.bodies, uid) for uid in bearers.uids)
        return " và ".join(filter(None, (bodies.together(bearers.every), named)))

    def _working_days_left(self, aim_on: date) -> int:
        """Return the working days after today up to `aim_on`; negative once that day is over."""
        left = self._calendar.count(self._today, aim_on)
        # On the day off after it nothing has been worked yet, but the day is over all the same.
        return -1 if left == 0 and self._today > aim_on else left

    def _working_days_late(self, late_on: date) -> int:
        if late_on > self._today:
            return 0
        return self._calendar.count(late_on - _DAY, self._today)

    def _target(self, duty: Duty, row: Obligation) -> TargetView | None:
        if duty.target is None:
            return None
        standing = self._beforehand.standings[row.id]
        return TargetView(
            population=duty.target.population,
            measure=self._rulebook.measuring(duty).measured(duty.target.measures, briefly=True),
            percent=duty.target.percent,
            days_left=(row.due_on - self._today).days,
            state=standing.state.value,
            figures=self._figures(duty, standing.by) if standing.by else None,
        )

    def _figures(self, duty: Duty, told: Told) -> FiguresView:
        source = source_of(
            self._rulebook.measuring(duty), told, name_in(self._rulebook.bodies, told.body)
        )
        return FiguresView(source, told.as_of, remaining(self._rulebook, duty, told))

    def round_of(self, row: Obligation) -> RoundView | None:
        """Return how the round stands that the obligation `row` belongs to or is built from."""
        directive = self._rulebook.directives[row.directive_id]
        return self._round(directive, directive.duties[row.duty], row, BRIEF)

    def _round(
        self, directive: Directive, duty: Duty, row: Obligation, step: Step
    ) -> RoundView | None:
        inputs = duty.consolidates or (duty.id if duty.consolidated_by else None)
        # Reading it for every reminder would cost N² in a big round.
        if inputs is None or (not duty.consolidates and not step.tells_the_round):
            return None
        key = RoundKey(directive.id, inputs, row.period)
        if key not in self._rounds:
            self._rounds[key] = read_round(
                self._session, self._rulebook, directive.duties[inputs], key, self._now
            )
        return self._rounds[key]
