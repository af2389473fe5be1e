"""Which reader answers for which word: a reader more is a module here and its line.

What a duty is tells by itself that its rounds, its target and the letters on its ground show how
far it is; the rest its directive says: `shown_by`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dondoc.documents.parts.shown.activity import activity, bearers, inspection
from dondoc.documents.parts.shown.cases import cases, reconciliation
from dondoc.documents.parts.shown.found import Asked, Found, Reader
from dondoc.documents.parts.shown.helped import cards, helped
from dondoc.documents.parts.shown.letters import issued, letters
from dondoc.documents.parts.shown.lists import lists
from dondoc.documents.parts.shown.outreach import assignments, informed, visits
from dondoc.documents.parts.shown.people import people
from dondoc.documents.parts.shown.rounds import reports, targets
from rules.meaning.duty import Duty

READERS: Mapping[str, Reader] = {
    "reports": reports,
    "targets": targets,
    "lists": lists,
    "people": people,
    "assignments": assignments,
    "visits": visits,
    "informed": informed,
    "reconciliation": reconciliation,
    "cases": cases,
    "activity": activity,
    "help": helped,
    "cards": cards,
    "inspection": inspection,
    "letters": letters,
    "issued": issued,
    "bearers": bearers,
}


def words_of(duty: Duty) -> Iterator[str]:
    """Yield by which words it is read how far a duty is carried out."""
    yield "targets" if duty.kind == "target" else "reports"
    yield from duty.shown_by
    yield from ("letters", "issued", "bearers")


def found_of(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return what shows of each duty (by its id) that it is carried out; nothing where nothing."""
    by_word: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        for word in words_of(duty):
            by_word[word].append(duty)
    found: dict[str, Found] = {}
    for word, reader in READERS.items():
        if word in by_word:
            for duty_id, more in reader(asked, by_word[word]).items():
                found[duty_id] = found.get(duty_id, Found()) + more
    return found
