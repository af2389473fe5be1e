"""What is stored, and which name is at home in which module: `__init__.py` reads it, too."""

from typing import Any

from models.access_batch import AccessBatch
from models.account import Account
from models.activity import Activity, ActivityKind
from models.agreement import Agreement
from models.anchored import Anchored
from models.api_token import ApiToken
from models.asking import Asking, AskingEnd
from models.assignment import Assignment, Duty
from models.attachment import Attachment
from models.base import Base
from models.body import Body
from models.card_step import CARD_STAGE_NAMES, CardStage, CardStep
from models.case_report import ANNEX_ROAD_NAMES, AnnexRoad, CaseLine, CaseReport
from models.committee import CommitteeDecision, CommitteeMember
from models.contact import Capacity, Contact, ContactBook
from models.decision import Call, Covered, Decision, DecisionKind, Switch
from models.device import Device
from models.directive import Clause, Directive
from models.directive_text import DirectiveText
from models.double import DOUBLE_REASONS, DoubleJudged, DoubleReason, PersonMerge
from models.draft import Draft, DraftEnd
from models.eligible_village import EligibleVillage
from models.ended_link import EndedLink
from models.finding import Finding, FindingOutcome
from models.held_visit import Held, HeldVisit
from models.help_asked import HELP_OUTCOME_NAMES, HelpAsked, HelpOutcome
from models.incident import INCIDENT_KIND_NAMES, Incident, IncidentKind
from models.inspection import (
    INSPECTION_STEP_NAMES,
    Inspection,
    InspectionEntry,
    InspectionStep,
)
from models.installation import Installation, installation_of
from models.issued import Issued, Named
from models.list_count import CountImport, CountKind, ListCount
from models.login import Login, Seat, Tries
from models.machine import IllegalMove
from models.message import Attempt, Message, MessageState
from models.notice import Notice, NoticeState
from models.obligation import Kind, Obligation
from models.outside_help import OutsideHelp
from models.paperwork import PaperStep, Paperwork
from models.people_key import PeopleKey
from models.person import Household, Person, PersonMark, PersonState
from models.person_access import Access, PersonAccess, PersonSeen, Purpose
from models.person_change import PersonChange
from models.person_fact import PersonFact
from models.person_list import (
    ListLayout,
    ListLine,
    ListReceipt,
    PeopleListKind,
    PersonList,
)
from models.person_request import REQUEST_KIND_NAMES, PersonRequest, RequestKind
from models.person_sight import PersonReached
from models.printed_sheet import PrintedSheet
from models.proposal import Proposal
from models.reconciliation import (
    RECONCILIATION_STATE_NAMES,
    Reconciliation,
    ReconciliationLine,
    ReconciliationReason,
    ReconciliationSide,
    ReconciliationState,
    Side,
)
from models.report import Report, ReportState
from models.salt import Salt
from models.signature import Print, Signature, Signed
from models.sponsor import SPONSOR_KIND_NAMES, Sponsor, SponsorKind
from models.sponsor_entry import ENTRY_KIND_NAMES, EntryKind, SponsorEntry
from models.sweep import Lease, Sweep
from models.trail import Entry, Event
from models.turn import Turn
from models.village import Village
from models.visit import Visit
from models.visit_question import Doubt, VisitQuestion
from models.web_session import WebSession
from models.worker import Shared, Worker
from steps.states import ObligationState

def of_table(table: str) -> type[Any] | None: ...
def whole() -> type[Base]: ...

__all__ = [
    "ANNEX_ROAD_NAMES",
    "CARD_STAGE_NAMES",
    "DOUBLE_REASONS",
    "ENTRY_KIND_NAMES",
    "HELP_OUTCOME_NAMES",
    "INCIDENT_KIND_NAMES",
    "INSPECTION_STEP_NAMES",
    "RECONCILIATION_STATE_NAMES",
    "REQUEST_KIND_NAMES",
    "SPONSOR_KIND_NAMES",
    "Access",
    "AccessBatch",
    "Account",
    "Activity",
    "ActivityKind",
    "Agreement",
    "Anchored",
    "AnnexRoad",
    "ApiToken",
    "Asking",
    "AskingEnd",
    "Assignment",
    "Attachment",
    "Attempt",
    "Base",
    "Body",
    "Call",
    "Capacity",
    "CardStage",
    "CardStep",
    "CaseLine",
    "CaseReport",
    "Clause",
    "CommitteeDecision",
    "CommitteeMember",
    "Contact",
    "ContactBook",
    "CountImport",
    "CountKind",
    "Covered",
    "Decision",
    "DecisionKind",
    "Device",
    "Directive",
    "DirectiveText",
    "DoubleJudged",
    "DoubleReason",
    "Doubt",
    "Draft",
    "DraftEnd",
    "Duty",
    "EligibleVillage",
    "EndedLink",
    "Entry",
    "EntryKind",
    "Event",
    "Finding",
    "FindingOutcome",
    "Held",
    "HeldVisit",
    "HelpAsked",
    "HelpOutcome",
    "Household",
    "IllegalMove",
    "Incident",
    "IncidentKind",
    "Inspection",
    "InspectionEntry",
    "InspectionStep",
    "Installation",
    "Issued",
    "Kind",
    "Lease",
    "ListCount",
    "ListLayout",
    "ListLine",
    "ListReceipt",
    "Login",
    "Message",
    "MessageState",
    "Named",
    "Notice",
    "NoticeState",
    "Obligation",
    "ObligationState",
    "OutsideHelp",
    "PaperStep",
    "Paperwork",
    "PeopleKey",
    "PeopleListKind",
    "Person",
    "PersonAccess",
    "PersonChange",
    "PersonFact",
    "PersonList",
    "PersonMark",
    "PersonMerge",
    "PersonReached",
    "PersonRequest",
    "PersonSeen",
    "PersonState",
    "Print",
    "PrintedSheet",
    "Proposal",
    "Purpose",
    "Reconciliation",
    "ReconciliationLine",
    "ReconciliationReason",
    "ReconciliationSide",
    "ReconciliationState",
    "Report",
    "ReportState",
    "RequestKind",
    "Salt",
    "Seat",
    "Shared",
    "Side",
    "Signature",
    "Signed",
    "Sponsor",
    "SponsorEntry",
    "SponsorKind",
    "Sweep",
    "Switch",
    "Tries",
    "Turn",
    "Village",
    "Visit",
    "VisitQuestion",
    "WebSession",
    "Worker",
    "installation_of",
    "of_table",
    "whole",
]
