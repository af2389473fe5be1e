"""What a program that looks is answered: the shapes of what commands print with `--json`."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """One object of an answer: these keys and no others."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Me(Answer):
    """As which post the token looks and acts, and what the table of rights gives it."""

    as_: str = Field(alias="as")
    body: str
    body_name: str
    post: str
    title: str
    ends_on: date
    acts: list[str]
    sights: list[str]


class TargetNumbers(Answer):
    """How many bearers of a target reached it, missed it, or are not known to have done either."""

    reached: int
    missed: int
    unknown: int
    reached_since: date | None


class DutyNumbers(Answer):
    """The counts of one duty and round; `due_on` null and `begun_on`: it has no term."""

    directive: str
    duty: str
    due_on: date | None
    begun_on: date | None = None
    done_on_time: int
    done_late: int
    open_in_time: int
    open_overdue: int
    unknown: int
    blocked_by: int
    target: TargetNumbers | None = None


class Reached(Answer):
    """How a target stands, with whose figures say so and their day."""

    state: str
    since: date | None
    remaining: int | None
    as_of: date | None
    body: str | None
    report: int | None
    source: str | None
    recorded_at: datetime | None


class Obligation(Answer):
    """One obligation as it stood."""

    directive: str
    duty: str
    bearer: str
    bearer_name: str
    due_on: date | None
    state: str
    received_at: datetime | None
    recorded_at: datetime | None
    extended: bool
    paused: bool
    target: Reached | None = None


class Outcome(Answer):
    """One round of one bearer, and how often it was in time so far."""

    due_on: date
    state: str
    received_at: datetime | None
    on_time_so_far: int
    rounds_so_far: int


class Rate(Answer):
    """How often one bearer was in time."""

    directive: str
    duty: str
    bearer: str
    bearer_name: str
    rounds: int
    on_time: int
    late: int
    open_overdue: int
    percent: int | None
    not_counted: int
    over_time: list[Outcome]


class Notice(Answer):
    """One notice and what it is about."""

    id: int
    state: str
    step: str
    rung: int | None
    policy: str
    basis: str
    directive: str
    duty: str
    bearer: str
    bearer_name: str
    due_on: date
    recipient: str
    channel: str | None
    created_at: datetime
    held_until: datetime | None
    settled_at: datetime | None
    reason: str | None
    message: int | None


class ListedNotice(Notice):
    """The same in a list, with the state of the letter that carries it."""

    message_state: str | None


class Letter(Notice):
    """The same with its letter; `draft`: as it would be composed now; null: there is none."""

    purged: bool
    draft: bool
    subject: str | None
    text: str | None
    files: list[str]


class Why(Answer):
    """What one notice rests on: policy, because, clause, reading, facts, message."""

    notice: int
    recipient: str
    state: str
    reason: str | None
    step: str
    policy: dict[str, Any]
    because: list[dict[str, Any]]
    basis: dict[str, Any]
    obligation: dict[str, Any]
    corrected: dict[str, Any] | None
    facts: dict[str, Any]
    decided_at: datetime
    message: dict[str, Any] | None


class LastNotice(Answer):
    """What somebody who has not filed was told last."""

    at: datetime
    step: str
    to: str


class Missing(Answer):
    """Who has not filed, since when, and what was promised."""

    bearer: str
    since: date
    last_notice: LastNotice | None
    promised_on: date | None
    lack: str | None


class Line(Answer):
    """One body of a round; `groups`: row → figure → number."""

    bearer: str
    bearer_code: str | None
    bearer_name: str
    in_: bool = Field(alias="in")
    asked: list[str]
    report: int | None
    revision: int
    frozen: bool
    received_at: datetime | None
    on_time: bool | None
    nil: bool | None
    as_of: date | None
    groups: dict[str, dict[str, int | float | None]]
    last_known: dict[str, Any] | None


class SignedRound(Answer):
    """One signature of the round."""

    revision: int
    partial: bool
    closed_at: datetime
    signed_at: datetime
    number: str | None
    dated: date | None
    bodies_in: int


class Consolidation(Answer):
    """A round as its consolidator has it; `totals`: row → figure → sum."""

    due_on: date
    state: str
    in_: list[str] = Field(alias="in")
    missing: list[Missing]
    totals: dict[str, dict[str, Any]]
    per_body: list[Line]
    as_of: datetime | None
    signed: list[SignedRound]
    without_figures: list[str]
    targets: list[dict[str, Any]]


class Whose(Answer):
    """Whose report it is, of which round, and where it stands."""

    obligation: int
    directive: str
    duty: str
    period: str
    due_on: date
    bearer: str
    bearer_code: str | None
    bearer_name: str
    state: str
    received_at: datetime | None
    on_time: bool | None


class InRound(Whose):
    """The same in the list of a round."""

    revision: int
    nil: bool | None
    has_figures: bool
    reply_by: date | None
    frozen: bool
    attachments: int


class Change(Answer):
    """What a revision changed."""

    at: str
    name: str
    before: int | str | None
    after: int | str | None


class Attached(Answer):
    """A file that came with a revision."""

    attachment: int
    name: str
    content_type: str
    size: int
    sha256: str
    purged: bool


class Revision(Answer):
    """One revision of a report; `figures` as a file of figures has them."""

    report: int
    revision: int
    state: str
    received_at: datetime
    recorded_at: datetime
    recorded_by: str
    road: str
    number: str | None
    dated: date | None
    signer: str | None
    capacity: str | None
    sent_on: date | None
    grounds: str | None
    form: Any
    figures: dict[str, Any] | None
    explanations: dict[str, str]
    reasons: dict[str, str]
    reply_by: date | None
    decided_at: datetime | None
    decided_by: str | None
    undone_at: datetime | None
    undone_reason: str | None
    frozen_by: int | None
    adjusts: int | None
    is_adjustment: bool
    changes: list[Change]
    attachments: list[Attached]


class ByPeople(Answer):
    """A figure that the people on the lists tell otherwise: as stated, and as they count."""

    at: str
    name: str
    stated: int
    people: int


class Report(Whose):
    """One report with every revision; `people`: where the lists of people tell otherwise."""

    people: list[ByPeople]
    groups: list[str]
    adjusted: dict[str, Any]
    revisions: list[Revision]


class Finding(Answer):
    """What the doctor says of one thing, and who is to act."""

    name: str
    ok: bool
    said: str
    receiver: str
