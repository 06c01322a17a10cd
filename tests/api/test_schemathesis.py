"""The OpenAPI document holds for every caller: whatever is sent, no 5xx and no undocumented status (schemathesis, short form)."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.api.test_matrix import Matrix, matrix
from tests.support.processes import wait_until
from tests.support.program import free_tcp_port

__all__ = ["matrix"]
EXAMPLES = 2
CALLERS = ("nobody", "session token", "moderator", "platform", "administrator")
LEFT_OUT = "/events$"
"""A stream that ends with the session. DELETE is left out too: it takes the callers away."""


@pytest.fixture(scope="module")
def address(matrix: Matrix) -> Iterator[str]:
    config = uvicorn.Config(matrix.world.app, port=free_tcp_port(), log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, "a started server", timeout_s=10, every_s=0.02)
    yield f"http://127.0.0.1:{config.port}"
    server.should_exit = True
    thread.join(10)


NOT_ASKED = [
    ignored_auth,  # asks again without the token, which the matrix does for every operation
    positive_data_acceptance,  # no schema says that times are in order, or that a text holds no NUL
]


@pytest.mark.slow
@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_sent_is_answered_as_documented(matrix: Matrix, address: str, caller: str) -> None:
    load_all_checks()
    schema = schemathesis.openapi.from_url(f"{address}/api/openapi.json").exclude(path_regex=LEFT_OUT)
    operations = [found.ok() for found in schema.get_all_operations()]
    wrong = [told for o in operations if o.method != "delete" for told in failures(o, matrix.headers[caller])]
    assert not wrong, "\n".join(wrong)


def failures(operation: Any, headers: dict[str, str]) -> list[str]:
    wrong: list[str] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case: schemathesis.Case) -> None:
        answer = case.call(headers=headers, timeout=20)
        try:
            case.validate_response(answer, excluded_checks=NOT_ASKED, headers=headers)
        except (Failure, FailureGroup) as failure:
            wrong.append(f"{operation.label}: {failure}"[:600])

    send()
    return wrong
