"""Where something about a person ends for good: first whatever watches, then files, then rows."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from db.tables import SurveySession, User
from proctor_core.domain.erasure import ErasureReceipt
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.taking.withdrawal import WithdrawalService


@dataclass(frozen=True, slots=True)
class Erasure:
    """`let_go` ends what watches a session here, and returns when all of it is written; `stop_video` its recording alone."""

    privacy: PrivacyService
    withdrawal: WithdrawalService
    let_go: Callable[[UUID], object]
    stop_video: Callable[[UUID], object]

    def erase_person(self, actor: User | None, person_id: UUID) -> ErasureReceipt:
        """As `PrivacyService.erase_person`; what is refused leaves the watching alone."""
        sessions = self.privacy.sessions_to_erase(actor, person_id)
        for session_id in sessions:
            self.let_go(session_id)
        receipt = self.privacy.erase_person(actor, person_id)
        self._sweep_after(*sessions)
        return receipt

    def stop_monitoring(self, taker: User, session_id: UUID) -> SurveySession:
        """The taker takes the consent back: the monitoring ends at once, the session waits for what the taker chooses."""
        session = self.withdrawal.withdraw_consent(taker, session_id)
        self.let_go(session_id)
        return session

    def stop_recording(self, taker: User, session_id: UUID) -> SurveySession:
        """The taker takes the consent to recording back: watching goes on, and the video that was kept is erased."""
        session = self.withdrawal.withdraw_recording(taker, session_id)
        self.stop_video(session_id)
        self.privacy.erase_video(taker, session_id)
        return session

    def go_on_without_camera(self, taker: User, session_id: UUID) -> SurveySession:
        """The taker refused the camera, or takes the consent back: the questions go on, and what the camera left is erased."""
        session = self.withdrawal.go_on_without_camera(taker, session_id)
        self.let_go(session_id)
        self.privacy.erase_face_data(taker, session_id)
        self._sweep_after(session_id)
        return session

    def erase_session(self, taker: User, session_id: UUID) -> ErasureReceipt:
        """The taker gives a session up that is not handed in: everything of it goes."""
        self.withdrawal.withdraw(taker, session_id)
        self.let_go(session_id)
        receipt = self.privacy.erase_session(taker, session_id)
        self._sweep_after(session_id)
        return receipt

    def _sweep_after(self, *session_ids: UUID) -> None:
        """A page that was just being drawn may have opened a monitor meanwhile."""
        for session_id in session_ids:
            self.let_go(session_id)
        self.privacy.remove_files(session_ids)
