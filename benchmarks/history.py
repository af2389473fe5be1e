"""Fill a database with a country's year: twelve finished rounds, and one that opens."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

import orjson
from sqlalchemy import select

from benchmarks.country import DIRECTIVE
from benchmarks.store import Row, Store
from dondoc.day.registering import register_named
from dondoc.obligations.register import knowledge_of
from dondoc.setup.wiring import Office
from language.zone import local_date, morning
from models import Body, Clause, Directive, Entry
from models.trail import GENESIS, canonical, instant_text
from rules.meaning.ladder import first_wake
from rules.meaning.occurrence import Occurrence, occurrences

# The open round is the one of this period; everything before it is over.
OPEN = "2024-05"
_OBLIGATION = (
    "id",
    "directive_id",
    "duty",
    "clause_id",
    "period",
    "bearer_uid",
    "kind",
    "state",
    "due_on",
    "aim_on",
    "late_from",
    "opens_on",
    "original_due_on",
    "readings",
    "cycle",
    "rung",
    "fired",
    "wake_at",
    "registered_at",
    "opened_at",
    "received_at",
    "recorded_at",
)
_ENTRY = ("seq", "at", "kind", "subject", "data", "prev", "hash")
_FACTS = {
    "state": "open",
    "rung": 0,
    "opened": True,
    "working_days_to_aim": 6,
    "days_to_due": 10,
    "late": False,
    "working_days_late": 0,
    "punctual_rounds": 3,
}
_BECAUSE = [["state", "eq", "open", "open"], ["opened", "eq", True, True]]

# What followed each finished obligation, written by the database itself.
_AFTERMATH = {
    "report": """
        INSERT INTO report (obligation_id, revision, received_at, recorded_at, recorded_by, road)
        SELECT id, 1, received_at, recorded_at, bearer_uid || '/officer', 'van-ban'
        FROM obligation WHERE state = 'accepted' ORDER BY id""",
    "finding": """
        INSERT INTO finding (obligation_id, cycle, policy, repeat, step, rung, outcome, basis,
                             because, facts, decided_at)
        SELECT id, 0, 'thong-bao-dau', 0, 'first', 1, 'fired', 'house', %s, %s, opened_at
        FROM obligation WHERE state = 'accepted' ORDER BY id""",
    "notice": """
        INSERT INTO notice (obligation_id, cycle, policy, repeat, step, rung, recipient_uid,
                            recipient_post, contact_id, channel, dedupe_key, basis, state,
                            created_at, settled_at)
        SELECT o.id, 0, 'thong-bao-dau', 0, 'first', 1, o.bearer_uid, 'officer', c.id, 'email',
               o.id || ':0:first:0:' || o.bearer_uid || '/officer:' || c.id || ':email', 'house',
               'sent', o.opened_at, o.opened_at
        FROM obligation o JOIN contact c ON c.body_uid = o.bearer_uid AND c.post = 'officer'
        WHERE o.state = 'accepted' ORDER BY o.id""",
}


def fill(store: Store, office: Office, now: datetime) -> tuple[int, int]:
    """Write bodies, contacts, the directive, its obligations and what followed them.

    Args:
        office: one over `store`.
        now: the instant as of which all of it is known, aware.
    Returns:
        (finished obligations, open obligations).
    """
    rulebook, at = office.rulebook, office.settings.settings.sweep.at
    clauses = _declare(store, office, now)
    # The directive counts as registered, so this takes over the contacts.
    register_named(office, now)
    calendar = rulebook.calendar.known_on(local_date(now))
    found = occurrences(rulebook.directives[DIRECTIVE], rulebook.bodies, calendar)
    # Round by round, as a country writes its years.
    found.sort(key=lambda one: one.period)
    begin = sum(one.period != OPEN for one in found)

    def obligations() -> Iterator[Row]:
        for number, one in enumerate(found, start=1):
            wake = first_wake(one.fact_kind, one.opens_on, calendar)
            yield _obligation(number, one, clauses[one.duty.id], morning(wake, at))

    store.load("obligation", _OBLIGATION, obligations())
    for table, statement in _AFTERMATH.items():
        json = (orjson.dumps(_BECAUSE).decode(), orjson.dumps(_FACTS).decode())
        store.run(statement, json if table == "finding" else ())
    store.load("entry", _ENTRY, _chain(islice(found, begin), *_head(office)))
    store.settle()
    return begin, len(found) - begin


def _head(office: Office) -> tuple[int, str]:
    """Return number and hash of the trail's last entry."""
    with office.reading() as session:
        last = select(Entry.seq, Entry.hash).order_by(Entry.seq.desc()).limit(1)
        seq, digest = session.execute(last).one_or_none() or (0, GENESIS)
    return seq, digest


