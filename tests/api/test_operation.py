"""Health and the audit log over HTTP."""

import asyncio
import threading

import httpx
import pytest

from proctor_core.api.looked_lately import LookedLately
from proctor_core.domain.health import HealthReport, PartHealth, PartName, PartState
from proctor_core.domain.roles import Role
from tests.support.turns import until
from tests.support.web_world import HOST, WebWorld


@pytest.mark.parametrize(("state", "status"), [(PartState.WELL, 200), (PartState.DEGRADED, 200), (PartState.DOWN, 503)])
def test_the_worst_part_decides_the_status(world: WebWorld, state: PartState, status: int) -> None:
    parts = (PartHealth(PartName.WRITER, PartState.WELL, ("x",)), PartHealth(PartName.DATABASE, state, ("fact",)))
    world.health = HealthReport(world.clock(), parts, 5, None)
    answer = world.ask("GET", "/api/health")
    assert answer.status_code == status
    assert answer.json()["state"] == state
    assert answer.json()["parts"]["database"] == {"state": state, "fact": "fact"}


def test_a_flood_of_questions_for_health_costs_one_look_a_second_and_holds_nobody_up(world: WebWorld) -> None:
    looks, holds = list[int](), threading.Event()

    def look() -> HealthReport:
        looks.append(1)
        holds.wait(10)
        return world.health

    object.__setattr__(world.parts, "health", look)
    application = world.new_application()

    async def flood() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=HOST) as client:
            asking = [asyncio.create_task(client.get("/api/health")) for _ in range(100)]
            await until(lambda: bool(looks), "the first look")
            assert (await asyncio.wait_for(client.get("/api/version"), 5)).status_code == 200, (
                "a thread is left for others"
            )
            asking.pop().cancel()
            holds.set()
            answers = await asyncio.gather(*asking, client.get("/api/health"))
            world.clock.pass_time(1.1)
            return [answer.status_code for answer in (*answers, await client.get("/api/health"))]

    assert set(asyncio.run(flood())) == {200}
    assert len(looks) == 2


def test_a_look_that_failed_is_not_kept(world: WebWorld) -> None:
    found = [OSError("the disk"), "well"]

    def look() -> str:
        said = found.pop(0)
        if isinstance(said, OSError):
            raise said
        return said

    async def ask_twice() -> str:
        lately = LookedLately(look, world.clock.steady_s)
        with pytest.raises(OSError, match="the disk"):
            await lately.get()
        return await lately.get()

    assert asyncio.run(ask_twice()) == "well"


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
