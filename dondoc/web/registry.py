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
    reached from the navigation, in which it is called `label`; "" keeps it out of it. `sights`,
    `acts`: who may see one of these or do one of them has it; none named: whoever is signed in.
    `public`: nobody need be signed in. `over_others`: for those who see more than their own
    body. `by_link`: what of it a link in a letter opens. `anew`: why it is worked out each time it
    is asked for, "" where all it shows comes from what `unchanged.Standing` holds.
    """

    folder: str
    path: str
    label: str = ""
    sights: tuple[Sight, ...] = ()
    acts: tuple[str, ...] = ()
    public: bool = False
    over_others: bool = False
    by_link: ByLink | None = None
    anew: str = ""


# In the order of the navigation; the first that somebody has is where they begin.
PAGES = (
    Page("sign_in", "/dang-nhap", public=True, anew="nobody is signed in"),
    Page("letter", "/thu", public=True, anew="nobody is signed in"),
    Page("mine", "/viec", "Việc của tôi", acts=("report.file", "answer")),
    Page(
        "decisions",
        "/quyet-dinh",
        "Quyết định",
        sights=(Sight.TABLES,),
        acts=("release", "settle", "issue"),
    ),
    Page("board", "/bang", "Bảng", sights=(Sight.TABLES,), acts=("report.accept",)),
    Page(
        "report",
        "/bao-cao",
        "Báo cáo",
        sights=(Sight.REPORT,),
        by_link=ByLink(
            r"/bao-cao/(\d+)(?:/kiem|/luu|/bieu|/bien-nhan)?", "viec", ("nop", "khong", "bo-nhap")
        ),
    ),
    Page("round", "/dot", "Đợt báo cáo", sights=(Sight.ROUND,), over_others=True),
    Page(
        "lists",
        "/danh-sach",
        "Danh sách",
        sights=(Sight.COUNTS,),
        anew="what waits for a yes lies in the state folder",
    ),
    Page("coverage", "/bao-phu", "Bao phủ", sights=(Sight.COUNTS,)),
    Page("sponsors", "/tai-tro", "Tài trợ và thẻ", sights=(Sight.COUNTS,)),
    Page("activities", "/hoat-dong", "Hoạt động", sights=(Sight.REPORT,)),
    Page(
        "to_sign",
        "/can-ky",
        "Cần ký",
        acts=("case.sign",),
        anew="each look at cases is logged",
    ),
    Page(
        "cases",
        "/ho-so",
        "Hồ sơ lên",
        acts=("case.propose",),
        anew="each look at cases is logged",
    ),
    Page("papers", "/van-thu", "Văn thư", acts=("paper.issue",)),
    Page("why", "/vi-sao", "Vì sao", sights=(Sight.NOTICES,)),
    Page("directives", "/van-ban", "Văn bản", sights=(Sight.STATUS,)),
    Page("villages", "/thon", "Thôn của tôi", acts=("visit.record",)),
    Page("assigned", "/giao-thon", sights=(Sight.COUNTS,)),
    Page("doubles", "/trung", "Hồ sơ trùng", sights=(Sight.PERSONS,)),
    Page("person", "/nguoi", "Người", sights=(Sight.PERSONS,)),
    Page("outing", "/tham", public=True, anew="nobody is signed in"),
    Page(
        "devices",
        "/may",
        "Đi thăm",
        acts=("device.own",),
        anew="when a device was in contact has no entry",
    ),
    Page("held", "/cho-xem", "Lần thăm chờ xem", acts=("visit.confirm",)),
    Page("changes", "/bien-dong", "Biến động", sights=(Sight.PERSONS,)),
    Page("people", "/danh-ba", "Danh bạ", sights=(Sight.CONTACTS,)),
    Page(
        "accounts",
        "/tai-khoan",
        "Tài khoản",
        acts=("login.open",),
        anew="who tries to sign in has no entry",
    ),
    Page(
        "tokens",
        "/ma-truy-cap",
        "Mã truy cập",
        acts=("token.give", "token.own"),
        anew="when a token was used has no entry",
    ),
    Page("incidents", "/su-co", "Sự cố dữ liệu", acts=("incident.record",)),
    Page("demonstration", "/trinh-dien"),
    Page("jobs", "/viec-lau", anew="how far it is lies in the state folder"),
    Page(
        "system",
        "/he-thong",
        "Hệ thống",
        sights=(Sight.HEALTH,),
        anew="it looks at the machine",
    ),
)
