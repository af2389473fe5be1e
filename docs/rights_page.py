"""The page of who may do and see what, from the table of rights: docs/vi/quyen.md."""

from collections.abc import Iterator, Mapping

from rules.meaning.recipient import office_among
from rules.meaning.right import Right, Role
from rules.rulebook import Rulebook, load

_ROLES = {
    Role.BEARER: "đơn vị được giao",
    Role.VIA: "đơn vị tổng hợp",
    Role.TO: "đơn vị nhận sau cùng",
    Role.OFFICE: "Văn phòng theo dõi",
    Role.REACHED: "nơi hồ sơ đã lên đến",
    Role.ALL: "bất kể đơn vị nào",
}
# How much of what there is to see each role has, over its column.
_SEES = {
    Role.BEARER: "Đơn vị được giao: việc của mình",
    Role.VIA: "Đơn vị tổng hợp: của đơn vị báo cáo qua mình",
    Role.TO: "Đơn vị nhận sau cùng: của đơn vị báo cáo lên mình",
    Role.OFFICE: "Văn phòng theo dõi: tất cả",
    Role.REACHED: "Nơi hồ sơ đã lên đến: người có hồ sơ ấy",
    Role.ALL: "Bất kể đơn vị nào: tất cả",
}
_HEAD = """# Ai được làm gì, xem gì

Trang này lập từ rules/rights/quyen.yaml (`make docs`); muốn khác thì khai trong `rights/` của bộ
quy tắc riêng, `dondoc check` kiểm tra. Lệnh nào cũng nhận `--as ĐƠN_VỊ/CHỨC_DANH`; không nêu thì
lấy khóa `as` của config.yaml, rồi đến cột "Thường do" (xem: chuyên viên của Văn phòng). Đơn vị,
chức danh và người giữ chức danh phải có trong ngày làm việc ấy; quyền cấp trưởng, người được ủy
quyền làm được, xem được từ ngày đến ngày ghi trong danh bạ. Không có quyền thì lệnh bị từ chối,
nêu rõ ai được.

## Làm

| Việc | Mã | Ai được | Thường do |
|---|---|---|---|
"""
_SIGHTS = """
## Xem

Danh sách chỉ có phần được xem. Nêu đích danh báo cáo, thông báo, nghĩa vụ của đơn vị không được xem
thì bị từ chối, không lộ nội dung. Cả một đợt (tổng hợp, dự thảo đôn đốc, báo cáo nhanh), mọi bảng
dữ liệu, dấu vết chỉ dành cho người được xem mọi đơn vị trong đó. Thư gửi cho đơn vị nào thì đơn vị
ấy xem lại được; thư gửi nơi khác mà nói đến cả đợt thì như cả đợt.

"""
_Kinds = Mapping[Role, frozenset[str]]


def rights_page() -> str:
    """Return the page as it should stand."""
    rulebook = load()
    kinds = _kinds(rulebook)
    acts = (_act(right, rulebook, kinds) for right in rulebook.rights.acts.values())
    return _HEAD + "".join(acts) + _SIGHTS + "".join(_sights(rulebook, kinds))


def _kinds(rulebook: Rulebook) -> _Kinds:
    """Return of which kinds the bodies are that collect, receive and follow up here."""
    bodies, duties = (
        rulebook.bodies,
        [duty for directive in rulebook.directives.values() for duty in directive.duties.values()],
    )
    named = {
        Role.VIA: {duty.via for duty in duties},
        Role.TO: {duty.to for duty in duties if duty.due},
        Role.OFFICE: {office_among(bodies)},
    }
    return {
        role: frozenset(bodies.get(uid).kind for uid in uids if uid and uid in bodies)
        for role, uids in named.items()
    }


def _act(right: Right, rulebook: Rulebook, kinds: _Kinds) -> str:
    may = "; ".join(
        f"{_ROLES[role]}: {posts}" for role, posts in _may(right, rulebook, kinds).items()
    )
    return f"| {right.title} | `{right.name}` | {may} | `{right.usual}` |\n"


def _sights(rulebook: Rulebook, kinds: _Kinds) -> Iterator[str]:
    """Yield the table: one line for the sights that the same have, in the order of the file."""
    yield f"| Xem gì | {' | '.join(_SEES.values())} |\n|{'---|' * (len(_SEES) + 1)}\n"
    same: dict[tuple[str, ...], list[str]] = {}
    for right in rulebook.rights.sights.values():
        may = _may(right, rulebook, kinds)
        cells = tuple(may.get(role, "–") for role in _SEES)
        same.setdefault(cells, []).append(f"{right.title.removeprefix('xem ')} `{right.name}`")
    for cells, titles in same.items():
        yield f"| {'; '.join(titles)} | {' | '.join(cells)} |\n"


def _may(right: Right, rulebook: Rulebook, kinds: _Kinds) -> dict[Role, str]:
    """Return, by role, the titles of its posts; kinds that share a title say it once."""
    found = {}
    for role, by_kind in right.may.items():
        titles = dict.fromkeys(
            rulebook.bodies.kinds[kind].posts[post]
            for kind, posts in by_kind.items()
            if kind in kinds.get(role, by_kind)
            for post in posts
        )
        found[role] = ", ".join(titles)
    return found
