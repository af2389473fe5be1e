"""What a brief tells of cases: reports without a term, or why their number goes no further."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from dondoc.consolidation.round import Consolidation
from dondoc.obligations.arising import rounds_of
from dondoc.sending.gathering import Gathering
from dondoc.sending.names import name_of
from language.dates import full_day
from language.numbers import count
from language.text import upper_first
from language.zone import local_date
from models import Obligation
from notifications.wording import committees
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook


def cases_of(session: Session, rulebook: Rulebook, found: Consolidation) -> Iterator[str]:
    """Yield a part of the brief each: of every report without a term, how its last round stands.

    Where the dispatch orders none, the cases that its reports count, and that it orders none.
    """
    for duty in found.directive.duties.values():
        if duty.arises and duty.consolidates:
            rounds = rounds_of(session, found.directive.id, duty.id)
            rows = [row for built in rounds.values() for row in built]
            inputs = found.directive.duties[duty.consolidates]
            yield _road(session, rulebook, inputs, rows)
    if gap := found.directive.gaps.get("cases"):
        yield from _counted(found, gap)


def _road(session: Session, rulebook: Rulebook, inputs: Duty, rounds: Sequence[Obligation]) -> str:
    told = []
    for number, built in enumerate(rounds, 1):
        which = f"Đợt {count(number)} (mở ngày {full_day(built.original_due_on)}): "
        said = _round(session, rulebook, built, last=built is rounds[-1])
        told.append(f"{which if len(rounds) > 1 else ''}{said}")
    return (
        f"{upper_first(inputs.name)} ({inputs.place}): văn bản không nêu thời hạn, không đơn vị "
        f"nào tính là chậm. {' '.join(told) or 'Đến nay chưa có đơn vị nào báo cáo.'}"
    )


def _round(session: Session, rulebook: Rulebook, built: Obligation, *, last: bool) -> str:
    """Return who has reported what in a round; of the last one also who has not."""
    gathering = Gathering(session, rulebook, built)
    view, silent = gathering.view(()), gathering.silent()
    consolidator, done = name_of(rulebook.bodies.get(built.bearer_uid)), built.received_at
    state = f"đã tổng hợp ngày {full_day(local_date(done))}" if done else "đang tổng hợp"
    came = "; ".join(f"{one.body} {one.tells}" for one in view.came)
    so_far = f" ({came}), {consolidator} {state}" if came else ""
    told = [
        f"{count(len(view.came))}/{count(view.bodies)} đơn vị đã báo cáo{so_far}.",
        *view.sums,
    ]
    if view.returned:
        told.append(f"Đã trả lại để chỉnh lý, chờ gửi lại: {committees(view.returned)}.")
    if silent and last:
        told.append(f"Chưa có báo cáo: {committees(silent)}.")
    return " ".join(told)


def _counted(found: Consolidation, gap: str) -> Iterator[str]:
    form = found.form
    if form is None or not form.cases or not found.present:
        return
    name = form.figure(form.cases).short
    told = [
        f"{found.row_names[id_]} {count(total.figures[form.cases])} {form.unit} "
        f"({count(total.bodies_in)}/{count(total.bodies)} đơn vị)"
        for id_, total in found.totals().items()
        if total.bodies_in
    ]
    if told:
        yield (
            f"{upper_first(name)}, theo báo cáo kỳ này: {'; '.join(told)}. "
            f"{upper_first(gap)}; số này chỉ để theo dõi, không báo cáo lên."
        )
