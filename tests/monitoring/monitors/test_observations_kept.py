"""Observations as a file and back: nothing gets lost, a torn file gives what was whole."""

import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.allowance import Allowance
from proctor_core.domain.observation import (
    Box,
    Face,
    Gaze,
    HeadPose,
    Light,
    NotMeasurable,
    Observation,
    PhoneLook,
    Unmeasured,
)
from proctor_core.domain.precision import rounded
from proctor_core.monitoring.monitors.observation_log import (
    BATCH,
    ObservationLog,
    begins_at,
    compacted,
    read_observations,
)
from proctor_core.monitoring.monitors.observation_table import SCHEMA, from_batch, to_batch
from tests.rules.observations import absent, calm, covered, phone, sessions, turned

numbers = st.floats(-1000, 1000, width=32)
shares = st.floats(0, 1, width=32)
unmeasured = st.builds(NotMeasurable, st.sampled_from(Unmeasured))
boxes = st.builds(Box, shares, shares, shares, shares)
observations = st.builds(
    Observation,
    t_s=st.floats(0, 100_000),
    sequence=st.integers(0, 2**40),
    light=st.builds(Light, numbers, numbers, numbers),
    faces=unmeasured | st.lists(st.builds(Face, boxes, shares, shares), max_size=4).map(tuple),
    face_confidence=unmeasured | shares,
    second_opinion=unmeasured | shares,
    head_pose=unmeasured | st.builds(HeadPose, numbers, numbers, numbers),
    gaze=unmeasured | st.builds(Gaze, numbers, numbers),
    eyes_open=unmeasured | shares,
    phone=unmeasured | st.builds(PhoneLook, shares, st.none() | boxes),
    motion=st.none() | numbers,
    is_new_image=st.booleans(),
    person=unmeasured | shares,
    scene_kept=st.none() | shares,
    allowed=st.frozensets(st.sampled_from(Allowance)),
)


@given(st.lists(observations, max_size=5))
def test_every_observation_comes_back_as_it_was_judged(kept: list[Observation]) -> None:
    judged = [rounded(observation) for observation in kept]
    assert from_batch(to_batch(judged)) == judged
    assert [rounded(observation) for observation in judged] == judged


def test_every_field_of_an_observation_has_its_columns() -> None:
    parts = {"light": "brightness", "head_pose": "yaw_deg", "gaze": "gaze_x", "phone": "phone_score"}
    assert {parts.get(f.name, f.name) for f in fields(Observation)} <= set(SCHEMA.names)


def test_a_log_of_version_01_opens_and_says_nothing_of_its_scenes_and_allowances() -> None:
    looks = [replace(calm(1.0), scene_kept=0.5, allowed=frozenset(Allowance)), turned(1.5)]
    old = to_batch(looks).drop_columns(["scene_kept", "allowed"])
    assert from_batch(old) == [calm(1.0), turned(1.5)]


def written(folder: Path, kept: Sequence[Observation]) -> bytes:
    log = ObservationLog(folder / "a" / "log.arrows")
    for observation in kept:
        log.append(observation)
    log.close()
    return log.path.read_bytes() if log.path.exists() else b""


@given(sessions())
def test_a_closed_log_holds_all(kept: list[Observation]) -> None:
    with TemporaryDirectory() as folder:
        read = list(read_observations(written(Path(folder), kept)))
    assert [o.t_s for o in read] == [rounded(o).t_s for o in kept]
    assert [o.faces == k.faces or o.face_count == k.face_count for o, k in zip(read, kept, strict=True)]


def test_a_killed_process_loses_at_most_one_batch(tmp_path: Path) -> None:
    log = ObservationLog(tmp_path / "log.arrows")
    for second in range(3 * BATCH + BATCH - 1):
        log.append(calm(float(second)))
    left_behind = log.path.read_bytes()
    log.close()
    assert len(list(read_observations(left_behind))) == 3 * BATCH


@given(st.floats(0, 1e6))
def test_the_name_of_a_part_says_when_it_begins(begins_s: float) -> None:
    name = ObservationLog.beginning(Path("observations"), begins_s).path.name
    assert begins_at(name) == pytest.approx(begins_s, abs=0.0005)
    assert begins_at("whole.arrows") is None


def test_a_log_torn_anywhere_gives_a_beginning_of_it(tmp_path: Path) -> None:
    content = written(tmp_path, [calm(float(t)) for t in range(3 * BATCH)])
    lengths = set[int]()
    for cut in [*range(0, len(content), 97), len(content)]:
        read = [o.t_s for o in read_observations(content[:cut])]
        assert read == [float(t) for t in range(len(read))]
        lengths.add(len(read))
    assert lengths == {0, BATCH, 2 * BATCH, 3 * BATCH}


@given(sessions())
def test_a_compacted_log_holds_the_same(kept: list[Observation]) -> None:
    with TemporaryDirectory() as folder:
        content = written(Path(folder), kept)
    assert list(read_observations(compacted(content))) == list(read_observations(content))


def test_a_torn_log_is_compacted_as_far_as_it_goes(tmp_path: Path) -> None:
    content = written(tmp_path, [calm(float(t)) for t in range(3 * BATCH)])
    assert len(list(read_observations(compacted(content[: len(content) // 2])))) == BATCH
    assert compacted(b"torn") == b"torn"


def test_nothing_seen_makes_no_file(tmp_path: Path) -> None:
    assert written(tmp_path, []) == b""
    assert list(read_observations(b"")) == []


def test_a_log_closed_twice_is_as_good_as_once(tmp_path: Path) -> None:
    log = ObservationLog(tmp_path / "log.arrows")
    log.append(calm(1.0))
    log.close()
    log.close()
    assert len(list(read_observations(log.path.read_bytes()))) == 1


def noisy(t_s: float, chance: Random, base: Observation) -> Observation:
    """As a real camera gives it: no two numbers alike."""

    def shake(value: float, by: float) -> float:
        return float(np.float32(value + chance.gauss(0, by)))

    if isinstance(base.faces, NotMeasurable) or not base.faces:
        return replace(base, t_s=t_s, light=Light(shake(120, 3), shake(50, 1), shake(200, 9)))
    face = base.faces[0]
    box = Box(*(shake(v, 0.01) for v in (face.box.left, face.box.top, face.box.width, face.box.height)))
    return replace(
        base,
        t_s=t_s,
        light=Light(shake(120, 3), shake(50, 1), shake(200, 9)),
        faces=(Face(box, shake(0.93, 0.02), shake(0.9, 0.02)),),
        face_confidence=shake(0.93, 0.02),
        second_opinion=shake(0.9, 0.02),
        head_pose=HeadPose(shake(2, 4), shake(5, 3), shake(0, 1)),
        gaze=Gaze(shake(0, 0.03), shake(0, 0.03)),
        eyes_open=shake(0.3, 0.03),
        phone=PhoneLook(shake(0.05, 0.01), None) if chance.random() < 0.5 else NotMeasurable(Unmeasured.NOT_DUE),
        motion=abs(shake(1.5, 0.4)),
    )


def test_the_size_of_twenty_minutes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = Random(7)
    kinds = [calm] * 40 + [turned, absent, covered, phone]
    kept = [noisy(i / 2, chance, kinds[i // 20 % len(kinds)](i / 2)) for i in range(2400)]
    content = compacted(written(tmp_path, [rounded(observation) for observation in kept]))
    size = len(content)
    with capsys.disabled():
        sys.stdout.write(f" {size / 1000:.0f} kB for 20 minutes at 2 Hz")
    assert size < 100_000
    assert len(list(read_observations(content))) == 2400
