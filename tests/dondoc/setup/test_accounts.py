"""Accounts: what config.yaml may say of them, and where their secrets come from."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from dondoc.setup.accounts import pause_of
from dondoc.setup.loading import load
from dondoc.setup.settings import LocatedSettings
from dondoc.setup.wiring import accounts_of
from rules.errors import RuleError

SECRET = "mat-khau-DANHDAU-17"  # noqa: S105 - a marked one, to be looked for

Configured = Callable[[str], LocatedSettings]


@pytest.fixture
def configured(tmp_path: Path) -> Configured:
    """Write a config.yaml with these channels and read it."""

    def write(channels: str) -> LocatedSettings:
        file = tmp_path / "config.yaml"
        file.write_text(f"directives: [x]\nchannels:\n{channels}\n", "utf-8")
        return load(file)

    return write


def secret(file: Path, text: str, mode: int = 0o600) -> None:
    file.write_text(text)
    file.chmod(mode)


RELAY = "  email: {schema: smtp, host: relay.example, port: 587, user: vp, %s}"


def test_a_password_comes_from_the_environment(
    configured: Configured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", SECRET)
    settings = configured(RELAY % "password_env: SMTP_PASSWORD")
    account = accounts_of(settings, tmp_path)["email"]
    assert isinstance(account, dict)
    assert account["password"] == SECRET
    assert account["security"] == "starttls"
    assert SECRET not in repr(settings)


def test_a_password_comes_from_a_file_beside_the_settings(
    configured: Configured, tmp_path: Path
) -> None:
    (tmp_path / "secrets").mkdir()
    secret(tmp_path / "secrets" / "smtp", f"{SECRET}\n")
    settings = configured(RELAY % "password_file: secrets/smtp")
    account = accounts_of(settings, tmp_path)["email"]
    assert isinstance(account, dict)
    assert account["password"] == SECRET


def test_addresses_and_headers_of_a_provider_may_be_secrets(
    configured: Configured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZALO_TOKEN", SECRET)
    monkeypatch.setenv("CHAT", f"tgram://{SECRET}/1")
    secret(tmp_path / "url", f"https://zns.example/{SECRET}\n")
    accounts = accounts_of(
        configured(
            "  zalo:\n    schema: webhook\n    url_file: url\n    headers: {X-App: dondoc}\n"
            "    headers_env: {access_token: ZALO_TOKEN}\n    temporary_codes: [-32]\n"
            "  chat: {schema: apprise, url_env: CHAT}"
        ),
        tmp_path,
    )
    zalo = accounts["zalo"]
    assert isinstance(zalo, dict)
    assert zalo["url"] == f"https://zns.example/{SECRET}"
    assert zalo["headers"] == {"X-App": "dondoc", "access_token": SECRET}
    assert zalo["temporary_codes"] == (-32,)
    assert accounts["chat"] == f"tgram://{SECRET}/1"


@pytest.mark.parametrize(
    ("channels", "key", "why"),
    [
        (RELAY % "password_env: KHONG_CO", "channels.email.password_env", "KHONG_CO"),
        (RELAY % "password_file: khong-co", "channels.email.password_file", "No such file"),
        (RELAY % "password_file: trong", "channels.email.password_file", "chưa có giá trị"),
        (RELAY % "password_file: hai-dong", "channels.email.password_file", "không in được"),
        (RELAY % "password_file: ho", "channels.email.password_file", "chạy: chmod 600"),
        (
            "  email: {schema: smtp, host: a.vn, port: 25, ca_file: khong-co.pem}",
            "channels.email.ca_file",
            "không có tệp",
        ),
        (
            "  zalo: {schema: webhook, url: 'https://a.vn/', headers_env: {token: KHONG_CO}}",
            "channels.zalo.headers_env.token",
            "KHONG_CO",
        ),
        ("  chat: {schema: apprise, url_env: KHONG_CO}", "channels.chat.url_env", "KHONG_CO"),
        (
            "  zalo: {schema: webhook, url: 'https://a.vn/', timeout_answer: 100}",
            "channels.zalo",
            "dispatch.lease_seconds",
        ),
    ],
)
def test_a_secret_that_cannot_be_had_stops_the_start(
    configured: Configured, tmp_path: Path, channels: str, key: str, why: str
) -> None:
    secret(tmp_path / "trong", "\n")
    secret(tmp_path / "hai-dong", "a\nb\n")
    secret(tmp_path / "ho", SECRET, 0o640)
    with pytest.raises(RuleError, match=why) as refused:
        accounts_of(configured(channels), tmp_path)
    (problem,) = refused.value.problems
    assert (Path(problem.file).name, problem.path) == ("config.yaml", key)
    assert problem.line >= 3


@pytest.mark.parametrize(
    ("channels", "key"),
    [
        (f"  email: 'smtps://vp:{SECRET}@relay.example'", "channels.email"),
        (f"  chat: 'tgram://{SECRET}/1'", "channels.chat"),
        (f"  chat: 'json://a.vn/{SECRET}'", "channels.chat"),
        (f"  chat: 'json://vp:{SECRET}@a.vn'", "channels.chat"),
    ],
)
def test_an_address_that_could_hold_a_secret_is_refused_and_not_repeated(
    configured: Configured, channels: str, key: str
) -> None:
    with pytest.raises(RuleError) as refused:
        configured(channels)
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == (key, 3)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("channels", "path"),
    [
        (RELAY % "password: x", "channels.email.password"),
        ("  email: {schema: smtp, port: 25}", "channels.email.host"),
        ("  email: {schema: smtp, host: a, port: 99999}", "channels.email.port"),
        ("  email: {schema: pigeon}", "channels.email"),
        (RELAY % "password_env: A, password_file: b", "channels.email"),
        ("  email: {schema: smtp, host: a, port: 25, user: vp}", "channels.email"),
        (RELAY % "password_env: A, security: none", "channels.email.security"),
        ("  zalo: {schema: webhook}", "channels.zalo"),
        ("  chat: {schema: apprise, url_env: A, url_file: b}", "channels.chat"),
        ("  email: {schema: maildir, pause_minutes: 0}", "channels.email.pause_minutes"),
    ],
)
def test_a_wrong_account_is_refused_with_its_key(
    configured: Configured, channels: str, path: str
) -> None:
    with pytest.raises(RuleError) as refused:
        configured(channels)
    assert {problem.path for problem in refused.value.problems} == {path}
    assert all(problem.line == 3 for problem in refused.value.problems)


def test_a_login_in_the_clear_is_for_this_machine_only(configured: Configured) -> None:
    configured(
        "  email: {schema: smtp, host: 127.0.0.1, port: 25, security: none, user: vp, "
        "password_env: A}"
    )


def test_maildir_and_open_addresses_stay_as_short_as_they_were(
    configured: Configured, tmp_path: Path
) -> None:
    settings = configured("  email: 'maildir://'\n  log: 'json://127.0.0.1:8080'")
    assert accounts_of(settings, tmp_path) == {
        "email": {"schema": "maildir", "outbox": str(tmp_path)},
        "log": "json://127.0.0.1:8080",
    }
    own = accounts_of(configured("  email: {schema: maildir, outbox: thu}"), tmp_path)
    assert own["email"] == {"schema": "maildir", "outbox": str(settings.folder / "thu")}


def test_how_long_an_account_rests_is_its_own(configured: Configured) -> None:
    channels = configured("  email: {schema: maildir, pause_minutes: 5}").settings.channels
    assert pause_of(channels["email"]) == timedelta(minutes=5)
    assert pause_of(None) == pause_of("maildir://") == timedelta(hours=1)
