"""Who may see a picture of a person, and how: moderators, and the taker whose own session it is. Every look is written down.

Only the moderator who holds the review sees who else is in the picture; for everybody else bystanders are blurred.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from db.engine import reading
from db.queries.blind_samples import open_sample
from db.queries.session_video import viewable_recording
from db.shared_clock import SharedClock
from db.tables import Evidence, ProctorReview, SurveySession, User, Violation
from proctor_core.codes.missing import Missing
from proctor_core.domain.evidence import Bystanders, bystanders_in
from proctor_core.domain.roles import Role
from proctor_core.domain.states import UNDECIDED
from proctor_core.errors import NotFound
from proctor_core.media.blurring import without_bystanders
from proctor_core.media.store import MediaStore
from proctor_core.services.permissions import has_role
from proctor_core.services.reviewing.evidence_views import note_view
from proctor_core.services.reviewing.review_guards import is_held


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A JPEG as this person may see it; `has_bystanders`: others are in it, so that it stays in no cache."""

    jpeg: bytes
    has_bystanders: bool


@dataclass(frozen=True, slots=True)
class ShownVideo:
    """A video that this person may see, to be read part by part from the media store."""

    key: str
    size_bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class EvidenceAccess:
    """Turns an id into a picture for those who may see it; a stranger hears "not found"."""

    engine: Engine
    media: MediaStore
    clock: Callable[[], datetime]
    shared: SharedClock | None = None

    def snapshot(self, actor: User, evidence_id: UUID, only_session: UUID | None = None) -> ShownPicture:
        """A violation's snapshot; `only_session` is what the actor's token is bound to.

        Raises:
            NotFound: no such snapshot, not for this person, or its file is gone.
        """
        with reading(self.engine) as db:
            evidence = db.get(Evidence, evidence_id)
            session = db.get(SurveySession, evidence.session_id) if evidence else None
            is_elsewhere = evidence is not None and only_session not in (None, evidence.session_id)
            if evidence is None or is_elsewhere or not _may_see(actor, session):
                raise NotFound(Missing.PICTURE)
            others = _bystanders(db, evidence)
            is_judge = bool(others) and self._is_judging(db, actor, evidence.session_id)
        jpeg = self.media.get(evidence.media_key)
        seen = "sharp" if is_judge or not others else "others blurred"
        note_view(self.engine, actor, evidence, self.clock(), seen, evidence.session_id)
        return ShownPicture(jpeg if is_judge else without_bystanders(jpeg, others), bool(others))

    def reference(self, actor: User, session_id: UUID) -> ShownPicture:
        """A session's reference face.

        Raises:
            NotFound: no such session, no reference, not for this person, or its file is gone.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
        if session is None or session.face_reference_image is None or not _may_see(actor, session):
            raise NotFound(Missing.PICTURE)
        jpeg = self.media.get(session.face_reference_image)
        note_view(self.engine, actor, session, self.clock(), "reference picture", session_id)
        return ShownPicture(jpeg, has_bystanders=False)

    def recording(self, actor: User, session_id: UUID) -> ShownVideo:
        """A session's whole video, for the moderator who holds its review: whoever else is in it can't be blurred.

        Raises:
            NotFound: no such session, no video that is ready, not for this person, or its file is gone.
        """
        with reading(self.engine) as db:
            recording = viewable_recording(db, session_id)
            is_judge = has_role(actor, Role.MODERATOR) and self._is_judging(db, actor, session_id)
        if recording is None or recording.media_key is None or not is_judge:
            raise NotFound(Missing.VIDEO)
        size_bytes = self.media.size(recording.media_key)
        note_view(self.engine, actor, recording, self.clock(), "video", session_id)
        return ShownVideo(recording.media_key, size_bytes, recording.media_type)

    def thumbnails(self, actor: User, session_id: UUID) -> bytes:
        """Small pictures of the video that `recording` gives, side by side as JPEG, for the same person.

        Raises:
            NotFound: as `recording`, or the video has none.
        """
        with reading(self.engine) as db:
            recording = viewable_recording(db, session_id)
            is_judge = has_role(actor, Role.MODERATOR) and self._is_judging(db, actor, session_id)
        if recording is None or recording.thumbnails_key is None or not is_judge:
            raise NotFound(Missing.PICTURES)
        strip = self.media.get(recording.thumbnails_key)
        note_view(self.engine, actor, recording, self.clock(), "video", session_id)
        return strip

    def observations(self, actor: User, session_id: UUID) -> tuple[list[bytes], dict[str, float] | None]:
        """The parts of a session's observation log in order of time, and the taker's own resting pose, if both are there.

        Raises:
            NotFound: no such session, or not for this person.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
        if session is None or not has_role(actor, Role.MODERATOR) or session.taker_id == actor.id:
            raise NotFound(Missing.SESSION)
        note_view(self.engine, actor, session, self.clock(), "measurements", session_id)
        if session.observation_log is None:
            return [], session.baseline
        keys = sorted(entry.key for entry in self.media.list(session.observation_log))
        return [self.media.get(key) for key in keys], session.baseline

    def _is_judging(self, db: Session, actor: User, session_id: UUID) -> bool:
        now = self.shared(db) if self.shared else self.clock()
        drawn = open_sample(db, session_id, actor.id)
        if drawn is not None:
            return drawn.claimed_by == actor.id and is_held(drawn, now)
        review = db.exec(select(ProctorReview).where(ProctorReview.session_id == session_id)).first()
        if review is None or review.status not in UNDECIDED:
            return False
        return review.claimed_by == actor.id and is_held(review, now)


def _bystanders(db: Session, evidence: Evidence) -> Bystanders:
    return bystanders_in(evidence.face_boxes, db.get_one(Violation, evidence.violation_id).type)


def _may_see(actor: User, session: SurveySession | None) -> bool:
    if session is None:
        return False
    return has_role(actor, Role.MODERATOR) or (has_role(actor, Role.TAKER) and session.taker_id == actor.id)
