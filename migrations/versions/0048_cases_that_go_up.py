"""Cases of people who do not join: reported by their body, proposed for, decided on"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_REPORT = ["directive_id", "duty", "body_uid", "drafted_at", "drafted_by", "signer_post", "copies"]
_REPORT += ["report_id", "annex_number", "annex_road", "dropped_at", "dropped_by"]
_LINE = ["case_report_id", "person_id", "groups", "informed_on", "mobilised_on", "helped_on"]
_LINE += ["sought_on", "returned_at", "returned_by", "left_at", "left_why", "sealed"]
_PROPOSAL = [
    "case_line_id",
    "person_id",
    "kind",
    "proposed_at",
    "proposed_by",
    "report_id",
    "accepted",
]
_PROPOSAL += ["number", "dated", "decided_at", "decided_by", "sealed"]


def _instant(name: str, *, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, models.instant.UtcInstant(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "case_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        _instant("drafted_at", nullable=False),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("signer_post", sa.String(), nullable=True),
        sa.Column("copies", sa.JSON(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("annex_number", sa.String(), nullable=True),
        sa.Column("annex_road", sa.String(), nullable=True),
        _instant("dropped_at"),
        sa.Column("dropped_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_case_report_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_report")),
    )
    op.create_index(
        op.f("ix_case_report_directive_id_body_uid"), "case_report", ["directive_id", "body_uid"]
    )
    op.create_index(op.f("ix_case_report_report_id"), "case_report", ["report_id"])
    op.create_table(
        "case_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_report_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("mobilised_on", sa.Date(), nullable=True),
        sa.Column("helped_on", sa.Date(), nullable=True),
        sa.Column("sought_on", sa.Date(), nullable=True),
        _instant("returned_at"),
        sa.Column("returned_by", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.Integer(), nullable=True),
        _instant("left_at"),
        sa.Column("left_why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_report_id"],
            ["case_report.id"],
            name=op.f("fk_case_line_case_report_id_case_report"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_line_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_line")),
    )
    op.create_index(op.f("ix_case_line_person_id"), "case_line", ["person_id"])
    op.create_index(op.f("ix_case_line_case_report_id"), "case_line", ["case_report_id"])
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_line_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.Integer(), nullable=False),
        _instant("proposed_at", nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        _instant("decided_at"),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_line_id"], ["case_line.id"], name=op.f("fk_proposal_case_line_id_case_line")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_proposal_report_id_report")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_case_line_id"), "proposal", ["case_line_id"])
    op.create_index(op.f("ix_proposal_person_id"), "proposal", ["person_id"])
    if op.get_bind().dialect.name == "postgresql":
        tables = {"case_report": _REPORT, "case_line": _LINE, "proposal": _PROPOSAL}
        for table, proven in tables.items():
            for statement in note(table, ["id"], proven):
                op.execute(statement)


def downgrade() -> None:
    for table in ("proposal", "case_line", "case_report"):
        if op.get_bind().dialect.name == "postgresql":
            for statement in forget(table):
                op.execute(statement)
        op.drop_table(table)
