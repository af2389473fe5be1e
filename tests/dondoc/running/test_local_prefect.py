"""Our own Prefect and nobody else's; one clear line when it cannot start."""

import socket
from pathlib import Path

import pytest

from dondoc.errors import Refused
from dondoc.running.children import PidFile
from dondoc.running.keeping import Patience
from dondoc.running.local_prefect import LocalPrefect, environment
from dondoc.running.up import seat
from dondoc.setup.loopback import LOOPBACK, answers, free_port


def test_the_callers_prefect_is_left_out(tmp_path: Path) -> None:
    base = {"PATH": "/bin", "PREFECT_API_KEY": "secret", "PREFECT_PROFILE": "cloud"}
    made = environment(tmp_path, 4711, base)
    assert made["PATH"] == "/bin"
    assert "PREFECT_API_KEY" not in made
    assert "PREFECT_PROFILE" not in made


def test_everything_of_prefect_lies_in_the_state_folder(tmp_path: Path) -> None:
    made = environment(tmp_path, 4711, {})
    assert made["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert Path(made["PREFECT_PROFILES_PATH"]).parent == tmp_path / "prefect"
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4711/api"


def test_nothing_is_reported_to_anybody(tmp_path: Path) -> None:
    made = environment(tmp_path, 4711, {})
    assert made["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert made["DO_NOT_TRACK"] == "1"


def test_loopback_goes_round_the_proxy_beside_what_already_does(tmp_path: Path) -> None:
    made = environment(tmp_path, 4711, {"NO_PROXY": "intra.vn", "HTTPS_PROXY": "http://proxy"})
    assert made["NO_PROXY"] == made["no_proxy"] == "intra.vn,127.0.0.1"
    assert made["HTTPS_PROXY"] == "http://proxy"


def test_a_free_port_is_remembered() -> None:
    port = free_port()
    assert free_port(port) == port


def test_a_taken_port_is_given_up_for_another() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(port) != port


def test_a_port_where_nobody_listens_does_not_answer() -> None:
    assert not answers(free_port())


def test_when_prefect_cannot_start_one_line_says_so_and_nothing_runs(tmp_path: Path) -> None:
    (tmp_path / "prefect.py").write_text("raise SystemExit('broken')")
    said: list[str] = []
    patience = Patience(first=0.01, deaths=2)
    prefect = LocalPrefect(tmp_path / "state", {"PYTHONPATH": str(tmp_path)}, said.append, patience)
    while not said:
        prefect.tick()
    prefect.tick()
    assert len(said) == 1
    assert "prefect-server.log" in said[0]
    assert "không bị gián đoạn" in said[0]
    assert "broken" in (tmp_path / "state" / "logs" / "prefect-server.log").read_text()
    assert PidFile(tmp_path / "state" / "pids.json").read() == []
    assert prefect.url is None


def test_a_state_folder_has_one_seat(tmp_path: Path) -> None:
    with seat(tmp_path), pytest.raises(Refused, match="đang chạy"), seat(tmp_path):
        pass
    with seat(tmp_path):
        pass
