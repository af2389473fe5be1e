"""The office's settings: config.yaml, overridden by two environment variables."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dondoc.setup import places
from dondoc.setup.channels import EMBEDDED, ChannelSetting
from rules.files.located import refuse
from rules.files.source import Source, validate
from rules.meaning.body import BodyRegistry
from rules.meaning.deadline import Readings
from rules.meaning.recipient import office_among
from rules.rulebook import HOME

_HOUR = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


def _clock_time(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _HOUR.fullmatch(value):
        raise refuse(f'"{value}" is no time of day', 'an hour as "07:00"')
    return time.fromisoformat(value)


def _embedded() -> dict[str, ChannelSetting]:
    return {"email": EMBEDDED}


# Who acts: a body's uid and a post of it.
ACTOR = r"^[a-z0-9@-]+/[a-z-]+$"
LocalTime = Annotated[time, BeforeValidator(_clock_time)]


# Names another place for the trail's key, outside the state folder: a secret mount, a USB stick.
KEY_VARIABLE = "DONDOC_SIGNING_KEY_FILE"


class Part(BaseModel):
    """A part of config.yaml: unknown keys are refused, nothing is changed after reading.

    What reads one is built with the whole it is a part of, not for each alone; what is left out is
    put together (`model_construct`), which needs no such reader.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Specialist(Part):
    """Who signs the messages and takes the answers."""

    person: str = "(điền họ tên chuyên viên)"
    title: str = "chuyên viên"
    phone: str = "(điền số điện thoại)"
    email: str = "vanphong@chua-khai-bao.invalid"


class OfficeSettings(Part):
    """The office that sends. `body` is its uid among the bodies; "" leaves both to the bodies."""

    name: str = ""
    body: str = ""
    specialist: Specialist = Specialist.model_construct()

    def among(self, bodies: BodyRegistry) -> "OfficeSettings":
        """Return the same with what the settings leave open taken from the bodies.

        The office is then the one body with a specialist, called as the bodies call it. `body`
        stays "" where there is no such body, or several.
        """
        uid = self.body or office_among(bodies) or ""
        known = bodies.get(uid) if uid in bodies else None
        name = self.name or (known.short_name or known.name if known else "Văn phòng")
        return self.model_copy(update={"body": uid, "name": name})


class ReadingSettings(Part):
    """How deadlines are read when blame is at stake (reminders always read strictly).

    `before: lenient` counts the named day of "trước ngày D" as on time; `roll` moves a last
    day that is a day off to the end of the next working day (Civil Code 2015, art. 148.5).
    """

    before: Literal["lenient", "strict"] = "lenient"
    roll: bool = True


class SweepSettings(Part):
    """When the daily sweep runs (local time), and after how long a gap it asks a person."""

    at: LocalTime = time(7, 0)
    max_gap_days: int = Field(default=180, ge=1, le=3660)


class EscalationSettings(Part):
    """Whether notices to a chair or above wait for a person, or go after some hours.

    `released_by`: the post of the office that is assigned in writing to let them go; "" leaves it
    to the table of rights, as shipped the head of the office.
    """

    release: Literal["person", "after_hours", "at_once"] = "person"
    hours: int = Field(default=3, ge=1, le=240)
    released_by: str = Field(default="", pattern=r"^[a-z-]*$")


class DispatchSettings(Part):
    """How often notices are sent (minutes), in which local hours, and the lease (seconds)."""

    every_minutes: int = Field(default=5, ge=1, le=60)
    lease_seconds: int = Field(default=120, ge=10, le=86_400)


class CourtesySettings(Part):
    """When word may go out (local time, from `opens` until before `closes`), and how much.

    `off_days`: on days off too. `cap`: how many messages one contact gets in a day before what
    is no escalation waits for the next.
    """

    opens: LocalTime = time(7, 0)
    closes: LocalTime = time(18, 0)
    off_days: bool = False
    cap: int = Field(default=3, ge=1, le=100)

    @model_validator(mode="after")
    def _open_for_a_while(self) -> "CourtesySettings":
        if self.closes <= self.opens:
            raise refuse("the hours end before they begin", "closes after opens", "closes")
        return self


class BackupSettings(Part):
    """Where each day's backup goes ("": nowhere), and how many are kept.

    `at`: its local time, null: after the morning's sweep.
    """

    folder: str = ""
    at: LocalTime | None = None
    keep: int = Field(default=14, ge=1, le=3660)


class RetentionSettings(Part):
    """After how many months what is personal may be purged; null: never.

    `contacts`: since who is listed no more held the post; `letters`: since they were composed;
    `attachments`: since they were stored.
    """

    contacts: int | None = Field(default=None, ge=3, le=1200)
    letters: int | None = Field(default=None, ge=12, le=1200)
    attachments: int | None = Field(default=None, ge=12, le=1200)


class PrefectSettings(Part):
    """The office's own Prefect server, by the address of its API, and the work pool there."""

    api: str = Field(default="", pattern=r"^(https?://[^\s@]+/api)?$")
    pool: str = Field(default="dondoc", pattern=r"^[A-Za-z0-9._-]+$", max_length=100)


