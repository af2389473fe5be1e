"""How bodies behave in a simulation: who files when, and when the system or the relay is down."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from sqlalchemy import ColumnElement, false

from dondoc.setup.settings import Part
from language.zone import ZONE
from models import Obligation
from rules.files.located import refuse
from rules.files.source import read, validate

# A report that comes "on a day" comes in the afternoon, after that day's sweep.
FILING_HOUR = time(16, 0)


def _instant(value: object) -> object:
    if isinstance(value, str) and value != "never":
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise refuse(f'"{value}" is no instant', "YYYY-MM-DDTHH:MM, or never") from None
    return value


def _aware(value: datetime | str) -> datetime | str:
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=ZONE)
    return value


def _day(value: object) -> object:
    # JSON knows no dates: there they come as text.
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refuse(f'"{value}" is no day', "a day as YYYY-MM-DD") from None


def _ordered(value: list[date]) -> list[date]:
    if len(value) != 2 or value[0] > value[1]:
        raise ValueError("two dates, the earlier first")
    return value


Filing = Annotated[datetime | Literal["never"], BeforeValidator(_instant), AfterValidator(_aware)]
Instant = Annotated[datetime, BeforeValidator(_instant), AfterValidator(_aware)]
Day = Annotated[date, BeforeValidator(_day)]
Span = Annotated[list[Day], AfterValidator(_ordered)]


class Default(Part):
    """What everybody does who is not excepted; `offset_days` shifts the filing (calendar days)."""

    file: Literal["aim", "due", "never"] = "never"
    offset_days: int = Field(default=0, ge=-366, le=366)


class Exceptional(Part):
    """What one bearer does for one obligation; an instant without a zone is local.

    `returned`: when the receiver gives the report back; `answered`: when it is sent again.
    """

    duty: str
    bearer: str
    due_on: Day
    file: Filing
    returned: Instant | None = None
    answered: Instant | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Exceptional":
        filed = None if isinstance(self.file, str) else self.file
        steps = [at for at in (filed, self.returned, self.answered) if at is not None]
        if (self.returned and filed is None) or (self.answered and self.returned is None):
            raise ValueError("a report is filed, then returned, then answered")
        if steps != sorted(steps):
            raise ValueError("a report is filed, then returned, then answered, in that order")
        return self


class Behaviour(Part):
    """The behaviour file. Spans are local dates, both ends included.

    `release`: whether what waits for a person's word is let go, on the day it is decided.
    """

    default: Default = Default()
    exceptions: list[Exceptional] = Field(default_factory=list, alias="except")
    system_down: list[Span] = Field(default_factory=list)
    relay_down: list[Span] = Field(default_factory=list)
    release: Literal["same_day", "never"] = "same_day"

    def is_down(self, spans: list[Span], day: date) -> bool:
        """Say whether `day` lies in one of `spans`."""
        return any(first <= day <= last for first, last in spans)

    def usual(self, now: datetime) -> ColumnElement[bool]:
        """Select the obligations whose report comes by the instant `now` unless excepted."""
        if self.default.file == "never":
            return false()
        day = Obligation.aim_on if self.default.file == "aim" else Obligation.due_on
        return day <= now.astimezone(ZONE).date() - timedelta(days=self.default.offset_days)

    def filing(self, row: Obligation) -> datetime | None:
        """Return the instant (UTC) at which the report of `row` comes, None for never."""
        for one in self.exceptions:
            if (one.duty, one.bearer, one.due_on) == (row.duty, row.bearer_uid, row.due_on):
                return None if isinstance(one.file, str) else one.file.astimezone(UTC)
        if self.default.file == "never":
            return None
        day = row.aim_on if self.default.file == "aim" else row.due_on
        day += timedelta(days=self.default.offset_days)
        return datetime.combine(day, FILING_HOUR, ZONE).astimezone(UTC)


def read_behaviour(path: Path) -> Behaviour:
    """Read a behaviour file (YAML or JSON, UTF-8).

    Raises:
        rules.errors.RuleError: with file, line, key and reason of everything wrong in it.
    """
    return validate(read(path), Behaviour)
