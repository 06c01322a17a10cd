"""Settings: what is set holds, what is misspelt or dangerous is refused in a sentence, and no secret is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from proctor_core.domain.policy import PolicyName
from proctor_core.errors import MisconfiguredError
from proctor_core.settings import Settings, environment_names, settings_in_force

SetUp = Callable[..., None]


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without `.env`, an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in environment_names():
        monkeypatch.delenv(name, raising=False)


def dotenv(text: str) -> None:
    Path(".env").write_text(text)


def test_without_anything_set_the_defaults_hold() -> None:
    settings = Settings.load()
    assert (settings.heartbeat_interval, settings.violation_threshold, settings.min_confidence) == (5.0, 3, 0.6)
    assert settings.enabled and settings.is_loopback
    assert settings.ice_servers == (), "no STUN server of anybody else unless one is asked for"
    assert settings.model_fields_set == set()


def test_everything_written_lies_under_the_data_folder() -> None:
    settings, data = Settings.load(), Path("data").resolve()
    assert settings.database_address == f"sqlite:///{data}/proctor.db"
    assert settings.media_address == str(data / "media")
    assert settings.models_cache == data / "models"


def test_the_environment_holds_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv("PROCTORING_VIOLATION_THRESHOLD=4\nPROCTORING_POLICY=strict\nPORT=9000\n")
    monkeypatch.setenv("PROCTORING_VIOLATION_THRESHOLD", "7")
    settings = Settings.load()
    assert (settings.violation_threshold, settings.policy, settings.port) == (7, PolicyName.STRICT, 9000)


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCTORING_VIOLATION_THRESHOLD", "")
    settings = Settings.load()
    assert settings.violation_threshold == 3
    assert {row[0]: row[2] for row in settings_in_force(settings)}["PROCTORING_VIOLATION_THRESHOLD"] == "default"


@pytest.mark.parametrize("place", ["environment", ".env"])
@pytest.mark.parametrize("name", ["PROCTORING_TRESHOLD", "proctoring_violation_treshold"])
def test_an_unknown_name_is_refused_wherever_it_stands(monkeypatch: pytest.MonkeyPatch, place: str, name: str) -> None:
    if place == ".env":
        dotenv(f"{name}=1\n")
    else:
        monkeypatch.setenv(name, "1")
    with pytest.raises(MisconfiguredError, match=f"unknown setting {name.upper()}; known: .*PROCTORING_VIOLATION"):
        Settings.load()


def test_names_of_other_programs_are_nobodys_business() -> None:
    dotenv("EDITOR=vi\nexport PROCTORING_ENABLED=false\n# PROCTORING_NONSENSE=1\n")
    assert not Settings.load().enabled


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROCTORING_HEARTBEAT_INTERVAL", "0"),
        ("PROCTORING_VIOLATION_THRESHOLD", "three"),
        ("PROCTORING_MIN_CONFIDENCE", "1.5"),
        ("PROCTORING_POLICY", "severe"),
        ("PROCTORING_SECRET_KEY", "short"),
        ("PORT", "99999"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MisconfiguredError, match=f"^{name}: ") as refused:
        Settings.load()
    assert "\n" not in str(refused.value)


def test_a_refused_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCTORING_SECRET_KEY", "hunter2")
    with pytest.raises(MisconfiguredError) as refused:
        Settings.load()
    assert "hunter2" not in str(refused.value)


def test_no_secret_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCTORING_SECRET_KEY", "s3cr-et0f" * 4)
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg2://proctor:hunter2@db/proctor")
    monkeypatch.setenv("PROCTORING_MEDIA_ROOT", "s3://key:hunter2@bucket/prefix")
    rows = settings_in_force(Settings.load())
    shown = {variable: (value, source) for variable, value, source, _ in rows}
    assert shown["PROCTORING_MEDIA_ROOT"] == ("s3://***@bucket/prefix", "environment")
    assert shown["PROCTORING_SECRET_KEY"] == ("set", "environment")
    assert shown["DATABASE_URL"] == ("postgresql+psycopg2://proctor:***@db/proctor", "environment")
    assert "hunter2" not in repr(rows) and "ssss" not in repr(rows)


def test_where_a_value_comes_from_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv("PROCTORING_MIN_CONFIDENCE=0.7\n")
    monkeypatch.setenv("HOST", "0.0.0.0")
    shown = {variable: source for variable, _, source, _ in settings_in_force(Settings.load())}
    assert (shown["PROCTORING_MIN_CONFIDENCE"], shown["HOST"], shown["PORT"]) == (".env", "environment", "default")
    assert set(shown) == set(environment_names())


@pytest.mark.parametrize(("host", "is_loopback"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False)])
def test_only_loopback_is_this_machine_alone(monkeypatch: pytest.MonkeyPatch, host: str, is_loopback: bool) -> None:
    monkeypatch.setenv("HOST", host)
    assert Settings.load().is_loopback is is_loopback


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings.load().port = 1  # pyright: ignore[reportAttributeAccessIssue]


def test_turn_servers_bring_their_login_and_it_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    servers = '["stun:a.example:3478", {"urls": "turn:b.example:3478", "username": "u", "credential": "geheim"}]'
    monkeypatch.setenv("PROCTORING_ICE_SERVERS", servers)
    settings = Settings.load()
    assert [server.as_rtc() for server in settings.ice_servers] == [
        {"urls": ["stun:a.example:3478"]},
        {"urls": ["turn:b.example:3478"], "username": "u", "credential": "geheim"},
    ]
    shown = {name: value for name, value, *_ in settings_in_force(settings)}
    assert shown["PROCTORING_ICE_SERVERS"] == "stun:a.example:3478, turn:b.example:3478 (with a credential)"
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    "servers",
    [
        "stun:geheim",
        '"stun:geheim"',
        '["http://geheim"]',
        '[{"urls": "turn:a", "credential": "geheim"}]',
        '[{"urls": "turn:a", "password": "geheim"}]',
        '[{"username": "geheim"}]',
        "[7]",
    ],
)
def test_what_is_no_ice_server_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, servers: str) -> None:
    monkeypatch.setenv("PROCTORING_ICE_SERVERS", servers)
    with pytest.raises(MisconfiguredError, match=r"^PROCTORING_ICE_SERVERS: expected") as refused:
        Settings.load()
    assert "geheim" not in str(refused.value)


def test_a_dotenv_that_is_no_text_is_refused() -> None:
    Path(".env").write_bytes(b"PORT=9000\n\xff\xfe")
    with pytest.raises(MisconfiguredError, match=r"^\.env: expected a readable text file"):
        Settings.load()
