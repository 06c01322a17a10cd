"""A taker refuses the camera, or takes the consent back: watching ends for good, answers stay, and two ways lead on.

`withdraw_consent` pauses the session; then either `go_on_without_camera`, or `withdraw` and have everything of it erased.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.surveys import find_survey
from db.tables import SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.consent import Purpose
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.states import ANSWERING, NOT_BEGUN, UNFINISHED, SessionStatus
from proctor_core.domain.watching import WatchedBy, WatchingReason
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.session_moves import move_session, own_session
from proctor_core.services.surveys.watchers import change_watcher
from proctor_core.services.taking.consents import is_agreed, take_back_consents, taken_back_at
from proctor_core.services.taking.left_open import close_intervals


def is_choosing(session: SurveySession) -> bool:
    """Whether the consent was taken back and neither of the two ways was chosen yet."""
    return session.status is SessionStatus.INTERRUPTED and not session.proctoring_enabled


@dataclass(frozen=True, slots=True)
class WithdrawalService:
    """A taker's own sessions; every method raises NotFound for somebody else's."""

    engine: Engine
    clock: Callable[[], datetime]

    def withdraw_consent(self, actor: User, session_id: UUID) -> SurveySession:
        """Nothing of this session is watched any more; it pauses until the taker has chosen. A second call changes nothing.

        Raises:
            IllegalMove: its questions have not begun, or it was handed in.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if session.status not in ANSWERING:
                raise IllegalMove(SessionRefusal.CONSENT_STAYS, status=session.status)
            if not session.proctoring_enabled:
                return session
            self._take_consent_back(db, session)
            move_session(db, session, SessionStatus.INTERRUPTED, self.clock(), actor.id)
            self._end_watching(db, session, WatchingReason.CONSENT_WITHDRAWN)
        return session

    def withdraw_recording(self, actor: User, session_id: UUID) -> SurveySession:
        """No video of this session is kept any more; watching goes on. A second call changes nothing.

        Raises:
            IllegalMove: it was handed in.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if session.status not in UNFINISHED:
                raise IllegalMove(SessionRefusal.RECORDING_STAYS, status=session.status)
            take_back_consents(db, session, self.clock(), Purpose.RECORDING)
            session.recording_mode = RecordingMode.OFF
        return session

    def go_on_without_camera(self, actor: User, session_id: UUID) -> SurveySession:
        """The first way: the questions go on unwatched, and the result says by whose choice. What was flagged goes to a person.

        Before the questions: only where the survey allows it, after a no to the camera; a yes is taken back here.

        Raises:
            IllegalMove: the camera was not refused, or the survey is taken with the camera only.
        """
        with transaction(self.engine) as db:
            session, now = own_session(db, actor, session_id), self.clock()
            if session.status in NOT_BEGUN:
                self._refuse_before_questions(db, session, now)
            elif session.proctoring_enabled or session.status not in ANSWERING:
                raise IllegalMove(SessionRefusal.CONSENT_NOT_TAKEN_BACK)
            self._end_watching(db, session, WatchingReason.WITHOUT_CAMERA)
            if move_session(db, session, SessionStatus.IN_PROGRESS, now, actor.id) and session.started_at is None:
                session.started_at = session.last_seen_at = now
        return session

    def withdraw(self, actor: User, session_id: UUID) -> SurveySession:
        """The second way: the session ends without a result, and everything of it is to be erased.

        Raises:
            IllegalMove: it was handed in.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if session.status not in UNFINISHED | {SessionStatus.WITHDRAWN}:
                raise IllegalMove(SessionRefusal.NOT_TO_WITHDRAW, status=session.status)
            self._take_consent_back(db, session)
            if move_session(db, session, SessionStatus.WITHDRAWN, self.clock(), actor.id):
                session.ended_at = self.clock()
        return session

    def withdrawn_at(self, actor: User, session_id: UUID) -> datetime | None:
        """When the taker took the consent back; None: never."""
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None or session.taker_id != actor.id:
                raise NotFound(Missing.SESSION)
            return taken_back_at(db, session_id)

    def _refuse_before_questions(self, db: Session, session: SurveySession, at: datetime) -> None:
        if not find_survey(db, session.survey_id).allow_without_camera:
            raise IllegalMove(SessionRefusal.CAMERA_REQUIRED)
        take_back_consents(db, session, at)
        if is_agreed(db, session.id, Purpose.MONITORING) is not False:
            raise IllegalMove(SessionRefusal.CAMERA_NOT_REFUSED)

    def _take_consent_back(self, db: Session, session: SurveySession) -> None:
        at = self.clock()
        take_back_consents(db, session, at)
        close_intervals(db, session, at)

    def _end_watching(self, db: Session, session: SurveySession, why: WatchingReason) -> None:
        change_watcher(db, session, WatchedBy.OFF, self.clock(), why, session.taker_id)
        session.without_by_choice = True
        session.recording_mode = RecordingMode.OFF
