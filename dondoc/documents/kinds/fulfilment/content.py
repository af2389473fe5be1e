"""How far one dispatch has been carried out at one instant."""

from dataclasses import dataclass
from datetime import datetime

from dondoc.documents.parts.carried import Carried
from rules.meaning.directive import Directive


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """Every clause of `directive` as it stands at `at` (aware); `office`: who says so."""

    directive: Directive
    clauses: tuple[Carried, ...]
    at: datetime
    office: str
