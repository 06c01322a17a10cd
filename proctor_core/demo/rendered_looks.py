"""Looks at drawn people, each drawn and checked once: between `scenes` (a moment) and `replay` (what the monitor is given).

A look is a pure function of its moment, of the drawing and of the checks, so it is kept in the cache folder under a hash of
all three; a second database is filled without drawing anything.
"""

import hashlib
import io
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.ipc as ipc

import proctor_core.checks
import proctor_core.demo
from proctor_core.checks.trace import FrameTrace
from proctor_core.demo.painting import paint
from proctor_core.demo.scenes import TICKS_PER_S, Act, Moment
from proctor_core.demo.stencil import as_picture
from proctor_core.domain.observation import Frame, Observation, Picture
from proctor_core.monitoring.monitors.evidence import encode_jpeg
from proctor_core.monitoring.monitors.observation_log import read_observations
from proctor_core.monitoring.monitors.observation_table import SCHEMA, to_batch

if TYPE_CHECKING:
    from proctor_core.checks.observer import Observer

_KEPT = 48
"""Looks at hand in memory, 1 MB each: a person's whole loop of reading at two looks a second."""
_SOURCES = (proctor_core.demo, proctor_core.checks)
_PHONE_HINTS = (Act.PHONE, Act.LEAVES)
_LIBRARIES = ("ai-edge-litert", "mediapipe", "opencv-python", "onnxruntime", "numpy")


@dataclass(frozen=True, slots=True, eq=False)
class DrawnLook:
    """What the checks said of one drawn picture.

    Attributes:
        observation: at second 0, without motion, which depends on the look before.
        trace: what motion is measured with.
        picture: RGB uint8 (480, 640, 3).
    """

    observation: Observation
    trace: FrameTrace
    picture: Picture


class LookSource(Protocol):
    """Where a story's looks come from."""

    def look_at(self, moment: Moment) -> DrawnLook:
        """The look at a moment."""
        ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


class RenderedLooks:
    """Draws, checks, keeps. Not for two threads at once; two of them may share a folder."""

    def __init__(self, folder: Path, models: str, new_observer: Callable[[], "Observer"]) -> None:
        """`models` says which model files the checks use; the detectors are made when the first look is missing."""
        self._folder = folder
        self._what_draws = f"{_sources_hash()} {models}"
        self._new_observer = new_observer
        self._observer: Observer | None = None
        self._at_hand: OrderedDict[Moment, DrawnLook] = OrderedDict()

    def look_at(self, moment: Moment) -> DrawnLook:
        """The look at a moment, from memory, from the folder, or new."""
        look = self._at_hand.pop(moment, None) or self._look(moment)
        self._at_hand[moment] = look
        if len(self._at_hand) > _KEPT:
            self._at_hand.popitem(last=False)
        return look

    def close(self) -> None:
        """Free the detectors and the pictures."""
        self._at_hand.clear()
        self._observer = None

    def _look(self, moment: Moment) -> DrawnLook:
        path = self._path(moment)
        look = _read(path)
        if look is None:
            _write(path, self._draw(moment))
            look = _read(path)
        assert look is not None, "what was just written can be read"
        return look

    def _draw(self, moment: Moment) -> DrawnLook:
        if self._observer is None:
            self._observer = self._new_observer()
        picture = paint(moment)
        frame = Frame(picture, 0.0, 0)
        observation = self._observer.observe(frame, check_phone=_looks_for_phone(moment))
        return DrawnLook(observation, FrameTrace.of(frame), picture)

    def _path(self, moment: Moment) -> Path:
        key = hashlib.sha256(f"{self._what_draws} {moment!r}".encode()).hexdigest()
        return self._folder / key[:2] / f"{key[2:34]}.npz"


def _looks_for_phone(moment: Moment) -> bool:
    """About as often as the judge asks: each second of an act, each look with a hint, every other second of mere reading.

    It is four fifths of what a look costs, and half of all looks are of somebody who reads.
    """
    every_s = 2 if moment.act is Act.READS else 1
    return moment.act in _PHONE_HINTS or moment.tick % (every_s * TICKS_PER_S) == 0


def _write(path: Path, look: DrawnLook) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{uuid4().hex}.npz")
    np.savez(
        partial,
        observation=np.frombuffer(_as_bytes(look.observation), dtype=np.uint8),
        luma=look.trace.luma,
        jpeg=np.frombuffer(encode_jpeg(look.picture), dtype=np.uint8),
    )
    partial.replace(path)


def _read(path: Path) -> DrawnLook | None:
    """The kept look; None when there is none, or when its file is damaged."""
    try:
        with np.load(io.BytesIO(path.read_bytes())) as kept:
            parts = {name: kept[name] for name in ("observation", "luma", "jpeg")}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    observation = next(read_observations(parts["observation"].tobytes()), None)
    picture = cv2.imdecode(parts["jpeg"], cv2.IMREAD_COLOR)
    if observation is None or picture is None:
        return None
    rgb = as_picture(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
    return DrawnLook(observation, FrameTrace(as_picture(parts["luma"]), None), rgb)


def _as_bytes(observation: Observation) -> bytes:
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, SCHEMA) as stream:
        stream.write_batch(to_batch([observation]))
    return sink.getvalue().to_pybytes()


@cache
def _sources_hash() -> str:
    """Hash of everything that a look is made by, models apart: a changed drawing or check makes new looks."""
    digest = hashlib.sha256()
    for package in _SOURCES:
        for path in sorted(Path(str(package.__file__)).parent.glob("*.py")):
            digest.update(path.read_bytes())
    for library in _LIBRARIES:
        digest.update(version(library).encode())
    return digest.hexdigest()
