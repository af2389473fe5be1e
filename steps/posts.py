"""The posts that word goes to, and what the program asks about them.

What else a kind of body has, and how its posts are titled there, stands in `rules/bodies`.
"""

from enum import StrEnum


class Post(StrEnum):
    """A post that a policy, a contact or a letter names."""

    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    OFFICER = "officer"
    MAILBOX = "mailbox"
    SPECIALIST = "specialist"
    OFFICE_HEAD = "office-head"
    DIRECTOR = "director"
    LEADER = "leader"

    @classmethod
    def answering(cls) -> frozenset["Post"]:
        """Return the posts that answer for their body: what binds heads in person binds them."""
        return frozenset({cls.CHAIR, cls.DIRECTOR, cls.OFFICE_HEAD})

    @classmethod
    def directing(cls) -> frozenset["Post"]:
        """Return the posts that are asked to direct the work of their body, not to prepare it."""
        return cls.answering() | {cls.VICE_CHAIR}


POST_NAMES = {
    "chair": "Chủ tịch",
    "vice-chair": "Phó Chủ tịch",
    "officer": "công chức, cán bộ phụ trách",
    "mailbox": "văn thư",
    "specialist": "chuyên viên",
    "office-head": "Chánh Văn phòng",
    "director": "Giám đốc",
    "leader": "lãnh đạo phụ trách",
}
