"""The page of who may do what, from the table of rights: docs/vi/quyen.md."""

from collections.abc import Iterator

from rules.meaning.body import BodyRegistry
from rules.meaning.right import Right, Role
from rules.rulebook import load

_ROLES = {
    Role.BEARER: "đơn vị được giao",
    Role.VIA: "đơn vị tổng hợp",
    Role.TO: "đơn vị nhận sau cùng",
    Role.OFFICE: "Văn phòng theo dõi",
}
_HEAD = """# Ai được làm gì

Trang này lập từ rules/rights/quyen.yaml (`make docs`); muốn khác thì khai trong `rights/` của bộ
quy tắc riêng, `dondoc check` kiểm tra. Lệnh nào cũng nhận `--as ĐƠN_VỊ/CHỨC_DANH`; không nêu thì
lấy khóa `as` của config.yaml, rồi đến cột "Thường do". Đơn vị, chức danh và người giữ chức danh
phải có trong ngày làm việc ấy; quyền cấp trưởng, người được ủy quyền làm được từ ngày đến ngày
ghi trong danh bạ. Không có quyền thì lệnh bị từ chối, nêu rõ ai được làm.

| Việc | Mã | Ai được | Thường do |
|---|---|---|---|
"""


def rights_page() -> str:
    """Return the page as it should stand."""
    rulebook = load()
    lines = (_line(right, rulebook.bodies) for right in rulebook.rights.acts.values())
    return _HEAD + "".join(lines)


def _line(right: Right, bodies: BodyRegistry) -> str:
    may = "; ".join(_may(right, bodies))
    return f"| {right.title} | `{right.name}` | {may} | `{right.usual}` |\n"


def _may(right: Right, bodies: BodyRegistry) -> Iterator[str]:
    """Yield each role with the titles of its posts; kinds that share a title say it once."""
    for role, by_kind in right.may.items():
        titles = dict.fromkeys(
            bodies.kinds[kind].posts[post] for kind, posts in by_kind.items() for post in posts
        )
        yield f"{_ROLES[role]}: {', '.join(titles)}"
