"""Who holds what may be sent: the transactions that have been open for long at a PostgreSQL."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from language.dates import hour_of_day
from language.zone import local

# A claim of another worker is over in less, in seconds.
LONG = 10
_OPEN = text(
    "SELECT pid, coalesce(nullif(application_name, ''), usename) AS name, xact_start AS since "
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend' AND xact_start < now() - make_interval(secs => :long) "
    "ORDER BY xact_start LIMIT 1"
)


def longest_open(session: Session, long: float = LONG) -> str | None:
    """Return in words whose transaction has been open longest, and how to end it.

    None where none is open for so many seconds, and on SQLite, where nobody holds a row.
    """
    if session.get_bind().dialect.name != "postgresql":
        return None
    found = session.execute(_OPEN, {"long": long}).one_or_none()
    if found is None:
        return None
    return (
        f"giao dịch mở lâu nhất ở PostgreSQL: tiến trình {found.pid} ({found.name}) từ "
        f"{hour_of_day(local(found.since))}; kết thúc nó: SELECT pg_terminate_backend({found.pid})"
    )
