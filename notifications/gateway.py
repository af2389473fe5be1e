"""The one door to apprise: a channel and a sealed envelope in, an outcome out.

It is loaded with the first message: most commands send none.
"""

from __future__ import annotations

import logging
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, TypeGuard, runtime_checkable

import notifications as package
from notifications.outcome import Kind, Outcome

if TYPE_CHECKING:
    from apprise import AppriseAsset, NotifyBase

    from notifications.envelope import Envelope
    from notifications.plugin import EnvelopePlugin

Account = str | Mapping[str, object]


def ours() -> Iterator[tuple[str, type[EnvelopePlugin]]]:
    """Yield every integration of ours by its schema: a class of a module beside this one."""
    for found in pkgutil.iter_modules(package.__path__):
        if found.name == __name__.rpartition(".")[2]:
            continue
        module = import_module(f"{package.__name__}.{found.name}")
        for plugin in vars(module).values():
            if _written_in(module, plugin):
                yield str(plugin.protocol), plugin


def _written_in(module: ModuleType, found: object) -> TypeGuard[type[EnvelopePlugin]]:
    from notifications.plugin import EnvelopePlugin

    return (
        isinstance(found, type)
        and issubclass(found, EnvelopePlugin)
        and found is not EnvelopePlugin
        and found.__module__ == module.__name__
    )


@cache
def _plugins() -> Mapping[str, type[EnvelopePlugin]]:
    return dict(ours())


@runtime_checkable
class Closing(Protocol):
    """Something an account keeps open between messages."""

    def close(self) -> None:
        """Give it back."""


__all__ = ["Account", "Gateway", "Kind", "Outcome"]


class Gateway:
    """Sends by named accounts: ours as a dict with its `schema`, any other as an apprise URL.

    `accounts`: channel → `{"schema": "maildir", "outbox": "var/outbox"}` or "tgram://…". What an
    account keeps (a connection) is made when it is first used. `leaving`: makes of a letter as it
    is kept the one that leaves; None: they are the same.
    """

    def __init__(
        self,
        accounts: Mapping[str, Account],
        leaving: Callable[[Envelope], Envelope] | None = None,
    ) -> None:
        self._accounts = dict(accounts)
        self._leaving = leaving
        self._opened: dict[str, Mapping[str, object]] = {}
        # At DEBUG apprise logs tokens and bodies, and what it sends with the addresses.
        for name in ("apprise", "requests", "urllib3"):
            logging.getLogger(name).setLevel(logging.WARNING)

    @cached_property
    def _asset(self) -> AppriseAsset:
        from apprise import AppriseAsset

        # apprise then loads every integration it has, which takes longer than all of ours.
        if any(_is_foreign(account) for account in self._accounts.values()):
            _register()
        # The worker owns retries and threads; apprise keeps nothing on disk.
        return AppriseAsset(async_mode=False, secure_logging=True)

    def send(self, channel: str, envelope: Envelope) -> Outcome:
        """One try, one target. Never raises: whatever happens is an outcome."""
        if channel not in self._accounts:
            return Outcome(Kind.CONFIG, "NO_ACCOUNT", f"kênh {channel} chưa được cấu hình")
        if self._leaving is not None:
            envelope = self._leaving(envelope)
        target = self._target(channel, envelope)
        if target is None:
            return Outcome(Kind.CONFIG, "BAD_ACCOUNT", f"kênh {channel}: cấu hình không dùng được")
        try:
            delivered = self._notify(target, envelope)
        except Exception as error:
            # What a plugin did before it broke is not known, so neither is the outcome. Only the
            # type: a third party's text may hold a token.
            return Outcome(Kind.UNKNOWN, type(error).__name__, "lỗi khi gửi, không rõ đã đi chưa")
        return _outcome(target, delivered)

    def _notify(self, target: NotifyBase, envelope: Envelope) -> bool | None:
        """True: the plugin says it was delivered; None: it had nowhere to go."""
        from apprise import Apprise, AppriseResultStatus, NotifyFormat

        from notifications.plugin import EnvelopePlugin

        if isinstance(target, EnvelopePlugin):
            # Nothing to convert or split; an Apprise object around it would cost as much as SMTP.
            return target.send(body=envelope.text, title=envelope.subject)
        box = Apprise(asset=self._asset)
        if not box.add(target):
            return None
        # Closed after use: what apprise wrote down about the call goes with it.
        with box.notify(
            body=envelope.text, title=envelope.subject, body_format=NotifyFormat.TEXT
        ) as result:
            return None if result.status is AppriseResultStatus.NOMATCH else bool(result)

    def close(self) -> None:
        """Give back what the accounts keep."""
        for parts in self._opened.values():
            for part in parts.values():
                if isinstance(part, Closing):
                    part.close()
        self._opened.clear()

    def _target(self, channel: str, envelope: Envelope) -> NotifyBase | None:
        """The plugin instance for this one message; None where the account makes none."""
        account = self._accounts[channel]
        plugin = None if isinstance(account, str) else _plugins().get(str(account.get("schema")))
        try:
            if plugin is not None and not isinstance(account, str):
                if channel not in self._opened:
                    self._opened[channel] = plugin.opened(account)
                return plugin(**self._opened[channel], envelope=envelope, asset=self._asset)
            # Not left to apprise: where it suppresses an error it logs what the dict held.
            parts = account if isinstance(account, str) else dict(account)
            from apprise import Apprise

            return Apprise.instantiate(parts, asset=self._asset, suppress_exceptions=False)
        except Exception:
            return None


def _is_foreign(account: Account) -> bool:
    """Say whether apprise, and not one of ours, is to make something of `account`."""
    return isinstance(account, str) or str(account.get("schema")) not in _plugins()


def _register() -> None:
    """Make our schemas known to apprise, once a process."""
    from apprise.manager_plugins import NotificationManager

    # apprise leaves its plugin manager untyped.
    manager = NotificationManager()  # type: ignore[no-untyped-call]
    for schema, plugin in _plugins().items():
        known = schema in manager
        if not known and not manager.add(plugin, schemas=schema):  # type: ignore[no-untyped-call]
            raise RuntimeError(f"apprise refused our plugin {schema}://")


def _outcome(target: NotifyBase, delivered: bool | None) -> Outcome:
    """Ours tell; of any other plugin only True is known to mean "sent"."""
    from notifications.plugin import EnvelopePlugin

    if isinstance(target, EnvelopePlugin):
        return target.outcome or Outcome(Kind.UNKNOWN, "NO_OUTCOME", "không rõ đã gửi hay chưa")
    if delivered:
        return Outcome(Kind.SENT)
    if delivered is None:
        return Outcome(Kind.CONFIG, "NO_TARGET", "kênh không có nơi nhận")
    return Outcome(Kind.UNKNOWN, "FALSE", "dịch vụ báo lỗi, không rõ đã gửi hay chưa")
