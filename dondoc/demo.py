"""Made-up holders for every post, so that the road can be seen end to end. Nobody real."""

from dondoc.contacts import ContactRow
from rules.body import BodyRegistry

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ma", "Lý")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thanh")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Yến")


def demo_contacts(bodies: BodyRegistry) -> list[ContactRow]:
    """Return one made-up contact for every post of every body; the same ones every time.

    Addresses end in ".invalid" (RFC 2606): no mail can ever reach a person.
    """
    rows = []
    for number, (body, post) in enumerate((b, p) for b in bodies.all() for p in b.posts):
        mailbox = f"{post}.{body.uid.replace('@', '-')}@demo.invalid"
        person = None if post == "mailbox" else _name(number)
        rows.append(ContactRow(body.uid, post, person, mailbox))
    return rows


def _name(number: int) -> str:
    family = _FAMILY[number % len(_FAMILY)]
    middle = _MIDDLE[number % len(_MIDDLE)]
    given = _GIVEN[(number * 5) % len(_GIVEN)]
    return f"{family} {middle} {given} (mẫu)"
