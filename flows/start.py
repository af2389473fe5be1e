"""How a worker starts a flow run: `python -m flows.start dispatch`.

Prefect takes more than a second of processor to load, the office's rules another: most runs find
nothing to do. So it is looked first, and Prefect is told over its API what came of it; only where
something is to be done does its engine take the run over, in this very process.
"""

import http.client
import json
import os
import sys
import time
from base64 import b64encode
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dondoc.setup.glance import nothing_to_do
from dondoc.setup.places import CONFIG, PREFECT
from flows.moment import run_name
from language.zone import local

# What such a run says on Prefect's pages.
_SAID = "không có việc đến giờ"
_PATIENCE = 30.0


class Api:
    """The API of the server that made this run, as far as a run that does nothing needs it."""

    def __init__(self) -> None:
        """Read where it is; raises KeyError where this is no flow run."""
        self._run = os.environ["PREFECT__FLOW_RUN_ID"]
        self._url = urlsplit(os.environ["PREFECT_API_URL"])
        said = os.environ.get("PREFECT_API_AUTH_STRING")
        self._login = (
            {"Authorization": f"Basic {b64encode(said.encode()).decode()}"} if said else {}
        )

    def wait(self) -> datetime:
        """Wait for the instant (aware) for which the run was planned, and return it.

        A worker starts a run some seconds ahead of its time; which time it is the server says.
        """
        run, date = self._ask("GET", "")
        planned = datetime.fromisoformat(run["expected_start_time"])
        ahead = (planned - parsedate_to_datetime(date)).total_seconds()
        time.sleep(min(max(ahead, 0.0), _PATIENCE))
        return planned

    def go(self, state: str, message: str) -> bool:
        """Let the run be in `state`; return whether the server takes it so."""
        body = {"state": {"type": state, "message": message}}
        return bool(self._ask("POST", "/set_state", body)[0]["status"] == "ACCEPT")

    def name(self, name: str) -> None:
        """Let the run be called `name`."""
        self._ask("PATCH", "", {"name": name})

    def _ask(self, method: str, path: str, body: object = None) -> tuple[Any, str]:
        """Return the decoded answer, and the server's date in it."""
        kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
        connection = kinds[self._url.scheme](self._url.netloc, timeout=_PATIENCE)
        try:
            headers = {"Content-Type": "application/json", **self._login}
            where = f"{self._url.path.rstrip('/')}/flow_runs/{self._run}{path}"
            connection.request(method, where, body and json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status >= 300:
                raise http.client.HTTPException(answer.status)
            return json.loads(text or "null"), answer.headers["Date"]
        finally:
            connection.close()


def main(flow: str) -> None:
    """Look whether there is anything to do; say so where there is not, else let Prefect run it."""
    try:
        if done_without(flow):
            return
    except (OSError, KeyError, ValueError, TypeError, http.client.HTTPException):
        # Prefect's own client knows more ways to its server, and says what is wrong.
        pass
    os.execv(sys.executable, [sys.executable, "-m", "prefect.engine"])  # noqa: S606


def done_without(flow: str) -> bool:
    """Finish the run where nothing is to be done at its time; else return False."""
    api = Api()
    planned = api.wait()
    if not nothing_to_do(Path(os.environ.get(CONFIG, "config.yaml")), PREFECT):
        return False
    api.name(run_name(flow, local(planned)))
    return api.go("RUNNING", _SAID) and api.go("COMPLETED", _SAID)


if __name__ == "__main__":
    main(sys.argv[1])
