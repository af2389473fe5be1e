"""The posts that word goes to, and what the program asks about them.

What else a kind of body has, and how its posts are titled there, stands in `rules/bodies`.
"""

from enum import StrEnum


class Post(StrEnum):
    """A post that shipped policies and texts speak of; a kind of body declares its own."""

    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    OFFICER = "officer"
    MAILBOX = "mailbox"
    SPECIALIST = "specialist"
    OFFICE_HEAD = "office-head"
    DIRECTOR = "director"
    LEADER = "leader"

    @classmethod
    def directing(cls) -> frozenset["Post"]:
        """Return the posts asked to direct their body's work, beside the one that leads it."""
        return frozenset({cls.CHAIR, cls.VICE_CHAIR, cls.DIRECTOR, cls.OFFICE_HEAD})


USUAL = tuple(str(post) for post in Post)
POST_NAMES = {
    "chair": "Chủ tịch",
    "vice-chair": "Phó Chủ tịch",
    "officer": "công chức, cán bộ chuyên môn",
    "mailbox": "văn thư",
    "specialist": "chuyên viên",
    "office-head": "Chánh Văn phòng",
    "director": "Giám đốc",
    "leader": "lãnh đạo",
}
