"""A demonstration: an installation of its own, made of nothing that belongs to the office.

It is a folder with a `demonstration.yaml` in it, and that name is the one place that says so:
whoever opens the file (the command, Prefect's children, `--config`) opens the demonstration and
nothing else, whatever the environment names; whoever opens an office in such a folder is refused.
The file can hold what is read and never written: rules, directives, readings, names. Its database,
key, clock, mail and contacts have one place, the folder; for accounts it has no words.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import orjson
from pydantic import Field

from dondoc.errors import Refused
from dondoc.setup.channels import EMBEDDED, MaildirChannel
from dondoc.setup.settings import (
    KEY_VARIABLE,
    EscalationSettings,
    LocatedSettings,
    OfficeSettings,
    Part,
    ReadingSettings,
    Settings,
    Specialist,
)
from rules.files.source import Source, validate
from rules.rulebook import HOME

FILE = "demonstration.yaml"
CLOCK = "clock.json"
# What a program has written where it lies, an office's as much as an older demonstration's.
_WRITTEN = ("dondoc.sqlite", "checkpoints.jsonl", "signing.key", CLOCK)
_SPECIALIST = Specialist(
    person="Nguyễn Thị Hà (mẫu)",
    phone="0000 000 000 (mẫu)",
    email="chuyen-vien@mo-phong.invalid",
)
_HEAD = "# Bản mô phỏng: lập lại mỗi lần chạy dondoc up --demo; không gì ở đây là của Văn phòng.\n"


class Named(Part):
    """How the office is called, and its uid among the bodies."""

    name: str = ""
    body: str = ""


class DemonstrationFile(Part):
    """Everything a demonstration.yaml may hold. `rules` is the folder of the rules it reads."""

    office: Named = Named.model_construct()
    rules: str = Field(default_factory=lambda: str(HOME))
    directives: list[str] = Field(min_length=1)
    readings: ReadingSettings = ReadingSettings.model_construct()
    channels: list[str] = Field(default_factory=lambda: ["email"], min_length=1)

    def settings(self) -> Settings:
        """Return the settings of a demonstration: what leaves goes into its own outbox folder."""
        return Settings(
            office=OfficeSettings(**self.office.model_dump(), specialist=_SPECIALIST),
            state=".",
            rules=self.rules,
            directives=self.directives,
            readings=self.readings,
            escalations=EscalationSettings(release="person"),
            channels=dict.fromkeys(self.channels, EMBEDDED),
        )


class Demonstration(LocatedSettings):
    """The settings of a demonstration; the environment has no say in them."""

    @property
    def simulated(self) -> bool:
        """Return True: time is simulated here."""
        return True

    @property
    def state_folder(self) -> Path:
        """Return the folder of the demonstration: where its file of settings lies."""
        return self.folder

    @property
    def database_url(self) -> str:
        """Return its own SQLite database's URL."""
        return f"sqlite:///{self.folder / 'dondoc.sqlite'}"


def stands_in(folder: Path) -> bool:
    """Say whether `folder` is a demonstration's."""
    return (folder / FILE).exists()


def demonstration(source: Source, file: Path) -> Demonstration:
    """Return the demonstration whose settings `source` are; raises RuleError as `validate`."""
    said = validate(source, DemonstrationFile)
    return Demonstration(settings=said.settings(), folder=file.resolve().parent, file=file)


def demonstration_of(office: LocatedSettings) -> Demonstration:
    """Make the demonstration beside the office whose settings these are, or take it up again.

    Of the office only what is read goes in: rules, directives, readings, its name and uid, and
    what its channels are called. `office` may be that demonstration already.

    Raises:
        Refused: what lies in the folder is no demonstration's, or something of the office's does.
    """
    if isinstance(office, Demonstration):
        return office
    folder = office.state_folder / "demo"
    for what, path in _kept_by(office):
        if path.resolve().is_relative_to(folder.resolve()):
            raise Refused(
                f"{what} của Văn phòng nằm trong {folder}, thư mục dành cho mô phỏng, làm lại là "
                "xóa; chuyển ra chỗ khác rồi mới mô phỏng"
            )
    found = [name for name in _WRITTEN if (folder / name).exists()]
    if found and not stands_in(folder):
        raise Refused(
            f"{folder} đã có {', '.join(found)} không do bản mô phỏng này lập (của Văn phòng, hoặc "
            f"mô phỏng của bản trước 0.2.0); xem kỹ, chuyển đi (mv {folder} {folder}-cu) rồi "
            "chạy lại"
        )
    settings = office.settings
    return write(
        folder,
        DemonstrationFile(
            office=Named(name=settings.office.name, body=settings.office.body),
            rules=str(office.rules_folder.resolve()),
            directives=settings.directives,
            readings=settings.readings,
            channels=list(settings.channels),
        ),
    )


def write(folder: Path, said: DemonstrationFile) -> Demonstration:
    """Write the settings of a demonstration into `folder` and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    file, draft = folder / FILE, folder / f".{FILE}"
    # JSON is YAML, and no text can be taken for anything else in it.
    body = orjson.dumps(said.model_dump(mode="json"), option=orjson.OPT_INDENT_2).decode()
    draft.write_text(f"{_HEAD}{body}\n", "utf-8")
    draft.replace(file)
    return Demonstration(settings=said.settings(), folder=folder.resolve(), file=file)


def _kept_by(office: LocatedSettings) -> Iterator[tuple[str, Path]]:
    """Yield what the office keeps where its settings or the environment say, with its name."""
    if database := database_folder(office):
        yield "cơ sở dữ liệu", database
    if office.contacts_file:
        yield "danh bạ", office.contacts_file
    if key := os.environ.get(KEY_VARIABLE):
        yield "khóa ký", Path(key)
    yield "bộ quy tắc", office.rules_folder
    for name, channel in office.settings.channels.items():
        if isinstance(channel, MaildirChannel) and channel.outbox:
            yield f"hộp thư đi của kênh {name}", office.folder / channel.outbox


def database_folder(settings: LocatedSettings) -> Path | None:
    """Return the folder of the SQLite file that these settings open; None where it is no file."""
    # Who opens no database need not wait for it.
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(settings.database_url)
    except (ArgumentError, ValueError):
        # An office that cannot be opened keeps nobody from a demonstration.
        return None
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(url.database or "").resolve().parent


def refuse_simulated_folder(office: LocatedSettings) -> None:
    """Raise `Refused` where an office is about to be opened on what a demonstration wrote."""
    if isinstance(office, Demonstration):
        return
    state = office.state_folder
    for folder in {state.resolve(), database_folder(office) or state.resolve()}:
        if stands_in(folder):
            raise Refused(
                f"{folder} là thư mục của một bản mô phỏng, không mở như của Văn phòng; "
                f"xem bản mô phỏng: dondoc --config {folder / FILE} board"
            )
        if (folder / CLOCK).exists():
            raise Refused(
                f"{folder} có đồng hồ mô phỏng ({CLOCK}): dữ liệu ở đây là của một bản mô phỏng, "
                f"không mở như của Văn phòng; nếu chắc tệp ấy để lạc, chuyển {folder / CLOCK} đi"
            )
