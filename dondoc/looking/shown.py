"""What is looked at as machines get it: the promised JSON documents of commands and of the API."""

from typing import TYPE_CHECKING, Any

from dondoc.desk.look import Look
from dondoc.desk.plain import plain
from dondoc.obligations.rates import Rate
from dondoc.obligations.standing import Standing
from dondoc.sending.target_phrases import target_view
from models import Message, Notice, Obligation
from models.standing import has_term
from rules.meaning.body import BodyRegistry
from rules.rulebook import Rulebook

if TYPE_CHECKING:
    # Whoever only lists loads nothing that writes letters.
    from notifications.envelope import Envelope


def standing_view(one: Standing, bodies: BodyRegistry) -> dict[str, object]:
    """Return one obligation as it stands (`status --per body`)."""
    return {
        "directive": one.owed.directive_id,
        "duty": one.owed.duty,
        "bearer": one.owed.bearer_uid,
        "bearer_name": bodies.get(one.owed.bearer_uid).name,
        "due_on": one.due_on.isoformat() if has_term(one.late_from) else None,
        "state": one.way,
        "received_at": plain(one.received_at),
        "recorded_at": plain(one.recorded_at),
        "extended": one.extended,
        "paused": one.paused,
        **({"target": target_view(one.target)} if one.target else {}),
    }


def rate_view(rate: Rate, bodies: BodyRegistry) -> dict[str, object]:
    """Return how often one bearer was in time, round by round."""
    return {
        "directive": rate.directive,
        "duty": rate.duty,
        "bearer": rate.bearer,
        "bearer_name": bodies.get(rate.bearer).name,
        "rounds": rate.rounds,
        "on_time": rate.on_time,
        "late": rate.count("done_late"),
        "open_overdue": rate.count("open_overdue"),
        "percent": rate.percent,
        "not_counted": rate.not_counted,
        "over_time": [
            {
                "due_on": one.due_on.isoformat(),
                "state": one.way,
                "received_at": plain(one.received_at),
                "on_time_so_far": on_time,
                "rounds_so_far": number,
            }
            for number, (one, on_time) in enumerate(rate.so_far(), 1)
        ],
    }


def listed_view(
    rulebook: Rulebook, found: Notice, row: Obligation, carried: str | None
) -> dict[str, Any]:
    """Return a notice of a list, with the state of the letter that carries it."""
    return {**notice_view(rulebook, found, row), "message_state": carried}


def notice_view(rulebook: Rulebook, notice: Notice, row: Obligation) -> dict[str, Any]:
    """Return one notice and what it is about."""
    return {
        "id": notice.id,
        "state": notice.state,
        "step": notice.step,
        "rung": notice.rung,
        "policy": notice.policy,
        "basis": notice.basis,
        "directive": row.directive_id,
        "duty": row.duty,
        "bearer": row.bearer_uid,
        "bearer_name": rulebook.bodies.get(row.bearer_uid).name,
        "due_on": row.due_on.isoformat(),
        "recipient": f"{notice.recipient_uid}/{notice.recipient_post}",
        "channel": notice.channel,
        "created_at": plain(notice.created_at),
        "held_until": plain(notice.held_until),
        "settled_at": plain(notice.settled_at),
        "reason": notice.reason,
        "message": notice.message_id,
    }


def letter_view(
    rulebook: Rulebook, look: Look, notice: Notice, row: Obligation, read: "Envelope | None"
) -> dict[str, Any]:
    """Return a notice with the letter that carries it, as `dondoc.looking.letter` has it."""
    return {
        **notice_view(rulebook, notice, row),
        "purged": purged(look, notice),
        "draft": notice.message_id is None,
        "subject": read.subject if read else None,
        "text": read.text if read else None,
        "files": list(read.files) if read else [],
    }


def purged(look: Look, found: Notice) -> bool:
    """Say whether the letter of a notice left, and its text was emptied when its time was over."""
    message = found.message_id and look.session.get_one(Message, found.message_id)
    return bool(message and message.purged)
