"""Decoded images become RGB pictures, from whatever thread and in whatever size they come."""

from concurrent.futures import ThreadPoolExecutor

import av
import numpy as np

from proctor_core.monitoring.camera.colour import to_rgb


def image(width: int, height: int, seed: int) -> av.VideoFrame:
    """Noise as a decoder would give it."""
    noise = np.random.default_rng(seed).integers(0, 256, (height * 3 // 2, width), dtype=np.uint8)
    return av.VideoFrame.from_ndarray(noise, format="yuv420p")


def test_the_picture_is_what_pyav_makes_of_the_image() -> None:
    for width, height in ((640, 480), (320, 240), (642, 480), (640, 480)):
        decoded = image(width, height, width)
        picture = to_rgb(decoded)
        assert picture.shape == (height, width, 3)
        assert np.array_equal(picture, decoded.to_ndarray(format="rgb24"))


def test_threads_do_not_get_each_others_pictures() -> None:
    images = [image(320 + 2 * (n % 3), 240, n) for n in range(60)]
    expected = [decoded.to_ndarray(format="rgb24") for decoded in images]
    with ThreadPoolExecutor(4) as threads:
        pictures = list(threads.map(to_rgb, images))
    assert all(np.array_equal(ours, theirs) for ours, theirs in zip(pictures, expected, strict=True))


def test_a_picture_stays_what_it_was_when_the_next_one_comes() -> None:
    first = to_rgb(image(320, 240, 1))
    kept = first.copy()
    to_rgb(image(320, 240, 2))
    assert np.array_equal(first, kept)
