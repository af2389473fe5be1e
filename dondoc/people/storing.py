"""A list is committed whole: its lines, the persons that are new, and whose part awaits receipt."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.people.census import Now
from dondoc.people.coming import Coming, come
from dondoc.people.comparing import Compared, Meant
from dondoc.people.knowing import Line
from dondoc.people.ledger import ANEW, Ground
from dondoc.people.placing import village_key
from dondoc.people.row import ListRow, Number, Personal
from dondoc.people.safe import Safe
from language.text import nfc
from language.zone import local_date
from models import (
    Event,
    Household,
    ListLine,
    ListReceipt,
    Person,
    PersonList,
    PersonMark,
    PersonState,
    Village,
)
from models.bulk import insert_rows, next_ids, update_rows
from models.trail import append
from rules.meaning.reason import Reasons

# So many rows are written at once; between them whoever waits is told how far it is.
_BATCH = 2_000


@dataclass(frozen=True)
class Why:
    """Where a list comes from, what it is kept for, by which legal text, and until when."""

    source: str
    purpose: str
    ground: str
    retain_until: date | None = None


@dataclass(frozen=True)
class Stored:
    """A list that was written, and what it changed of what is known of people."""

    list: PersonList
    coming: Coming


@dataclass
class Storing:
    """Writes one list in the transaction of `session`.

    `reasons`: why people come to a list. `heirs`: who stands in a body's place today (uids). `by`:
    who brings it, as `uid/post`; `now`: the instant (aware). `told`: is told how many rows are
    written, now and then.
    """

    session: Session
    safe: Safe
    reasons: Reasons
    heirs: Now
    by: str
    now: datetime
    told: Callable[[int], None] = lambda _: None

    def store(
        self, compared: Compared, meant: Meant, why: Why, sha256: str, *, anew: bool = False
    ) -> Stored:
        """Write the list and what it says of people, and enter what it brought, in counts.

        Args:
            anew: the group's list begins anew with it, on its day.
        """
        made = self._list(compared, meant, why, sha256)
        for at in range(0, len(compared.lines), _BATCH):
            some = compared.lines[at : at + _BATCH]
            known = [line.person is not None for line in some]
            self._persons(some)
            self._numbers([line for line, was in zip(some, known, strict=True) if was])
            self._lines(made.id, some, known)
            self.told(at + len(some))
        self._receipts(made.id, compared.lines)
        self._enter(made, compared)
        ground = Ground(f"{ANEW if anew else 'list:'}{made.id}", self.now, self.by)
        on = local_date(self.now)
        found = come(self.session, made, self.reasons, self.heirs, on, ground, anew=anew)
        return Stored(made, found)

    def _list(self, compared: Compared, meant: Meant, why: Why, sha256: str) -> PersonList:
        made = PersonList(
            directive_id=meant.directive,
            group_id=meant.group,
            kind=meant.kind.value,
            body_uid=meant.body,
            version=1 + (compared.before.version if compared.before else 0),
            as_of=meant.as_of,
            source=why.source,
            people=len(compared.lines),
            sha256=sha256,
            purpose=why.purpose,
            ground=why.ground,
            retain_until=why.retain_until,
            held=False,
            recorded_at=self.now,
            recorded_by=self.by,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def _persons(self, lines: Sequence[Line]) -> None:
        """Write whoever is new, with their villages, households and marks; give them numbers."""
        new = [line for line in lines if line.person is None]
        connection = self.session.connection()
        villages, homes = self._villages(new), self._households(new)
        rows, marks = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
        for line, id_ in zip(new, next_ids(connection, Person, len(new)), strict=True):
            line.person = id_
            sealed = self.safe.close_person(id_, line.row.personal)
            place = (line.body, villages.get(_village(line)), homes.get(self._home(line)))
            rows.append(
                (id_, *place, sealed, self.safe.newest, PersonState.KNOWN.value, *self._keys)
            )
            marks.extend((id_, kind, digest) for kind, digest in line.marks)
        names = ("id", "body_uid", "village_id", "household_id", "sealed", "seal_key", "state")
        insert_rows(connection, Person, (*names, "recorded_at", "recorded_by"), rows)
        insert_rows(connection, PersonMark, ("person_id", "kind", "digest"), marks)

    def _numbers(self, lines: Sequence[Line]) -> None:
        """Let whoever was known without a number be found by what this list says of them.

        A number of a kind that somebody has already is another's until a person says otherwise:
        it is kept with its row. Cards change; each leads to its holder.
        """
        told = {line.person: line for line in lines if line.person is not None and line.unknown}
        query = select(Person.id, Person.sealed, Person.seal_key)
        connection, ids = self.session.connection(), sorted(told)
        rows, marks = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
        for at in range(0, len(ids), 500):
            for id_, sealed, key in connection.execute(
                query.where(Person.id.in_(ids[at : at + 500]))
            ):
                known = self.safe.open_person(id_, sealed, key)
                more = more_numbers(known, told[id_].row.personal)
                if more:
                    both = replace(known, numbers=(*known.numbers, *more))
                    rows.append((id_, self.safe.close_person(id_, both), self.safe.newest))
                    has = set(self.safe.marks(known))
                    marks += [(id_, *mark) for mark in self.safe.marks(both) if mark not in has]
        update_rows(connection, Person, ("id", "sealed", "seal_key"), rows)
        insert_rows(connection, PersonMark, ("person_id", "kind", "digest"), marks)

    @property
    def _keys(self) -> tuple[datetime, str]:
        return self.now, self.by

    def _villages(self, lines: Sequence[Line]) -> dict[tuple[str, str], int]:
        """Return the number of each village that `lines` name, made where there is none yet."""
        bodies = {line.body for line in lines}
        query = select(Village).where(Village.body_uid.in_(bodies))
        found = {
            (row.body_uid, village_key(row.name)): row.id for row in self.session.scalars(query)
        }
        for line in lines:
            if line.row.village and (key := _village(line)) not in found:
                name = nfc(" ".join(line.row.village.split()))
                row = Village(
                    body_uid=line.body, name=name, recorded_at=self.now, recorded_by=self.by
                )
                self.session.add(row)
                self.session.flush()
                found[key] = row.id
        return found

    def _home(self, line: Line) -> bytes:
        """Return by what the household of a row is found; b"" where the row names none."""
        row = line.row
        if not row.household:
            return b""
        return self.safe.digest("household", "|".join((*_village(line), row.household.casefold())))

    def _households(self, lines: Sequence[Line]) -> dict[bytes, int]:
        """Return the number of each household that `lines` name, made where there is none yet."""
        wanted = {digest: line for line in lines if (digest := self._home(line))}
        query = select(Household.digest, Household.id)
        keys = sorted(wanted)
        found: dict[bytes, int] = {}
        for at in range(0, len(keys), 500):
            rows = self.session.execute(query.where(Household.digest.in_(keys[at : at + 500])))
            found.update({digest: id_ for digest, id_ in rows if digest is not None})
        villages = self._villages(lines)
        fresh = [digest for digest in wanted if digest not in found]
        connection = self.session.connection()
        rows_ = []
        for digest, id_ in zip(fresh, next_ids(connection, Household, len(fresh)), strict=True):
            line = wanted[digest]
            found[digest] = id_
            rows_.append((id_, line.body, villages.get(_village(line)), digest, *self._keys))
        names = ("id", "body_uid", "village_id", "digest", "recorded_at", "recorded_by")
        insert_rows(connection, Household, names, rows_)
        return found

    def _lines(self, list_id: int, lines: Sequence[Line], known: Sequence[bool]) -> None:
        connection = self.session.connection()
        ids = next_ids(connection, ListLine, len(lines))
        rows = [
            (
                id_,
                list_id,
                line.person,
                line.body,
                line.sheet,
                line.row.line,
                was_known,
                line.row.card_from,
                line.row.card_until,
                line.row.category,
                self.safe.close(as_it_came(line.row), about_line(id_)),
                self.safe.newest,
            )
            for id_, line, was_known in zip(ids, lines, known, strict=True)
        ]
        names = ("id", "list_id", "person_id", "body_uid", "sheet", "line", "known", "card_from")
        insert_rows(
            connection, ListLine, (*names, "card_until", "category", "sealed", "seal_key"), rows
        )

    def _receipts(self, list_id: int, lines: Sequence[Line]) -> None:
        """Await from each commune that it has its part; who brought its own has it."""
        bringer = self.by.partition("/")[0]
        for body, people in sorted(Counter(line.body for line in lines).items()):
            has = (self.now, *self._keys) if body == bringer else (None, None, None)
            received_at, recorded_at, recorded_by = has
            self.session.add(
                ListReceipt(
                    list_id=list_id,
                    body_uid=body,
                    people=people,
                    received_at=received_at,
                    recorded_at=recorded_at,
                    recorded_by=recorded_by,
                )
            )
        self.session.flush()

    def _enter(self, made: PersonList, compared: Compared) -> None:
        said = {
            "by": self.by,
            "directive": made.directive_id,
            "group": made.group_id,
            "kind": made.kind,
            "version": made.version,
            "as_of": made.as_of.isoformat(),
            "sha256": made.sha256,
            "people": made.people,
            "known": sum(1 for _ in _were_known(compared)),
            "came": made.people - len(compared.difference.stayed),
            "gone": len(compared.difference.gone),
        }
        append(self.session, self.now, [Event("list.imported", f"person_list:{made.id}", said)])


def more_numbers(known: Personal, told: Personal) -> tuple[Number, ...]:
    """Return the numbers of `told` that `known` lacks, where it has none of their kind."""
    kinds = {one.kind for one in known.numbers} - {"card"}
    return tuple(one for one in told.numbers if one not in known.numbers and one.kind not in kinds)


def _were_known(compared: Compared) -> Iterator[int]:
    yield from (*compared.difference.came, *compared.difference.stayed)


def _village(line: Line) -> tuple[str, str]:
    return line.body, village_key(line.row.village) if line.row.village else ""


def as_it_came(row: ListRow) -> bytes:
    """Return a row as it is sealed: the person, then where, how and with what it stood there."""
    more = (row.sheet, row.village, row.commune, row.section, row.household)
    return b"[%b,%b]" % (row.personal.to_bytes(), orjson.dumps(more))


def about_line(id_: int) -> str:
    """Return what the sealed content of the line numbered `id_` is about."""
    return f"list_line:{id_}"
