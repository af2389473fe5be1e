"""Renew: the checkpoints begin anew, because those that were signed are lost or fit no more."""

from dataclasses import dataclass

from dondoc.desk.context import Desk
from dondoc.desk.incident import PURPOSE, reseal
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.trail.anchors import trouble
from dondoc.trail.remembered import REKEYED, forget
from dondoc.trail.signing import next_key, signer
from models.salt import digests_of
from models.trail import append


@dataclass(frozen=True)
class Request:
    """Why nothing better can be done; `new_key`: the public half of the key that signs from now on.

    With a new key the checkpoints must still fit: what does not is put right by itself first.
    """

    reason: str
    new_key: str = ""


@dataclass(frozen=True)
class Answer:
    """What did not fit before; "" where only the key changes."""

    wrong: str


@act("audit.renew")
def renew(desk: Desk, request: Request) -> Answer:
    """Let the next checkpoint be the first; what was remembered of the last stands in the trail.

    The old file is put away by `dondoc.trail.anchor.begin_anew` once this is committed.

    Raises:
        Refused: no reason is given; the checkpoints fit, or with a new key do not.
    """
    by = desk.allow("audit.renew")
    if not request.reason.strip():
        raise Refused("cần nêu lý do")
    wrong = trouble(desk.session.get_bind().engine, desk.state, desk.located.second_folder)
    if request.new_key:
        return _rekey(desk, request, by, wrong)
    if wrong is None:
        raise Refused("các điểm kiểm vẫn khớp với dấu vết: không có gì phải bắt đầu lại")
    data = {"by": by, **digests_of(desk.session, reason=request.reason)}
    append(desk.session, desk.now, [forget(desk.session, desk.now, request.reason, data)])
    return Answer(wrong)


def _rekey(desk: Desk, request: Request, by: str, wrong: str | None) -> Answer:
    if wrong is not None:
        raise Refused(f"chưa đổi khóa được, điểm kiểm đang không khớp: {wrong}")
    said = digests_of(desk.session, reason=request.reason)
    # What is sealed by a key made of the one that signs opens with the new one from then on.
    old, new = (one.derived(PURPOSE) for one in (signer(desk.state), next_key(desk.state)))
    data = {"by": by, "to": request.new_key, **said}
    event = forget(desk.session, desk.now, request.reason, data, REKEYED)
    append(desk.session, desk.now, [event, *reseal(desk.session, old, new, by)])
    return Answer("")
