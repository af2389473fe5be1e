"""How letters, papers and screens name a body, a post of it, and those who bear a duty."""

from models import Notice
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook
from steps.posts import Post


def role_of(bodies: BodyRegistry, body: Body, post: str) -> str:
    """Return the Vietnamese title of the post `post` of `body`."""
    return bodies.title(body, post)


def name_of(body: Body) -> str:
    """Return how messages name a body: "UBND xã Đại Phú", "BHXH tỉnh"."""
    return body.organ if body.organ != body.name else body.short_name or body.name


def name_in(bodies: BodyRegistry, uid: str | None) -> str:
    """Return how messages name the body `uid`, "" where there is none of that uid."""
    return name_of(bodies.get(uid)) if uid and uid in bodies else ""


def addressed(bodies: BodyRegistry, duty: Duty) -> str:
    """Return how a text addresses those who bear `duty`: "UBND các xã, phường"."""
    return bodies.together(sorted(duty.bearers.kinds(bodies))) or "các đơn vị"


def recipient_of(rulebook: Rulebook, notice: Notice) -> str:
    """Return to whom a notice goes, by role, never by a person's name."""
    bodies = rulebook.bodies
    body = bodies.get(notice.recipient_uid)
    role = role_of(bodies, body, notice.recipient_post)
    if notice.recipient_post == Post.MAILBOX:
        return f"{role} {name_of(body)}"
    # What writes letters: most who name a body write none.
    from notifications.compose import addressee_line
    from notifications.letter import Addressee

    return addressee_line(Addressee(None, role, name_of(body), notice.recipient_post))
