"""Mail over real sockets: each way a relay can fail ends in one outcome and no other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from notifications.envelope import Envelope, Mailbox, seal
from notifications.gateway import Gateway
from notifications.outcome import Kind, Outcome
from notifications.smtp import relay_of
from tests.notifications.test_gateway import envelope
from tests.sinks.certificate import make_certificate
from tests.sinks.fast import FastSink
from tests.sinks.mail import HOST, PASSWORD, USER, relay, with_login
from tests.sinks.script import Wire, scripted

# Short, so that a server that hangs costs a test little.
QUICK = {
    "timeout_connect": 1.0,
    "timeout_session": 0.6,
    "timeout_transaction": 0.6,
    "timeout_body": 0.6,
    "timeout_final": 0.6,
}


def to(local_part: str) -> Envelope:
    plain = {key: value for key, value in vars(envelope()).items() if key != "content"}
    return seal(**{**plain, "to": Mailbox("Trần Văn Thử", f"{local_part}@sonduong.example")})


@contextmanager
def account(port: int, **more: object) -> Iterator[Callable[[str], Outcome]]:
    settings = {"schema": "smtp", "host": HOST, "port": port, "security": "none", **QUICK, **more}
    gateway = Gateway({"email": settings})
    try:
        yield lambda local_part: gateway.send("email", to(local_part))
    finally:
        gateway.close()


def test_a_mail_arrives_byte_for_byte() -> None:
    with relay() as (port, mail), account(port) as send:
        assert send("officer") == Outcome(Kind.SENT, "250")
    ((recipient, content),) = mail.taken
    assert recipient == "officer@sonduong.example"
    assert content == to("officer").content


@pytest.mark.parametrize(
    ("recipient", "kind", "code", "wait"),
    [
        ("nouser", Kind.PERMANENT, "550", None),
        ("grey", Kind.TEMPORARY, "451", 300),
        ("full", Kind.TEMPORARY, "452", None),
        ("spam", Kind.PERMANENT, "554", None),
        ("later", Kind.TEMPORARY, "451", 300),
        ("lost", Kind.UNKNOWN, "LOST", None),
        ("hang", Kind.UNKNOWN, "TIMEOUT", None),
    ],
)
def test_each_refusal_has_its_outcome(
    recipient: str, kind: Kind, code: str, wait: int | None
) -> None:
    with relay() as (port, mail), account(port) as send:
        outcome = send(recipient)
        assert (outcome.kind, outcome.code, outcome.retry_after) == (kind, code, wait)
        # Neither the address nor the server's own words: they may name people.
        assert "sonduong" not in outcome.reason
        # The next message is not harmed by it.
        assert send("officer").kind is Kind.SENT
    assert mail.taken[-1][0] == "officer@sonduong.example"


def test_the_connection_is_kept_between_messages() -> None:
    connections = []

    def play(wire: Wire) -> None:
        connections.append(wire)
        wire.greet()
        while True:
            wire.accept_data()
            wire.hear_body()
            wire.say("250 taken")

    with scripted(play) as port, account(port) as send:
        assert [send("officer").kind for _ in range(5)] == [Kind.SENT] * 5
    assert len(connections) == 1


@pytest.mark.parametrize("farewell", ["421 4.4.2 idle too long", None], ids=["said", "silent"])
def test_a_connection_the_server_gave_up_is_replaced_without_harm(farewell: str | None) -> None:
    taken = []

    def once(wire: Wire) -> None:
        wire.greet()
        wire.accept_data()
        taken.append(wire.hear_body())
        wire.say("250 taken")
        if farewell:
            wire.hear("MAIL")
            wire.say(farewell)

    with scripted(once) as port, account(port) as send:
        assert [send("officer").kind for _ in range(3)] == [Kind.SENT] * 3
    assert len(taken) == 3


def drop(wire: Wire) -> None:
    wire.cut()


def silence(wire: Wire) -> None:
    wire.hang()


def slow_greeting(wire: Wire) -> None:
    wire.drip("220-slow\r\n")


def slow_answer(wire: Wire) -> None:
    wire.greet()
    wire.accept_data()
    wire.hear_body()
    wire.drip("250-slow\r\n")


def cut_in_data(wire: Wire) -> None:
    wire.greet()
    wire.accept_data()
    wire.cut()


def cut_before_data(wire: Wire) -> None:
    wire.greet()
    wire.hear("MAIL")
    wire.say("250 ok")
    wire.hear("RCPT")
    wire.cut()


def nonsense_after_data(wire: Wire) -> None:
    wire.greet()
    wire.accept_data()
    wire.hear_body()
    wire.say("HTTP/1.1 200 OK")


def busy(wire: Wire) -> None:
    wire.say("421 4.3.2 too many connections")


def no_service(wire: Wire) -> None:
    wire.say("554 5.3.2 no mail here")


def sender_refused(wire: Wire) -> None:
    wire.greet()
    wire.hear("MAIL")
    wire.say("550 5.7.1 not your address")
    wire.hear("RSET")
    wire.say("250 ok")


def too_big(wire: Wire) -> None:
    wire.greet("SIZE 10")
    wire.hear("MAIL")
    wire.say("552 5.3.4 too big")
    wire.hear("RSET")
    wire.say("250 ok")


def login_needed(wire: Wire) -> None:
    wire.greet()
    wire.hear("MAIL")
    wire.say("250 ok")
    wire.hear("RCPT")
    wire.say("530 5.7.0 authentication required")
    wire.hear("RSET")
    wire.say("250 ok")


@pytest.mark.parametrize(
    ("play", "kind", "code"),
    [
        (drop, Kind.TEMPORARY, "NO_CONNECTION"),
        (silence, Kind.TEMPORARY, "NO_CONNECTION"),
        (slow_greeting, Kind.TEMPORARY, "NO_CONNECTION"),
        (slow_answer, Kind.UNKNOWN, "TIMEOUT"),
        (cut_before_data, Kind.TEMPORARY, "LOST"),
        (nonsense_after_data, Kind.UNKNOWN, "LOST"),
        (busy, Kind.TEMPORARY, "421"),
        (no_service, Kind.CONFIG, "554"),
        (sender_refused, Kind.CONFIG, "550"),
        (too_big, Kind.PERMANENT, "552"),
        (login_needed, Kind.CONFIG, "530"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_each_way_a_server_misbehaves_has_its_outcome(
    play: Callable[[Wire], None], kind: Kind, code: str
) -> None:
    with scripted(play) as port, account(port) as send:
        outcome = send("officer")
    assert (outcome.kind, outcome.code) == (kind, code)


def test_a_cut_while_the_content_goes_out_is_no_doubt() -> None:
    """The final dot was never sent: the server cannot have taken the message."""
    with scripted(cut_in_data) as port:
        big = to("officer")
        big = replace(big, content=big.content + b"x\r\n" * 4_000_000)
        gateway = Gateway(
            {"email": {"schema": "smtp", "host": HOST, "port": port, "security": "none", **QUICK}}
        )
        assert gateway.send("email", big).kind is Kind.TEMPORARY
        gateway.close()


def test_a_server_that_is_not_there_is_a_temporary_failure() -> None:
    with account(1) as send:
        assert send("officer").code == "REFUSED"
    with account(25, host="khong-co.invalid") as send:
        outcome = send("officer")
    assert (outcome.kind, outcome.code) == (Kind.TEMPORARY, "DNS")


def test_commands_go_out_together_where_the_server_allows_it() -> None:
    bursts = []

    def play(wire: Wire) -> None:
        wire.greet("PIPELINING")
        bursts.append(wire.hear("MAIL", "RCPT", "DATA"))
        wire.say("250 ok", "250 ok", "354 go")
        wire.hear_body()
        wire.say("250 taken")

    with scripted(play) as port, account(port) as send:
        assert send("officer").kind is Kind.SENT
    assert len(bursts) == 1


@pytest.mark.parametrize("answer", ["503 5.5.1 no recipient", "354 go on"])
def test_a_refused_recipient_never_gets_a_body_even_when_asked_for(answer: str) -> None:
    heard: list[bytes] = []

    def play(wire: Wire) -> None:
        wire.greet("PIPELINING")
        wire.hear("MAIL", "RCPT", "DATA")
        wire.say("250 ok", "550 5.1.1 nobody", answer)
        if answer.startswith("503"):
            wire.hear("RSET")
            wire.say("250 ok")
        else:
            heard.append(wire.hear_body())

    with scripted(play) as port, account(port) as send:
        outcome = send("officer")
    assert (outcome.kind, outcome.code) == (Kind.PERMANENT, "550")
    assert heard == []


def test_a_lone_dot_in_a_text_does_not_end_it() -> None:
    with relay() as (port, mail), account(port):
        plain = {key: value for key, value in vars(to("officer")).items() if key != "content"}
        dotted = seal(**{**plain, "text": ".\n..\n.\nhết\n"})
        gateway = Gateway(
            {"email": {"schema": "smtp", "host": HOST, "port": port, "security": "none"}}
        )
        assert gateway.send("email", dotted).kind is Kind.SENT
        gateway.close()
    assert mail.taken[0][1] == dotted.content


def test_bytes_that_two_servers_could_read_differently_are_not_sent() -> None:
    with relay() as (port, mail), account(port):
        gateway = Gateway(
            {"email": {"schema": "smtp", "host": HOST, "port": port, "security": "none"}}
        )
        smuggled = replace(
            to("officer"), content=b"Subject: a\r\n\r\nb\n.\r\nMAIL FROM:<x@y.z>\r\n"
        )
        assert gateway.send("email", smuggled).code == "BAD_LINES"
        nowhere = replace(to("officer"), to=Mailbox("A", "0912000000"))
        assert gateway.send("email", nowhere).code == "NOT_MAIL"
    assert mail.taken == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_over_an_encrypted_and_checked_connection(
    certificate: tuple[Path, Path], security: str
) -> None:
    login = with_login(only_encrypted=security == "starttls")
    with (
        relay(certificate, tls=security == "tls", **login) as (port, mail),
        account(
            port, security=security, ca_file=str(certificate[0]), user=USER, password=PASSWORD
        ) as send,
    ):
        assert [send("officer").kind for _ in range(3)] == [Kind.SENT] * 3
    assert len(mail.taken) == 3


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_stops_the_account(
    certificate: tuple[Path, Path], security: str
) -> None:
    with (
        relay(certificate, tls=security == "tls") as (port, mail),
        account(port, security=security) as send,
    ):
        outcome = send("officer")
    assert (outcome.kind, outcome.code) == (Kind.CONFIG, "TLS")
    assert mail.taken == []


def test_a_server_without_starttls_gets_nothing_in_the_clear() -> None:
    with relay() as (port, mail), account(port, security="starttls") as send:
        outcome = send("officer")
    assert (outcome.kind, outcome.code) == (Kind.CONFIG, "NO_STARTTLS")
    assert mail.taken == []


def starttls_refused(wire: Wire) -> None:
    wire.greet("STARTTLS")
    wire.hear("STARTTLS")
    wire.say("502 5.5.1 not today")


def starttls_later(wire: Wire) -> None:
    wire.greet("STARTTLS")
    wire.hear("STARTTLS")
    wire.say("454 4.7.0 try later")


def starttls_injected(wire: Wire) -> None:
    wire.greet("STARTTLS")
    wire.hear("STARTTLS")
    wire.say("220 go", "250 AUTH PLAIN")


def no_tls_behind_it(wire: Wire) -> None:
    wire.greet("STARTTLS")
    wire.hear("STARTTLS")
    wire.say("220 go")
    wire.hear_some()
    wire.say("500 what?")


@pytest.mark.parametrize(
    ("play", "kind"),
    [
        (starttls_refused, Kind.CONFIG),
        (starttls_later, Kind.TEMPORARY),
        (starttls_injected, Kind.CONFIG),
        (no_tls_behind_it, Kind.CONFIG),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_starttls_that_fails_never_falls_back(play: Callable[[Wire], None], kind: Kind) -> None:
    with scripted(play) as port, account(port, security="starttls") as send:
        assert send("officer").kind is kind


def test_a_wrong_password_stops_the_account_and_is_not_repeated() -> None:
    with (
        relay(**with_login()) as (port, mail),
        account(port, user=USER, password=f"sai-{PASSWORD}") as send,
    ):
        outcome = send("officer")
    assert (outcome.kind, outcome.code) == (Kind.CONFIG, "535")
    assert PASSWORD not in repr(outcome)
    assert mail.taken == []


def test_a_server_without_login_stops_an_account_that_has_one() -> None:
    with relay() as (port, _), account(port, user=USER, password=PASSWORD) as send:
        assert send("officer").code == "NO_AUTH"


def test_login_by_two_questions() -> None:
    def play(wire: Wire) -> None:
        wire.greet("AUTH LOGIN")
        wire.hear("AUTH LOGIN")
        wire.say("334 VXNlcm5hbWU6")
        wire.hear("")
        wire.say("334 UGFzc3dvcmQ6")
        wire.hear("")
        wire.say("235 welcome")
        wire.accept_data()
        wire.hear_body()
        wire.say("250 taken")

    with scripted(play) as port, account(port, user=USER, password=PASSWORD) as send:
        assert send("officer").kind is Kind.SENT


def test_the_fast_sink_counts_what_it_took() -> None:
    sink = FastSink()
    with account(sink.port) as send:
        assert [send("a").kind, send("b").kind] == [Kind.SENT] * 2
    sink.close()
    assert sum(sink.copies.values()) == 2
    assert {recipient for _, recipient in sink.copies} == {
        "a@sonduong.example",
        "b@sonduong.example",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"security": "ssl"},
        {"port": 0},
        {"host": ""},
        {"mat_khau": "x"},
    ],
)
def test_an_account_with_a_wrong_key_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="SMTP account"):
        relay_of({"schema": "smtp", "host": HOST, "port": 25, **wrong})


def test_a_relay_does_not_show_its_password() -> None:
    assert PASSWORD not in repr(relay_of({"host": HOST, "port": 25, "password": PASSWORD}))
