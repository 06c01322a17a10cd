"""Health and the audit log over HTTP."""

import pytest

from proctor_core.domain.health import HealthReport, PartHealth, PartName, PartState
from proctor_core.domain.roles import Role
from tests.support.web_world import WebWorld


@pytest.mark.parametrize(("state", "status"), [(PartState.WELL, 200), (PartState.DEGRADED, 200), (PartState.DOWN, 503)])
def test_the_worst_part_decides_the_status(world: WebWorld, state: PartState, status: int) -> None:
    parts = (PartHealth(PartName.WRITER, PartState.WELL, "x"), PartHealth(PartName.DATABASE, state, "fact"))
    world.health = HealthReport(world.clock(), parts, 5, None)
    answer = world.ask("GET", "/api/health")
    assert answer.status_code == status
    assert answer.json()["state"] == state
    assert answer.json()["parts"]["database"] == {"state": state, "fact": "fact"}


def test_the_audit_log_comes_as_a_file_that_no_cache_keeps(world: WebWorld) -> None:
    world.clock.pass_time(1)
    answer = world.ask("GET", "/api/audit-log.csv?what=account.", as_person=world.administrator)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.text.splitlines()[0] == "at,actor,action,object_type,object_id,detail"
    assert "account.created" in answer.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_gets_the_audit_log(world: WebWorld, role: Role) -> None:
    assert world.ask("GET", "/api/audit-log.csv", as_person=world.person("otto", role)).status_code == 403
    assert world.ask("GET", "/api/audit-log.csv").status_code == 401


@pytest.mark.parametrize("query", ["who=x", "since=2026-01-01T00:00:00", "until=never"])
def test_a_filter_that_does_not_fit_is_named(world: WebWorld, query: str) -> None:
    answer = world.ask("GET", f"/api/audit-log.csv?{query}", as_person=world.administrator)
    assert answer.status_code == 422
    assert answer.json()["field"] == query.split("=", maxsplit=1)[0]
