"""From the rows of a file of counts to counts: every mistake with its row."""

from datetime import date

from dondoc.incoming.rows import Read
from dondoc.incoming.values import EVERY_ROW, Bad
from dondoc.reports.count_row import CountRow
from language import naming
from language.text import upper_first
from rules.meaning.body import BodyRegistry, UnknownBody
from rules.rulebook import Rulebook


class CountCells:
    """Finds the directives, bodies and groups that rows name, as of the local date `today`."""

    def __init__(self, rulebook: Rulebook, today: date) -> None:
        self._rulebook, self._today = rulebook, today

    def count(self, read: Read) -> CountRow | None:
        """Return the count that a row says; None where something is wrong, which is noted."""
        directive = read.take("directive", self._directive)
        as_of = read.take("as_of", self._past)
        body = read.take("body", self._body, as_of)
        group = read.take("group", self._group, directive)
        if read.wrong:
            return None
        others = read.others("directive", "as_of", "body", "group")
        return CountRow(
            row=read.number, directive=directive, body=body, group=group, as_of=as_of, **others
        )

    def _directive(self, text: str) -> str | None:
        if text and text not in self._rulebook.directives:
            raise Bad(f'không có văn bản "{text}"', ", ".join(self._rulebook.directives))
        return text or None

    def _body(self, text: str, on: date | None) -> str:
        return _body(self._rulebook.bodies, text, on or self._today)

    def _group(self, text: str, directive: str | None) -> str:
        known = {
            id_: group.name
            for declared in self._rulebook.directives.values()
            if directive in (None, declared.id)
            for id_, group in declared.groups.items()
        }
        wanted = naming.key(text.casefold())
        for id_, name in known.items():
            if wanted in (naming.key(id_.casefold()), naming.key(name.casefold())):
                return id_
        raise Bad(f'không có nhóm "{text}"' if text else "chưa ghi nhóm", ", ".join(known))

    def _past(self, found: date | None) -> date:
        if found is None:
            raise Bad("không phải ngày", "dạng 01/7/2024 hoặc 2024-07-01")
        if found > self._today:
            raise Bad("ngày này chưa tới")
        return found


def _body(bodies: BodyRegistry, text: str, on: date) -> str:
    if text in bodies:
        return text
    if not text:
        raise Bad("chưa ghi đơn vị", EVERY_ROW)
    try:
        return bodies.named(upper_first(text), on).uid
    except UnknownBody as error:
        meant = f"; có phải: {', '.join(error.suggestions)}?" if error.suggestions else ""
        raise Bad(f'không có đơn vị "{text}" tại ngày của số liệu{meant}') from None
