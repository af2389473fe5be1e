"""From a letter to the words that are sent: one subject, one plain text.

Each step has a template whose first line is the subject; `letter.txt.j2` is the frame around them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from language.numbers import count
from language.text import nfc, upper_first
from language.zone import local_date
from notifications.grouping import Group, grouped
from notifications.html import Glance
from notifications.letter import Addressee, Item, Letter
from notifications.wording import area, last_day, limit, listed, own
from steps.posts import Post
from steps.table import Need

if TYPE_CHECKING:
    from jinja2 import Template

_STRAIGHT = re.compile(r'"([^"\n]*)"')

# What an item may lack though its step tells it: where it stands, and how that is called.
_TOLD: dict[Need, tuple[str, str]] = {
    "round": ("round", "tells of a round, but the item has none"),
    "enclosure": ("enclosed", "comes with a document, but nobody handed one in"),
    "return": ("returned", "tells of a returned report, but the item has none"),
    "gathered": ("gathered", "tells of reports that have come, but the item has none"),
    "undone": ("undone", "tells of a decision taken back, but the item has none"),
    "watched": ("watched", "tells of what is followed, but the item has nothing of it"),
    "target": ("target", "tells of a target, but the item has none"),
}


@cache
def _template(name: str) -> "Template":
    # The first letter loads what reads them: who only looks at an office needs none.
    from notifications.templating import TEMPLATES

    return TEMPLATES.get_template(name)


class Composed:
    """What a letter says, true at `letter.now`; each part is written when it is first asked for.

    `subject`: one line; `text`: paragraphs, one line each, not wrapped; both NFC. `glance`: the
    same at a glance, for the page.
    """

    def __init__(self, letter: Letter) -> None:
        """Write `letter`; raises ValueError when an item lacks what its step tells."""
        self._letter = letter
        self._groups = grouped(letter.items)
        several = len({group.item.cited_as for group in self._groups}) > 1
        self._parts = [_Part(letter, group, in_full=several) for group in self._groups]

    @cached_property
    def subject(self) -> str:
        more = f" và {count(len(self._parts) - 1)} việc khác" if len(self._parts) > 1 else ""
        mark = f"[{self._letter.mark}] " if self._letter.mark else ""
        return mark + self._subjects[0] + more

    @cached_property
    def _subjects(self) -> Sequence[str]:
        return _told_apart(
            [part.subject for part in self._parts], [group.item for group in self._groups]
        )

    @cached_property
    def text(self) -> str:
        letter = self._letter
        bases = {part.basis for part in self._parts}
        text = _template("letter.txt.j2").render(
            letter=letter,
            addressee_line=addressee_line(letter.addressee),
            you="quý cơ quan" if letter.addressee.post == Post.MAILBOX else "đồng chí",
            parts=self._parts,
            subjects=self._subjects,
            shared=self._parts[0].basis if len(bases) == 1 else None,
            asks=any(item.step.asks for item in letter.items),
        )
        return _tidy(text) + "\n"

    @cached_property
    def glance(self) -> Glance:
        return Glance(
            self.subject,
            last_day(self._groups[0].item),
            tuple(_lists(self._groups)),
            self._letter.link,
        )


class _Part:
    """One thing told: its subject and text, and the sentence that says on what it rests.

    Its template's first line is the subject; it is written no further than is asked for.
    """

    def __init__(self, letter: Letter, group: Group, *, in_full: bool) -> None:
        """Write `group`; `in_full`: "văn bản trên" would not say which of several dispatches."""
        _check(group)
        self._letter, self._group, self._in_full = letter, group, in_full
        template = _template(f"{group.item.step.template}.txt.j2")
        self._pieces = template.generate(_context(letter, group))
        self._written = ""

    @cached_property
    def subject(self) -> str:
        # A condition that does not hold is an empty piece, and not the end.
        for piece in self._pieces:
            self._written += piece
            if "\n" in self._written.lstrip():
                break
        return _tidy(self._written).partition("\n")[0]

    @cached_property
    def text(self) -> str:
        self._written += "".join(self._pieces)
        return _tidy(self._written).partition("\n")[2].strip()

    @cached_property
    def basis(self) -> str:
        dispatch = self._group.item.cited_as if self._in_full else "văn bản trên"
        return _basis(self._letter.addressee, self._group, dispatch)


def compose(letter: Letter) -> Composed:
    """What `letter` says, true at `letter.now`.

    Raises ValueError when an item lacks what its step tells (a round, a target, a return).
    """
    return Composed(letter)


def _lists(groups: Sequence[Group]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield names that stand in a row in the text, and each of them by itself."""
    for group in groups:
        yield group.who, group.bearers
        if round_ := group.item.round:
            for names in (round_.missing, round_.late, round_.paused):
                yield listed(names), tuple(map(nfc, names))


def addressee_line(addressee: Addressee) -> str:
    """Đồng chí A, công chức … xã Đại Phú; without a known person, the post by its role."""
    body = area(addressee.body) if addressee.post == Post.OFFICER else nfc(addressee.body)
    if addressee.post == Post.MAILBOX:
        return body
    post = f"{addressee.role} {body}".strip()
    return f"Đồng chí {addressee.person}, {post}" if addressee.person else upper_first(post)


def _told_apart(subjects: Sequence[str], items: Sequence[Item]) -> list[str]:
    """Return the subjects, those that are alike with the term of each: two rounds of one report."""
    alike = Counter(subjects)
    return [
        f"{subject} ({limit(item.wording, item.due_on)})"
        if alike[subject] > 1 and item.wording
        else subject
        for subject, item in zip(subjects, items, strict=True)
    ]


def _check(group: Group) -> None:
    step = group.item.step
    for need in step.needs:
        where, lack = _TOLD[need]
        if getattr(group.item, where) is None:
            raise ValueError(f"step {step.id} {lack}")


def _context(letter: Letter, group: Group) -> Mapping[str, Any]:
    """What a step's template sees: its addressee (a), group (g), item (i), round and target."""
    item = group.item
    ours = group.bearers == (letter.addressee.body,)
    return {
        "letter": letter,
        "a": letter.addressee,
        "g": group,
        "i": item,
        "r": item.round,
        "t": item.target,
        "back": item.returned,
        "undone": item.undone,
        "came": item.gathered,
        "w": item.watched,
        "now": letter.now,
        "today": local_date(letter.now),
        "own_or_who": own(item.bearer) if ours else group.who,
    }


def _basis(addressee: Addressee, group: Group, dispatch: str) -> str:
    phrases: Any = _template("_phrases.txt.j2").module
    return _tidy(phrases.basis(addressee, group, dispatch))


def _curly(text: str) -> str:
    """“ ” for the straight marks that come in with names, reasons and quotes, pair by pair."""
    return _STRAIGHT.sub(r"“\1”", text) if '"' in text else text


def _tidy(text: str) -> str:
    """NFC, “ ” for straight marks, single spaces, none at an end, one empty line at most."""
    text = _curly(nfc(text))
    if "  " in text or "\t" in text:
        text = re.sub(r"[ \t]+", " ", text)
    lines = [line.strip() for line in text.splitlines()]
    text = "\n".join(lines)
    return (re.sub(r"\n{3,}", "\n\n", text) if "\n\n\n" in text else text).strip()
