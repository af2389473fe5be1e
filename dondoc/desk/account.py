"""Account: a channel that rests is used again, because somebody has put it right."""

from dataclasses import dataclass

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.sending import pauses


@dataclass(frozen=True)
class Request:
    """The account's name in config.yaml."""

    name: str


@dataclass(frozen=True)
class Answer:
    """The account that is used again."""

    name: str


@act("account.resume")
def resume(desk: Desk, request: Request) -> Answer:
    """Use the account again; raise Refused where it does not rest."""
    pauses.resume(desk.session, request.name, desk.allow("account.resume"), desk.now)
    return Answer(request.name)
