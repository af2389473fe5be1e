"""Mailboxes without an address book: by role alone, or with made-up holders. Nobody real."""

from dataclasses import replace

from dondoc.contacts.row import ContactRow
from rules.rulebook import Rulebook
from steps.posts import Post

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ma", "Lý")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thanh")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Yến")


def demo_contacts(rulebook: Rulebook) -> list[ContactRow]:
    """Return one made-up contact for every post that word goes to; the same ones every time.

    Addresses end in ".invalid" (RFC 2606): no mail can ever reach a person.
    """
    return [
        row if row.post == Post.MAILBOX else replace(row, person=_name(number))
        for number, row in enumerate(role_mailboxes(rulebook))
    ]


def role_mailboxes(rulebook: Rulebook) -> list[ContactRow]:
    """Return one nameless contact for every post that word goes to, with an address of no host."""
    return [
        ContactRow(body.uid, post, None, f"{post}.{body.uid.replace('@', '-')}@noi-bo.invalid")
        for body in rulebook.bodies.all()
        for post in body.posts
        # Whoever only acts or looks is told nothing.
        if post in rulebook.told or post == body.head
    ]


def _name(number: int) -> str:
    family = _FAMILY[number % len(_FAMILY)]
    middle = _MIDDLE[number % len(_MIDDLE)]
    given = _GIVEN[(number * 5) % len(_GIVEN)]
    return f"{family} {middle} {given} (mẫu)"
