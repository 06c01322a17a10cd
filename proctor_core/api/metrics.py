"""What `/api/metrics` tells Prometheus: the counts of requests, and how full the program is now."""

from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from proctor_core.api.parts import ApiParts
from proctor_core.domain.health import PartState
from proctor_core.monitoring.clients.heartbeat_storing import PART as HEARTBEATS
from proctor_core.monitoring.writing.attempts import PART as WRITER

EXPOSITION = CONTENT_TYPE_LATEST


def exposition(parts: ApiParts) -> bytes:
    """The counts as Prometheus reads them."""
    counts, report, writing = parts.counts, parts.health(), parts.monitoring.writing
    counts.monitors.set(len(parts.monitoring.monitors.all()))
    counts.clients.set(writing.heartbeats.open_sessions)
    counts.waiting.set(writing.writer.waiting)
    counts.outbox.set(writing.writer.waiting_on_disk)
    counts.aside.set(writing.writer.set_aside)
    for part in (HEARTBEATS, WRITER):
        counts.refused.labels(part).set(writing.heartbeats.refused.count(part))
    for part in report.parts:
        counts.parts.labels(part.name).set(part.state is not PartState.DOWN)
        counts.degraded.labels(part.name).set(part.state is PartState.DEGRADED)
    if report.free_bytes is not None:
        counts.free.set(report.free_bytes)
    counts.build.labels(parts.version).set(1)
    return generate_latest(counts.registry)
