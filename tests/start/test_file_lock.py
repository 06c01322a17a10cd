"""A file as a lock: one open file holds it, and lets it go when it closes."""

from pathlib import Path
from threading import Thread

from proctor_core.file_lock import lock_file


def test_a_lock_is_held_by_one_open_file_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("wb") as first, path.open("wb") as second:
        assert lock_file(first.fileno(), waits=False)
        assert lock_file(first.fileno(), waits=True), "once more changes nothing"
        assert not lock_file(second.fileno(), waits=False)
        first.close()
        assert lock_file(second.fileno(), waits=False)


def test_whoever_waits_gets_the_lock_when_its_holder_closes(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("wb") as first, path.open("wb") as second:
        assert lock_file(first.fileno(), waits=True)
        held: list[bool] = []
        waiting = Thread(target=lambda: held.append(lock_file(second.fileno(), waits=True)))
        waiting.start()
        assert not held
        first.close()
        waiting.join(10)
        assert held == [True]
