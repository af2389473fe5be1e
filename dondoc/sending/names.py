"""How letters, papers and screens name a body, a post of it, and those who bear a duty."""

from rules.meaning.body import Body, BodyRegistry
from rules.meaning.duty import Duty


def role_of(bodies: BodyRegistry, body: Body, post: str) -> str:
    """Return the Vietnamese title of the post `post` of `body`."""
    return bodies.title(body, post)


def name_of(body: Body) -> str:
    """Return how messages name a body: "UBND xã Đại Phú", "BHXH tỉnh"."""
    return body.organ if body.organ != body.name else body.short_name or body.name


def addressed(bodies: BodyRegistry, duty: Duty) -> str:
    """Return how a text addresses those who bear `duty`: "UBND các xã, phường"."""
    return bodies.together(sorted(duty.bearers.kinds(bodies))) or "các đơn vị"
