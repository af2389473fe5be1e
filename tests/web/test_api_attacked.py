"""The API attacked: every act by every role, and whatever a machine thinks of."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as made_up

from dondoc.web.api.acts import offered
from dondoc.web.app import make_app
from tests.dondoc.desk.test_rights import EVERYBODY, OFFICER, tried
from tests.offices import Scene
from tests.web.programs import Program, given

HERE = {"Host": "localhost"}
BOUND = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.long
OFFICE_HEAD = "van-phong/office-head"
# Whose report it is decides which right is asked for: as a table they say nothing.
BY_WHOSE_IT_IS = {"report.file", "report.record"}


def as_sent(request: Any) -> Any:
    """Return a request of the desk as another program sends it."""
    if is_dataclass(request) and not isinstance(request, type):
        said = {one.name: getattr(request, one.name) for one in fields(request)}
        return {name: as_sent(one) for name, one in said.items() if one not in (None, (), {})}
    match request:
        case Path():
            return {"name": request.name, "content": b64encode(request.read_bytes()).decode()}
        case Enum():
            return request.value
        case datetime() | date():
            return request.isoformat()
        case Mapping():
            return {key: as_sent(one) for key, one in request.items()}
        case tuple() | frozenset():
            return [as_sent(one) for one in request]
    return request


def test_each_act_is_refused_over_the_api_to_every_role_the_table_leaves_out(
    office: Scene, tmp_path: Path
) -> None:
    table, app = dict(tried(tmp_path)), make_app(office.office)
    held = {who: Program(app, given(office, who).secret) for who in EVERYBODY}
    wrong = []
    names = [one.name for one in offered() if one.name not in BY_WHOSE_IT_IS]
    # Once a dispatch is followed no more, who asks about it is told that first.
    for name in sorted(names, key=lambda one: one.startswith("directive.")):
        for who, program in held.items():
            answer = program.does(name, **as_sent(table[name].request))
            if (answer.status_code == 403) is (
                who in table[name].may
            ) or answer.status_code not in (200, 400, 403):
                wrong.append((name, who, answer.status_code, answer.text))
    assert wrong == []


def test_nothing_a_machine_thinks_of_breaks_it(office: Scene) -> None:
    """Every path of the document, each with as many made-up requests, the same in every run."""
    # A second to load, and everyday nobody runs this.
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    app = make_app(office.office)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers=HERE)
    secrets = [given(office, who).secret for who in (OFFICE_HEAD, OFFICER)]
    tried_ = 0

    def attack(case: Any) -> None:
        nonlocal tried_
        for secret in secrets:
            tried_ += 1
            answer = case.call(headers={**HERE, "Authorization": f"Bearer {secret}"})
            case.validate_response(answer, checks=checks)

    for one in schema.get_all_operations():
        operation = one.ok()
        made_up(case=operation.as_strategy())(BOUND(lambda case: attack(case)))()
    assert tried_ > 600
