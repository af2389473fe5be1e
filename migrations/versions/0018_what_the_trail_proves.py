"""Salts of what is personal in the trail; PostgreSQL notes which rows a transaction changed"""

import sqlalchemy as sa
from alembic import op

from migrations.noting import forget, note

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# (table, its key) → its proven columns, as they were at this step.
_PROVEN = {
    ("account", "name"): ("paused_at paused_until code reason"),
    ("attachment", "id"): ("report_id name content_type size sha256 stored_at"),
    ("attempt", "id"): ("message_id started_at begun_at finished_at outcome code reason"),
    ("body", "uid"): ("code name kind valid_from valid_to"),
    ("call", "id"): ("obligation_id cycle called_at called_by met note promised_on held_until"),
    ("clause", "id"): ("directive_id clause digest place quote span_start span_end text_sha256"),
    ("contact", "id"): (
        "body_uid post person email phone channels capacity valid_from valid_to position written"
    ),
    ("contact_book", "id"): ("header delimiter newline marked"),
    ("count_import", "id"): ("sha256 recorded_at recorded_by"),
    ("covered", "decision_id obligation_id"): ("due_on_before late_from_before"),
    ("decision", "id"): ("kind number reason approver days until decided_at"),
    ("directive", "id"): (
        "title text_sha256 digest knowledge in_force_from in_force_until registered_at "
        "changed_at stopped_on stopped_reason"
    ),
    ("finding", "id"): (
        "obligation_id cycle policy repeat step rung outcome basis because facts decided_at"
    ),
    ("issued", "id"): (
        "obligation_id number dated signer capacity amends_id recorded_at recorded_by undone_at "
        "undone_reason"
    ),
    ("list_count", "id"): (
        "import_id directive_id body_uid group_id kind people as_of source recorded_at recorded_by"
    ),
    ("message", "id"): (
        "contact_id channel state message_id_header subject content content_sha256 frozen_at"
    ),
    ("named", "issued_id obligation_id"): (""),
    ("notice", "id"): (
        "obligation_id cycle policy repeat step rung recipient_uid recipient_post contact_id "
        "channel dedupe_key basis state reason created_at held_until settled_at message_id"
    ),
    ("obligation", "id"): (
        "directive_id duty clause_id period bearer_uid kind state due_on aim_on late_from "
        "opens_on original_due_on readings cycle rung fired briefed registered_at opened_at "
        "received_at recorded_at withdrawn_at via_checked_at suspended_until extended"
    ),
    ("print", "id"): ("signature_id name size sha256 made_at anew"),
    ("report", "id"): (
        "obligation_id revision received_at recorded_at recorded_by road number dated undone_at "
        "undone_reason state form figures explanations signer capacity sent_on grounds "
        "decided_at decided_by reasons reply_by frozen_by adjusts_id"
    ),
    ("signature", "id"): (
        "obligation_id revision report_id closed_at signed_at signed_by partial undone_at "
        "undone_reason"
    ),
    ("signed", "signature_id report_id"): (""),
    ("sweep", "id"): ("at business_date examined fired missed notices days_without taken_back_at"),
    ("switch", "name"): ("off_since reason changed_by changed_at"),
}


def upgrade() -> None:
    op.create_table(
        "salt",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("what", "key", name=op.f("pk_salt")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for (table, key), columns in _PROVEN.items():
            for statement in note(table, key.split(), columns.split()):
                op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, _ in _PROVEN:
            for statement in forget(table):
                op.execute(statement)
    op.drop_table("salt")
