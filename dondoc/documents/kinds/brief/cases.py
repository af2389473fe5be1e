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
from rules.rulebook import Rulebook


def cases_of(session: Session, rulebook: Rulebook, found: Consolidation) -> Iterator[str]:
    """Yield a part of the brief each: of every report without a term, how its last round stands.

    Where the dispatch orders none, the cases that its reports count, and that it orders none.
    """
    for duty in found.directive.duties.values():
        if duty.arises and duty.consolidates:
            rounds = rounds_of(session, found.directive.id, duty.id)
            rows = [row for built in rounds.values() for row in built]
            if rows:
                yield _road(session, rulebook, rows)
    if gap := found.directive.gaps.get("cases"):
        yield from _counted(found, gap)


def _road(session: Session, rulebook: Rulebook, rounds: Sequence[Obligation]) -> str:
    inputs = Gathering(session, rulebook, rounds[0]).inputs
    told = []
    for number, built in enumerate(rounds, 1):
        which = f"Đợt {count(number)} (mở ngày {full_day(built.original_due_on)}): "
        said = _round(session, rulebook, built)
        told.append(f"{which if len(rounds) > 1 else ''}{said}")
    return (
        f"{upper_first(inputs.name)} ({inputs.place}): văn bản không nêu thời hạn, không đơn vị "
        f"nào tính là chậm. {' '.join(upper_first(one) for one in told)}"
    )


def _round(session: Session, rulebook: Rulebook, built: Obligation) -> str:
    view = Gathering(session, rulebook, built).view(())
    consolidator, done = name_of(rulebook.bodies.get(built.bearer_uid)), built.received_at
    state = f"đã tổng hợp ngày {full_day(local_date(done))}" if done else "đang tổng hợp"
    told = (
        f"{count(len(view.came))}/{count(view.bodies)} đơn vị đã báo cáo, {consolidator} {state}."
    )
    return " ".join((told, *view.sums))


def _counted(found: Consolidation, gap: str) -> Iterator[str]:
    form = found.form
    if form is None or not form.cases or not found.present:
        return
    name = form.figure(form.cases).short
    told = [
        f"{found.row_names[id_]} {count(total.figures[form.cases])} {form.unit}"
        for id_, total in found.totals().items()
        if total.bodies_in
    ]
    if told:
        yield (
            f"{upper_first(name)}, theo báo cáo kỳ này: {'; '.join(told)}. "
            f"{upper_first(gap)}; số này chỉ để theo dõi, không báo cáo lên."
        )
