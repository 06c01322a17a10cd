"""Sessions that their client watches: the server looks at every picture itself, stores it, then calls the services.

The counterpart of `session_monitor` for clients of the API, which send pictures and claims instead of a stream.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from db.tables import SurveySession, User
from proctor_core.checks.light import picture_facts
from proctor_core.codes.seen import ViolationReason
from proctor_core.domain.enrolment import RefusalReason
from proctor_core.domain.evidence import PictureFault, StoredPicture
from proctor_core.domain.observation import Observation, PhoneLook, Picture
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.reason import Reason
from proctor_core.domain.server_look import ServerLook, server_look
from proctor_core.domain.violation import AllegedViolation, SnapshotKind, ViolationType
from proctor_core.errors import EnrolmentRefused
from proctor_core.media.store import MediaStore, media_key
from proctor_core.monitoring.clients.picture_look import PictureLook
from proctor_core.monitoring.monitors.evidence import encode_jpeg
from proctor_core.rules.client_report import is_borne_out
from proctor_core.rules.enrolment import judge_still
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.surveys.watchers import refuse_clients_of_server
from proctor_core.services.taking.client_enrolment import ClientEnrolmentService
from proctor_core.services.taking.client_reports import ClaimedViolation, ClientReportService, ReportedViolation
from proctor_core.services.taking.enrolment import EnrolmentService, baseline_of


@dataclass(frozen=True, slots=True)
class Verified:
    """An accepted reference face and what the server saw in it."""

    session: SurveySession
    confidence: float
    look: ServerLook


@dataclass(frozen=True, slots=True)
class Claim:
    """What a client says it saw. Seconds of the session; `duration_s` None while it goes on; confidence 0 to 1."""

    sequence: int
    type: ViolationType
    started_s: float
    duration_s: float | None
    confidence: float


@dataclass(frozen=True, slots=True)
class SentSnapshot:
    """The picture that came with a claim; None with its fault where it can't be read."""

    picture: Picture | None
    fault: PictureFault | None = None


@dataclass(frozen=True, slots=True)
class ClientMonitoring:
    """Verification and claims of a session, for its client."""

    enrolments: ClientEnrolmentService
    enrolment: EnrolmentService
    reports: ClientReportService
    sessions: LastingSessions
    media: MediaStore
    looks: PictureLook

    def admit(self, taker: User, session_id: UUID) -> SurveySession:
        """The taker's own session, if its client may begin it, answer its questions and hand it in.

        Raises:
            NotFound: no such session, or somebody else's.
            WatchedByServer: it is taken on the survey's own pages, before the server's camera check.
        """
        session = self.sessions.session_of(taker, session_id)
        refuse_clients_of_server(session)
        return session

    def verify_initial(self, taker: User, session_id: UUID, picture: Picture) -> Verified:
        """Judge a picture as the reference face, keep it and its verification.

        Raises:
            NotFound, IllegalMove: as `ClientEnrolmentService.admit`.
            EnrolmentRefused: no face, several, too dark, too uncertain; that it was refused is kept too.
        """
        session = self.enrolments.admit(taker, session_id)
        observation = self.looks.observe(picture)
        judged = judge_still(observation, policy_from_json(session.policy))
        if judged.refusal is not None or judged.baseline is None:
            reason = judged.refusal or RefusalReason.LOW_CONFIDENCE
            self.enrolment.refuse_reference(session_id, reason, observation.face_count, judged.confidence)
            raise EnrolmentRefused(reason)
        has_phone_check = isinstance(observation.phone, PhoneLook)
        kept = self.enrolment.accept_reference(
            session_id, encode_jpeg(picture), judged.baseline, judged.confidence, has_phone_check, needs_leave=True
        )
        return Verified(kept, judged.confidence, server_look(observation))

    def report_violation(
        self, taker: User, session_id: UUID, claim: Claim, sent: SentSnapshot | None
    ) -> ReportedViolation:
        """Write a claim with the server's own look at its snapshot; the same number again is answered as it stands.

        A snapshot that can't be read is left out, and the row says why.

        Raises:
            NotFound, IllegalMove, InvalidInput: as `ClientReportService.record_violation`.
        """
        known = self.reports.known(taker, session_id, claim.sequence)
        if known:
            return known
        session = self.reports.admit(taker, session_id, claim.type, claim.started_s)
        snapshot, fault = (sent.picture, sent.fault) if sent else (None, None)
        observation = None if snapshot is None else self.looks.observe(snapshot, claim.started_s)
        claimed = _claimed(session, claim, observation, fault)
        if snapshot is None:
            return self.reports.record_violation(taker, session_id, claimed, None)
        stored = self._store(session_id, claim, snapshot, observation)
        return self._with_file(
            stored, lambda: self.reports.record_violation(taker, session_id, claimed, stored), session_id, claim
        )

    def _store(
        self, session_id: UUID, claim: Claim, snapshot: Picture, observation: Observation | None
    ) -> StoredPicture:
        violation_id = self.reports.violation_id(session_id, claim.sequence)
        # A name of its own: a report that comes again can't replace the picture of the first one.
        key = media_key(session_id, violation_id, f"start-{uuid4().hex[:12]}.jpg")
        kept = self.media.put(key, encode_jpeg(snapshot))
        height, width = snapshot.shape[:2]
        return StoredPicture(
            kind=SnapshotKind.START,
            media_key=kept.key,
            sha256=kept.sha256,
            size_bytes=kept.size_bytes,
            width=width,
            height=height,
            taken_s=claim.started_s,
            facts=picture_facts(snapshot, observation.light if observation else None),
        )

    def _with_file(
        self,
        stored: StoredPicture,
        write: Callable[[], ReportedViolation],
        session_id: UUID,
        claim: Claim,
    ) -> ReportedViolation:
        """Write the row; the file goes again when no row names it."""
        try:
            reported = write()
        except BaseException:
            self.media.delete(stored.media_key)
            raise
        if self.reports.picture_key(session_id, claim.sequence) != stored.media_key:
            self.media.delete(stored.media_key)
        return reported


def _claimed(
    session: SurveySession, claim: Claim, observation: Observation | None, fault: PictureFault | None
) -> ClaimedViolation:
    borne_out: bool | None = None
    if observation is not None:
        policy = policy_from_json(session.policy)
        borne_out = is_borne_out(claim.type, observation, policy, baseline_of(session))
    offset_s = None if claim.duration_s is None else claim.started_s + claim.duration_s
    alleged = AllegedViolation(
        type=claim.type,
        onset_s=claim.started_s,
        offset_s=offset_s,
        peak_s=claim.started_s,
        confidence=claim.confidence,
        looks=1 if observation else 0,
        positive=1 if borne_out else 0,
        measured=None,
        limit=None,
        reason=Reason(_REPORTED[borne_out], {"confidence": claim.confidence}),
    )
    look = server_look(observation) if observation else None
    return ClaimedViolation(claim.sequence, alleged, look, borne_out, fault)


_REPORTED = {
    True: ViolationReason.REPORTED_AND_SEEN,
    False: ViolationReason.REPORTED_NOT_SEEN,
    None: ViolationReason.REPORTED_UNCHECKED,
}
