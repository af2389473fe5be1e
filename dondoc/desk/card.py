"""Cards: that one was asked for, issued, handed over; each to many at once, with its paper.

A card that is entered by hand becomes the same fact of the person that a list of cards tells, so
that there is one truth of who has a card.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.cases.visits import lock_persons
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, answers_for, body_of, one_of, via_of
from dondoc.desk.registry import act
from dondoc.desk.sponsor import refuse_odd, words
from dondoc.errors import Refused
from dondoc.people.fact import Fact, Kind, Revision
from dondoc.people.ledger import Ground, enter, facts_of, told_by
from models import CardStage, CardStep, Event, Person
from models.trail import append
from rules.meaning.reason import Subject


@dataclass(frozen=True)
class Request:
    """A step of the cards of `persons` (case numbers) on a local date: asked for, or handed over.

    `evidence`: the paper, as a receipt.
    """

    persons: tuple[int, ...]
    stage: CardStage
    on: date
    evidence: str


@dataclass(frozen=True)
class Issued:
    """Cards that no list has shown yet; `until`: the last day on them. `category`: its letters."""

    persons: tuple[int, ...]
    since: date
    until: date
    on: date
    evidence: str
    category: str = ""


@dataclass(frozen=True)
class Which:
    """A step that was entered by mistake, by its number."""

    step: int


@dataclass(frozen=True)
class Answer:
    """The numbers of the steps that were entered or struck."""

    steps: tuple[int, ...]


@act("card.step")
def step(desk: Desk, request: Request) -> Answer:
    """Enter that cards were asked for or handed over.

    Raises:
        Refused: no such person of theirs, nobody has a card that could be handed over, no paper,
            or a day to come.
    """
    by = allowed(desk, "card.step")
    if request.stage is CardStage.ISSUED:
        raise Refused("thẻ đã cấp lấy từ danh sách thẻ, hoặc ghi bằng lệnh riêng: card issued")
    persons = _theirs(desk, request.persons, by)
    _refuse_odd(desk, request.on, request.evidence, persons)
    if request.stage is CardStage.HANDED:
        _refuse_without_card(desk, persons)
    return _add(desk, persons, request.stage, request.on, request.evidence, by)


@act("card.issue")
def issue(desk: Desk, request: Issued) -> Answer:
    """Enter cards by hand; they count from then on as those of a list do.

    Raises:
        Refused: no such person of theirs, somebody holds a card on these days already, it ends
            before it begins, no paper, or a day to come.
    """
    by = allowed(desk, "card.issue")
    persons = _theirs(desk, request.persons, by)
    _refuse_odd(desk, request.on, request.evidence, persons)
    if request.until < request.since:
        raise Refused("thẻ hết hạn trước khi có hiệu lực; xem lại hai ngày")
    after = request.until + timedelta(days=1)
    for fact in facts_of(desk.session, persons=persons, kinds=[Kind.CARDED]):
        if fact.since < after and (fact.until is None or fact.until > request.since):
            raise Refused(f"hồ sơ số {fact.person} đã có thẻ trong những ngày ấy")
    done = _add(desk, persons, CardStage.ISSUED, request.on, request.evidence, by)
    reasons = desk.rulebook.reasons
    for person, number in zip(persons, done.steps, strict=True):
        card = Fact(
            person=person,
            kind=Kind.CARDED,
            of=request.category,
            since=request.since,
            known_from=desk.today,
            source=request.evidence.strip(),
            until=after,
            began=reasons.of(Subject.CARD, "out"),
            ended=reasons.of(Subject.CARD, "in"),
        )
        ground = Ground(f"card_step:{number}", desk.now, by)
        enter(desk.session, Revision((), (card,), desk.today), ground)
    return done


@act("card.undo")
def undo(desk: Desk, request: Which) -> Answer:
    """Strike a step that was entered by mistake; a card entered by hand is told no more.

    Raises:
        Refused: there is no such step of theirs, or a list has told something newer of the card.
    """
    by = allowed(desk, "card.undo")
    row = desk.session.get(CardStep, request.step, with_for_update=True)
    person = desk.session.get(Person, row.person_id) if row else None
    mine = person is not None and (
        answers_for(desk, person.body_uid, by) or body_of(by) in _collecting(desk)
    )
    if row is None or row.struck_at is not None or not mine:
        raise Refused(f"không có bước thẻ số {request.step} của đơn vị này")
    row.struck_at, row.struck_by = desk.now, by
    if row.stage == CardStage.ISSUED:
        told = told_by(desk.session, f"card_step:{row.id}")
        if told is None:
            raise Refused("danh sách thẻ đã cho biết thẻ khác từ sau lần ghi này: không hủy được")
        ground = Ground(f"card_step:{row.id}:undo", desk.now, by)
        enter(desk.session, told.back(desk.today), ground)
    said = {"by": by, "person": row.person_id, "stage": row.stage}
    append(desk.session, desk.now, [Event("card.struck", f"card_step:{row.id}", said)])
    return Answer((row.id,))


def _theirs(desk: Desk, persons: tuple[int, ...], by: str) -> list[int]:
    via = next((one for one in _collecting(desk) if one == body_of(by)), None)
    lock_persons(desk.session, persons)
    return [one_of(desk, number, by, via).id for number in dict.fromkeys(persons)]


def _collecting(desk: Desk) -> set[str]:
    found = (via_of(desk, one) for one in desk.rulebook.directives.values())
    return {one for one in found if one is not None}


def _refuse_odd(desk: Desk, on: date, evidence: str, persons: list[int]) -> None:
    refuse_odd(desk, 1, on)
    words(evidence, "cần nêu giấy tờ, ví dụ sổ ký nhận: --evidence")
    if not persons:
        raise Refused("cần nêu số hồ sơ của ít nhất một người")


def _refuse_without_card(desk: Desk, persons: list[int]) -> None:
    facts = facts_of(desk.session, persons=persons, kinds=[Kind.CARDED])
    held = {fact.person for fact in facts if fact.until is None or fact.until > desk.today}
    if missing := [one for one in persons if one not in held]:
        numbers = ", ".join(map(str, missing[:5]))
        raise Refused(f"hồ sơ số {numbers} chưa có thẻ nào được cấp để trao")


def _add(
    desk: Desk, persons: list[int], stage: CardStage, on: date, evidence: str, by: str
) -> Answer:
    rows = [
        CardStep(
            person_id=person,
            stage=stage.value,
            done_on=on,
            evidence=evidence.strip(),
            recorded_at=desk.now,
            recorded_by=by,
        )
        for person in persons
    ]
    desk.session.add_all(rows)
    desk.session.flush()
    events = [
        Event(
            "card.entered", f"card_step:{row.id}", {"by": by, "stage": stage.value, "person": one}
        )
        for row, one in zip(rows, persons, strict=True)
    ]
    append(desk.session, desk.now, events)
    return Answer(tuple(row.id for row in rows))
