"""What is in the way of serving is said before anything heavy is imported; nothing here gets as far as a server."""

import shutil
from pathlib import Path

import pytest

from proctor_core.codes.code import CodedMessage
from proctor_core.errors import AlreadyServed, DatabaseAway, NoRoom, OtherTables, PortTaken, ProctorError
from proctor_core.serving import address_of, serve
from proctor_core.settings import Settings
from proctor_core.start.data_folder import FolderLock
from proctor_core.start.port import listening_socket


def settings(folder: Path, port: int, **given: object) -> Settings:
    return Settings(data_dir=folder, port=port, **given)  # pyright: ignore[reportArgumentType]


def refused(given: Settings, kind: type[ProctorError]) -> str:
    said: list[CodedMessage] = []
    with pytest.raises(kind) as refusal:
        serve(given, said.append)
    assert said == [], "it never says that it serves"
    return str(refusal.value)


def test_a_folder_that_is_served_already(tmp_path: Path, free_port: int) -> None:
    lock = FolderLock(tmp_path.resolve())
    lock.take("http://localhost:8501")
    assert "http://localhost:8501" in refused(settings(tmp_path, free_port), AlreadyServed)
    lock.give_back()


def test_a_port_that_is_taken(tmp_path: Path, free_port: int) -> None:
    with listening_socket("127.0.0.1", free_port):
        assert f"PORT={free_port + 1}" in refused(settings(tmp_path, free_port), PortTaken)


def test_a_data_folder_that_cannot_be_written(tmp_path: Path, free_port: int) -> None:
    (tmp_path / "data").write_text("a file stands in the way")
    assert "can't be written" in refused(settings(tmp_path / "data", free_port), NoRoom)


def test_a_full_disk(tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage._replace(free=12_000_000))
    assert "expected 200 MB of free disk" in refused(settings(tmp_path, free_port), NoRoom)


def test_a_database_that_is_away_or_without_tables(tmp_path: Path, free_port: int) -> None:
    away = "postgresql+psycopg2://user:geheim@127.0.0.1:1/proctor"
    assert "geheim" not in refused(settings(tmp_path, free_port, database_url=away), DatabaseAway)
    assert "python -m proctor_core migrate" in refused(settings(tmp_path, free_port), OtherTables)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"host": "127.0.0.1"}, "http://localhost:8501"),
        ({"host": "0.0.0.0", "https": True}, "https://localhost:8501"),
        ({"host": "2001:db8::1"}, "http://[2001:db8::1]:8501"),
    ],
)
def test_the_address_is_what_one_types(tmp_path: Path, given: dict[str, object], address: str) -> None:
    assert address_of(settings(tmp_path, 8501, **given)) == address
