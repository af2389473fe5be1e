"""What a letter shows of a round without a term: which reports have come, and what they come to."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.forms import figures_of, told_in_words
from dondoc.obligations.arising import left_lines, reports_of
from dondoc.obligations.rounds import RoundKey
from dondoc.sending.names import name_of
from language.collation import vietnamese
from language.dates import full_day
from language.numbers import count
from models import Obligation, ObligationState, Report, ReportState
from notifications.rounds import CameView, GatheredView
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.figures import Figures, add_up
from rules.meaning.rounds import number_of
from rules.rulebook import Rulebook

Filed = Sequence[tuple[Obligation, Report | None]]


def round_key(directive: Directive, row: Obligation) -> RoundKey:
    """Return the round of reports that the obligation `row` consolidates, or comes after."""
    duty = directive.duties[row.duty]
    builder = directive.duties[duty.follows] if duty.follows else duty
    return RoundKey(directive.id, builder.consolidates or duty.id, row.period)


class Gathering:
    """One round without a term: its reports, as they count now."""

    def __init__(self, session: Session, rulebook: Rulebook, row: Obligation) -> None:
        """Read the round that `row` consolidates, or comes after."""
        self._session, self._rulebook = session, rulebook
        self.directive = rulebook.directives[row.directive_id]
        key = round_key(self.directive, row)
        self.inputs = self.directive.duties[key.duty]
        self.filed: Filed = reports_of(session, key)
        self._left = left_lines(session, [one.id for _, one in self.filed if one is not None])

    def view(self, told: Collection[int]) -> GatheredView:
        """Return the round; `told`: the ids of the reports that were told of before."""
        bodies = self._rulebook.bodies
        then = self._then()
        came = [self._came(row, report) for row, report in self.filed if report is not None]
        return GatheredView(
            came=tuple(sorted(came, key=lambda one: vietnamese(one.body))),
            sums=tuple(self.sums()),
            bodies=len(self.filed),
            inputs_called=self.directive.called(self.inputs),
            inputs_as=bodies.together(sorted(self.inputs.bearers.kinds(bodies))) or "các đơn vị",
            inputs_place=self.inputs.place,
            inputs_quote=self.inputs.quote,
            number=number_of(self.filed[0][0].period) or 1,
            returned=tuple(
                name_of(self._rulebook.bodies.get(row.bearer_uid))
                for row, _ in self.filed
                if row.state == ObligationState.RETURNED
            ),
            amended=tuple(self._amended(told)),
            then_place=then.place if then else "",
            then_quote=then.quote if then else "",
        )

    def silent(self) -> tuple[str, ...]:
        """Return who has not reported, in the order of names; what was given back has come."""
        open_ = (
            name_of(self._rulebook.bodies.get(row.bearer_uid))
            for row, report in self.filed
            if report is None and row.state != ObligationState.RETURNED
        )
        return tuple(sorted(open_, key=vietnamese))

    def figures(self) -> list[Figures]:
        """Return the figures of the reports that count and have some."""
        found = (figures_of(self._rulebook, report) for _, report in self.filed)
        return [one for one in found if one is not None]

    def sums(self) -> Iterator[str]:
        """Yield what the reports come to, a line a row of the form; rows are never added up."""
        figures = self.figures()
        rows = dict.fromkeys(id_ for one in figures for id_ in one.groups)
        for id_ in rows:
            form = figures[0].form
            total = add_up(form, (one.groups[id_] for one in figures if id_ in one.groups))
            name = form.row_names(self.directive).get(id_, id_)
            for figure in form.figures:
                of = f"{figure.short.lower()}, " if len(form.figures) > 1 else ""
                yield f"Tổng số ({of}{name}): {count(total[figure.id])} {form.unit}."

    def _then(self) -> Duty | None:
        upon = self.inputs.consolidated_by
        duties = self.directive.duties.values()
        return next((duty for duty in duties if duty.follows == upon), None)

    def _came(self, row: Obligation, report: Report) -> CameView:
        tells = told_in_words(figures_of(self._rulebook, report), self.directive)
        if gone := self._left.get(report.id):
            tells += f", trong đó {count(len(gone))} trường hợp đã rời sau khi báo cáo"
        return CameView(
            name_of(self._rulebook.bodies.get(row.bearer_uid)), tells, document_of(report)
        )

    def _amended(self, told: Collection[int]) -> Iterator[str]:
        """Yield, of each report told of before that counts no more, what holds now."""
        now = {row.id: report for row, report in self.filed}
        query = select(Report).where(Report.id.in_(told)).order_by(Report.id)
        for report in self._session.scalars(query):
            current = now.get(report.obligation_id)
            if current is not None and current.id == report.id:
                continue
            row = self._session.get_one(Obligation, report.obligation_id)
            was = told_in_words(figures_of(self._rulebook, report), self.directive)
            whose = name_of(self._rulebook.bodies.get(row.bearer_uid))
            yield f"báo cáo của {whose} đã nêu {was}; {self._now(report, current)}."

    def _now(self, report: Report, current: Report | None) -> str:
        if current is not None:
            tells = told_in_words(figures_of(self._rulebook, current), self.directive)
            return f"nay theo bản sửa là {tells}"
        if report.state == ReportState.RETURNED and report.undone_at is None:
            return "nay đã trả lại để chỉnh lý, chưa tính vào tổng số"
        return "việc ghi nhận đó là nhầm, đã hủy, không tính vào tổng số"


def document_of(report: Report) -> str:
    """Return which document a report is: "số 12/BC-UBND ngày 20/6/2021", "" where none is known."""
    number = f"số {report.number}" if report.number else ""
    dated = f"ngày {full_day(report.dated)}" if report.dated else ""
    return f"{number} {dated}".strip()
