"""Scores the checks on the labelled single pictures: faces, turned heads, phones at the shipped limit, covered cameras."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from proctor_core.checks.observer import Observer
from proctor_core.domain.observation import Frame, NotMeasurable, Observation
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.conditions import Circumstances, read_condition
from proctor_core.rules.signals import is_covered

SUFFIXES = {".jpg", ".jpeg", ".png"}


@dataclass(frozen=True, slots=True)
class PictureScore:
    """`right` of `total` pictures of one folder answered a question as they should."""

    folder: str
    question: str
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class PhoneScore:
    """Phone pictures at the shipped limit: counts of true and false answers."""

    hits: int
    misses: int
    false: int
    rejected: int


Answer = Callable[[Observation], bool]


def observe_pictures(observer: Observer, images: Path) -> dict[str, list[Observation]]:
    """Observations of every picture, by folder."""
    folders = sorted(folder for folder in images.iterdir() if folder.is_dir())
    return {folder.name: [_observe(observer, file) for file in _files(folder)] for folder in folders}


def score_pictures(looks: dict[str, list[Observation]], policy: Policy) -> list[PictureScore]:
    """The questions that a single picture can answer, by absolute limits: there is no own baseline in one picture."""

    def holds(type_: ViolationType) -> Answer:
        return lambda look: bool(read_condition(type_, look, policy, Circumstances()).is_positive)

    questions: tuple[tuple[str, str, Answer], ...] = (
        ("single_face", "exactly one face counted", lambda look: look.face_count == 1),
        ("single_face", "not looking away", lambda look: not holds(ViolationType.LOOKING_AWAY)(look)),
        ("multiple_faces", "more than one face", holds(ViolationType.MULTIPLE_FACES)),
        ("no_face", "nobody there", holds(ViolationType.NO_FACE)),
        ("head_turned", "looking away", holds(ViolationType.LOOKING_AWAY)),
        ("partial_face", "a face, not nobody", lambda look: bool(look.face_count)),
        ("covered", "covered", lambda look: is_covered(look, policy)),
    )
    return [PictureScore(f, q, sum(map(answer, looks[f])), len(looks[f])) for f, q, answer in questions if f in looks]


def score_phones(looks: dict[str, list[Observation]], policy: Policy) -> PhoneScore:
    """A picture that can't be analysed counts as "no phone"."""

    def is_said(look: Observation) -> bool:
        return not isinstance(look.phone, NotMeasurable) and look.phone.score >= policy.phone_score_limit

    said = [is_said(look) for look in looks.get("phone", [])]
    said_wrongly = [is_said(look) for look in looks.get("no_phone", [])]
    false = sum(said_wrongly)
    return PhoneScore(hits=sum(said), misses=len(said) - sum(said), false=false, rejected=len(said_wrongly) - false)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)


def _observe(observer: Observer, file: Path) -> Observation:
    bgr = cv2.imread(str(file), cv2.IMREAD_COLOR)
    assert bgr is not None, f"expected a picture, got {file}"
    rgb = np.ascontiguousarray(np.asarray(bgr, dtype=np.uint8)[:, :, ::-1])
    return observer.observe(Frame(picture=rgb, captured_s=0.0, sequence=0), check_phone=True)
