"""What stands around the documents of the consolidator and of the district."""

from datetime import date

from dondoc.documents.content import Clause, Frame, Signature
from dondoc.documents.headings import heading
from dondoc.wording import POST_NAMES
from notifications.wording import official
from rules.body import Body
from rules.directive import Directive, Duty
from rules.rulebook import Rulebook

# Social insurance stands under its own agency of the province, not under the district.
_INSURANCE = "Bảo hiểm xã hội"
_PROVINCE = "ubnd-tinh"


def clause_of(directive: Directive, duty: Duty) -> Clause:
    """Return the sentence a document rests on."""
    wording = duty.due.wording if duty.due else ""
    return Clause(directive.cited_as, duty.place, duty.quote, wording)


def agency_frame(rulebook: Rulebook, body: Body, to: Body, month: date) -> Frame:
    """Return the frame of a report of the agency `body` to the People's Committee `to`."""
    above = _superior(rulebook, body)
    initials = (body.short_name or body.name).split()[0]
    told = (f"{above} (báo cáo)",) if above else ()
    return Frame(
        heading=heading(body.name, f"BC-{initials}", month, above),
        to=(official(to.name),),
        copies=("Như trên", *told, "Lưu: VT"),
        signature=Signature((POST_NAMES[body.head],) if body.head in POST_NAMES else ()),
    )


def committee_frame(directive: Directive, issuer: Body, month: date) -> Frame:
    """Return the frame of a công văn of the People's Committee that issued the directive.

    Its "Nơi nhận" are the dispatch's own; whom it addresses is written from the absent.
    """
    return Frame(
        heading=heading(issuer.name, "UBND-VX", month),
        to=(),
        copies=tuple(copy.line for copy in directive.copies),
        signature=Signature(("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")),
    )


def _superior(rulebook: Rulebook, body: Body) -> str:
    if not body.name.startswith(_INSURANCE) or _PROVINCE not in rulebook.bodies:
        return ""
    province = rulebook.bodies.get(_PROVINCE).name
    return province.replace("Ủy ban nhân dân", _INSURANCE, 1)
