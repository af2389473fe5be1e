"""Whose people an act is about: the own ones of who acts, or of whoever reports to them.

A case number that is nobody's and one that is somebody else's are refused alike, so that who tries
numbers learns nothing.
"""

from dondoc.desk.context import Desk
from dondoc.errors import Refused
from models import Person, PersonState
from rules.meaning.directive import Directive
from rules.meaning.recipient import Party


def declared_of(desk: Desk, directive: str) -> Directive:
    """Return the directive with that id; raise Refused where there is none."""
    declared = desk.rulebook.directives.get(directive)
    if declared is None:
        known = ", ".join(desk.rulebook.directives)
        raise Refused(f"không có văn bản {directive!r}; có: {known}")
    return declared


def via_of(desk: Desk, declared: Directive | None) -> str | None:
    """Return who collects the reports that count people of the directive's lists (uid)."""
    forms = desk.rulebook.forms
    for duty in declared.duties.values() if declared else ():
        form = forms.get(duty.asks)
        if duty.via and form and any(figure.reasons for figure in form.figures):
            return duty.via
    return None


def allowed(desk: Desk, name: str, via: str | None = None) -> str:
    """Return who does the act `name`, as `uid/post`, where they may about people of their own.

    Args:
        via: who collects of the directive it is about (uid); None: of any.
    Raises:
        Refused: who acts may not do it about anybody.
    """
    who = desk.acting(name)
    if via is None:
        directives = desk.rulebook.directives.values()
        vias = [found for one in directives if (found := via_of(desk, one))]
        via = who.body.uid if who.body.uid in vias else next(iter(vias), None)
    return desk.allow(name, parties=[Party(who.body.uid, via=via, office=desk.work.office)])


def answers_for(desk: Desk, uid: str | None, by: str) -> bool:
    """Say whether who acts, `by`, answers for the body `uid`."""
    if uid is None or uid not in desk.bodies:
        return False
    return body_of(by) in {uid, *(one.uid for one in desk.bodies.answering(uid, desk.today))}


def body_of(by: str) -> str:
    """Return the uid of the body of who acts (`uid/post`)."""
    return by.partition("/")[0]


def one_of(desk: Desk, number: int, by: str, via: str | None = None) -> Person:
    """Return the person with that case number, where who acts answers for them, or collects.

    Raises:
        Refused: there is no such person among theirs, or nobody follows them any more.
    """
    person = desk.session.get(Person, number)
    if person is None or not (answers_for(desk, person.body_uid, by) or body_of(by) == via):
        raise Refused(f"không có hồ sơ số {number} trong danh sách của đơn vị này")
    if person.state != PersonState.KNOWN:
        raise Refused(f"hồ sơ số {number} đã nhập vào hồ sơ khác hoặc đã xoá")
    return person
