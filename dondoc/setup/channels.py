"""How messages leave the house, as config.yaml describes it.

No secret stands there: a key that ends in `_env` names an environment variable, one in `_file` a
file that holds the value.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from rules.files.located import Shape, refuse

# The embedded default: complete mails as files in the state folder's outbox.
EMBEDDED = "maildir://"
# What a plain address may say; every other one could hold a token.
_OPEN_ADDRESS = re.compile(r"(?:json|xml|form)s?://[A-Za-z0-9.-]+(?::\d+)?/?")
PAUSE_MINUTES = 60
# What a contact may name, and how papers call it; an account for it is a matter of the settings.
CHANNEL_NAMES = {
    "email": "thư điện tử",
    "zalo": "zalo",
    "sms": "sms",
    "telegram": "telegram",
    "teams": "teams",
    "webhook": "webhook",
}
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
Seconds = Annotated[float, Field(gt=0, le=600, strict=False)]
Minutes = Annotated[int, Field(ge=1, le=1440)]


class Channel(Shape):
    """What all accounts have. A pause ends by itself after `pause_minutes`."""

    pause_minutes: Minutes = PAUSE_MINUTES

    def __hash__(self) -> int:
        # A field may be a mapping; equal accounts are of one type.
        return hash(type(self))


class MaildirChannel(Channel):
    """Complete mails as files; `outbox` is a folder, the state folder's by default."""

    schema_: Literal["maildir"] = Field(alias="schema")
    outbox: str | None = None


class SmtpChannel(Channel):
    """A relay. The password is never sent in the clear, except to this very machine."""

    schema_: Literal["smtp"] = Field(alias="schema")
    host: str = Field(min_length=1)
    port: int = Field(ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    ca_file: str | None = None
    timeout_connect: Seconds = 10
    timeout_session: Seconds = 15
    timeout_transaction: Seconds = 15
    timeout_body: Seconds = 15
    timeout_final: Seconds = 40

    @model_validator(mode="after")
    def _guarded(self) -> "SmtpChannel":
        secrets = [key for key in (self.password_env, self.password_file) if key]
        if len(secrets) > 1 or bool(self.user) != bool(secrets):
            raise refuse("user đi cùng đúng một trong hai khóa", "password_env, password_file")
        if self.user and self.security == "none" and self.host not in _LOOPBACK:
            raise refuse("đăng nhập cần kết nối mã hóa", "starttls, tls", "security")
        return self

    @property
    def longest(self) -> float:
        """Return how long one attempt can take, in seconds; a dead connection costs one more."""
        return (
            self.timeout_connect
            + self.timeout_session
            + 2 * self.timeout_transaction
            + self.timeout_body
            + self.timeout_final
        )


class WebhookChannel(Channel):
    """A provider that takes JSON over HTTP. Headers with secrets: `headers_env`, `headers_file`."""

    schema_: Literal["webhook"] = Field(alias="schema")
    url: str | None = None
    url_env: str | None = None
    url_file: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    headers_env: dict[str, str] = Field(default_factory=dict)
    headers_file: dict[str, str] = Field(default_factory=dict)
    answer: Literal["ok", "status"] = "ok"
    temporary_codes: list[int | str] = Field(default_factory=list)
    ca_file: str | None = None
    timeout_connect: Seconds = 10
    timeout_body: Seconds = 20
    timeout_answer: Seconds = 40

    @model_validator(mode="after")
    def _one_address(self) -> "WebhookChannel":
        _only_one(self.url, self.url_env, self.url_file, keys="url, url_env, url_file")
        return self

    @property
    def longest(self) -> float:
        """Return how long one attempt can take, in seconds."""
        return self.timeout_connect + self.timeout_body + self.timeout_answer


class AppriseChannel(Channel):
    """Any other service apprise knows; its address holds the token, so it stands elsewhere."""

    schema_: Literal["apprise"] = Field(alias="schema")
    url_env: str | None = None
    url_file: str | None = None

    @model_validator(mode="after")
    def _one_address(self) -> "AppriseChannel":
        _only_one(self.url_env, self.url_file, keys="url_env, url_file")
        return self


def _only_one(*given: str | None, keys: str) -> None:
    if sum(value is not None for value in given) != 1:
        raise refuse("cần đúng một khóa", keys)


def _open_address(value: str) -> str:
    if value != EMBEDDED and not _OPEN_ADDRESS.fullmatch(value):
        what = "địa chỉ dịch vụ có thể chứa mật khẩu hoặc mã truy cập, không được ghi ở đây"
        raise refuse(what, f'"{EMBEDDED}"; {{schema: apprise, url_env: …}}; url_file')
    return value


def _sort(value: object) -> str | None:
    if isinstance(value, str):
        return "text"
    schema = value.get("schema") if isinstance(value, dict) else getattr(value, "schema_", None)
    return schema if isinstance(schema, str) else None


ChannelSetting = Annotated[
    Annotated[str, AfterValidator(_open_address), Tag("text")]
    | Annotated[MaildirChannel, Tag("maildir")]
    | Annotated[SmtpChannel, Tag("smtp")]
    | Annotated[WebhookChannel, Tag("webhook")]
    | Annotated[AppriseChannel, Tag("apprise")],
    Discriminator(_sort),
]
