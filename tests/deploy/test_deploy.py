"""What lies in deploy/ is what the program is: commands that exist, its version, no secret."""

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from dondoc.cli.contents import COMMANDS
from dondoc.setup.places import RUNS_AT_ONCE
from tests.program import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
UNITS = sorted((DEPLOY / "systemd").iterdir())
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
# What is done once and then over.
ONCE = {"migrate", "deploy"}
_SECRET = re.compile(r"password|secret|token|hash|postgresql://", re.IGNORECASE)


def _unit(file: Path) -> ConfigParser:
    read = ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(file, "utf-8")
    return read


def _called(words: list[str]) -> Iterator[str]:
    """Yield each command of dondoc that is called in `words`, a shell's line among them."""
    for at, word in enumerate(words[:-1]):
        if word == "-c":
            yield from _called(re.split(r"[\s;|&]+", words[at + 1]))
        elif Path(word).name == "dondoc" and (not at or words[at - 1] != "--pool"):
            yield words[at + 1]


def test_the_parts_are_those_that_the_page_names() -> None:
    assert set(SERVICES) == {
        "database",
        "prefect",
        "migrate",
        "deploy",
        "worker",
        "tick",
        "backup",
        "https",
    }
    assert [name for name in SERVICES if f"`{name}`" not in PAGE] == []
    files = [one.name for one in (*DEPLOY.iterdir(), *UNITS) if one.is_file()]
    assert [name for name in files if name[0] != "." and f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_has_a_name_and_a_version_and_no_place(name: str) -> None:
    image, _, version = SERVICES[name]["image"].partition(":")
    assert re.fullmatch(r"[a-z]+", image)
    assert re.fullmatch(r"\d+(\.\d+)+", version)
    assert image != "dondoc" or version == VERSION


def test_the_image_is_built_from_the_version_and_python_that_the_compose_file_runs() -> None:
    said = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert f"dondoc:{VERSION} " in said
    assert "FROM python:3.11-slim-trixie" in said


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_looked_at_or_ends_by_itself(name: str) -> None:
    service = SERVICES[name]
    assert ("healthcheck" in service) is (name not in ONCE)
    assert service["restart"] == ("no" if name in ONCE else "unless-stopped")


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_compose_file(name: str) -> None:
    service = SERVICES[name]
    said = {**service.get("environment", {}), "command": service.get("command", "")}
    assert [key for key, value in said.items() if _SECRET.search(f"{key}={value}")] == []
    assert all(one.startswith("secrets/") for one in service.get("env_file", []))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_keeps_what_it_writes_in_a_volume_and_waits_for_who_is_there(name: str) -> None:
    named = [one.split(":")[0] for one in SERVICES[name].get("volumes", [])]
    assert [
        one for one in named if not one.startswith("./") and one not in COMPOSE["volumes"]
    ] == []
    assert set(SERVICES[name].get("depends_on", {})) <= set(SERVICES)


def test_workers_and_the_tick_share_one_state_folder() -> None:
    for name in ("migrate", "worker", "tick", "backup"):
        assert "state:/var/lib/dondoc" in SERVICES[name]["volumes"]


def test_a_worker_is_started_alike_wherever_it_stands() -> None:
    said = f"prefect worker start --pool dondoc --limit {RUNS_AT_ONCE}"
    assert " ".join(SERVICES["worker"]["command"]) == said
    assert PAGE.count("prefect worker start") == PAGE.count(said)


def test_only_https_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["https"]


def test_every_command_of_the_containers_exists() -> None:
    for service in SERVICES.values():
        for words in (service.get("command", []), service.get("healthcheck", {}).get("test", [])):
            assert [one for one in _called(words) if one not in COMMANDS] == []
    assert list(_called(SERVICES["tick"]["command"])) == ["tick"]
    assert list(_called(SERVICES["backup"]["command"])) == ["backup"]


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_calls_a_command_that_exists_and_a_timer_a_unit(file: Path) -> None:
    unit = _unit(file)
    if file.suffix == ".timer":
        assert file.with_suffix(".service") in UNITS
        assert unit["Install"]["WantedBy"] == "timers.target"
        return
    words = shlex.split(unit["Service"]["ExecStart"])
    assert words[0] == "/opt/dondoc/.venv/bin/dondoc"
    assert words[1] in COMMANDS
    assert unit["Service"]["UMask"] == "0077"
    assert unit["Service"]["User"] == "dondoc"


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for file in UNITS:
        text = file.read_text("utf-8").replace("/opt/dondoc/.venv/bin/dondoc", "/bin/true")
        (tmp_path / file.name).write_text(text, "utf-8")
    # Where there is no systemd the test before this one has read them.
    if program := shutil.which("systemd-analyze"):
        done = subprocess.run(
            [program, "verify", "--man=no", *sorted(tmp_path.iterdir())],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_secrets_are_made_for_their_owner_alone_and_open_ones_are_refused(tmp_path: Path) -> None:
    made = tmp_path / "secrets"
    first = _secrets(made)
    assert first.returncode == 1
    assert "DONDOC_PAGE_HASH" in first.stderr
    assert {one.stat().st_mode & 0o777 for one in made.iterdir()} == {0o600}
    word = (made / "database.env").read_text("utf-8").strip().partition("=")[2]
    assert f":{word}@database/" in (made / "dondoc.env").read_text("utf-8")
    https = made / "https.env"
    https.write_text(https.read_text("utf-8").replace("HASH=", "HASH='$2a$14$x'"), "utf-8")
    assert _secrets(made).returncode == 0
    assert (made / "database.env").read_text("utf-8").strip().endswith(word)
    (made / "dondoc.env").chmod(0o644)
    refused = _secrets(made)
    assert refused.returncode == 1
    assert "chmod 600" in refused.stderr


def _secrets(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DEPLOY / "secrets.sh", folder], capture_output=True, text=True, check=False
    )


def test_https_stands_before_prefect_with_a_password_and_closes_what_it_opens() -> None:
    said = (DEPLOY / "Caddyfile").read_text("utf-8")
    bare = re.sub(r"\{\$[^}]*\}", "", re.sub(r"#.*", "", said))
    assert bare.count("{") == bare.count("}")
    assert re.search(
        r"^\tbasicauth \{\n\t\t\{\$DONDOC_PAGE_USER\} \{\$DONDOC_PAGE_HASH\}", said, re.M
    )
    assert "\treverse_proxy {$DONDOC_PREFECT:prefect:4200} {\n" in said
    assert "\ttls internal\n" in said
