"""A monthly report is labelled by the month it is about, no longer by the one in which it is due"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_REPORTS = ("obligation", "consolidation")
# Set before the new label, so that no two rows ever hold the same one.
_ASIDE = "~"


def upgrade() -> None:
    # Until now every form and document told a monthly report of the month before its date. A
    # directive that declares another period is relabelled by its next registration.
    _shift(-1)


def downgrade() -> None:
    _shift(1)


def _shift(months: int) -> None:
    table = sa.table("obligation", sa.column("period", sa.String), sa.column("kind", sa.String))
    reports = table.c.kind.in_(_REPORTS)
    connection = op.get_bind()
    labels = connection.execute(sa.select(table.c.period).where(reports).distinct()).scalars()
    for label in [label for label in labels if _MONTH.fullmatch(label)]:
        change = sa.update(table).where(reports, table.c.period == label)
        connection.execute(change.values(period=_ASIDE + _shifted(label, months)))
    aside = table.c.period.startswith(_ASIDE)
    final = sa.func.substr(table.c.period, len(_ASIDE) + 1)
    connection.execute(sa.update(table).where(aside).values(period=final))


def _shifted(label: str, months: int) -> str:
    year, month = divmod(int(label[:4]) * 12 + int(label[5:]) - 1 + months, 12)
    return f"{year}-{month + 1:02}"
