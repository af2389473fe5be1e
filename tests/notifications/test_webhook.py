"""A provider over real HTTP: what it answers, and when it stops answering, is the outcome."""

from dataclasses import replace
from pathlib import Path

import pytest

from notifications.gateway import Gateway
from notifications.outcome import Kind, Outcome
from notifications.webhook import Endpoint
from tests.notifications.test_gateway import envelope
from tests.sinks.script import Wire, scripted
from tests.sinks.web import provider

QUICK = {"timeout_connect": 1.0, "timeout_body": 0.6, "timeout_answer": 0.6}


def post(url: str, **more: object) -> Outcome:
    gateway = Gateway({"chat": {"schema": "webhook", "url": url, **QUICK, **more}})
    return gateway.send("chat", envelope())


@pytest.mark.parametrize(
    ("path", "kind", "code", "wait"),
    [
        ("ok", Kind.SENT, "200", None),
        ("created", Kind.SENT, "201", None),
        ("refused", Kind.PERMANENT, "400", None),
        ("busy-inside", Kind.TEMPORARY, "429", 77),
        ("config-inside", Kind.CONFIG, "401", None),
        ("silent", Kind.UNKNOWN, "NO_OK", None),
        ("moved", Kind.CONFIG, "302", None),
        ("bad", Kind.PERMANENT, "400", None),
        ("unauthorized", Kind.CONFIG, "401", None),
        ("forbidden", Kind.CONFIG, "403", None),
        ("missing", Kind.PERMANENT, "404", None),
        ("gone", Kind.PERMANENT, "410", None),
        ("many", Kind.TEMPORARY, "429", 600),
        ("many-dated", Kind.TEMPORARY, "429", 300),
        ("broken", Kind.UNKNOWN, "500", None),
        ("gateway", Kind.UNKNOWN, "502", None),
        ("closed-for-a-while", Kind.TEMPORARY, "503", 120),
        ("closed", Kind.UNKNOWN, "503", None),
        ("lost", Kind.UNKNOWN, "PROTOCOL", None),
        ("hang", Kind.UNKNOWN, "TIMEOUT", None),
        ("drip", Kind.UNKNOWN, "TIMEOUT", None),
    ],
)
def test_each_answer_has_its_outcome(path: str, kind: Kind, code: str, wait: int | None) -> None:
    with provider() as (address, _):
        outcome = post(f"{address}/bot-DANHDAU/{path}?token=DANHDAU")
    if path == "lost":
        # Closed with a reset or politely: both are the same doubt.
        assert (outcome.kind, outcome.code in ("LOST", "PROTOCOL")) == (Kind.UNKNOWN, True)
    else:
        assert (outcome.kind, outcome.code, outcome.retry_after) == (kind, code, wait)
    assert "DANHDAU" not in repr(outcome)


def test_the_provider_learns_who_what_and_the_key_of_repetition() -> None:
    with provider() as (address, server):
        secret = {"Authorization": "Bearer DANHDAU"}
        assert post(f"{address}/ok", headers=secret).kind is Kind.SENT
        post(f"{address}/ok", headers=secret)
    (_, headers, document), (_, again, same) = server.taken
    assert headers["Idempotency-Key"] == again["Idempotency-Key"] == "thu-17@sonduong.example"
    assert headers["Authorization"] == "Bearer DANHDAU"
    assert document == same
    assert document["to"] == "daiphu@sonduong.example"
    assert document["subject"] == envelope().subject
    assert document["text"] == envelope().text


def test_any_2xx_will_do_where_the_office_says_so() -> None:
    with provider() as (address, _):
        assert post(f"{address}/silent", answer="status").kind is Kind.SENT
        assert post(f"{address}/refused", answer="status").kind is Kind.PERMANENT


def test_the_office_may_know_more_passing_failures_of_its_provider() -> None:
    with provider() as (address, _):
        assert post(f"{address}/refused", temporary_codes=(400,)).kind is Kind.TEMPORARY


def cut(wire: Wire) -> None:
    wire.hear_request()
    wire.cut()


def cut_early(wire: Wire) -> None:
    wire.hear("POST")
    wire.cut()


def test_a_provider_that_is_not_there_is_a_temporary_failure() -> None:
    assert post("http://127.0.0.1:1/x").code == "REFUSED"
    outcome = post("http://khong-co.invalid/x")
    assert (outcome.kind, outcome.code) == (Kind.TEMPORARY, "DNS")


def test_a_cut_after_the_request_is_a_doubt() -> None:
    with scripted(cut) as port:
        assert post(f"http://127.0.0.1:{port}/").kind is Kind.UNKNOWN


def test_a_cut_while_the_request_goes_out_is_none() -> None:
    with scripted(cut_early) as port:
        gateway = Gateway(
            {"chat": {"schema": "webhook", "url": f"http://127.0.0.1:{port}/", **QUICK}}
        )
        long = replace(envelope(), text="dài " * 4_000_000)
        assert gateway.send("chat", long).kind is Kind.TEMPORARY


def test_a_server_without_tls_stops_the_account(tmp_path: Path) -> None:
    with provider() as (address, _):
        outcome = post(address.replace("http://", "https://") + "/ok")
    assert (outcome.kind, outcome.code) == (Kind.CONFIG, "TLS")


@pytest.mark.parametrize("wrong", ["ftp://a.vn/", "a.vn", ""])
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="http or https"):
        Endpoint(wrong)


def test_an_endpoint_does_not_show_its_secrets() -> None:
    shown = repr(Endpoint("https://a.vn/DANHDAU", headers={"X": "DANHDAU"}))
    assert "DANHDAU" not in shown
