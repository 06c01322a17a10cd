"""Which pictures become evidence: those taken nearest to a violation's start, peak and end."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from proctor_core.domain.observation import Box, Face, Light
from proctor_core.domain.picture_facts import PictureFacts
from proctor_core.domain.violation import SnapshotKind, ViolationType
from proctor_core.monitoring.monitors.evidence import KEEP_S, EvidenceKeeper, Snapshot, encode_jpeg
from proctor_core.monitoring.monitors.frame_pace import FramePace
from tests.rules.observations import FACE, SECOND_FACE, calm, covered
from tests.support.monitor_world import picture
from tests.support.session_world import alleged


def shade_of(jpeg: bytes) -> int:
    """The shade that the picture was made with."""
    return Image.open(io.BytesIO(jpeg)).convert("RGB").getpixel((5, 5))[0]  # pyright: ignore[reportIndexIssue,reportOptionalSubscript]


def keeper_with(*seconds: float) -> EvidenceKeeper:
    keeper = EvidenceKeeper()
    for second in seconds:
        keeper.remember(calm(second), picture(second))
    return keeper


def test_a_picture_keeps_its_colours_and_its_size() -> None:
    red = picture(0)
    red[..., 0] = 200
    with Image.open(io.BytesIO(encode_jpeg(red))) as image:
        assert image.size == (64, 48)
        assert image.getpixel((5, 5)) == pytest.approx((200, 0, 0), abs=6)


def test_start_peak_and_end_are_the_pictures_nearest_to_their_times() -> None:
    keeper = keeper_with(10, 11, 12)
    start = keeper.opened(alleged(10.2))
    for second in (13, 14, 15):
        keeper.remember(calm(second), picture(second))
    keeper.peaked(alleged(12.8))  # its peak lies a quarter of a second later
    keeper.remember(calm(16), picture(16))
    peak, end = keeper.closed(alleged(10.2, 15.4))
    assert start is not None
    assert [(s.kind, s.taken_s, shade_of(s.jpeg)) for s in (start, peak, end)] == [
        (SnapshotKind.START, 10, 10),
        (SnapshotKind.PEAK, 13, 13),
        (SnapshotKind.END, 15, 15),
    ]
    assert (start.width, start.height) == (64, 48)


def test_the_peak_survives_a_violation_longer_than_the_memory() -> None:
    keeper = keeper_with(10, 11)
    keeper.opened(alleged(10))
    for second in range(12, 60):
        keeper.remember(calm(second), picture(second))
    peak, end = keeper.closed(alleged(10, 58))
    assert (peak.taken_s, end.taken_s) == (10, 58)


def test_pictures_that_can_become_no_evidence_any_more_are_gone() -> None:
    keeper = keeper_with(*range(100))
    late_start = keeper.opened(alleged(0))
    assert late_start is not None
    assert late_start.taken_s == 99 - KEEP_S


def test_types_have_peaks_of_their_own() -> None:
    keeper = keeper_with(1, 2, 3)
    keeper.opened(alleged(1))
    keeper.opened(alleged(3, of_type=ViolationType.MULTIPLE_FACES))
    assert [s.taken_s for s in keeper.closed(alleged(1, 2))] == [1, 2]
    assert keeper.closed(alleged(3, 3, ViolationType.MULTIPLE_FACES))[0].taken_s == 3


def test_nothing_is_left_after_the_end() -> None:
    keeper = keeper_with(1, 2)
    keeper.opened(alleged(1))
    keeper.forget()
    assert keeper.opened(alleged(1)) is None
    assert keeper.newest_faces is None
    assert keeper.closed(alleged(1, 2)) == ()


def test_without_any_look_there_is_no_picture() -> None:
    keeper = EvidenceKeeper()
    assert keeper.opened(alleged(1)) is None
    closed: tuple[Snapshot, ...] = keeper.closed(alleged(1, 2))
    assert closed == ()


def test_the_faces_in_a_picture_are_known_and_the_takers_own_comes_first() -> None:
    keeper, nearer = EvidenceKeeper(), Face(Box(0.0, 0.0, 0.38, 0.6), 0.9, 0.9)
    keeper.remember(calm(1), picture(1))
    # Who leans in from the side may be larger than the taker; the taker is where the only face was.
    keeper.remember(replace(calm(2), faces=(nearer, FACE)), picture(2))
    start = keeper.opened(alleged(2, of_type=ViolationType.MULTIPLE_FACES))
    assert start is not None and start.faces == (FACE.box, nearer.box)


def test_without_a_look_at_one_face_alone_the_largest_is_the_taker() -> None:
    keeper = EvidenceKeeper()
    keeper.remember(replace(calm(1), faces=(FACE, SECOND_FACE)), picture(1))
    start = keeper.opened(alleged(1))
    assert start is not None and start.faces == (FACE.box, SECOND_FACE.box)


def test_where_faces_can_not_be_looked_for_nobody_knows_who_is_there() -> None:
    keeper = EvidenceKeeper()
    keeper.remember(covered(1), picture(1))
    start = keeper.opened(alleged(1))
    assert start is not None and start.faces is None


def test_light_and_pace_are_measured_with_each_picture() -> None:
    keeper, burnt = EvidenceKeeper(FramePace()), picture(0)
    burnt[:12] = 255
    for number in range(9):
        dim = replace(calm(number * 0.5), sequence=10 * number, light=Light(61.24, 40.0, 90.0))
        keeper.remember(dim, burnt)
    keeper.opened(alleged(4.0))
    peak, _ = keeper.closed(alleged(4.0, 4.0))
    assert peak.facts == PictureFacts(brightness=61.2, overexposed=0.25, frames_per_s=20.0)


def test_where_a_look_s_number_is_not_its_frame_s_no_pace_is_measured() -> None:
    keeper = keeper_with(1, 2, 3)
    start = keeper.opened(alleged(3))
    assert start is not None and start.facts.frames_per_s is None and start.facts.brightness is not None


@pytest.mark.parametrize(
    ("looks", "pace"),
    [
        ([], None),
        ([(0.0, 1)], None),
        ([(0.0, 1), (0.9, 30)], None),
        ([(0.0, 1), (2.0, 31)], 15.0),
        ([(0.0, 1), (1.0, 1), (5.0, 101), (6.0, 111)], 10.0),
        ([(0.0, 500), (2.0, 560), (3.0, 1), (5.0, 41)], 20.0),
    ],
    ids=["nothing", "one look", "under a second", "two", "what is longer ago", "another camera"],
)
def test_the_pace_is_of_the_last_seconds_of_one_camera(looks: list[tuple[float, int]], pace: float | None) -> None:
    measured = FramePace()
    for t_s, sequence in looks:
        measured.note(t_s, sequence)
    assert measured.per_second == pace
