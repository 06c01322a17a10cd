"""Pictures for Chromium's fake camera: an .mjpeg file, played at 30 frames per second and begun again at its end."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""RGB, (height, width, 3)."""

PLAYED_FPS = 30
WIDTH, HEIGHT = 640, 480


def camera_from_frames(frames: Iterable[Picture], fps: float, target: Path) -> Path:
    """Write pictures that follow each other at `fps`; each is fitted into 640x480 with black borders."""
    return _write(((picture, (index + 1) / fps) for index, picture in enumerate(frames)), target)


def camera_from_video(video: Path, target: Path, parts: Sequence[tuple[float, float]] = ((0.0, float("inf")),)) -> Path:
    """Write parts of a video, one after another; a part is (from, to) in the video's seconds."""
    return _write(_parts(video, parts), target)


def _parts(video: Path, parts: Sequence[tuple[float, float]]) -> Iterator[tuple[Picture, float]]:
    begin = 0.0
    for start, end in parts:
        shown_to = begin
        for picture, at, until in _frames(video):
            if at >= end:
                break
            if at >= start:
                shown_to = begin + min(until, end) - start
                yield picture, shown_to
        begin = shown_to


def _frames(video: Path) -> Iterator[tuple[Picture, float, float]]:
    """Each picture with the seconds that it is shown from and until."""
    with av.open(str(video)) as container:
        rate = float(container.streams.video[0].average_rate or 0)
        if rate <= 0:
            raise ValueError(f"expected a video with a frame rate: {video}")
        for frame in container.decode(video=0):
            at = float(frame.time or 0)
            yield frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False), at, at + 1 / rate


def _write(shown_until: Iterable[tuple[Picture, float]], target: Path) -> Path:
    written = 0
    with target.open("wb") as file:
        for picture, until in shown_until:
            copies = max(round(until * PLAYED_FPS) - written, 0)
            file.write(_jpeg(picture) * copies)
            written += copies
    return target


def _jpeg(picture: Picture) -> bytes:
    done, encoded = cv2.imencode(
        ".jpg", cv2.cvtColor(_fitted(picture), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 85]
    )
    if not done:
        raise ValueError("expected a picture that can be written as JPEG")
    return encoded.tobytes()


def _fitted(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    scale = min(WIDTH / width, HEIGHT / height)
    size = round(width * scale), round(height * scale)
    canvas = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    left, top = (WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2
    canvas[top : top + size[1], left : left + size[0]] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return canvas
