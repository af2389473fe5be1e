"""What is stored: aware instants, allowed moves, migrations that agree."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, StatementError

from dondoc.setup.database import reading, writing
from models import Body, Clause, Directive, IllegalMove, Lease, Obligation, whole
from models.machine import Machine
from models.message import MESSAGE_MACHINE, MessageState
from models.notice import NOTICE_MACHINE, NoticeState
from models.obligation import OBLIGATION_MACHINE
from steps.states import ObligationState

NOON = datetime(2024, 5, 7, 12, tzinfo=UTC)


def test_models_and_migrations_agree(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, whole().metadata) == []


def test_a_naive_instant_is_refused(database: Engine) -> None:
    with (
        pytest.raises(StatementError, match="an instant needs its zone"),
        writing(database) as session,
    ):
        session.add(Lease(name="x", until=datetime(2024, 5, 7)))  # noqa: DTZ001 - the point


def test_an_instant_comes_back_aware_in_utc(database: Engine) -> None:
    ict = NOON.astimezone(tz=None)
    with writing(database) as session:
        session.add(Lease(name="x", until=ict))
    with reading(database) as session:
        stored = session.get_one(Lease, "x").until
    assert stored == NOON
    assert stored is not None
    assert stored.tzinfo is UTC


@pytest.mark.parametrize(
    ("machine", "states"),
    [
        (OBLIGATION_MACHINE, ObligationState),
        (NOTICE_MACHINE, NoticeState),
        (MESSAGE_MACHINE, MessageState),
    ],
    ids=["obligation", "notice", "message"],
)
def test_a_move_outside_the_table_is_refused_naming_both_states(
    machine: Machine[ObligationState], states: type[ObligationState]
) -> None:
    for current, to in product(states, states):
        if to in machine.moves.get(current, frozenset()):
            machine.check(current, to)
        else:
            with pytest.raises(IllegalMove, match=f"{current} → {to}"):
                machine.check(current, to)


def test_the_tables_hold_what_the_design_says() -> None:
    s = ObligationState
    assert OBLIGATION_MACHINE.moves[s.RETURNED] == {s.SUBMITTED, s.WITHDRAWN}
    assert s.OPEN not in OBLIGATION_MACHINE.moves.get(s.ACCEPTED, frozenset())
    # Only where a person takes back what was said of a doubtful letter.
    assert NOTICE_MACHINE.moves[NoticeState.SENT] == {NoticeState.PENDING}
    assert MESSAGE_MACHINE.moves[MessageState.UNKNOWN] == {MessageState.SENT, MessageState.PENDING}


def an_obligation(state: str, kind: str, late_from: datetime, period: str) -> Obligation:
    return Obligation(
        directive_id="d",
        duty="x",
        clause_id=1,
        period=period,
        bearer_uid="b",
        kind=kind,
        state=state,
        due_on=date(2024, 5, 5),
        aim_on=date(2024, 5, 4),
        late_from=late_from,
        opens_on=date(2024, 4, 26),
        original_due_on=date(2024, 5, 5),
        readings={},
        registered_at=NOON,
    )


def a_directive() -> list[object]:
    directive = Directive(
        id="d",
        title="t",
        text_sha256="",
        digest="",
        knowledge="",
        in_force_from=date(2024, 4, 10),
        registered_at=NOON,
    )
    clause = Clause(
        id=1,
        directive_id="d",
        clause="c",
        digest="",
        place="",
        quote="",
        span_start=0,
        span_end=1,
        text_sha256="",
    )
    return [directive, Body(uid="b", name="B", kind="commune"), clause]


def test_the_same_obligation_cannot_be_stored_twice(database: Engine) -> None:
    def add_twice() -> None:
        with writing(database) as session:
            for row in a_directive():
                session.add(row)
                session.flush()
            for _ in range(2):
                session.add(an_obligation("open", "obligation", NOON, "2024-05"))

    with pytest.raises(IntegrityError):
        add_twice()
