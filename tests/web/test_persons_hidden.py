"""Every page, every role, every number: nobody reads of a person they may not see, or unlogged."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dondoc.desk import people_list
from dondoc.desk.context import desk
from dondoc.desk.people_list import Request
from dondoc.people.access import who_saw
from dondoc.web.registry import PAGES
from tests.marked import ADDRESS, HEADER, NAME, OTHER_NAME, PEOPLE, forms, found_below, found_in
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at
from tests.web.browsing import Person

# Case numbers: one in each of two communes.
HERE, THERE = 1, 2
LIST = HEADER + (
    f"{NAME},1957,Nữ,,,,Đại Phú,Tân Lập,{ADDRESS},{PEOPLE},7\n"
    f"{OTHER_NAME},1990,Nam,,,,Sơn Nam,Ba Nhà,,,8\n"
)
# What each role may read of whom; whoever is not named here of nobody.
MAY = {
    f"{DAI_PHU}/officer": {HERE},
    f"{DAI_PHU}/chair": {HERE},
    f"{SON_NAM}/officer": {THERE},
    "bhxh-huyen/officer": {HERE, THERE},
    "bhxh-huyen/director": {HERE, THERE},
}
ROLES = (
    *MAY,
    f"{DAI_PHU}/mailbox",
    "bhxh-huyen/mailbox",
    "phong-ldtbxh/officer",
    "ubnd-huyen/leader",
    "ubnd-huyen/inspector",
    "van-phong/specialist",
    "van-phong/office-head",
    "van-phong/administrator",
    "",
)
# Of those with the same acts one each.
SENDERS = (
    f"{DAI_PHU}/officer",
    f"{SON_NAM}/officer",
    "bhxh-huyen/officer",
    f"{DAI_PHU}/mailbox",
    "phong-ldtbxh/officer",
    "van-phong/specialist",
    "",
)
_MARKED = {HERE: (NAME, ADDRESS, PEOPLE), THERE: (OTHER_NAME,)}
# What would end the visit, or needs none.
_ENDS = {("POST", "sign_in"), ("POST", "letter"), ("POST", "demonstration")}
# What forms ask for, about the person of the other commune wherever it can be.
_TYPED = {
    "tim": OTHER_NAME,
    "nhom": f"{D2024}|can-ngheo",
    "ly_do": "da-mat",
    "tu_ngay": "02/5/2024",
    "ngay": "06/5/2024",
    "van_ban": "05/TB",
    "la": "co",
    "can_cu": "met",
    "xa": SON_NAM,
    "danh_sach": "1",
    **dict.fromkeys(("so", "ho_so", "kia", "cung", "chu_ho", "nhap_ho", "den"), str(THERE)),
    "giu": str(HERE),
}
# What a page may be asked for beside its path.
_ASKED = f"tim={NAME}&q={OTHER_NAME}&so={THERE}&ho-so={THERE}"


@pytest.fixture(scope="module")
def followed(lived: Scene, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The office, which follows one person of each of two communes."""
    file = tmp_path_factory.mktemp("given") / "mot.csv"
    file.write_text(LIST, "utf-8")
    request = Request(file, D2024, "can-ngheo", apply=True)
    with desk(lived.office, at("2024-05-07 08:30"), "bhxh-huyen/officer") as opened:
        assert people_list.take_over(opened, request).people == 2
    return lived


def paths(method: str = "GET") -> list[str]:
    """Return every address that a browser may ask for, with each of the two in every place."""
    found = dict[str, None]()
    for page in PAGES:
        routes: Any = import_module(f"dondoc.web.pages.{page.folder}.routes").router.routes
        for route in _flat(routes):
            if method not in route.methods or (method, page.folder) in _ENDS:
                continue
            names = list(route.param_convertors)
            for number in (HERE, THERE) if names else ():
                found[route.path.format(**dict.fromkeys(names, str(number)))] = None
            if not names:
                found.update(dict.fromkeys((route.path, f"{route.path}?{_ASKED}")))
    return list(found)


def _flat(routes: Any) -> Iterator[Any]:
    for route in routes:
        if hasattr(route, "methods"):
            yield route
        elif hasattr(route, "routes"):
            yield from _flat(route.routes)


def read_of(content: str) -> set[int]:
    """Return of whom something stands in `content`."""
    return {
        person
        for person, marks in _MARKED.items()
        if any(form in content.encode() for mark in marks for form in forms(mark))
    }


def times(scene: Scene, person: int, who: str) -> int:
    with scene.office.reading() as session:
        return len([one for one in who_saw(session, person) if one.who == who])


@pytest.mark.long
@pytest.mark.parametrize("who", ROLES)
def test_no_page_shows_a_person_to_who_may_not_see_them_nor_without_a_line_in_the_log(
    followed: Scene, reader: Callable[[str], Person], who: str
) -> None:
    somebody = reader(who)
    logged, ever = {person: times(followed, person, who) for person in _MARKED}, set[int]()
    for path in paths():
        answer = somebody.get(path)
        assert answer.status != 500, path
        # What one has typed oneself comes back in the field of a search.
        said = answer.html.replace(f'value="{NAME}"', "").replace(f'value="{OTHER_NAME}"', "")
        shown = read_of(said + str(answer.headers))
        assert shown <= MAY.get(who, set()), path
        ever |= shown
        for person in shown:
            before, logged[person] = logged[person], times(followed, person, who)
            assert logged[person] > before, path
    # Who may see them is shown them somewhere: the walk looks where persons are.
    assert ever == MAY.get(who, set())


@pytest.mark.long
@pytest.mark.parametrize("who", SENDERS)
def test_nothing_that_is_sent_shows_a_person_to_who_may_not_see_them(
    followed: Scene, reader: Callable[[str], Person], who: str
) -> None:
    somebody = reader(who)
    somebody.get("/")
    logged = {person: times(followed, person, who) for person in _MARKED}
    done = set[str]()
    for path in paths("POST"):
        answer = somebody.post(path, **_TYPED)
        assert answer.status != 500, path
        done |= {path} if answer.status < 400 else set()
        said = answer.html.replace(f'value="{OTHER_NAME}"', "")
        shown = read_of(said + str(answer.headers))
        assert shown <= MAY.get(who, set()), path
        for person in shown:
            before, logged[person] = logged[person], times(followed, person, who)
            assert logged[person] > before, path
    # Who may do something has done something: it was no lack of a token that refused the others.
    assert done or who not in MAY
    # Nobody of a commune has changed anything of the other's person.
    for entry in followed.entries("person.asked"):
        assert '"person":2' not in entry.data or SON_NAM in entry.data or "bhxh" in entry.data


def test_neither_the_log_of_requests_nor_what_programs_are_told_speaks_of_anybody(
    followed: Scene, reader: Callable[[str], Person]
) -> None:
    somebody = reader("bhxh-huyen/officer")
    for path in ("/openapi.json", "/healthz", "/readyz", f"/khong-co/{NAME}", f"/viec?tim={NAME}"):
        answer = somebody.get(path)
        said = answer.html.replace(NAME, "") if NAME in path else answer.html
        assert found_in(said.encode()) == set(), path
    assert found_below(Path(followed.office.settings.state_folder)) == {}
