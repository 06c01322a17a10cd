"""What Prometheus reads: names and units as its operators expect, no ids of anybody, and no more series with every request."""

import re
from collections.abc import Mapping
from uuid import uuid4

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from proctor_core.domain.health import HealthReport, PartHealth, PartName, PartState
from proctor_core.domain.roles import Role
from tests.support.web_world import WebWorld

LABELS = {"method", "kind", "status", "le", "part", "version"}
UNITS = ("_seconds", "_bytes", "_info", "_total", "_created")


def read(world: WebWorld) -> Mapping[str, Metric]:
    answer = world.ask("GET", "/api/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def series(families: Mapping[str, Metric]) -> int:
    return sum(len(family.samples) for family in families.values())


def test_names_units_and_labels_are_prometheus_own(world: WebWorld) -> None:
    families = read(world)
    assert {"proctor_api_requests", "proctor_api_request_seconds", "proctor_part_up", "proctor_build_info"} <= set(
        families
    )
    assert {"process_resident_memory_bytes", "process_cpu_seconds"} <= set(families)
    for name, family in families.items():
        assert re.fullmatch("(proctor|process)_[a-z_]+", name), name
        assert family.documentation, name
        assert {label for sample in family.samples for label in sample.labels} <= LABELS, name
        assert family.type != "counter" or all(s.name.endswith(("_total", "_created")) for s in family.samples), name
        assert not re.search("_(ms|millis|kb|mb|percent)(_|$)", name), "base units"


def test_a_part_that_is_down_is_seen(world: WebWorld) -> None:
    down = PartHealth(PartName.DATABASE, PartState.DOWN, ("away",))
    slow = PartHealth(PartName.WRITER, PartState.DEGRADED, ("900 writes waiting",))
    world.health = HealthReport(world.clock(), (down, slow), 12_345, None)
    families = read(world)
    up = {sample.labels["part"]: sample.value for sample in families["proctor_part_up"].samples}
    degraded = {sample.labels["part"]: sample.value for sample in families["proctor_part_degraded"].samples}
    assert (up, degraded) == ({"database": 0, "writer": 1}, {"database": 0, "writer": 1})
    assert families["proctor_media_free_bytes"].samples[0].value == 12_345


def test_no_request_adds_more_than_a_few_series_and_none_names_anybody(world: WebWorld) -> None:
    session = world.in_progress()
    moderator = world.person("mo", Role.MODERATOR)

    def ask_much() -> None:
        for _ in range(20):
            world.ask("GET", f"/api/sessions/{session.id}", as_person=world.taker)
            world.ask("GET", f"/api/{uuid4()}/{uuid4()}", as_person=moderator)
            world.ask(f"M{uuid4().hex[:6].upper()}", "/api/version")

    ask_much()
    read(world)
    before = series(read(world))
    ask_much()
    assert series(read(world)) == before
    metrics = world.ask("GET", "/api/metrics").text
    assert not re.search("[0-9a-f]{8}-[0-9a-f]{4}", metrics)
    assert world.taker.name not in metrics
    assert 'kind="version",method="other"' in metrics
