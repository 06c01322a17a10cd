"""A package client that fails, hangs or is missing becomes one sentence."""

import dataclasses
import os
import sys
import threading
from pathlib import Path

import pytest

from proctor_core.codes.code import CodedMessage
from proctor_core.errors import ModelUnavailable
from proctor_core.models import client as model_client
from proctor_core.models.client import PackageClient
from proctor_core.models.lock import LOCK_FILE_NAME, sole_fetcher


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackageClient:
    monkeypatch.setattr(model_client, "TICK_S", 0.05)
    monkeypatch.setattr(model_client, "REPORT_EVERY_TICKS", 1)
    return PackageClient(tmp_path, [].append, timeout_s=5)


def run(client: PackageClient, code: str, **options: object) -> None:
    client.run((sys.executable, "-c", code), label="the package", size_bytes=2_000_000, **options)


def test_a_client_writes_into_its_own_folder_and_temporary_files_too(client: PackageClient) -> None:
    run(client, "import tempfile, pathlib; pathlib.Path('here').write_text(tempfile.gettempdir())")
    assert (client.folder / "here").read_text() == str(client.folder)


def test_a_failing_client_is_quoted(client: PackageClient) -> None:
    with pytest.raises(ModelUnavailable, match="the package: ERROR: no such thing"):
        run(client, "print('looking'); print('ERROR: no such thing'); print('bye'); raise SystemExit(1)")


def test_a_client_that_fails_without_a_word_is_a_sentence_too(client: PackageClient) -> None:
    with pytest.raises(ModelUnavailable, match="failed without a word"):
        run(client, "raise SystemExit(3)")


def test_a_client_that_is_not_there_is_a_sentence(client: PackageClient) -> None:
    with pytest.raises(ModelUnavailable, match="could not be started"):
        client.run(("/nowhere/npm", "pack"), label="the package", size_bytes=1)


def test_a_hanging_client_and_what_it_started_are_ended(client: PackageClient, tmp_path: Path) -> None:
    lock = tmp_path / LOCK_FILE_NAME
    child = f"import fcntl, signal; held = open({str(lock)!r}, 'w'); fcntl.flock(held, fcntl.LOCK_EX); signal.pause()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(ModelUnavailable, match="not done after 1 s"):
        run(dataclasses.replace(client, limit_s=1.0), parent)
    assert lock.exists(), "the child never ran"
    waiting = threading.Thread(target=take_and_drop, args=(tmp_path,), daemon=True)
    waiting.start()
    waiting.join(5)
    assert not waiting.is_alive(), "the child still holds its lock"


def take_and_drop(folder: Path) -> None:
    with sole_fetcher(folder):
        pass


def test_progress_tells_how_much_has_come(client: PackageClient) -> None:
    said, is_heard = list[str](), client.folder / "heard"
    os.mkfifo(is_heard)

    def hear(message: CodedMessage | str) -> None:
        words = str(message)
        said.append(words)
        if said.count("the package: 1.0 MB of 2.0 MB") == 1 and "1.0 MB of" in words:
            is_heard.write_text("go on")

    talking = dataclasses.replace(client, progress=hear)
    run(talking, "import pathlib; pathlib.Path('x').write_bytes(bytes(1_000_000)); pathlib.Path('heard').read_text()")
    assert said[0] == "the package: 2.0 MB from the package index"
    assert "the package: 1.0 MB of 2.0 MB" in said
