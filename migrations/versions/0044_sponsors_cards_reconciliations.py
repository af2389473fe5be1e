"""Sponsors and what they paid for whom, help that was sought, cards, reconciliations in three"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_PROVEN = {
    "sponsor": ("body_uid kind name sealed recorded_at recorded_by"),
    "sponsor_entry": (
        "sponsor_id kind amount done_on evidence person_id from_month months percent "
        "directive_id undoes recorded_at recorded_by"
    ),
    "agreement": (
        "person_id sponsor_id given_on evidence withdrawn_on withdrawn_at withdrawn_by "
        "recorded_at recorded_by"
    ),
    "help_asked": (
        "person_id directive_id body_uid kind sealed asked_on outcome answered_on "
        "answered_by struck_at struck_by recorded_at recorded_by"
    ),
    "outside_help": (
        "directive_id duty body_uid who people amount done_on evidence struck_at "
        "struck_by recorded_at recorded_by"
    ),
    "card_step": ("person_id stage done_on evidence struck_at struck_by recorded_at recorded_by"),
    "reconciliation": (
        "directive_id duty body_uid group_id from_month until_month state corrects number "
        "dated agreed_at agreed_by signed_at signed_by recorded_at recorded_by"
    ),
    "reconciliation_side": (
        "reconciliation_id side body_uid as_of source sha256 people amount unmatched "
        "signer capacity struck_at struck_by recorded_at recorded_by"
    ),
    "reconciliation_line": ("side_id person_id months amount"),
    "reconciliation_reason": ("reconciliation_id person_id reason recorded_at recorded_by"),
}


def upgrade() -> None:
    op.create_table(
        "sponsor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.Integer(), nullable=False),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor")),
    )
    op.create_index(op.f("ix_sponsor_body_uid"), "sponsor", ["body_uid"], unique=False)
    op.create_table(
        "sponsor_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("from_month", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("directive_id", sa.String(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["sponsor.id"], name=op.f("fk_sponsor_entry_sponsor_id_sponsor")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sponsor_entry_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["sponsor_entry.id"], name=op.f("fk_sponsor_entry_undoes_sponsor_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor_entry")),
    )
    op.create_index(
        op.f("ix_sponsor_entry_person_id"), "sponsor_entry", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_sponsor_entry_sponsor_id"), "sponsor_entry", ["sponsor_id"], unique=False
    )
    op.create_index(op.f("ix_sponsor_entry_undoes"), "sponsor_entry", ["undoes"], unique=True)
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agreement_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["sponsor.id"], name=op.f("fk_agreement_sponsor_id_sponsor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_person_id"), "agreement", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_agreement_sponsor_id_person_id"),
        "agreement",
        ["sponsor_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "help_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("struck_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_help_asked_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_asked")),
    )
    op.create_index(
        op.f("ix_help_asked_directive_id_person_id"),
        "help_asked",
        ["directive_id", "person_id"],
        unique=False,
    )
    op.create_index(op.f("ix_help_asked_person_id"), "help_asked", ["person_id"], unique=False)
    op.create_table(
        "outside_help",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("struck_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_help")),
    )
    op.create_index(
        op.f("ix_outside_help_directive_id_body_uid"),
        "outside_help",
        ["directive_id", "body_uid"],
        unique=False,
    )
    op.create_table(
        "card_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("struck_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_card_step_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_step")),
    )
    op.create_index(
        op.f("ix_card_step_person_id_stage"), "card_step", ["person_id", "stage"], unique=False
    )
    op.create_table(
        "reconciliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("until_month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("agreed_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("agreed_by", sa.String(), nullable=True),
        sa.Column("signed_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["reconciliation.id"],
            name=op.f("fk_reconciliation_corrects_reconciliation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
    )
    op.create_index(op.f("ix_reconciliation_corrects"), "reconciliation", ["corrects"], unique=True)
    op.create_index(
        op.f("ix_reconciliation_directive_id_duty"),
        "reconciliation",
        ["directive_id", "duty"],
        unique=False,
    )
    op.create_table(
        "reconciliation_side",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reconciliation_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unmatched", sa.Integer(), nullable=False),
        sa.Column("signer", sa.String(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("struck_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"],
            ["reconciliation.id"],
            name=op.f("fk_reconciliation_side_reconciliation_id_reconciliation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_side")),
    )
    op.create_index(
        op.f("ix_reconciliation_side_reconciliation_id"),
        "reconciliation_side",
        ["reconciliation_id"],
        unique=False,
    )
    op.create_table(
        "reconciliation_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["side_id"],
            ["reconciliation_side.id"],
            name=op.f("fk_reconciliation_line_side_id_reconciliation_side"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reconciliation_line_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_line")),
    )
    op.create_index(
        op.f("ix_reconciliation_line_person_id"), "reconciliation_line", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_reconciliation_line_side_id"), "reconciliation_line", ["side_id"], unique=False
    )
    op.create_table(
        "reconciliation_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reconciliation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"],
            ["reconciliation.id"],
            name=op.f("fk_reconciliation_reason_reconciliation_id_reconciliation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reconciliation_reason_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_reason")),
    )
    op.create_index(
        op.f("ix_reconciliation_reason_person_id"),
        "reconciliation_reason",
        ["person_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reconciliation_reason_reconciliation_id"),
        "reconciliation_reason",
        ["reconciliation_id"],
        unique=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in _PROVEN.items():
            for statement in note(table, ["id"], columns.split()):
                op.execute(statement)


def downgrade() -> None:
    for table in reversed(_PROVEN):
        if op.get_bind().dialect.name == "postgresql":
            for statement in forget(table):
                op.execute(statement)
        op.drop_table(table)
