"""Scores the checks on the labelled single pictures: faces, turned heads, phones at the shipped limit, covered cameras."""

from collections.abc import Callable, Mapping, Sequence
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
class Look:
    """One picture; `seen` None: the file is no picture that can be read, so what it shows is missed."""

    file: str
    seen: Observation | None


Looks = Mapping[str, Sequence[Look]]
"""By the name of their folder, which is their label."""
Answer = Callable[[Observation], bool]


@dataclass(frozen=True, slots=True)
class PictureScore:
    """A question to the pictures of one label: how many of `total` were answered as they should be, and which were not."""

    label: str
    question: str
    right: int
    total: int
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhoneScore:
    """Phone pictures at the shipped limit: counts of true and false answers, and the files that were answered wrongly."""

    hits: int
    misses: int
    false: int
    rejected: int
    missed: tuple[str, ...] = ()
    said_wrongly: tuple[str, ...] = ()


def observe_pictures(observer: Observer, images: Sequence[Path]) -> Looks:
    """Observations of every picture."""
    looks: dict[str, list[Look]] = {}
    for folder in (one for root in images if root.is_dir() for one in sorted(root.iterdir()) if one.is_dir()):
        looks.setdefault(folder.name, []).extend(_observe(observer, file) for file in _files(folder))
    return looks


def score_pictures(looks: Looks, policy: Policy) -> list[PictureScore]:
    """The questions that a single picture can answer, by absolute limits: there is no own rest in one picture."""

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
    return [_asked(label, question, answer, looks[label]) for label, question, answer in questions if label in looks]


def score_phones(looks: Looks, policy: Policy) -> PhoneScore:
    """A picture that can't be analysed counts as "no phone"."""

    def is_said(look: Look) -> bool:
        phone = look.seen.phone if look.seen else None
        return phone is not None and not isinstance(phone, NotMeasurable) and phone.score >= policy.phone_score_limit

    missed = tuple(look.file for look in looks.get("phone", ()) if not is_said(look))
    wrongly = tuple(look.file for look in looks.get("no_phone", ()) if is_said(look))
    phones, others = len(looks.get("phone", ())), len(looks.get("no_phone", ()))
    return PhoneScore(phones - len(missed), len(missed), len(wrongly), others - len(wrongly), missed, wrongly)


def _asked(label: str, question: str, answer: Answer, looks: Sequence[Look]) -> PictureScore:
    wrong = tuple(look.file for look in looks if look.seen is None or not answer(look.seen))
    return PictureScore(label, question, len(looks) - len(wrong), len(looks), wrong)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)


def _observe(observer: Observer, file: Path) -> Look:
    bgr = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if bgr is None:
        return Look(file.name, None)
    rgb = np.ascontiguousarray(np.asarray(bgr, dtype=np.uint8)[:, :, ::-1])
    return Look(file.name, observer.observe(Frame(picture=rgb, captured_s=0.0, sequence=0), check_phone=True))
