"""The first schema"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_body")),
    )
    op.create_table(
        "directive",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("knowledge", sa.String(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("registered_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("changed_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive")),
    )
    op.create_table(
        "entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_entry")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("until", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "sweep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("examined", sa.Integer(), nullable=False),
        sa.Column("fired", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("days_without", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
    )
    op.create_index(op.f("ix_sweep_at"), "sweep", ["at"], unique=False)
    op.create_table(
        "clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_clause_directive_id_directive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint(
            "directive_id", "clause", "digest", name=op.f("uq_clause_directive_id_clause_digest")
        ),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["body_uid"], ["body.uid"], name=op.f("fk_contact_body_uid_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_body_uid_post"), "contact", ["body_uid", "post"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id_header", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("frozen_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("retry_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_message_contact_id_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("message_id_header", name=op.f("uq_message_message_id_header")),
    )
    op.create_index(
        "ix_message_unsettled",
        "message",
        ["state", "retry_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("bearer_uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("aim_on", sa.Date(), nullable=False),
        sa.Column("late_from", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("original_due_on", sa.Date(), nullable=False),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("fired", sa.JSON(), nullable=False),
        sa.Column("briefed", sa.JSON(), nullable=True),
        sa.Column("wake_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("registered_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("opened_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("received_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("withdrawn_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["bearer_uid"], ["body.uid"], name=op.f("fk_obligation_bearer_uid_body")
        ),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_obligation_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_obligation_directive_id_directive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint(
            "directive_id",
            "duty",
            "period",
            "bearer_uid",
            name=op.f("uq_obligation_directive_id_duty_period_bearer_uid"),
        ),
    )
    op.create_index(
        "ix_obligation_wake_at",
        "obligation",
        ["wake_at", "id"],
        unique=False,
        sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("started_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("finished_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_attempt_message_id_message")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_message_id"), "attempt", ["message_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("decided_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_finding_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(
        op.f("ix_finding_obligation_id_cycle_policy_repeat"),
        "finding",
        ["obligation_id", "cycle", "policy", "repeat"],
        unique=True,
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=True),
        sa.Column("recipient_uid", sa.String(), nullable=False),
        sa.Column("recipient_post", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("held_until", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("settled_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_notice_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_notice_message_id_message")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_notice_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_uid"], ["body.uid"], name=op.f("fk_notice_recipient_uid_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notice_dedupe_key")),
    )
    op.create_index(op.f("ix_notice_message_id"), "notice", ["message_id"], unique=False)
    op.create_index(op.f("ix_notice_obligation_id"), "notice", ["obligation_id"], unique=False)
    op.create_index(
        "ix_notice_unsent",
        "notice",
        ["state", "contact_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'held')"),
        postgresql_where=sa.text("state IN ('pending', 'held')"),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("received_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("road", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("undone_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_report_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "obligation_id", "revision", name=op.f("uq_report_obligation_id_revision")
        ),
    )


def downgrade() -> None:
    op.drop_table("report")
    op.drop_index(
        "ix_notice_unsent",
        table_name="notice",
        sqlite_where=sa.text("state IN ('pending', 'held')"),
        postgresql_where=sa.text("state IN ('pending', 'held')"),
    )
    op.drop_index(op.f("ix_notice_obligation_id"), table_name="notice")
    op.drop_index(op.f("ix_notice_message_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index(op.f("ix_finding_obligation_id_cycle_policy_repeat"), table_name="finding")
    op.drop_table("finding")
    op.drop_index(op.f("ix_attempt_message_id"), table_name="attempt")
    op.drop_table("attempt")
    op.drop_index(
        "ix_obligation_wake_at",
        table_name="obligation",
        sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )
    op.drop_table("obligation")
    op.drop_index(
        "ix_message_unsettled",
        table_name="message",
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.drop_table("message")
    op.drop_index(op.f("ix_contact_body_uid_post"), table_name="contact")
    op.drop_table("contact")
    op.drop_table("clause")
    op.drop_index(op.f("ix_sweep_at"), table_name="sweep")
    op.drop_table("sweep")
    op.drop_table("lease")
    op.drop_table("entry")
    op.drop_table("directive")
    op.drop_table("body")
