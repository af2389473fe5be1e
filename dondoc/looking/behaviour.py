"""How bodies behave in a simulation: who files when, and when the system or the relay is down."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, model_validator
from sqlalchemy import ColumnElement, false

from dondoc.setup.settings import ACTOR, Part
from language.zone import ZONE
from models import Obligation
from rules.errors import Problem
from rules.files.located import refuse
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source, read, validate

# A report that comes "on a day" comes in the afternoon, after that day's sweep.
FILING_HOUR = time(16, 0)
FilingRule = Literal["aim", "due", "never"]
_RULES = get_args(FilingRule)
# As a cell of a figures file: the form says what of it can be taken.
Cell = int | float | str | bool | None


def _instant(value: object) -> object:
    if isinstance(value, str) and value not in _RULES:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise refuse(
                f'"{value}" is no instant', f"YYYY-MM-DDTHH:MM, or {', '.join(_RULES)}"
            ) from None
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


Filing = Annotated[datetime | FilingRule, BeforeValidator(_instant), AfterValidator(_aware)]
Instant = Annotated[datetime, BeforeValidator(_instant), AfterValidator(_aware)]
Day = Annotated[date, BeforeValidator(_day)]
Span = Annotated[list[Day], AfterValidator(_ordered)]


class Default(Part):
    """What everybody does who is not excepted; `offset_days` shifts the filing (calendar days)."""

    file: Literal["aim", "due", "never"] = "never"
    offset_days: int = Field(default=0, ge=-366, le=366)


class FiguresSaid(Part):
    """What a report says, by the form it asks, as a figures file does; nothing is filled in.

    `groups`: the figures of each row of the form, by their ids; `texts` by theirs; `explanations`:
    the filer's word by address, "row.figure".
    """

    as_of: Day | None = None
    nil: bool = False
    groups: dict[str, dict[str, Cell]] = Field(default_factory=dict)
    texts: dict[str, str] = Field(default_factory=dict)
    explanations: dict[str, str] = Field(default_factory=dict)

    def as_file(self) -> dict[str, object]:
        """Return it as the JSON of a figures file: what is not said is not there."""
        said = self.model_dump(exclude_unset=True, exclude={"texts"})
        return {**self.texts, **said}


class Exceptional(Part):
    """What one bearer does for one obligation; an instant without a zone is local.

    `due_on` is left out where the text states no term: what is filed begins the round, or belongs
    to the one that is open. `file` left out: as everybody does. `figures`, or `count` where the
    form asks one number: what the report says; `number`, `dated`, `signer`: what its paper does.
    `by`: who files it, as BODY/POST; else the bearer's officer, or who records for it.
    `recorded`: when the receiver enters it, where that is later than `file`; `road`, `grounds`: as
    `report record` has them. `returned`: when the receiver gives the report back, for `reasons` by
    address; `answered`: when it is sent again, with `corrected` figures or the same.
    """

    duty: str
    bearer: str
    due_on: Day | None = None
    file: Filing | None = None
    figures: FiguresSaid | None = None
    count: int | None = Field(default=None, ge=0)
    number: str | None = None
    dated: Day | None = None
    signer: str | None = None
    by: str | None = Field(default=None, pattern=ACTOR)
    recorded: Instant | None = None
    road: str | None = None
    grounds: str | None = None
    returned: Instant | None = None
    reasons: dict[str, str] = Field(default_factory=dict)
    answered: Instant | None = None
    corrected: FiguresSaid | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Exceptional":
        filed = self.file if isinstance(self.file, datetime) else None
        steps = [at for at in (filed, self.returned, self.answered) if at is not None]
        if (self.returned and filed is None) or (self.answered and self.returned is None):
            raise ValueError("a report is filed, then returned, then answered")
        if steps != sorted(steps):
            raise ValueError("a report is filed, then returned, then answered, in that order")
        if self.due_on is None and filed is None:
            raise refuse("without due_on it is not said when", "an instant under file", "file")
        if self.recorded and (filed is None or self.recorded < filed):
            raise ValueError("a report is filed, then recorded")
        if self.figures and self.count is not None:
            raise refuse("figures and a count at once", "one of the two", "count")
        return self


class ListCounts(Part):
    """Counts of lists that are taken over at an instant, by whom (BODY/POST; else the office).

    `file`: CSV or XLSX, as `dondoc counts import` takes it; relative to the behaviour file.
    """

    file: str
    at: Instant
    by: str | None = Field(default=None, pattern=ACTOR)


class CallSaid(Part):
    """A call about one obligation at an instant, by whom (BODY/POST; else the office)."""

    at: Instant
    duty: str
    bearer: str
    due_on: Day
    met: str
    note: str | None = None
    promise: Day | None = None
    by: str | None = Field(default=None, pattern=ACTOR)


class IssuedSaid(Part):
    """A công văn urging the late ones of the round due on `due_on`, entered at an instant."""

    at: Instant
    due_on: Day
    number: str
    by: str | None = Field(default=None, pattern=ACTOR)


class Behaviour(Part):
    """The behaviour file. Spans are local dates, both ends included.

    `release`: whether what waits for a person's word is let go, on the day it is decided.
    """

    default: Default = Default()
    exceptions: list[Exceptional] = Field(default_factory=list, alias="except")
    lists: list[ListCounts] = Field(default_factory=list)
    calls: list[CallSaid] = Field(default_factory=list)
    issued: list[IssuedSaid] = Field(default_factory=list)
    system_down: list[Span] = Field(default_factory=list)
    relay_down: list[Span] = Field(default_factory=list)
    release: Literal["same_day", "never"] = "same_day"
    _source: Source | None = PrivateAttr(None)

    @property
    def folder(self) -> Path:
        """Return where the paths of the file start."""
        return Path(self._source.file).resolve().parent if self._source else Path()

    def problem(self, path: KeyPath, what: str, allowed: str = "") -> Problem:
        """Return what is wrong at `path`, with its line where this comes from a file."""
        source = self._source or Source("--behaviour", {}, {})
        return source.problem(path, what, allowed)

    def is_down(self, spans: list[Span], day: date) -> bool:
        """Say whether `day` lies in one of `spans`."""
        return any(first <= day <= last for first, last in spans)

    def usual(self, now: datetime) -> ColumnElement[bool]:
        """Select the obligations whose report comes by the instant `now` unless excepted."""
        if self.default.file == "never":
            return false()
        day = Obligation.aim_on if self.default.file == "aim" else Obligation.due_on
        return day <= now.astimezone(ZONE).date() - timedelta(days=self.default.offset_days)

    def exception(self, duty: str, bearer: str, due_on: date) -> int | None:
        """Return which exception (from 0) is about that obligation, None where none is."""
        wanted = (duty, bearer, due_on)
        for number, one in enumerate(self.exceptions):
            if (one.duty, one.bearer, one.due_on) == wanted:
                return number
        return None

    def filing(self, row: Obligation) -> datetime | None:
        """Return the instant (UTC) at which the report of `row` comes, None for never."""
        number = self.exception(row.duty, row.bearer_uid, row.due_on)
        file = self.exceptions[number].file if number is not None else None
        if isinstance(file, datetime):
            return file.astimezone(UTC)
        rule = file or self.default.file
        if rule == "never":
            return None
        day = row.aim_on if rule == "aim" else row.due_on
        if file is None:
            day += timedelta(days=self.default.offset_days)
        return datetime.combine(day, FILING_HOUR, ZONE).astimezone(UTC)


def read_behaviour(path: Path) -> Behaviour:
    """Read a behaviour file (YAML or JSON, UTF-8).

    Raises:
        rules.errors.RuleError: with file, line, key and reason of everything wrong in it.
    """
    source = read(path)
    found = validate(source, Behaviour)
    found._source = source
    return found
