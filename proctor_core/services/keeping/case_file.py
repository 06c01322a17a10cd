"""What one session's case file is made of, for a moderator or for the operator; that it was taken is written down.

Others in a still are blurred for everybody: whoever gets the file is not the moderator who judges. The
ZIP is made by `proctor_core/case_file/`.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading, transaction
from db.queries.appeals import appeal_of
from db.queries.chain import ChainTail, tails_of
from db.queries.session_case import case_rows
from db.tables import Appeal, AppealAnswer, Evidence, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.missing import Missing
from proctor_core.domain.chain import session_chain
from proctor_core.domain.evidence import bystanders_in
from proctor_core.domain.verification import VerifyReport
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import NotFound
from proctor_core.media.blurring import without_bystanders
from proctor_core.media.store import MediaStore
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.chain.verifying import VerifyService
from proctor_core.services.reviewing.case import Case, Seeing, build_case
from proctor_core.services.reviewing.evidence_access import EvidenceAccess, ShownVideo
from proctor_core.services.reviewing.reviewing import ReviewService


@dataclass(frozen=True, slots=True)
class CaseFileContents:
    """What goes into the file.

    Attributes:
        checked: what `verify` finds in the session now.
        tail: how far the session's chain has come; None: it has none.
        appeal, answer: what the taker objected, and what another moderator answered.
        video: for the moderator who holds the review and asked for it.
    """

    case: Case
    made_at: datetime
    checked: VerifyReport
    tail: ChainTail | None
    video: ShownVideo | None
    appeal: Appeal | None = None
    answer: AppealAnswer | None = None


@dataclass(frozen=True, slots=True)
class Still:
    """A snapshot as everybody may see it.

    Attributes:
        jpeg: with everybody else blurred; None: it is not in the store.
        is_blurred: whether somebody is.
        is_altered: the store holds something else than what was recorded.
    """

    jpeg: bytes | None
    is_blurred: bool = False
    is_altered: bool = False


@dataclass(frozen=True, slots=True)
class CaseFileService:
    """Gives what the file is made of; `actor` None is the command line."""

    engine: Engine
    clock: Callable[[], datetime]
    media: MediaStore
    reviewing: ReviewService
    evidence: EvidenceAccess
    verifying: VerifyService

    def contents(self, actor: User | None, session_id: UUID, *, with_video: bool = False) -> CaseFileContents:
        """Everything but the pictures, which are asked for one by one.

        Raises:
            NotAllowed: not a moderator, or the actor took the survey.
            NotFound: no such session, it was never flagged, or a video was asked for that is not there or not for this person.
        """
        if with_video and actor is None:
            raise NotFound(Missing.VIDEO)
        case = self._case(actor, session_id)
        video = self.evidence.recording(actor, session_id) if with_video and actor else None
        checked = self.verifying.verify_session_alone(session_id)
        with reading(self.engine) as db:
            tail = tails_of(db.connection(), [session_chain(session_id)]).get(session_chain(session_id))
            appeal, answer = appeal_of(db, session_id)
        return CaseFileContents(case, self.clock(), checked, tail, video, appeal, answer)

    def still(self, picture: Evidence, of_type: ViolationType) -> Still:
        """One snapshot.

        Raises:
            Unavailable: the store does not answer.
        """
        try:
            kept = self.media.get(picture.media_key)
        except NotFound:
            return Still(None)
        others = bystanders_in(picture.face_boxes, of_type)
        is_altered = hashlib.sha256(kept).hexdigest() != picture.sha256
        return Still(without_bystanders(kept, others), bool(others), is_altered)

    def video_parts(self, video: ShownVideo) -> Iterator[bytes]:
        """The video in parts."""
        return self.media.chunks(video.key)

    def note_taken(self, actor: User | None, contents: CaseFileContents, manifest_sha256: str) -> None:
        """Write down who takes the file, before anybody gets it; by the manifest's hash a copy can be compared later."""
        code = AuditDetail.CASE_FILE_WITH_VIDEO if contents.video else AuditDetail.CASE_FILE
        detail, at = message(code, sha256=manifest_sha256), self.clock()
        with transaction(self.engine) as db:
            actor_id = actor.id if actor else None
            audit(db, at, AuditAction.CASE_FILE_TAKEN, contents.case.session, actor_id=actor_id, detail=detail)

    def _case(self, actor: User | None, session_id: UUID) -> Case:
        if actor is not None:
            return self.reviewing.case(actor, session_id)
        with reading(self.engine) as db:
            rows = case_rows(db, session_id)
        if rows is None:
            raise NotFound(Missing.SESSION_WITH_REVIEW)
        now = self.clock()
        return build_case(rows, Seeing(None, now, now, silence_s=2 * self.reviewing.heartbeat_s))
