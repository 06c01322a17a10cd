"""What the server itself sees in a picture that a client sent: stored beside what the client claims."""

from dataclasses import dataclass

from proctor_core.domain.observation import HeadPose, NotMeasurable, Observation, PhoneLook


@dataclass(frozen=True, slots=True)
class ServerLook:
    """The numbers of one look; None where it could not be measured. Degrees, scores 0 to 1, brightness 0 to 255."""

    face_count: int | None
    face_confidence: float | None
    yaw_deg: float | None
    pitch_deg: float | None
    phone_score: float | None
    brightness: float


def server_look(observation: Observation) -> ServerLook:
    """The part of an observation that is kept with a client's report."""
    pose, phone, confidence = observation.head_pose, observation.phone, observation.face_confidence
    return ServerLook(
        face_count=observation.face_count,
        face_confidence=None if isinstance(confidence, NotMeasurable) else round(confidence, 3),
        yaw_deg=round(pose.yaw_deg, 1) if isinstance(pose, HeadPose) else None,
        pitch_deg=round(pose.pitch_deg, 1) if isinstance(pose, HeadPose) else None,
        phone_score=round(phone.score, 3) if isinstance(phone, PhoneLook) else None,
        brightness=round(observation.light.brightness, 1),
    )
