"""Generated sessions: looks with the noise of real ones at the pace that the judge asks for, incidents, some of them judged."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from db.tables import IncidentVerdict, ProctorReview, Survey, SurveySession, User, Violation
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.judgement import Judgement, JudgeStep
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
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.precision import rounded
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import AllegedViolation
from proctor_core.media.store import MediaStore, media_key
from proctor_core.monitoring.monitors.observation_log import ObservationLog, compacted
from proctor_core.rules.judge import Judge, gather
from proctor_core.rules.next_look import PhoneCheck
from proctor_core.services.surveys.kept_policies import keep_policy

LENGTH_S = 1200.0
KINDS = 12
"""Different sessions; the others are copies of them with ids of their own, since making looks takes longer than judging them."""
BEGAN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_BASELINE = Baseline(yaw_deg=2.0, pitch_deg=5.0, roll_deg=0.0, gaze_x=0.02, gaze_y=-0.07, face_width=0.25, looks=10)
_NOT_DUE, _NOBODY = NotMeasurable(Unmeasured.NOT_DUE), NotMeasurable(Unmeasured.NO_FACE)
_ACTS = ("calm", "turned", "absent", "two faces", "phone", "dim")


@dataclass(frozen=True, slots=True)
class Kind:
    """One session's log and what the live judge made of it."""

    log: bytes
    judgement: Judgement
    looks: int


def make_kind(seed: int, folder: Path) -> Kind:
    """A session that the judge paces, as a live one."""
    chance, judge = Random(seed), Judge(STANDARD, _BASELINE, is_live=True)
    acts = [chance.choice(_ACTS) if chance.random() < 0.25 else "calm" for _ in range(int(LENGTH_S / 10) + 2)]
    log, steps = ObservationLog(folder / f"{seed}.arrows"), list[JudgeStep]()
    at_s, looks = 0.0, 0
    while at_s < LENGTH_S:
        wanted = judge.next_look(at_s)
        # Looks come at their frames, never quite when they are due.
        at_s += wanted.interval_s + chance.uniform(0.0, 0.04)
        look = rounded(_look(chance, acts[int(at_s / 10)], at_s, looks, wanted.phones is not PhoneCheck.NONE))
        log.append(look)
        steps += [judge.silence(look.t_s, is_connected=True), judge.advance(look)]
        looks += 1
    log.close()
    steps.append(judge.finish(LENGTH_S))
    return Kind(compacted(log.path.read_bytes()), gather(steps), looks)


def fill(engine: Engine, media: MediaStore, folder: Path, count: int) -> list[Kind]:
    """That many sessions of one survey, ten minutes apart; the kinds that they are copies of."""
    kinds = [make_kind(seed, folder) for seed in range(min(KINDS, count))]
    with Session(engine) as db:
        survey, taker = _survey_and_taker(db)
        for number in range(count):
            _add(db, media, kinds[number % len(kinds)], survey, taker, BEGAN + timedelta(minutes=10 * number))
            if number % 100 == 99:
                db.commit()
        db.commit()
    return kinds


def _survey_and_taker(db: Session) -> tuple[UUID, UUID]:
    definition: dict[str, Any] = {"title": "Benchmark", "questions": []}
    survey = Survey(slug="benchmark", title="Benchmark", definition=definition, created_at=BEGAN)
    taker = User(name="taker", display_name="Taker", role=Role.TAKER, created_at=BEGAN)
    db.add_all([survey, taker])
    db.flush()
    return survey.id, taker.id


