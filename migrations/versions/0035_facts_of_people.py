"""What is known of people, a fact a row; and what a change of a person needs besides"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_TABLE = "person_fact"
_PROVEN = (
    "person_id directive_id kind subject body_uid since until known_from source percent began "
    "ended told_by recorded_at recorded_by struck_on struck_by struck_at"
)

_CHANGE = "person_change"
# What a change of a person has besides: under which directive and group it is, what the body that
# somebody moves to answers, who took note, and what was so before.
_ADDED = "directive_id group_id answered_at answered_by taken noted_at noted_by before"
_CHANGE_BEFORE = (
    "person_id kind reason body_uid to_body_uid authority effective_on asked_at asked_by "
    "decide_by decided_at decided_by accepted number dated applied_at undone_at undone_by sealed"
)


def upgrade() -> None:
    _facts()
    instant = models.instant.UtcInstant(timezone=True)
    for name in ("directive_id", "group_id", "answered_by", "noted_by"):
        op.add_column(_CHANGE, sa.Column(name, sa.String(), nullable=True))
    for name in ("answered_at", "noted_at"):
        op.add_column(_CHANGE, sa.Column(name, instant, nullable=True))
    op.add_column(_CHANGE, sa.Column("taken", sa.Boolean(), nullable=True))
    op.add_column(_CHANGE, sa.Column("before", sa.JSON(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in ((_TABLE, _PROVEN), (_CHANGE, f"{_CHANGE_BEFORE} {_ADDED}")):
            for statement in note(table, ["id"], columns.split()):
                op.execute(statement)


def _facts() -> None:
    instant = models.instant.UtcInstant(timezone=True)
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "subject", "body_uid")),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("known_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("began", "ended", "told_by")),
        sa.Column("recorded_at", instant, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("struck_on", sa.Date(), nullable=True),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("struck_at", instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_fact_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_fact")),
    )
    for columns in (
        ["person_id"],
        ["told_by"],
        ["body_uid", "kind"],
        ["directive_id", "kind", "subject"],
    ):
        op.create_index(op.f(f"ix_person_fact_{'_'.join(columns)}"), _TABLE, columns)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in (*forget(_TABLE), *note(_CHANGE, ["id"], _CHANGE_BEFORE.split())):
            op.execute(statement)
    for name in _ADDED.split():
        op.drop_column(_CHANGE, name)
    op.drop_table(_TABLE)
