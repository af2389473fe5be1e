"""A channel of our own is its module and its settings; one that apprise knows is settings alone."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import notifications
from dondoc.contacts.row import ContactRow
from dondoc.setup.accounts import gateway_accounts
from dondoc.setup.channels import CHANNEL_NAMES, AppriseChannel, Channel
from notifications import gateway
from notifications.plugin import EnvelopePlugin
from rules.errors import Problem

PLUGIN = """
from notifications.outcome import Kind, Outcome
from notifications.plugin import EnvelopePlugin


class Pager(EnvelopePlugin):
    protocol = "pager"

    def __init__(self, token, **kwargs):
        super().__init__(**kwargs)
        self.token = token

    def deliver(self):
        return Outcome(Kind.SENT, self.token)
"""

LEASE = timedelta(minutes=10)
NAME = "PAGER_TOKEN"


def _no_problem(key: tuple[str, ...], why: str) -> Problem:
    raise AssertionError(f"{key}: {why}")


class PagerChannel(Channel):
    """What the settings say of it; the token lies elsewhere."""

    schema_: str = "pager"
    token_env: str | None = None


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put a module more beside the others."""
    (tmp_path / "pager_of_tests.py").write_text(PLUGIN)
    monkeypatch.setattr(notifications, "__path__", [*notifications.__path__, str(tmp_path)])
    yield
    sys.modules.pop("notifications.pager_of_tests", None)


def test_an_integration_is_found_beside_the_others(beside: None) -> None:
    found = dict(gateway.ours())
    assert issubclass(found["pager"], EnvelopePlugin)
    assert set(found) == {"maildir", "smtp", "webhook", "pager"}


def test_its_settings_reach_it_with_the_secret_from_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, "bi-mat")
    made = gateway_accounts(
        {"sms": PagerChannel(token_env=NAME)},  # type: ignore[dict-item]
        tmp_path,
        tmp_path,
        LEASE,
        _no_problem,
    )
    assert made["sms"] == {"schema": "pager", "token": "bi-mat"}


def test_a_channel_that_apprise_knows_is_a_setting_and_a_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM", "tgram://123456789:abcdefg_hijklmnop/12315544/")
    channel = AppriseChannel(schema="apprise", url_env="TELEGRAM")
    made = gateway_accounts({"telegram": channel}, tmp_path, tmp_path, LEASE, _no_problem)
    assert made == {"telegram": "tgram://123456789:abcdefg_hijklmnop/12315544/"}
    row = ContactRow("02617@base", "officer", None, None, phone="0912345678", channels="telegram")
    assert row.ways == (("telegram", "0912345678"),)
    assert "telegram" in CHANNEL_NAMES
