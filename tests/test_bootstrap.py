"""The one place where parts are wired: settings in, one Application out."""

import threading
from pathlib import Path

import pytest

from db.tables import Survey
from proctor_core import bootstrap
from proctor_core.application import Application
from proctor_core.domain.policy import PROFILES, PolicyName
from proctor_core.domain.roles import Role
from proctor_core.errors import MisconfiguredError, ModelUnavailable, NotAllowed
from proctor_core.monitoring.writing.write import Job
from proctor_core.settings import Settings, environment_names
from proctor_core.wiring import detectors
from proctor_core.wiring.ground import session_rules
from tests.support.monitor_world import PlayedObserver


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in environment_names():
        monkeypatch.delenv(name, raising=False)


def settings(models_dir: Path, **given: object) -> Settings:
    return Settings(models_dir=models_dir, **given)  # pyright: ignore[reportArgumentType]


def built(models_dir: Path, migrated_sqlite: Path, **given: object) -> Application:
    data = Path("data")
    data.mkdir(exist_ok=True)
    (data / "proctor.db").write_bytes(migrated_sqlite.read_bytes())
    return bootstrap.build(settings(models_dir, **given))


@pytest.mark.parametrize("profile", list(PolicyName))
def test_a_profile_keeps_its_own_numbers_unless_a_setting_was_given(models_dir: Path, profile: PolicyName) -> None:
    survey = Survey(slug="a", title="A", definition={}, policy=profile)
    policy = session_rules(settings(models_dir)).policy_for(survey)
    assert policy.violation_threshold == PROFILES[profile].violation_threshold
    given = session_rules(settings(models_dir, violation_threshold=7, min_confidence=0.7)).policy_for(survey)
    assert (given.violation_threshold, given.min_confidence) == (7, 0.7)


def test_proctoring_switched_off_is_off_for_every_survey(models_dir: Path) -> None:
    survey = Survey(slug="a", title="A", definition={}, proctoring_enabled=True)
    assert session_rules(settings(models_dir)).is_watched(survey)
    assert not session_rules(settings(models_dir, enabled=False)).is_watched(survey)


def test_building_starts_nothing_and_starting_asks_for_the_tables(models_dir: Path) -> None:
    parts = bootstrap.build(settings(models_dir))
    with pytest.raises(MisconfiguredError, match="python -m proctor_core migrate"):
        parts.start()
    parts.engine.dispose()


def test_everything_it_writes_lies_under_the_data_folder(models_dir: Path, migrated_sqlite: Path) -> None:
    parts = built(models_dir, migrated_sqlite)
    parts.services.basis.media.put("sessions/x", b"a picture")
    parts.engine.dispose()
    assert {path.name for path in Path().iterdir()} == {"data"}


def test_without_face_models_nothing_is_built(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable):
        bootstrap.build(settings(tmp_path))


def test_demo_accounts_exist_on_this_machine_alone(models_dir: Path, migrated_sqlite: Path) -> None:
    here = built(models_dir, migrated_sqlite)
    everywhere = built(models_dir, migrated_sqlite, host="0.0.0.0")
    switched_off = built(models_dir, migrated_sqlite, demo=False)
    assert (here.wants_demo, everywhere.wants_demo, switched_off.wants_demo) == (True, False, False)
    for parts in (everywhere, switched_off):
        with pytest.raises(NotAllowed):
            parts.services.accounts.accounts.demo_sign_in(Role.ADMINISTRATOR)
        assert not parts.services.accounts.accounts.has_demo_people()
    for parts in (here, everywhere, switched_off):
        parts.engine.dispose()


def test_no_foreign_server_is_asked_for_a_route_to_the_camera(models_dir: Path, migrated_sqlite: Path) -> None:
    parts = built(models_dir, migrated_sqlite)
    assert parts.pages.takers.ice_servers == ()
    parts.engine.dispose()


def test_a_started_application_ends_with_all_its_threads(
    models_dir: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detectors, "new_observer", lambda _: PlayedObserver())
    before = set(threading.enumerate())
    parts = built(models_dir, migrated_sqlite, demo=False)
    parts.start()
    written: list[int] = []
    parts.monitoring.writing.writer.put(Job("a write", lambda: written.append(1)))
    parts.stop()
    assert written == [1]
    left = [t.name for t in set(threading.enumerate()) - before if t.is_alive()]
    assert left == []


def test_the_signing_key_outlives_the_process(models_dir: Path, migrated_sqlite: Path) -> None:
    value = built(models_dir, migrated_sqlite).pages.everybody.cookies.sign("token")
    again = built(models_dir, migrated_sqlite)
    assert again.pages.everybody.cookies.read(value) == "token"
    assert (Path("data") / "secret_key").stat().st_mode & 0o077 == 0
