"""What the checks measured in a session, for a moderator's screen: in order, over restarts, and noted as a look."""

from pathlib import Path

import pytest

from db.engine import transaction
from db.tables import AuditEvent, SurveySession
from proctor_core.domain.roles import Role
from proctor_core.media.store import media_key
from proctor_core.monitoring.monitors.observation_log import ObservationLog
from tests.rules.observations import absent, calm, phone
from tests.support.web_world import WebWorld


@pytest.fixture
def session(world: WebWorld, tmp_path: Path) -> SurveySession:
    """A session whose monitoring went on after a restart: two parts of a log, the later one written first."""
    begun = world.begun()
    for name, looks in (("2", [phone(9.0)]), ("1", [calm(1.0), absent(1.5)])):
        log = ObservationLog(tmp_path / f"{name}.arrows")
        for look in looks:
            log.append(look)
        log.close()
        world.media.put(media_key(begun.id, "observations", f"{name}.arrows"), log.path.read_bytes())
    with transaction(world.engine) as db:
        stored = db.get_one(SurveySession, begun.id)
        stored.observation_log = media_key(begun.id, "observations")
    return world.stored(begun.id)


def address(session: SurveySession) -> str:
    return f"/api/moderator/users/session/{session.id}/traces"


def test_columns_are_in_order_of_time_and_null_where_nothing_was_measured(
    world: WebWorld, session: SurveySession
) -> None:
    mod = world.person("mod", Role.MODERATOR)
    traces = world.ask("GET", address(session), as_person=mod).json()
    assert traces["at"] == [1.0, 1.5, 9.0]
    assert traces["yaw"] == [2.0, None, 2.0]
    assert [len(faces) for faces in traces["faces"]] == [1, 0, 1]
    assert traces["faces"][0] == [[0.4, 0.3, 0.25, 0.35]]
    assert traces["phone"][2] > traces["phone"][0]
    assert traces["rest_yaw"] is not None
    looks = [row for row in world.rows(AuditEvent, actor_id=mod.id) if row.detail == "measurements"]
    assert len(looks) == 1


def test_a_session_without_measurements_has_empty_columns(world: WebWorld) -> None:
    session = world.begun()
    traces = world.ask("GET", address(session), as_person=world.person("mod", Role.MODERATOR)).json()
    assert (traces["at"], traces["faces"]) == ([], [])


@pytest.mark.parametrize("role", [Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR])
def test_they_are_for_moderators_alone(world: WebWorld, session: SurveySession, role: Role) -> None:
    assert world.ask("GET", address(session), as_person=world.person("else", role)).status_code == 403
