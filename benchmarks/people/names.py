"""What people are called, by people and generation: parts of names with how often they are met.

Made up of common knowledge, none counted: what matters is that few surnames are shared by many,
that given names go with generations, and that sisters and cousins differ by one tone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

# Names, and of each the sum of the weights up to it.
Weighted = tuple[tuple[str, ...], tuple[float, ...]]


def _weighted(told: str) -> Weighted:
    """Return names told with their weights: "Nguyễn 31 Trần 11"."""
    words = told.split()
    return tuple(words[::2]), tuple(accumulate(map(float, words[1::2])))


def _by_rank(told: str) -> Weighted:
    """Return names told from the commonest to the rarest; `_` joins the parts of one."""
    names = tuple(name.replace("_", " ") for name in told.split())
    return names, tuple(accumulate(1 / (rank + 10) for rank in range(len(names))))


@dataclass(frozen=True)
class Group:
    """A people: its share of everybody, its surnames, and the parts of names that are its own."""

    name: str
    share: float
    surnames: Weighted
    middle: Mapping[str, Weighted]
    given: Mapping[str, Weighted]


# By sex and generation ("nam-1": born before 1985).
_MIDDLE = {
    "nam-1": _weighted(
        "Văn 58 Đức 5 Ngọc 4 Xuân 5 Quang 4 Minh 3 Công 3 Đình 4 Hữu 3 Mạnh 3 Thanh 3 Trọng 2"
    ),
    "nam-2": _weighted(
        "Văn 24 Đức 9 Minh 9 Quang 6 Anh 5 Ngọc 5 Tuấn 5 Hoàng 5 Gia 5 Bảo 5 Thanh 4 Xuân 3 Hải 4"
        " Duy 4 Công 2 Mạnh 4 Thành 3 Trung 3"
    ),
    "nữ-1": _weighted("Thị 84 Thu 2 Thanh 2 Ngọc 2 Kim 2 Hồng 2 Bích 1 Minh 1 Thúy 1 Ánh 1 Xuân 1"),
    "nữ-2": _weighted(
        "Thị 38 Thu 6 Ngọc 7 Phương 6 Thùy 5 Khánh 4 Minh 5 Hồng 4 Bích 3 Mai 3 Kim 3 Thanh 4 Hà 3"
        " Bảo 3 Diệu 2 Quỳnh 2 Hải 2"
    ),
}
_GIVEN = {
    "nam-1": _by_rank(
        "Hùng Dũng Tuấn Thắng Cường Sơn Bình Hải Minh Thành Quang Tuyên Hòa Long Toàn Thanh Tiến"
        " Nam Chiến Hưng Đức Lợi Sáng Tình Thịnh Hà Học Lâm Định Phú Quý Tân Vinh Xuân Quyết Nghĩa"
        " Khánh Trường Tâm Mạnh Thái Giang Đông Thuận Lộc Hiền Hợp Kiên Thọ Ba Năm Sinh Mai Đạo Bảy"
        " Chung Cảnh Bảo Khoa Liêm Huân Đoàn Tư Ngọc Thạch Vượng Yên Hiệp Hoạt Bằng Chính Công"
    ),
    "nam-2": _by_rank(
        "Anh Huy Minh Đức Nam Long Tuấn Đạt Dũng Hiếu Hoàng Bảo Khánh Phúc Kiên Việt Quân Tùng Duy"
        " Sơn An Phong Hải Thắng Cường Trung Thành Mạnh Tú Khôi Đăng Linh Lâm Hùng Quang Vũ Trường"
        " Nhật Hưng Thịnh Nguyên Bách Tiến Giang Khang Quyền Công Thái Tài Chiến Thiện Trí Luân"
    ),
    "nữ-1": _by_rank(
        "Hoa Hương Lan Hằng Thủy Mai Hà Nga Thu Hồng Liên Loan Hiền Thanh Huệ Hạnh Tuyết Bình Yến"
        " Phượng Vân Dung Nhung Thơm Xuân Tâm Minh Lý Oanh Hòa Chinh Thúy Nguyệt Mùi Sen Lương"
        " Thắm Hường Hậu Nhàn Phương Hoàn Mận Tươi Duyên Thoa Luyến Vui Đào Sinh Hải Bảy Tám Lành"
        " Ngà Hai Ba Năm Sáu Chín Út Nhị Lụa Quế Đông Thân Hợi Tý Sửu Dần Mão Thìn Tỵ Ngọ Tuất"
    ),
    "nữ-2": _by_rank(
        "Linh Trang Anh Hương Huyền Thảo Ngọc Phương Hà Hiền Nhung Mai Lan Thu Quỳnh Yến Hằng Nga"
        " Ánh Vân Dung Ly Chi Giang Duyên Ngân Nhi Thủy My Vy Hoa Trinh Oanh Châu Hân Trà Thúy"
        " Thương Uyên Diệp Hạnh Nguyệt Hồng Loan Hường Thùy Tuyết Như Lệ Khuê An Hòa Minh Xuân Thư"
    ),
}
_DAO_MEN = _weighted(
    "Văn 34 Tài 10 Tiến 8 Hữu 7 Kim 6 Phúc 6 Quý 5 Sinh 4 Chòi 3 Đức 5 Thanh 4 Xuân 4 Vàn 2"
)
_DAO_WOMEN = _by_rank(
    "Mùi Mẩy Ghến Múi Nhất Nái Pham Lai Xiêm Hoa Liều Tá Chài San Lụa Dất Nhậy Ton Phấy Cói Hương"
)
_MONG_MEN = _by_rank("Páo Sình Chứ Dình Tủa Vàng Dê Chơ Lử Pó Thào Hồ Sùng Seo Cháng Nỏ Giống Kỷ")
_MONG_WOMEN = _by_rank("Mỷ Dợ Pà Say Dua Chở Sua Mai Xáo Máy Chư Gánh Ly Sùng Pàng Dính Vừ Lia")


def _with(**own: Weighted) -> dict[str, Weighted]:
    """Return the parts everybody has, but the older generation's `men` and `women` of a people."""
    return {**_GIVEN, **{key.replace("_", "-"): names for key, names in own.items()}}


