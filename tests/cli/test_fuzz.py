"""Whatever a person types, a command ends as promised: a code, and a line that says what to do."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dondoc.cli.app import command
from tests.offices import D2024, MONTHLY
from tests.program import Dondoc

# What runs until it is told to stop.
ENDLESS = {("up",)}
USUAL = {
    "directive": D2024,
    "duty": MONTHLY,
    "bearer": "Xã Đại Phú",
    "kind": "tables",
    "name": "email",
    "notice": "1",
    "days": "1",
    "on": "2024-05-05",
    "due": "2024-05-05",
    "from_": "2024-04-20",
    "to": "2024-05-10",
    "until": "2024-05-10",
    "as_of": "2024-05-05",
}
DATES = ("0001-01-01", "9999-12-31T23:59+14:00", "2024-02-30", "9999-12-31")
NASTY: dict[str, tuple[str, ...]] = {
    "int": ("9" * 30, "-1", "1e9", "0", "2147483648"),
    "float": ("inf", "nan", "-1", "1e308"),
    "Path": ("/dev/null", "/proc/self/mem", "/dev/null/x", "x" * 5_000, "/"),
    "str": (*DATES, "", "\u202e" + "a", "x" * 10_000, "\udcff", "../../x", "%s{0}$1", "\x1b[2J"),
}
CHOICES = "", "khong-co"


@pytest.fixture(scope="module")
def dondoc(tmp_path_factory: pytest.TempPathFactory) -> Dondoc:
    made = Dondoc(tmp_path_factory.mktemp("fuzz") / "state")
    made.run("sweep", "--now", "2024-04-26T07:00")
    return made


def leaves(group: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from leaves(one, (*above, name))
        else:
            yield (*above, name), one


def kind_of(param: Any) -> str:
    """Return the kind of one value of a parameter, also where it takes several."""
    name: str = param.bare_type()
    return name.removeprefix("list[").removesuffix("]")


def typed(params: list[Any], folder: Path, nasty: dict[str, str]) -> Iterator[str]:
    """Yield a command line that gives what it must be given, and what is `nasty`."""
    options, arguments = [], []
    for param in params:
        if param.name not in nasty and not param.required:
            continue
        value = nasty.get(param.name, USUAL.get(param.name, str(folder / "x")))
        if param.param_type_name == "argument":
            arguments.append(value)
        else:
            options += [param.opts[0], value]
    yield from (*options, "--", *arguments) if arguments else options


def lines_of(seed: int, folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield a line for each parameter of each command, with one nasty value of its kind."""
    chance = random.Random(seed)  # noqa: S311 - a choice that can be repeated
    for names, one in leaves(command()):
        params = [each for each in one.params if each.name != "help"]
        for param in params:
            if names in ENDLESS or param.bare_type() == "bool":
                continue
            value = chance.choice(NASTY.get(kind_of(param), CHOICES))
            yield (*names, *typed(params, folder, {param.name: value}))


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(1, marks=pytest.mark.long),
        *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 8)),
    ],
)
def test_every_parameter_bears_whatever_is_typed(dondoc: Dondoc, tmp_path: Path, seed: int) -> None:
    for line in lines_of(seed, tmp_path):
        done = dondoc.tried(*line)

        said = done.stderr
        assert done.returncode in (0, 1, 2, 3), (line, said)
        assert "ngoài dự kiến" not in said, (line, said)
        assert "Traceback" not in said, (line, said)
        assert len(said.splitlines()) < 40, (line, said)


def test_every_number_has_its_bounds() -> None:
    for names, one in leaves(command()):
        for param in one.params:
            if kind_of(param) in ("int", "float"):
                assert param.max is not None, (names, param.name)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DONDOC_DATABASE", "foo", 1),
        ("DONDOC_DATABASE", "mysql://u:SECRET@127.0.0.1/x", 1),
        ("DONDOC_DATABASE", "postgresql://u:SECRET@[::1/x", 1),
        ("DONDOC_DATABASE", "sqlite:////dev/null/x.sqlite", 3),
        ("DONDOC_STATE", "/dev/null", 3),
        ("DONDOC_STATE", "/dev/null/x", 3),
        ("DONDOC_CONFIG", "/dev/null/x", 1),
    ],
)
def test_settings_of_the_environment_are_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, code: int
) -> None:
    monkeypatch.setenv(name, value)
    state = Path(value) if name == "DONDOC_STATE" else tmp_path / "state"
    done = Dondoc(state).run("status", code=code)
    assert len(done.stderr.splitlines()) == 1
    assert "ngoài dự kiến" not in done.stderr
    assert "SECRET" not in done.stderr


def test_a_terminal_that_says_it_is_ascii_gets_utf8_all_the_same(
    dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, said in {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}.items():
        monkeypatch.setenv(name, said)
    ran = Dondoc(dondoc.state, apart=True).run("duties", D2024)
    assert "báo cáo" in ran.stdout