def _declare(store: Store, office: Office, now: datetime) -> dict[str, int]:
    """Enter bodies, directive and clauses; return the clause row of each duty."""
    rulebook = office.rulebook
    readings = office.settings.settings.readings_for_rules()
    bodies = ((b.uid, b.code, b.name, b.kind) for b in rulebook.bodies.all())
    store.load(Body.__tablename__, ("uid", "code", "name", "kind"), bodies)
    declared = rulebook.directives[DIRECTIVE]
    with office.writing() as session:
        session.add(
            Directive(
                id=DIRECTIVE,
                title=declared.title,
                text_sha256=declared.text.sha256,
                digest=declared.digest,
                knowledge=knowledge_of(rulebook, readings, local_date(now)),
                in_force_from=declared.in_force.from_,
                registered_at=now,
            )
        )
        session.flush()
        clauses = {
            duty.id: Clause(
                directive_id=DIRECTIVE,
                clause=duty.clause,
                digest=sha256(duty.quote.encode()).hexdigest(),
                place=duty.place,
                quote=duty.quote,
                span_start=duty.span[0],
                span_end=duty.span[1],
                text_sha256=declared.text.sha256,
            )
            for duty in declared.duties.values()
        }
        session.add_all(clauses.values())
        session.flush()
        return {duty: clause.id for duty, clause in clauses.items()}


def _obligation(number: int, one: Occurrence, clause: int, opens: datetime) -> Row:
    finished = one.period != OPEN
    # One bearer in four was late by a day in one round of three.
    late = number % 4 == 0 and one.due_on.month % 3 == 0
    received = one.late_from + timedelta(hours=9 if late else -30)
    due_on = one.due_on.isoformat()
    return (
        number,
        DIRECTIVE,
        one.duty.id,
        clause,
        one.period,
        one.bearer.uid,
        "obligation",
        "accepted" if finished else "open",
        due_on,
        one.aim_on.isoformat(),
        _stored(one.late_from),
        one.opens_on.isoformat(),
        due_on,
        '{"sense":"before","before":"lenient","roll":true}',
        0,
        1 if finished else 0,
        "{}",
        None if finished else _stored(opens),
        _stored(opens - timedelta(days=60)),
        _stored(opens) if finished else None,
        _stored(received) if finished else None,
        _stored(received) if finished else None,
    )


def _stored(instant: datetime) -> str:
    """Return the UTC instant as both databases read it: UTC wall time."""
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")


def _chain(finished: Iterable[Occurrence], seq: int, prev: str) -> Iterator[Row]:
    """Yield one entry for each finished obligation, after the entry `seq` with the hash `prev`."""
    for number, one in enumerate(finished, start=1):
        seq += 1
        at, subject = instant_text(one.late_from), f"obligation:{number}"
        data = f'{{"bearer":"{one.bearer.uid}","period":"{one.period}"}}'
        hashed = canonical(seq, at, "report.recorded", subject, data, prev)
        digest = sha256(hashed).hexdigest()
        yield seq, at, "report.recorded", subject, data, prev, digest
        prev = digest