def _add(db: Session, media: MediaStore, kind: Kind, survey: UUID, taker: UUID, began: datetime) -> None:
    session_id, ended = uuid4(), began + timedelta(seconds=LENGTH_S)
    folder = media_key(session_id, "observations")
    media.put(f"{folder}/{0:012d}-{session_id.hex[:8]}.arrows", kind.log)
    found = kind.judgement.violations
    db.add(
        SurveySession(
            id=session_id,
            survey_id=survey,
            taker_id=taker,
            status=SessionStatus.UNDER_REVIEW,
            policy_sha256=keep_policy(db, STANDARD, began).sha256,
            initial_face_verified=True,
            face_reference_image="reference.jpg",
            baseline=asdict(_BASELINE),
            violations_count=len(found),
            flagged_for_review=True,
            coverage=1.0,
            observation_log=folder,
            created_at=began,
            started_at=began,
            submitted_at=ended,
        )
    )
    db.flush()
    _add_review(db, session_id, [_row(session_id, one, began) for one in found], ended)


def _row(session_id: UUID, one: AllegedViolation, began: datetime) -> Violation:
    at = began + timedelta(seconds=one.onset_s)
    known: dict[str, Any] = {
        name: getattr(one, name) for name in ("type", "onset_s", "offset_s", "peak_s", "confidence", "measured")
    }
    counts: dict[str, Any] = {
        "limit": one.limit,
        "looks": one.looks,
        "positive": one.positive,
        "reason": str(one.reason),
    }
    return Violation(session_id=session_id, started_at=at, ended_at=at, **known, **counts)


def _add_review(db: Session, session_id: UUID, violations: list[Violation], at: datetime) -> None:
    """Every other violation was judged by a moderator."""
    reasons = [{"rule": "violation_count", "measured": float(len(violations)), "limit": 3.0, "detail": ""}]
    review = ProctorReview(session_id=session_id, flag_reasons=reasons, created_at=at)
    db.add_all([review, *violations])
    db.flush()
    for number, one in enumerate(violations[::2]):
        kind = VerdictKind.DISMISS if number % 3 == 0 else VerdictKind.CONFIRM
        span: dict[str, Any] = {"onset_s": one.onset_s, "offset_s": one.offset_s, "type": one.type}
        about: dict[str, Any] = {
            "violation_ids": [str(one.id)],
            "signal_ids": [],
            "session_id": session_id,
            "review_id": review.id,
        }
        db.add(IncidentVerdict(kind=kind, at=at, **span, **about))


def _look(chance: Random, act: str, at_s: float, number: int, looks_for_phone: bool) -> Observation:
    yaw = 38.0 if act == "turned" else 2.0
    face = Face(_box(chance), 0.95, chance.uniform(0.88, 0.95))
    faces = (face, Face(Box(0.05, 0.3, 0.12, 0.2), 0.9, 0.88)) if act == "two faces" else (face,)
    phone_score = chance.uniform(0.3, 0.7) if act == "phone" else abs(chance.gauss(0.05, 0.03))
    is_absent, brightness = act == "absent", 30.0 if act == "dim" else 120.0
    return Observation(
        t_s=at_s,
        sequence=number,
        light=Light(chance.gauss(brightness, 2.0), chance.gauss(50.0, 1.0), chance.gauss(200.0, 9.0)),
        faces=() if is_absent else faces,
        face_confidence=0.1 if is_absent else chance.uniform(0.9, 0.99),
        second_opinion=0.1 if is_absent else chance.uniform(0.9, 0.99),
        head_pose=_NOBODY if is_absent else HeadPose(*(chance.gauss(mean, 2.0) for mean in (yaw, 5.0, 0.0))),
        gaze=_NOBODY if is_absent else Gaze(chance.gauss(0.02, 0.01), chance.gauss(-0.07, 0.01)),
        eyes_open=_NOBODY if is_absent else chance.gauss(0.32, 0.02),
        phone=PhoneLook(phone_score, _box(chance)) if looks_for_phone else _NOT_DUE,
        motion=abs(chance.gauss(1.5, 0.3)),
        person=(0.1 if is_absent else 0.9) if looks_for_phone else _NOT_DUE,
        scene_kept=chance.uniform(0.85, 1.0),
    )


def _box(chance: Random) -> Box:
    return Box(chance.gauss(0.4, 0.01), chance.gauss(0.3, 0.01), chance.gauss(0.25, 0.005), chance.gauss(0.35, 0.005))
