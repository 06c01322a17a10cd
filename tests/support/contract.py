"""Whether an API keeps what its OpenAPI document says, for one caller: requests made up from the document by schemathesis."""

import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.support.api_matrix import Matrix, Objects
from tests.support.processes import wait_until
from tests.support.program import free_tcp_port

NOT_ASKED = [
    ignored_auth,  # asks again without the token, which the matrix does for every operation
    positive_data_acceptance,  # no schema says that times are in order, or that a text holds no NUL
]
STREAM = "/events$"
"""A stream that ends with the session."""
TAKES_AWAY = "DELETE"
"""About made-up objects alone: about own ones it would take away what the other operations are asked about."""


@contextmanager
def served(matrix: Matrix) -> Generator[str]:
    """The matrix' application on a port; its address."""
    config = uvicorn.Config(matrix.world.app, port=free_tcp_port(), log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, "a started server", timeout_s=10, every_s=0.02)
    try:
        yield f"http://127.0.0.1:{config.port}"
    finally:
        server.should_exit = True
        thread.join(10)


def operations_at(address: str) -> Sequence[Any]:
    """Those of the document."""
    load_all_checks()
    schema = schemathesis.openapi.from_url(f"{address}/api/openapi.json").exclude(path_regex=STREAM)
    found: list[Any] = list(schema.get_all_operations())
    return [one.ok() for one in found]


def broken_promises(operation: Any, matrix: Matrix, caller: str, examples: int, chance: int = 0) -> list[str]:
    """What all checks say of `examples` requests; every second names real objects instead of made-up ones.

    These are the first platform's; to the second one they must be as good as missing.
    """
    wrong: list[str] = []
    headers, count = matrix.headers[caller], iter(range(10**9))

    @seed(chance)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
    )
    @given(case=operation.as_strategy())
    def send(case: schemathesis.Case[Any]) -> None:
        if next(count) % 2 and operation.method.upper() != TAKES_AWAY:
            _name_own(case, matrix.own)
        answer = case.call(headers=headers, timeout=20)
        try:
            case.validate_response(answer, excluded_checks=NOT_ASKED, headers=headers)
        except (Failure, FailureGroup) as failure:
            wrong.append(f"{caller} {operation.label}: {failure}"[:900])

    send()
    return wrong


def _name_own(case: schemathesis.Case[Any], own: Objects) -> None:
    ids = {"session_id": own.session, "evidence_id": own.evidence, "person_id": own.person, "survey_id": own.survey}
    ids |= {"upload_id": own.upload, "taker_id": own.person}
    for name in set(case.path_parameters or {}) & set(ids):
        case.path_parameters[name] = str(ids[name])
    if isinstance(case.body, dict):
        for name in set(case.body) & set(ids):
            case.body[name] = str(ids[name])
