"""From the channels of config.yaml to the gateway's accounts, secrets read from where they are.

A value from the environment or a file is never shown; what is missing stops the start.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from dondoc.setup.channels import (
    EMBEDDED,
    PAUSE_MINUTES,
    AppriseChannel,
    Channel,
    ChannelSetting,
    MaildirChannel,
    WebhookChannel,
)
from dondoc.setup.privacy import open_to_others
from notifications.gateway import Account
from rules.errors import Problem, RuleError

KeyPath = tuple[str, ...]
Locate = Callable[[KeyPath, str], Problem]
# Keys that are the office's own or name where a secret lies; no plugin gets them.
_OURS = frozenset({"schema_", "pause_minutes"})


class _Missing(Exception):
    """A secret that cannot be had: the key below the channel, and why."""

    def __init__(self, key: KeyPath, why: str) -> None:
        super().__init__(why)
        self.key = key
        self.why = why


def gateway_accounts(
    channels: Mapping[str, ChannelSetting],
    folder: Path,
    outbox: Path,
    lease: timedelta,
    locate: Locate,
) -> dict[str, Account]:
    """Return the gateway's accounts by channel.

    Args:
        folder: where relative paths start.
        outbox: where `maildir` writes unless it says otherwise.
        lease: how long a worker may take for one message; no account may take longer.
        locate: makes a located problem of a path below config.yaml's top and a reason.
    Raises:
        RuleError: naming every secret that is missing, empty or unreadable.
    """
    accounts: dict[str, Account] = {}
    problems: list[Problem] = []
    for name, channel in channels.items():
        try:
            accounts[name] = _account(channel, folder, outbox)
            _refuse_slow(channel, lease)
        except _Missing as missing:
            problems.append(locate(("channels", name, *missing.key), missing.why))
    if problems:
        raise RuleError(problems)
    return accounts


def pause_of(channel: ChannelSetting | None) -> timedelta:
    """Return how long an account rests after it proved wrong."""
    minutes = channel.pause_minutes if isinstance(channel, Channel) else PAUSE_MINUTES
    return timedelta(minutes=minutes)


def _account(channel: ChannelSetting, folder: Path, outbox: Path) -> Account:
    if isinstance(channel, str):
        return {"schema": "maildir", "outbox": str(outbox)} if channel == EMBEDDED else channel
    if isinstance(channel, MaildirChannel):
        own = folder / channel.outbox if channel.outbox else outbox
        return {"schema": "maildir", "outbox": str(own)}
    if isinstance(channel, AppriseChannel):
        return _secret(channel, "url", folder)
    account: dict[str, object] = {"schema": channel.schema_, **_plain(channel)}
    if ca_file := getattr(channel, "ca_file", None):
        account["ca_file"] = str(_existing(folder / ca_file, ("ca_file",)))
    account |= {key: _secret(channel, key, folder) for key in _secrets(channel)}
    if isinstance(channel, WebhookChannel):
        account["headers"] = {**channel.headers, **dict(_headers(channel, folder))}
        account["temporary_codes"] = tuple(channel.temporary_codes)
    return account


def _secrets(channel: Channel) -> set[str]:
    """Return what lies elsewhere: `password` where `password_env` or `password_file` is set."""
    return {
        key.rpartition("_")[0]
        for key, value in channel
        if key.endswith(("_env", "_file")) and isinstance(value, str) and key != "ca_file"
    }


def _plain(channel: Channel) -> dict[str, Any]:
    """Return what a plugin takes as it is: nothing unset, nothing that names a secret's place."""
    return {
        key: value
        for key, value in channel
        if key not in _OURS and not key.endswith(("_env", "_file")) and value is not None
    }


def _secret(channel: Channel, key: str, folder: Path) -> str:
    """Return the value that `<key>_env` or `<key>_file` leads to."""
    variable: str | None = getattr(channel, f"{key}_env")
    if variable is not None:
        return _from_environment(variable, (f"{key}_env",))
    file: str = getattr(channel, f"{key}_file")
    return _from_file(folder / file, (f"{key}_file",))


def _headers(channel: WebhookChannel, folder: Path) -> Iterator[tuple[str, str]]:
    for header, variable in channel.headers_env.items():
        yield header, _from_environment(variable, ("headers_env", header))
    for header, file in channel.headers_file.items():
        yield header, _from_file(folder / file, ("headers_file", header))


def _from_environment(variable: str, key: KeyPath) -> str:
    return _usable(os.environ.get(variable, ""), key, f"biến môi trường {variable}")


def _from_file(path: Path, key: KeyPath) -> str:
    try:
        if open_to_others(path):
            raise _Missing(key, f"tệp {path} người khác cũng đọc được; chạy: chmod 600 {path}")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "không phải UTF-8"
        raise _Missing(key, f"không đọc được tệp {path}: {why}") from None
    return _usable(text.rstrip("\r\n"), key, f"tệp {path}")


def _usable(value: str, key: KeyPath, place: str) -> str:
    if not value.strip():
        raise _Missing(key, f"{place} chưa có giá trị")
    if not value.isprintable():
        # A line break would end a header or a command early.
        raise _Missing(key, f"{place} có ký tự không in được")
    return value


def _existing(path: Path, key: KeyPath) -> Path:
    if not path.is_file():
        raise _Missing(key, f"không có tệp {path}")
    return path


def _refuse_slow(channel: ChannelSetting, lease: timedelta) -> None:
    longest = getattr(channel, "longest", 0)
    if longest >= lease.total_seconds():
        why = (
            f"một lần gửi có thể chờ {longest:.0f} giây, không được quá dispatch.lease_seconds "
            f"({lease.total_seconds():.0f} giây)"
        )
        raise _Missing((), why)
