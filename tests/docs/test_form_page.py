"""The page on forms: its example is a form, and every key of a form file is told."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from rules.reading import form_shape
from rules.reading.form_file import read_form
from rules.rulebook import HOME
from tests.rules.written import written

PAGE = (HOME.parent / "docs" / "vi" / "viet-mau-bao-cao.md").read_text("utf-8")
SHAPES = [
    shape
    for shape in vars(form_shape).values()
    if isinstance(shape, type)
    and issubclass(shape, BaseModel)
    and shape.__module__ == form_shape.__name__
]
KEYS = sorted({key for shape in SHAPES for key in shape.model_fields})


def test_the_example_is_a_form(tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    form = read_form(written(tmp_path, example, "ket-qua-ho-so.yaml"))
    assert form.balanced


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_form_is_told(key: str) -> None:
    assert re.search(rf"\b{key}\b", PAGE)
