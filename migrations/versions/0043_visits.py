"""Who has which village, visits to persons, and questions about visits that contradict"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

import models.instant
from migrations.noting import forget, note

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_ASSIGNMENT = (
    "body_uid village_id role holder login_id stands_for_id from_on until_on number dated given_at "
    "given_by ended_at ended_by"
)
_VISIT = (
    "uuid occasion person_id household_id body_uid village_id directive_id visited_on way went met "
    "informed mobilised answer reason situation promised_on sealed source sheet_id device "
    "device_at change_id recorded_at recorded_by struck_at struck_by struck_for"
)
_QUESTION = "person_id one_id other_id doubt asked_at settled_at settled_by holds_id"
_INSTANT = models.instant.UtcInstant(timezone=True)


def _column(name: str, kind: "TypeEngine[object]", nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, kind, nullable=nullable)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    _assignment()
    _visit()
    _question()
    if op.get_bind().dialect.name == "postgresql":
        for statement in (
            *note("assignment", ["id"], _ASSIGNMENT.split()),
            *note("visit", ["id"], _VISIT.split()),
            *note("visit_question", ["id"], _QUESTION.split()),
        ):
            op.execute(statement)


def _assignment() -> None:
    op.create_table(
        "assignment",
        _column("id", sa.Integer()),
        _column("body_uid", sa.String()),
        _column("village_id", sa.Integer()),
        _column("role", sa.String()),
        _column("holder", sa.String()),
        _column("login_id", sa.Integer(), True),
        _column("stands_for_id", sa.Integer(), True),
        _column("from_on", sa.Date()),
        _column("until_on", sa.Date(), True),
        _column("number", sa.String(), True),
        _column("dated", sa.Date(), True),
        _column("given_at", _INSTANT),
        _column("given_by", sa.String()),
        _column("ended_at", _INSTANT, True),
        _column("ended_by", sa.String(), True),
        _key("assignment", "village_id", "village"),
        _key("assignment", "login_id", "login"),
        _key("assignment", "stands_for_id", "assignment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    by_village = op.f("ix_assignment_body_uid_village_id")
    op.create_index(by_village, "assignment", ["body_uid", "village_id"])
    op.create_index(op.f("ix_assignment_login_id"), "assignment", ["login_id"])


def _visit() -> None:
    op.create_table(
        "visit",
        _column("id", sa.Integer()),
        _column("uuid", sa.String()),
        _column("occasion", sa.String()),
        _column("person_id", sa.Integer()),
        _column("household_id", sa.Integer(), True),
        _column("body_uid", sa.String()),
        _column("village_id", sa.Integer(), True),
        _column("directive_id", sa.String()),
        _column("visited_on", sa.Date()),
        _column("way", sa.String()),
        _column("went", sa.String()),
        _column("met", sa.String()),
        _column("informed", sa.Boolean()),
        _column("mobilised", sa.Boolean()),
        _column("answer", sa.String()),
        _column("reason", sa.String(), True),
        _column("situation", sa.String()),
        _column("promised_on", sa.Date(), True),
        _column("sealed", sa.LargeBinary(), True),
        _column("seal_key", sa.Integer(), True),
        _column("source", sa.String()),
        _column("sheet_id", sa.Integer(), True),
        _column("device", sa.String(), True),
        _column("device_at", _INSTANT, True),
        _column("change_id", sa.Integer(), True),
        _column("recorded_at", _INSTANT),
        _column("recorded_by", sa.String()),
        _column("struck_at", _INSTANT, True),
        _column("struck_by", sa.String(), True),
        _column("struck_for", sa.String(), True),
        _key("visit", "person_id", "person"),
        _key("visit", "household_id", "household"),
        _key("visit", "village_id", "village"),
        _key("visit", "sheet_id", "printed_sheet"),
        _key("visit", "change_id", "person_change"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("uuid", name=op.f("uq_visit_uuid")),
    )
    op.create_index(op.f("ix_visit_person_id_directive_id"), "visit", ["person_id", "directive_id"])
    op.create_index(op.f("ix_visit_body_uid_visited_on"), "visit", ["body_uid", "visited_on"])


def _question() -> None:
    op.create_table(
        "visit_question",
        _column("id", sa.Integer()),
        _column("person_id", sa.Integer()),
        _column("one_id", sa.Integer()),
        _column("other_id", sa.Integer()),
        _column("doubt", sa.String()),
        _column("asked_at", _INSTANT),
        _column("settled_at", _INSTANT, True),
        _column("settled_by", sa.String(), True),
        _column("holds_id", sa.Integer(), True),
        _key("visit_question", "person_id", "person"),
        _key("visit_question", "one_id", "visit"),
        _key("visit_question", "other_id", "visit"),
        _key("visit_question", "holds_id", "visit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_question")),
    )
    op.create_index(op.f("ix_visit_question_person_id"), "visit_question", ["person_id"])


def downgrade() -> None:
    for table in ("visit_question", "visit", "assignment"):
        if op.get_bind().dialect.name == "postgresql":
            for statement in forget(table):
                op.execute(statement)
        op.drop_table(table)
