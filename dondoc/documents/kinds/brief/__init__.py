"""Báo cáo nhanh: a round on one page for the leaders."""

from datetime import date

from dondoc.consolidation.consolidate import consolidation
from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.brief.assembly import Reporter, leaders_brief
from dondoc.documents.kinds.brief.content import LeadersBrief
from dondoc.documents.kinds.brief.paper import brief
from dondoc.documents.kinds.brief.sheets import sheets
from dondoc.visible import Sight


def _fill(
    sources: Sources,
    directive: str,
    round_due: date,
    signer: str | None = None,
    round_duty: str | None = None,
) -> LeadersBrief:
    found = consolidation(sources.session, sources.rulebook, directive, round_due, duty=round_duty)
    reporter = Reporter(sources.office.house.body, sources.author)
    session, rulebook = sources.session, sources.rulebook
    return leaders_brief(session, rulebook, found, reporter, sources.now, signer=signer)


KIND = Kind(
    command="brief",
    stem="bao-cao-nhanh",
    help="Báo cáo nhanh một trang trình lãnh đạo, cùng nội dung với thư báo cáo nhanh.",
    sight=Sight.ROUND,
    content=LeadersBrief,
    fill=_fill,
    paper=brief,
    sheets=sheets,
    others=True,
)
