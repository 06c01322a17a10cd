"""A process that was killed in the middle of a session: what the next one makes of what it left."""

import pytest

from db.tables import Signal
from proctor_core.domain.violation import SignalKind, SnapshotKind
from proctor_core.media.store import media_key
from tests.rules.observations import absent
from tests.support.monitor_world import PAGE, MonitorWorld


def resume(world: MonitorWorld, session_id: object) -> None:
    """The page comes back to the next process."""
    world.registry.open(world.stored(session_id)).attach(PAGE)  # pyright: ignore[reportArgumentType]
    world.written()


def gaps(world: MonitorWorld, session_id: object) -> list[tuple[float, float | None]]:
    gaps = world.rows(Signal, session_id=session_id, kind=SignalKind.NETWORK_GAP)
    return sorted((gap.onset_s, gap.offset_s) for gap in gaps)


def test_a_kill_before_the_first_heartbeat_is_a_gap_too(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 3)
    world.kill()
    world.clock.pass_time(20)
    resume(world, session.id)
    assert gaps(world, session.id) == [(pytest.approx(0, abs=0.1), pytest.approx(23, abs=0.3))]


def test_a_second_kill_before_a_heartbeat_begins_no_second_gap_at_the_first(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 12)
    for lived_s in (3, 3):
        world.kill()
        world.clock.pass_time(20)
        resume(world, session.id)
        world.play(session.id, lived_s)
    first, second = gaps(world, session.id)
    assert first == (pytest.approx(10, abs=0.6), pytest.approx(32, abs=0.3))
    assert second == (pytest.approx(32, abs=0.3), pytest.approx(55, abs=0.3))


def test_looks_that_a_heartbeat_bore_out_are_not_lost(world: MonitorWorld) -> None:
    session = world.begun()
    for _ in range(4):
        world.play(session.id, 9)
        world.kill()
        world.clock.pass_time(20)
        resume(world, session.id)
    world.play(session.id, 6)
    assert world.hand_in(session.id).coverage > 0.95


def test_a_picture_without_a_row_goes_and_those_with_one_stay(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 6)
    world.play(session.id, 6, absent)
    world.play(session.id, 6)
    world.written()
    pictures = {e.key for e in world.media.list(media_key(session.id)) if e.key.endswith(".jpg")}
    orphan = media_key(session.id, "0b6c1a52-8b1e-4d5e-9c7b-2f0a7b6d1c11", f"{SnapshotKind.START}.jpg")
    world.media.put(orphan, b"stored, and then the process died")
    world.kill()
    resume(world, session.id)
    assert {e.key for e in world.media.list(media_key(session.id)) if e.key.endswith(".jpg")} == pictures
    assert any(key.endswith(f"{SnapshotKind.PEAK}.jpg") for key in pictures)
