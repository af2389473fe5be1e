"""A page more is a folder and a line; who has it finds it, and it opens."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc.web import pages
from dondoc.web.registry import PAGES
from tests.web.browsing import Person, found_by

ROLES = (
    "van-phong/specialist",
    "van-phong/office-head",
    "van-phong/mailbox",
    "van-phong/administrator",
    "bhxh-huyen/officer",
    "02617@base/officer",
    "02617@base/chair",
    "ubnd-huyen/leader",
    "ubnd-huyen/inspector",
)


def test_every_folder_of_a_page_has_its_line_and_no_line_stands_twice() -> None:
    folder = Path(pages.__file__).parent
    folders = sorted(path.parent.name for path in folder.glob("*/routes.py"))
    assert sorted(page.folder for page in PAGES) == folders
    paths = [page.path for page in PAGES]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("said", ROLES)
def test_every_page_of_the_navigation_opens_for_whoever_has_it(
    reader: Callable[..., Person], said: str
) -> None:
    somebody = reader(said)
    for path in found_by(somebody):
        answer = somebody.get(path)
        assert (answer.status, answer.path) == (200, path), answer.text