class WebSettings(Part):
    """Where the pages are served, how the office's people call them, who may stand before them.

    `certificate`, `key`: files (PEM) with which the pages are served under HTTPS on their own.
    `log`: where a line of each request goes; a file is in the state folder.
    `url`: the address people use, "" for none: letters then have no link. `names`: other host
    names by which it is asked. `trusted_proxies`: whose word for a caller's address is taken.
    `idle_minutes`: after how long without doing anything the password is asked for again;
    `hours`: after how long one signs in anew. `ask_quarterly`: whether a body is asked once a
    quarter, on its own page, what it did of duties without a date.
    """

    on: bool = True
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8010, ge=1, le=65_535)
    url: str = Field(default="", pattern=r"^(https?://[^\s@/?#]+)?$")
    names: list[str] = Field(default_factory=list)
    trusted_proxies: list[str] = Field(default_factory=list)
    log: Literal["file", "stderr", "off"] = "file"
    certificate: str | None = None
    key: str | None = None
    idle_minutes: int = Field(default=15, ge=1, le=480)
    hours: int = Field(default=10, ge=1, le=72)
    ask_quarterly: bool = True

    @model_validator(mode="after")
    def _both_or_none(self) -> "WebSettings":
        if (self.certificate is None) is not (self.key is None):
            missing = "key" if self.key is None else "certificate"
            raise refuse("HTTPS takes two files", f"`{missing}` beside the other", missing)
        return self


class Settings(Part):
    """Everything config.yaml may hold. `folder` is where relative paths start."""

    office: OfficeSettings = OfficeSettings.model_construct()
    as_: str | None = Field(default=None, alias="as", pattern=ACTOR)
    state: str = "var"
    database: str | None = None
    rules: str | None = None
    directives: list[str] = Field(min_length=1)
    contacts: str | None = None
    checkpoints: str | None = None
    readings: ReadingSettings = ReadingSettings.model_construct()
    sweep: SweepSettings = SweepSettings.model_construct()
    escalations: EscalationSettings = EscalationSettings.model_construct()
    dispatch: DispatchSettings = DispatchSettings.model_construct()
    courtesy: CourtesySettings = CourtesySettings.model_construct()
    backup: BackupSettings = BackupSettings.model_construct()
    retention: RetentionSettings = RetentionSettings.model_construct()
    prefect: PrefectSettings = PrefectSettings.model_construct()
    web: WebSettings = WebSettings.model_construct()
    channels: dict[str, ChannelSetting] = Field(default_factory=_embedded)

    @model_validator(mode="after")
    def _each_directive_once(self) -> "Settings":
        for index, name in enumerate(self.directives):
            if name in self.directives[:index]:
                raise refuse(f'"{name}" is named twice', "each directive once", "directives")
        return self

    def readings_for_rules(self) -> Readings:
        """Return the readings as the rules take them."""
        return Readings(before=self.readings.before, roll=self.readings.roll)


# Stands on every letter, document and screen of a demonstration.
SIMULATED = "MÔ PHỎNG"


class LocatedSettings(Part):
    """Settings with the folder from which their relative paths start, overrides applied."""

    settings: Settings
    folder: Path
    file: Path | None = None
    state_override: Path | None = None

    @property
    def simulated(self) -> bool:
        """Return whether this is a demonstration, see `dondoc.setup.demonstration`."""
        return False

    @property
    def mark(self) -> str:
        """Return what stands on everything a demonstration makes; "" in an office."""
        return SIMULATED if self.simulated else ""

    @property
    def state_folder(self) -> Path:
        """Return where everything this installation writes lives; DONDOC_STATE wins."""
        if self.state_override:
            return self.state_override
        return places.state_folder(self.folder, self.settings.state)

    @property
    def database_url(self) -> str:
        """Return the SQLAlchemy URL; DONDOC_DATABASE wins, SQLite in the state folder else."""
        return places.database_url(self.state_folder, self.settings.database)

    @property
    def rules_folder(self) -> Path:
        """Return the folder of the rules: the office's own, or the one shipped."""
        if self.settings.rules:
            return self.folder / self.settings.rules
        return HOME

    @property
    def second_folder(self) -> Path | None:
        """Return where the checkpoints go a second time, out of reach of whoever has the state."""
        second = self.settings.checkpoints
        return self.folder / second if second else None

    @property
    def backup_folder(self) -> Path | None:
        """Return where each day's backup goes, None for nowhere."""
        folder = self.settings.backup.folder
        return self.folder / folder if folder else None

    @property
    def contacts_file(self) -> Path | None:
        """Return the office's contacts file, if it names one."""
        return self.folder / self.settings.contacts if self.settings.contacts else None


def read_settings(source: Source, path: Path) -> LocatedSettings:
    """Return the office's settings that `source`, read from `path`, holds.

    Raises:
        rules.errors.RuleError: with file, line, key and reason of every wrong setting.
    """
    folder = path.resolve().parent
    return LocatedSettings(settings=validate(source, Settings), folder=folder, file=path)
