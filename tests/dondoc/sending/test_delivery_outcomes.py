"""Delivery over real sockets, through the whole dispatch: each failure ends where the table says.

sent; permanent → the next channel, else failed; temporary → again later; config → the account
rests; unknown → a person decides.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dondoc.contacts.row import ContactRow
from dondoc.errors import Refused
from dondoc.looking.doctor import examine
from dondoc.sending.pauses import paused, resume
from dondoc.setup.settings import Settings
from dondoc.setup.wiring import accounts_of
from models import Attempt, Event, Message, Notice
from models.trail import append
from notifications.gateway import Gateway
from rules.meaning.routing import Route, Routing
from tests.offices import DAI_PHU, Scene, at
from tests.sinks.mail import HOST, PASSWORD, USER, Treatment, relay, with_login
from tests.sinks.script import Wire, scripted
from tests.sinks.web import Provider, provider

QUICK = {f"timeout_{part}": 0.5 for part in ("connect", "session", "transaction", "body", "final")}
PLAIN = {"schema": "smtp", "host": HOST, "security": "none", **QUICK}
HOOK = {"schema": "webhook", "timeout_answer": 0.5}
ANY_WAY = Routing([Route("moi-kenh", "Mọi kênh", channels=("any",))])


@dataclass
class Post:
    """An office whose only contact is the officer of Đại Phú, on the day of the first notice."""

    scene: Scene
    folder: Path

    def wire(self, **channels: object) -> None:
        """Give the office these accounts."""
        before = self.scene.office.settings
        wanted = before.settings.model_dump(by_alias=True)
        # Their one contact gets many messages in some of the tests.
        wanted |= {"channels": channels, "courtesy": {"cap": 50}}
        self.scene.office.settings = before.model_copy(
            update={"settings": Settings.model_validate(wanted)}
        )
        if isinstance(self.scene.office.gateway, Gateway):
            self.scene.office.gateway.close()
        accounts = accounts_of(self.scene.office.settings, self.folder / "outbox")
        self.scene.office.gateway = Gateway(accounts)

    def dispatch(self, time: str = "09:00") -> dict[str, int]:
        messages: dict[str, int] = self.scene.dispatch(f"2024-04-26 {time}").messages
        return messages

    def message(self) -> Message:
        with self.scene.office.reading() as session:
            return session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()

    def attempts(self) -> list[tuple[str | None, str | None]]:
        with self.scene.office.reading() as session:
            return [(a.outcome, a.code) for a in session.scalars(select(Attempt))]

    def notices(self) -> list[tuple[str, str]]:
        with self.scene.office.reading() as session:
            query = select(Notice).where(Notice.contact_id.is_not(None)).order_by(Notice.id)
            return [(n.channel, n.state) for n in session.scalars(query)]

    def waits(self) -> timedelta | None:
        """Return for how long after the first dispatch the message waits."""
        retry = self.message().retry_at
        return None if retry is None else retry - at("2024-04-26 09:00")

    def resting(self, time: str = "09:01") -> list[tuple[str, str]]:
        with self.scene.office.reading() as session:
            return [(a.name, a.code) for a in paused(session, at(f"2024-04-26 {time}"))]


@pytest.fixture
def post(office_with: Callable[..., Scene], tmp_path: Path) -> Iterator[Callable[..., Post]]:
    made: list[Post] = []

    def make(address: str = "officer", watched: bool = True, **more: Any) -> Post:
        row = ContactRow(DAI_PHU, "officer", "Hoàng Thị Thử", f"{address}@demo.invalid", **more)
        # The doctor is asked: without a witness of the tests, whose triggers it would name.
        scene = office_with(contacts=[row], watched=watched)
        scene.office.rulebook = replace(scene.office.rulebook, routing=ANY_WAY)
        made.append(Post(scene, tmp_path))
        return made[-1]

    yield make
    for one in made:
        if isinstance(one.scene.office.gateway, Gateway):
            one.scene.office.gateway.close()


@pytest.fixture
def mail() -> Iterator[tuple[int, Treatment]]:
    with relay() as served:
        yield served


@pytest.fixture
def web() -> Iterator[tuple[str, Provider]]:
    with provider() as served:
        yield served


def swept(made: Post) -> Post:
    made.scene.sweep("2024-04-26 07:00")
    return made


@pytest.mark.parametrize(
    ("recipient", "state", "outcome", "code", "minutes"),
    [
        ("officer", "sent", "sent", "250", None),
        ("nouser", "failed", "permanent", "550", None),
        ("spam", "failed", "permanent", "554", None),
        ("full", "pending", "temporary", "452", 1),
        ("grey", "pending", "temporary", "451", 5),
        ("lost", "unknown", "unknown", "LOST", None),
        ("hang", "unknown", "unknown", "TIMEOUT", None),
    ],
)
def test_what_the_relay_does_to_a_recipient_decides_what_follows(
    post: Callable[..., Post],
    mail: tuple[int, Treatment],
    recipient: str,
    state: str,
    outcome: str,
    code: str,
    minutes: int | None,
) -> None:
    made = post(recipient)
    made.wire(email={**PLAIN, "port": mail[0]})
    assert swept(made).dispatch() == {state: 1}
    assert made.attempts() == [(outcome, code)]
    assert made.waits() == (None if minutes is None else timedelta(minutes=minutes))
    ends = {"sent": "sent", "failed": "failed"}
    assert made.notices() == [("email", ends.get(state, "pending"))]
    assert made.resting() == []


def drop(wire: Wire) -> None:
    wire.cut()


def drip(wire: Wire) -> None:
    wire.greet()
    wire.accept_data()
    wire.hear_body()
    wire.drip("250-slow\r\n")


def no_starttls(wire: Wire) -> None:
    wire.greet("PIPELINING")


def starttls_refused(wire: Wire) -> None:
    wire.greet("STARTTLS")
    wire.hear("STARTTLS")
    wire.say("502 5.5.1 no")


@pytest.mark.parametrize(
    ("play", "more", "state", "outcome", "code"),
    [
        (drop, {}, "pending", "temporary", "NO_CONNECTION"),
        (drip, {}, "unknown", "unknown", "TIMEOUT"),
        (no_starttls, {"security": "starttls"}, "pending", "config", "NO_STARTTLS"),
        (starttls_refused, {"security": "starttls"}, "pending", "config", "502"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_how_the_relay_fails_decides_what_follows(
    post: Callable[..., Post],
    play: Callable[[Wire], None],
    more: dict[str, str],
    state: str,
    outcome: str,
    code: str,
) -> None:
    made = post()
    with scripted(play) as port:
        made.wire(email={**PLAIN, "port": port, **more})
        assert swept(made).dispatch() == {state: 1}
    assert made.attempts() == [(outcome, code)]
    assert made.resting() == ([("email", code)] if outcome == "config" else [])


@pytest.mark.parametrize(
    ("path", "state", "outcome", "code", "minutes"),
    [
        ("ok", "sent", "sent", "200", None),
        ("refused", "failed", "permanent", "400", None),
        ("missing", "failed", "permanent", "404", None),
        ("gone", "failed", "permanent", "410", None),
        ("unauthorized", "pending", "config", "401", None),
        ("forbidden", "pending", "config", "403", None),
        ("many", "pending", "temporary", "429", 10),
        ("closed-for-a-while", "pending", "temporary", "503", 2),
        ("broken", "unknown", "unknown", "500", None),
        ("silent", "unknown", "unknown", "NO_OK", None),
        ("hang", "unknown", "unknown", "TIMEOUT", None),
        ("drip", "unknown", "unknown", "TIMEOUT", None),
    ],
)
def test_what_a_provider_answers_decides_what_follows(
    post: Callable[..., Post],
    web: tuple[str, Provider],
    path: str,
    state: str,
    outcome: str,
    code: str,
    minutes: int | None,
) -> None:
    made = post(channels="zalo", phone="0912000000")
    made.wire(zalo={**HOOK, "url": f"{web[0]}/{path}"})
    assert swept(made).dispatch() == {state: 1}
    assert made.attempts() == [(outcome, code)]
    if outcome == "temporary":
        assert made.waits() == timedelta(minutes=minutes or 0)
    assert made.resting() == ([("zalo", code)] if outcome == "config" else [])


def test_a_permanent_failure_goes_on_by_the_next_channel(
    post: Callable[..., Post], mail: tuple[int, Treatment], web: tuple[str, Provider]
) -> None:
    made = post("nouser", channels="email, zalo", phone="0912000000")
    made.wire(
        email={**PLAIN, "port": mail[0]},
        zalo={**HOOK, "url": f"{web[0]}/ok"},
    )
    assert swept(made).dispatch() == {"failed": 1, "sent": 1}
    assert made.notices() == [("email", "failed"), ("zalo", "sent")]
    assert web[1].taken[0][2]["to"] == "0912000000"
    (entry,) = made.scene.entries("notice.failed")
    assert '"next_channel":"zalo"' in entry.data


def test_without_another_channel_the_failure_stands_with_its_reason(
    post: Callable[..., Post], mail: tuple[int, Treatment]
) -> None:
    made = swept(post("nouser"))
    made.wire(email={**PLAIN, "port": mail[0]})
    made.dispatch()
    (notice,) = (n for n in made.scene.notices() if n.contact_id)
    assert notice.reason == "máy chủ từ chối ở bước người nhận (550 5.1.1)"
    (entry,) = made.scene.entries("notice.failed")
    assert '"next_channel":null' in entry.data


def test_after_five_refusals_for_a_time_a_message_is_given_up(
    post: Callable[..., Post], mail: tuple[int, Treatment]
) -> None:
    made = swept(post("full"))
    made.wire(email={**PLAIN, "port": mail[0]})
    times = ("09:00", "09:01", "09:06", "09:36", "11:36")
    ends = [made.dispatch(time) for time in times]
    assert ends == [{"pending": 1}] * 4 + [{"failed": 1}]


def test_a_relay_that_is_down_costs_no_message_its_chance(
    post: Callable[..., Post], mail: tuple[int, Treatment]
) -> None:
    """Nobody refused it: it is tried for as long as it is true."""
    made = swept(post())
    made.wire(email={**PLAIN, "port": 1})
    tries = ("09:00", "09:01", "09:06", "09:36", "11:36", "13:36", "15:36")
    for time in tries:
        assert made.dispatch(time) == {"pending": 1}
    assert made.attempts() == [("temporary", "REFUSED")] * len(tries)
    made.wire(email={**PLAIN, "port": mail[0]})
    assert made.dispatch("17:36") == {"sent": 1}
    assert len(mail[1].taken) == 1


def test_a_wrong_account_rests_and_burns_no_try(
    post: Callable[..., Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = swept(post(watched=False))
    with relay(**with_login()) as (port, mail):
        monkeypatch.setenv("P", "sai")
        account = {**PLAIN, "port": port, "user": USER, "password_env": "P", "pause_minutes": 30}
        made.wire(email=account)
        assert made.dispatch() == {"pending": 1}
        assert made.resting() == [("email", "535")]
        findings = examine(made.scene.office, at("2024-04-26 09:01"))
        (said,) = (found.said for found in findings if found.name == "kênh email")
        assert said.startswith("máy chủ từ chối ở bước đăng nhập (535 5.7.8)")
        # While it rests nobody knocks.
        assert made.dispatch("09:29") == {}
        # Then it is tried once more, and rests again.
        assert made.dispatch("09:30") == {"pending": 1}
        assert made.resting("09:59") == [("email", "535")]
        monkeypatch.setenv("P", PASSWORD)
        made.wire(email=account)
        with made.scene.office.writing() as session:
            resume(session, "email", "van-phong/specialist", at("2024-04-26 09:40"))
        assert made.dispatch("09:41") == {"sent": 1}
    assert len(mail.taken) == 1
    kinds = [made.scene.entries(f"account.{kind}") for kind in ("paused", "resumed")]
    assert [len(entries) for entries in kinds] == [2, 2]
    assert '"code":"535"' in kinds[0][0].data
    assert [outcome for outcome, _ in made.attempts()] == ["config", "config", "sent"]
    with made.scene.office.writing() as session, pytest.raises(Refused, match="không tạm dừng"):
        resume(session, "email", "van-phong/specialist", at("2024-04-26 09:50"))


def test_one_failed_login_is_not_repeated_for_every_message(
    office: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = swept(Post(office, tmp_path))
    monkeypatch.setenv("P", "sai")
    with relay(**with_login()) as (port, _):
        made.wire(email={**PLAIN, "port": port, "user": USER, "password_env": "P"})
        assert made.dispatch() == {"pending": 1}
    assert made.attempts() == [("config", "535")]
    made.scene.office.gateway.close()


@pytest.mark.whole
def test_a_relay_that_went_down_within_a_window_gets_the_rest_later(
    office: Scene, tmp_path: Path
) -> None:
    made = swept(Post(office, tmp_path))
    taken: list[bytes] = []

    def some(wire: Wire) -> None:
        wire.greet()
        for _ in range(9):
            wire.accept_data()
            taken.append(wire.hear_body())
            wire.say("250 taken")

    with scripted(some, drop) as port:
        made.wire(email={**PLAIN, "port": port})
        assert made.dispatch() == {"sent": 9, "pending": 1}
    with relay() as (port, mail):
        made.wire(email={**PLAIN, "port": port})
        assert made.dispatch("09:05") == {"sent": 23}
    assert len(taken) + len(mail.taken) == 32
    made.scene.office.gateway.close()


SECRETS = ("mat-khau-DANHDAU-1", "tieu-de-DANHDAU-2", "dia-chi-DANHDAU-3", "khac-DANHDAU-4")


@pytest.mark.whole
def test_no_secret_leaves_its_place_whatever_fails(
    post: Callable[..., Post],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """After every kind of failure: database, outbox, trail, logs and terminal hold none."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("apprise").setLevel(logging.DEBUG)
    password, header, path, foreign = SECRETS
    with ExitStack() as stack:
        port, _ = stack.enter_context(relay(**with_login()))
        address, _ = stack.enter_context(provider())
        dropping = stack.enter_context(scripted(drop))
        for name, value in (("P", password), ("H", header), ("N", f"{header}\n")):
            monkeypatch.setenv(name, value)
        login = {**PLAIN, "user": USER, "password_env": "P"}
        made = swept(post(channels="email,zalo,telegram", phone="0912000000"))
        failures = [(port, "refused"), (1, "many"), (dropping, "broken"), (port, "unauthorized")]
        for number, (port_, answer) in enumerate(failures):
            with made.scene.office.writing() as session:
                _copy_for_each_channel(session, ("zalo", "telegram"), number)
            monkeypatch.setenv("U", f"{address}/{path}/{answer}?token={path}")
            monkeypatch.setenv("A", f"json://u:{foreign}@{address[7:]}/{foreign}/{answer}")
            made.wire(
                email={**login, "port": port_},
                zalo={**HOOK, "url_env": "U", "headers_env": {"X-Token": "H"}},
                telegram={"schema": "apprise", "url_env": "A"},
            )
            made.dispatch(f"{9 + 2 * number:02}:00")
        made.wire(email="maildir://", zalo={**HOOK, "url_env": "U"})
        made.dispatch("17:30")
        for broken in ({"N": "headers_env"}, {"KHONG_CO": "headers_env"}):
            ((variable, key),) = broken.items()
            with pytest.raises(Exception, match=variable) as refused:
                made.wire(zalo={**HOOK, "url_env": "U", key: {"X-Token": variable}})
            assert not _found(str(refused.value).encode())
    outcomes = {outcome for outcome, _ in made.attempts()}
    assert outcomes >= {"config", "permanent", "temporary", "unknown"}
    said = capfd.readouterr()
    assert not _found((said.out + said.err + caplog.text).encode())
    searched = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {file.suffix for file in searched} >= {".sqlite", ".eml"}
    for file in searched:
        assert not _found(file.read_bytes()), file


def _copy_for_each_channel(session: Any, channels: tuple[str, ...], number: int) -> None:
    """Let the contact's notice wait on further channels too, for the `number`-th time."""
    query = select(Notice).where(Notice.contact_id.is_not(None)).order_by(Notice.id).limit(1)
    notice = session.scalars(query).one()
    for channel in channels:
        values = {
            column.name: getattr(notice, column.name)
            for column in Notice.__table__.columns
            if column.name != "id"
        }
        again = {"channel": channel, "dedupe_key": f"{notice.dedupe_key}:{channel}:{number}"}
        notice = Notice(**{**values, "state": "pending", "message_id": None, **again})
        session.add(notice)
        session.flush()
        append(session, notice.created_at, [Event("notice.created", f"notice:{notice.id}", {})])


def _found(data: bytes) -> list[str]:
    return [secret for secret in SECRETS if secret.encode() in data]