GROUPS = (
    Group(
        "Kinh",
        50,
        _weighted(
            "Nguyễn 31 Trần 11 Lê 9 Phạm 6 Hoàng 5 Vũ 4 Bùi 3 Đỗ 3 Phan 3 Đặng 3 Ngô 2 Dương 2"
            " Đinh 1 Lương 1 Lưu 1 Hà 1 Mai 1 Tạ 1 Trịnh 1 Cao 1 Phùng 1 Lý 1 Đoàn 1 Đào 2"
            " Nghiêm 0.5 Quách 0.5 Thái 0.5 Chu 0.5 Kiều 0.3 Tô 0.5 Hứa 0.3"
        ),
        _MIDDLE,
        _GIVEN,
    ),
    Group(
        "Tày",
        15,
        _weighted(
            "Hoàng 17 Ma 15 Nông 8 Nguyễn 14 Lương 7 Hà 8 Quan 6 Triệu 4 Lường 2 Chu 2 Bế 2 Vi 3"
            " Trần 4 Đàm 2 Lục 2 Hứa 2 La 1 Dương 2"
        ),
        _MIDDLE,
        _GIVEN,
    ),
    Group(
        "Sán Chay",
        14,
        _weighted("Trần 16 Hoàng 13 Lâm 9 Ninh 11 Tiêu 6 La 6 Lục 5 Trương 5 Sầm 6 Lý 6 Hà 4"),
        _MIDDLE,
        _GIVEN,
    ),
    Group(
        "Dao",
        11,
        _weighted("Triệu 21 Bàn 20 Đặng 18 Lý 14 Phùng 8 Chảo 3 Dương 4 Hoàng 3 Trương 3 Tẩn 1"),
        {**_MIDDLE, "nam-1": _DAO_MEN},
        _with(nữ_1=_DAO_WOMEN),
    ),
    Group(
        "Nùng",
        5,
        _weighted("Nông 19 Hoàng 18 Lý 8 Lương 9 Lã 4 Vi 6 Triệu 5 Đàm 3 Hứa 5 Lô 2 Mã 2 Linh 1"),
        _MIDDLE,
        _GIVEN,
    ),
    Group(
        "Sán Dìu",
        3.5,
        _weighted("Lê 13 Lý 11 Ân 4 Trương 12 Diệp 10 Tạ 7 Ôn 7 Lưu 9 Trần 8 Đỗ 5 Từ 4 Dương 4"),
        _MIDDLE,
        _GIVEN,
    ),
    Group(
        "Mông",
        1.5,
        _weighted("Giàng 15 Vàng 14 Sùng 15 Thào 12 Lầu 9 Hầu 8 Mã 6 Lý 7 Vừ 5 Hoàng 4"),
        {**_MIDDLE, "nam-1": _weighted("A 70 Seo 15 Văn 15"), "nữ-1": _weighted("Thị 85 Seo 15")},
        _with(nam_1=_MONG_MEN, nữ_1=_MONG_WOMEN),
    ),
)
_VILLAGES = (
    "Đồng Tâm,Tân Lập,Tân Tiến,Quyết Thắng,Đoàn Kết,Hợp Thành,Cây Đa,Đồng Bèn,Khuân Mản,Lũng Tẩu,"
    "Phú Thọ,Trung Long,Làng Mới,Vĩnh Tân,Ba Nhà,Đồng Quắc,Cầu Trắm,Xóm Cả,Gò Đình,Lũng Hoa"
)


def villages() -> Iterator[str]:
    """Yield what villages of one commune may be called; another one's are called the same."""
    yield from (f"Thôn {name}" for name in _VILLAGES.split(","))
    yield from (f"Thôn {number}" for number in range(1, 10))
    yield from (f"Tổ dân phố {name}" for name in _VILLAGES.split(",")[:5])
