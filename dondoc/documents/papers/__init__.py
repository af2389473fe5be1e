"""How each document is worded and ordered: content in, a `Paper` out."""

from functools import singledispatch

from dondoc.documents.content import (
    Agenda,
    CommuneReport,
    ConsolidatedReport,
    Dossier,
    LeadersBrief,
    Urging,
)
from dondoc.documents.paper import Paper
from dondoc.documents.papers.agenda import agenda
from dondoc.documents.papers.brief import brief
from dondoc.documents.papers.commune import commune_report
from dondoc.documents.papers.consolidated import consolidated
from dondoc.documents.papers.dossier import dossier
from dondoc.documents.papers.urging import urging

Document = CommuneReport | ConsolidatedReport | Urging | LeadersBrief | Dossier | Agenda


@singledispatch
def paper_of(document: Document) -> Paper:
    """Return the document as it is set out on paper."""
    raise TypeError(f"no paper is known for {type(document).__name__}")


paper_of.register(CommuneReport, commune_report)
paper_of.register(ConsolidatedReport, consolidated)
paper_of.register(Urging, urging)
paper_of.register(LeadersBrief, brief)
paper_of.register(Dossier, dossier)
paper_of.register(Agenda, agenda)

__all__ = ["Document", "paper_of"]
