"""Which pages there are: a line each. A page more is a folder in `pages/` and a line here."""

from dataclasses import dataclass

from dondoc.visible import Sight


@dataclass(frozen=True)
class ByLink:
    """What a link in a letter opens of a page.

    `path`: a pattern whose first group is an obligation's number. What is sent with one of
    `proves` in the field `field` needs a sign-in, or what was sent to the post's own address.
    """

    path: str
    field: str
    proves: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page, or several of one kind.

    `folder`: in `dondoc/web/pages/`, whose `routes.py` has the `router`. `path`: where it is
    reached from the navigation, in which it is called `label`, under the heading `part`; no label
    keeps it out of it. `sights`, `acts`: who may see one of these or do one of them has it; none
    named: whoever is signed in.
    `public`: nobody need be signed in. `over_others`: for those who see more than their own
    body. `by_link`: what of it a link in a letter opens. `anew`: why it is worked out each time it
    is asked for, "" where all it shows comes from what `unchanged.Standing` holds.
    """

    folder: str
    path: str
    label: str = ""
    part: str = ""
    sights: tuple[Sight, ...] = ()
    acts: tuple[str, ...] = ()
    public: bool = False
    over_others: bool = False
    by_link: ByLink | None = None
    anew: str = ""


# The headings of the navigation.
_WORK, _ROUNDS, _PEOPLE, _OUTREACH, _HOUSE = (
    "Việc",
    "Báo cáo",
    "Người dân",
    "Vận động",
    "Quản trị",
)
# In the order of the navigation, heading by heading in the order in which they first stand here;
# the first that somebody has is where they begin.
PAGES = (
    Page("sign_in", "/dang-nhap", public=True, anew="nobody is signed in"),
    Page("letter", "/thu", public=True, anew="nobody is signed in"),
    Page("mine", "/viec", "Việc của tôi", _WORK, acts=("report.file", "answer")),
    Page(
        "decisions",
        "/quyet-dinh",
        "Quyết định",
        _WORK,
        sights=(Sight.TABLES,),
        acts=("release", "settle", "issue"),
    ),
    Page("board", "/bang", "Bảng", _ROUNDS, sights=(Sight.TABLES,), acts=("report.accept",)),
    Page(
        "report",
        "/bao-cao",
        "Báo cáo",
        _ROUNDS,
        sights=(Sight.REPORT,),
        by_link=ByLink(
            r"/bao-cao/(\d+)(?:/kiem|/luu|/bieu|/bien-nhan)?", "viec", ("nop", "khong", "bo-nhap")
        ),
    ),
    Page("round", "/dot", "Đợt báo cáo", _ROUNDS, sights=(Sight.ROUND,), over_others=True),
    Page(
        "lists",
        "/danh-sach",
        "Danh sách",
        _PEOPLE,
        sights=(Sight.COUNTS,),
        anew="what waits for a yes lies in the state folder",
    ),
    Page("coverage", "/bao-phu", "Bao phủ", _PEOPLE, sights=(Sight.COUNTS,)),
    Page("villages", "/thon", "Thôn của tôi", _OUTREACH, acts=("visit.record",)),
    Page("assigned", "/giao-thon", "Giao thôn", _OUTREACH, sights=(Sight.COUNTS,)),
    Page(
        "devices",
        "/may",
        "Đi thăm",
        _OUTREACH,
        acts=("device.own",),
        anew="when a device was in contact has no entry",
    ),
    Page("held", "/cho-xem", "Lần thăm chờ xem", _OUTREACH, acts=("visit.confirm",)),
    Page(
        "helping",
        "/giup-do",
        "Giúp đỡ",
        _OUTREACH,
        acts=("help.seek",),
        anew="each look at cases is logged",
    ),
    Page("sponsors", "/tai-tro", "Tài trợ", _OUTREACH, sights=(Sight.COUNTS,)),
    Page(
        "cards", "/the", "Thẻ", _OUTREACH, acts=("card.step",), anew="each look at cases is logged"
    ),
    Page(
        "reconciling",
        "/doi-chieu",
        "Đối chiếu",
        _OUTREACH,
        sights=(Sight.TABLES,),
        acts=("reconcile.open",),
        anew="each look at cases is logged",
    ),
    Page("activities", "/hoat-dong", "Hoạt động", _ROUNDS, sights=(Sight.REPORT,)),
    Page(
        "to_sign",
        "/can-ky",
        "Cần ký",
        _WORK,
        acts=("case.sign",),
        anew="each look at cases is logged",
    ),
    Page(
        "cases",
        "/ho-so",
        "Hồ sơ lên",
        _OUTREACH,
        acts=("case.propose",),
        anew="each look at cases is logged",
    ),
    Page("papers", "/van-thu", "Văn thư", _WORK, acts=("paper.issue",)),
    Page("why", "/vi-sao", "Vì sao", _ROUNDS, sights=(Sight.NOTICES,)),
    Page("directives", "/van-ban", "Văn bản", _ROUNDS, sights=(Sight.STATUS,)),
    Page("doubles", "/trung", "Hồ sơ trùng", _PEOPLE, sights=(Sight.PERSONS,)),
    Page("person", "/nguoi", "Người", _PEOPLE, sights=(Sight.PERSONS,)),
    Page("outing", "/tham", public=True, anew="nobody is signed in"),
    Page("changes", "/bien-dong", "Biến động", _PEOPLE, sights=(Sight.PERSONS,)),
    Page("people", "/danh-ba", "Danh bạ", _HOUSE, sights=(Sight.CONTACTS,)),
    Page(
        "accounts",
        "/tai-khoan",
        "Tài khoản",
        _HOUSE,
        acts=("login.open",),
        anew="who tries to sign in has no entry",
    ),
    Page(
        "tokens",
        "/ma-truy-cap",
        "Mã truy cập",
        _HOUSE,
        acts=("token.give", "token.own"),
        anew="when a token was used has no entry",
    ),
    Page("incidents", "/su-co", "Sự cố dữ liệu", _HOUSE, acts=("incident.record",)),
    Page("demonstration", "/trinh-dien"),
    Page("jobs", "/viec-lau", anew="how far it is lies in the state folder"),
    Page(
        "system",
        "/he-thong",
        "Hệ thống",
        _HOUSE,
        sights=(Sight.HEALTH,),
        anew="it looks at the machine",
    ),
)
