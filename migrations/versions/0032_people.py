"""People: lists that come down, each person once, what is known of them and what was judged"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_PROVEN = {
    "list_layout": "layout matched recorded_at recorded_by",
    "people_key": "known_by first_used_at",
    "person_list": (
        "directive_id group_id kind body_uid version as_of source people sha256 purpose "
        "ground retain_until held recorded_at recorded_by"
    ),
    "village": "body_uid name recorded_at recorded_by",
    "household": "body_uid village_id head_id recorded_at recorded_by",
    "list_receipt": "list_id body_uid people asked_at received_at recorded_at recorded_by",
    "person": ("body_uid village_id household_id sealed state merged_into recorded_at recorded_by"),
    "double_judged": "one_id other_id score same reason found_at judged_at judged_by",
    "list_line": (
        "list_id person_id body_uid sheet line known card_from card_until category sealed"
    ),
    "person_change": (
        "person_id kind reason body_uid to_body_uid authority effective_on asked_at "
        "asked_by decide_by decided_at decided_by accepted number dated applied_at "
        "undone_at undone_by sealed"
    ),
    "person_merge": "kept_id gone_id reason before merged_at merged_by undone_at undone_by",
}
_KEYS = {"people_key": "number"}
_TABLES = (
    "people_key",
    "village",
    "list_layout",
    "household",
    "person",
    "person_mark",
    "person_list",
    "list_line",
    "list_receipt",
    "person_change",
    "double_judged",
    "person_merge",
)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _day(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _flag(name: str, nullable: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=nullable)


def _bytes(name: str, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, models.instant.UtcInstant(timezone=True), nullable=nullable)


def _places_and_keys() -> None:
    op.create_table(
        "people_key",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _text("known_by"),
        _instant("first_used_at"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_people_key")),
    )
    op.create_table(
        "village",
        _number("id"),
        _text("body_uid"),
        _text("name"),
        _instant("recorded_at"),
        _text("recorded_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village")),
        sa.UniqueConstraint("body_uid", "name", name=op.f("uq_village_body_uid_name")),
    )
    op.create_table(
        "list_layout",
        _number("id"),
        _text("layout"),
        sa.Column("matched", sa.JSON(), nullable=False),
        _instant("recorded_at"),
        _text("recorded_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_layout")),
        sa.UniqueConstraint("layout", name=op.f("uq_list_layout_layout")),
    )


def _persons() -> None:
    op.create_table(
        "household",
        _number("id"),
        _text("body_uid"),
        _number("village_id", True),
        _number("head_id", True),
        _bytes("digest", True),
        _instant("recorded_at"),
        _text("recorded_by"),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_household_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    op.create_index(op.f("ix_household_digest"), "household", ["digest"])
    op.create_table(
        "person",
        _number("id"),
        _text("body_uid"),
        _number("village_id", True),
        _number("household_id", True),
        _bytes("sealed"),
        _number("seal_key"),
        _text("state"),
        _number("merged_into", True),
        _instant("recorded_at"),
        _text("recorded_by"),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_person_village_id_village")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_person_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["person.id"], name=op.f("fk_person_merged_into_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_body_uid_village_id"), "person", ["body_uid", "village_id"])
    op.create_index(op.f("ix_person_household_id"), "person", ["household_id"])
    op.create_table(
        "person_mark",
        _number("id"),
        _number("person_id"),
        _text("kind"),
        _bytes("digest"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_mark_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_mark")),
    )
    op.create_index(op.f("ix_person_mark_digest"), "person_mark", ["digest"])
    op.create_index(op.f("ix_person_mark_person_id"), "person_mark", ["person_id"])


def _lists() -> None:
    op.create_table(
        "person_list",
        _number("id"),
        _text("directive_id"),
        _text("group_id"),
        _text("kind"),
        _text("body_uid"),
        _number("version"),
        _day("as_of"),
        _text("source"),
        _number("people"),
        _text("sha256"),
        _text("purpose"),
        _text("ground"),
        _day("retain_until", True),
        _flag("held"),
        _instant("recorded_at"),
        _text("recorded_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_list")),
        sa.UniqueConstraint(
            "directive_id",
            "group_id",
            "kind",
            "body_uid",
            "version",
            name=op.f("uq_person_list_directive_id_group_id_kind_body_uid_version"),
        ),
    )
    op.create_table(
        "list_line",
        _number("id"),
        _number("list_id"),
        _number("person_id"),
        _text("body_uid"),
        _number("sheet"),
        _number("line"),
        _flag("known"),
        _day("card_from", True),
        _day("card_until", True),
        _text("category", True),
        _bytes("sealed"),
        _number("seal_key"),
        sa.ForeignKeyConstraint(
            ["list_id"], ["person_list.id"], name=op.f("fk_list_line_list_id_person_list")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_list_line_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_line")),
    )
    op.create_index(op.f("ix_list_line_list_id_body_uid"), "list_line", ["list_id", "body_uid"])
    op.create_index(op.f("ix_list_line_person_id"), "list_line", ["person_id"])
    op.create_table(
        "list_receipt",
        _number("id"),
        _number("list_id"),
        _text("body_uid"),
        _number("people"),
        _instant("asked_at", True),
        _instant("received_at", True),
        _instant("recorded_at", True),
        _text("recorded_by", True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["person_list.id"], name=op.f("fk_list_receipt_list_id_person_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_receipt")),
        sa.UniqueConstraint("list_id", "body_uid", name=op.f("uq_list_receipt_list_id_body_uid")),
    )


def _facts() -> None:
    op.create_table(
        "person_change",
        _number("id"),
        _number("person_id"),
        _text("kind"),
        _text("reason", True),
        _text("body_uid"),
        _text("to_body_uid", True),
        _text("authority"),
        _day("effective_on"),
        _instant("asked_at"),
        _text("asked_by"),
        _day("decide_by", True),
        _instant("decided_at", True),
        _text("decided_by", True),
        _flag("accepted", True),
        _text("number", True),
        _day("dated", True),
        _instant("applied_at", True),
        _instant("undone_at", True),
        _text("undone_by", True),
        _bytes("sealed", True),
        _number("seal_key", True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_change_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_change")),
    )
    op.create_index(op.f("ix_person_change_person_id"), "person_change", ["person_id"])


def _doubles() -> None:
    op.create_table(
        "double_judged",
        _number("id"),
        _number("one_id"),
        _number("other_id"),
        _number("score"),
        _flag("same", True),
        _text("reason", True),
        _instant("found_at"),
        _instant("judged_at", True),
        _text("judged_by", True),
        sa.ForeignKeyConstraint(
            ["one_id"], ["person.id"], name=op.f("fk_double_judged_one_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_double_judged_other_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_judged")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_double_judged_one_id_other_id")),
    )
    op.create_index(op.f("ix_double_judged_other_id"), "double_judged", ["other_id"])
    op.create_table(
        "person_merge",
        _number("id"),
        _number("kept_id"),
        _number("gone_id"),
        _text("reason"),
        _bytes("before", True),
        _number("seal_key", True),
        _instant("merged_at"),
        _text("merged_by"),
        _instant("undone_at", True),
        _text("undone_by", True),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["person.id"], name=op.f("fk_person_merge_kept_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["gone_id"], ["person.id"], name=op.f("fk_person_merge_gone_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index(op.f("ix_person_merge_gone_id"), "person_merge", ["gone_id"])
    op.create_index(op.f("ix_person_merge_kept_id"), "person_merge", ["kept_id"])


def upgrade() -> None:
    _places_and_keys()
    _persons()
    _lists()
    _facts()
    _doubles()
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in _PROVEN.items():
            for statement in note(table, [_KEYS.get(table, "id")], columns.split()):
                op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in _PROVEN:
            for statement in forget(table):
                op.execute(statement)
    for table in reversed(_TABLES):
        op.drop_table(table)
