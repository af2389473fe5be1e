"""What was done of duties without a date, inspections, and who sits on a committee"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

import models.instant
from migrations.noting import forget, note

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_PROVEN = {
    "activity": (
        "directive_id duty body_uid kind done_on until_on content_type size sha256 recorded_at "
        "recorded_by struck_at struck_by words who file_name struck_reason"
    ),
    "inspection": "directive_id duty body_uid inspected_uid recorded_at recorded_by",
    "inspection_entry": (
        "inspection_id step done_on by_on number content_type size sha256 recorded_at recorded_by "
        "words who file_name"
    ),
    "committee_decision": "body_uid number dated issuer recorded_at recorded_by",
    "committee_member": "decision_id body_uid post person",
}
_INSTANT = models.instant.UtcInstant(timezone=True)


def _column(name: str, kind: "TypeEngine[object]", nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str) -> "sa.Column[object]":
    return _column(name, sa.String(), True)


def _file() -> tuple["sa.Column[object]", ...]:
    size: sa.Column[object] = _column("size", sa.Integer(), True)
    return _text("file_name"), _text("content_type"), size, _text("sha256")


def _recorded() -> tuple["sa.Column[object]", ...]:
    return _column("recorded_at", _INSTANT), _column("recorded_by", sa.String())


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    _activity()
    _inspection()
    _committee()
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in _PROVEN.items():
            for statement in note(table, ["id"], columns.split()):
                op.execute(statement)


def _activity() -> None:
    op.create_table(
        "activity",
        _column("id", sa.Integer()),
        _column("directive_id", sa.String()),
        _text("duty"),
        _column("body_uid", sa.String()),
        _column("kind", sa.String()),
        _column("done_on", sa.Date()),
        _column("until_on", sa.Date(), True),
        _text("words"),
        _text("who"),
        *_file(),
        *_recorded(),
        _column("struck_at", _INSTANT, True),
        _text("struck_by"),
        _text("struck_reason"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index(
        op.f("ix_activity_directive_id_duty_body_uid"),
        "activity",
        ["directive_id", "duty", "body_uid"],
    )


def _inspection() -> None:
    op.create_table(
        "inspection",
        _column("id", sa.Integer()),
        _column("directive_id", sa.String()),
        _column("duty", sa.String()),
        _column("body_uid", sa.String()),
        _column("inspected_uid", sa.String()),
        *_recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_directive_id_duty"), "inspection", ["directive_id", "duty"])
    op.create_table(
        "inspection_entry",
        _column("id", sa.Integer()),
        _column("inspection_id", sa.Integer()),
        _column("step", sa.String()),
        _column("done_on", sa.Date()),
        _column("by_on", sa.Date(), True),
        _column("words", sa.String()),
        _text("who"),
        _text("number"),
        *_file(),
        *_recorded(),
        _key("inspection_entry", "inspection_id", "inspection"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_entry")),
        sa.UniqueConstraint(
            "inspection_id", "step", name=op.f("uq_inspection_entry_inspection_id_step")
        ),
    )


def _committee() -> None:
    op.create_table(
        "committee_decision",
        _column("id", sa.Integer()),
        _column("body_uid", sa.String()),
        _column("number", sa.String()),
        _column("dated", sa.Date()),
        _text("issuer"),
        *_recorded(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_decision")),
        sa.UniqueConstraint("body_uid", "dated", name=op.f("uq_committee_decision_body_uid_dated")),
    )
    op.create_table(
        "committee_member",
        _column("id", sa.Integer()),
        _column("decision_id", sa.Integer()),
        _column("body_uid", sa.String()),
        _text("post"),
        _text("person"),
        _key("committee_member", "decision_id", "committee_decision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
    )
    for column in ("decision_id", "body_uid"):
        op.create_index(op.f(f"ix_committee_member_{column}"), "committee_member", [column])


def downgrade() -> None:
    tables = reversed(_PROVEN)
    for table in tables:
        if op.get_bind().dialect.name == "postgresql":
            for statement in forget(table):
                op.execute(statement)
        op.drop_table(table)
