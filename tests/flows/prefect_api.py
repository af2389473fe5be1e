"""What a Prefect server says, asked over plain HTTP on loopback."""

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any

from dondoc.running.children import Child
from dondoc.setup.loopback import LOOPBACK

# How long a real Prefect may take for what a test waits for, in seconds. It claims nothing: with
# others at both processors its server alone took ninety to make the first run.
PATIENCE = 240.0
LOOK_AGAIN = 0.25


@dataclass(frozen=True)
class PrefectApi:
    """The API of the server on a loopback port."""

    port: int

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Return the decoded answer, None when there is nothing in it.

        A server that has too much to do just now says so (503), and is asked again for a while.
        """
        until = time.monotonic() + PATIENCE
        while True:
            status, text = self._asked(method, path, body)
            if status != http.client.SERVICE_UNAVAILABLE or time.monotonic() > until:
                break
            time.sleep(LOOK_AGAIN)
        assert status < 300, text
        return json.loads(text) if text else None

    def _asked(self, method: str, path: str, body: object) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(method, f"/api/{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def post(self, path: str, body: object) -> Any:
        """Return the decoded answer to a POST."""
        return self.ask("POST", path, body)

    def runs(self, deployment: str, state: str) -> list[dict[str, Any]]:
        """Return the flow runs of `deployment` in a state of type `state`, oldest first."""
        chosen = {
            "deployments": {"name": {"any_": [deployment]}},
            "flow_runs": {"state": {"type": {"any_": [state]}}},
            "sort": "EXPECTED_START_TIME_ASC",
        }
        found: list[dict[str, Any]] = self.post("flow_runs/filter", chosen)
        return found

    def make_run(self, deployment: str, state: dict[str, Any]) -> str:
        """Make a flow run of `deployment` by hand, force it into `state`, return its id."""
        run = self.ask_for_run(deployment)
        self.post(f"flow_runs/{run}/set_state", {"state": state, "force": True})
        return run

    def ask_for_run(self, deployment: str) -> str:
        """Let a run of `deployment` be made for now, as a person or a schedule does."""
        found = self.post("deployments/filter", {"deployments": {"name": {"any_": [deployment]}}})
        run: str = self.post(f"deployments/{found[0]['id']}/create_flow_run", {})["id"]
        return run

    def wait_for_workers(self, newest: Child, count: int, pool: str = "dondoc") -> None:
        """Return as soon as so many workers are at `pool`, while the `newest` of them lives."""
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            online = {"workers": {"status": {"any_": ["ONLINE"]}}}
            if len(self.post(f"work_pools/{pool}/workers/filter", online)) >= count:
                return
            assert not newest.wait(LOOK_AGAIN), newest.program.log.read_text("utf-8")
        raise AssertionError(f"no {count} workers at {pool} in {PATIENCE} s")

    def wait_for_artifact(self, runner: Child, key: str) -> None:
        """Return as soon as there is an artifact `key`, and no other, while `runner` lives."""
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            if found := {each["key"] for each in self.post("artifacts/filter", {})}:
                assert found == {key}
                return
            assert not runner.wait(LOOK_AGAIN), runner.program.log.read_text("utf-8")
        raise AssertionError(f"no artifact {key} in {PATIENCE} s")

    def schedule_every(self, seconds: int) -> None:
        """Let every deployment be run every so many seconds, too."""
        often = [{"schedule": {"interval": seconds}, "active": True}]
        for each in self.post("deployments/filter", {}):
            self.post(f"deployments/{each['id']}/schedules", often)

    def delete_deployments(self) -> None:
        """Forget every deployment and the pool, so that a test sees only its own."""
        for each in self.post("deployments/filter", {}):
            self.ask("DELETE", f"deployments/{each['id']}")
        for each in self.post("work_pools/filter", {}):
            self.ask("DELETE", f"work_pools/{each['name']}")

    def wait_for_runs(self, runner: Child, deployment: str, state: str) -> list[dict[str, Any]]:
        """Return such runs as soon as there are any, while `runner` lives."""
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            if found := self.runs(deployment, state):
                return found
            assert not runner.wait(LOOK_AGAIN), runner.program.log.read_text("utf-8")
        raise AssertionError(f"no {state} run of {deployment} in {PATIENCE} s")
