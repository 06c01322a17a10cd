"""The taker's way through one survey: invited, consent, enrolling, answering, submitted. Each step is one transaction.

Only a session's own taker finds it here. The monitor calls `interrupt`, `resume`, `touch` and `keep_observation_log`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from db.engine import reading, transaction
from db.queries.survey_sessions import answer_to, answers_of, locked_session, mark_seen, sessions_of_taker
from db.queries.surveys import find_survey
from db.tables import Answer, ProctorReview, Survey, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.blind_sample import Lottery
from proctor_core.domain.consent import AgeStatement, Purpose
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.minors import Minors
from proctor_core.domain.notice import NoticeTerms, recording_mode_of
from proctor_core.domain.paging import PAGE, Cursor
from proctor_core.domain.policy import (
    Policy,
    RecordingMode,
    least_video,
    policy_from_json,
    policy_to_json,
    sha256_of_policy,
)
from proctor_core.domain.states import ANSWERING, NOT_BEGUN, SessionStatus
from proctor_core.domain.watching import WatchedBy, WatchingReason
from proctor_core.errors import IllegalMove, InvalidInput, NotFound
from proctor_core.media.store import StoredObject
from proctor_core.services.session_moves import move_session, own_session
from proctor_core.services.surveys.accommodations import policy_of_taker
from proctor_core.services.surveys.kept_policies import keep_policy
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import definition_of
from proctor_core.services.surveys.watchers import change_watcher, watcher_of
from proctor_core.services.taking.answer_rows import show, store_answer
from proctor_core.services.taking.consents import ConsentText, is_agreed, record_consents
from proctor_core.services.taking.questions_on_screen import QuestionsOnScreen
from proctor_core.services.taking.submitting import is_submitted, refuse_incomplete, submit_session
from proctor_core.services.taking.withdrawal import is_choosing


@dataclass(frozen=True, slots=True)
class SessionService:
    """A taker's sessions. Every method with `actor` raises NotFound for a session that is somebody else's."""

    engine: Engine
    clock: Callable[[], datetime]
    rules: SessionRules
    lottery: Lottery | None = None
    on_screen: QuestionsOnScreen = field(default_factory=QuestionsOnScreen)

    # ---- reading ----

    def my_sessions(self, actor: User, *, after: Cursor | None = None, limit: int = PAGE) -> Sequence[SurveySession]:
        """The actor's own sessions, newest first."""
        with reading(self.engine) as db:
            return sessions_of_taker(db, actor.id, after, limit)

    def session_of(self, actor: User, session_id: UUID) -> SurveySession:
        """One of the actor's own sessions; until it begins it follows the settings in force.

        Raises:
            NotFound: no such session, or somebody else's.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None or session.taker_id != actor.id:
                raise NotFound(Missing.SESSION)
            if session.status is not SessionStatus.INVITED or self._is_settled(db, session):
                return session
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            self._settle(db, session)
        return session

    def survey_of(self, session: SurveySession) -> Survey:
        """The survey version that a session answers."""
        with reading(self.engine) as db:
            return find_survey(db, session.survey_id)

    def answers(self, actor: User, session_id: UUID) -> Sequence[Answer]:
        """One row for each question that was shown; its `value` is None while it is open."""
        session = self.session_of(actor, session_id)
        with reading(self.engine) as db:
            return answers_of(db, session.id)

    def review_of(self, actor: User, session_id: UUID) -> ProctorReview | None:
        """What a person says of the actor's own session; None when it is not looked at."""
        session = self.session_of(actor, session_id)
        with reading(self.engine) as db:
            return db.exec(select(ProctorReview).where(ProctorReview.session_id == session.id)).first()

    # ---- before the questions ----

    def give_consent(
        self, actor: User, session_id: UUID, agreed: Sequence[ConsentText], refused: Sequence[ConsentText] = ()
    ) -> SurveySession:
        """Record a yes for each purpose of `agreed` and a no for each of `refused`; invited -> consented.

        Video is kept as the survey asks, and only with a yes to recording.

        Raises:
            InvalidInput: monitoring is not among what was agreed to, or nobody says that the taker is of age or their guardian
                agrees, where the survey asks that.
            IllegalMove: the session is past that, or is not proctored and needs no consent.
        """
        if Purpose.MONITORING not in {text.purpose for text in agreed}:
            raise InvalidInput("agreed", SessionRefusal.NO_YES_TO_MONITORING)
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            self._settle(db, session)
            self._require_proctored(session)
            survey, now = find_survey(db, session.survey_id), self.clock()
            _require_guardian(survey, agreed)
            if move_session(db, session, SessionStatus.CONSENTED, now, actor.id):
                record_consents(db, session, agreed, now, is_given=True)
                record_consents(db, session, refused, now, is_given=False)
                is_recorded = is_agreed(db, session.id, Purpose.RECORDING)
                session.recording_mode = _agreed_mode(survey, agreed) if is_recorded else RecordingMode.OFF
        return session

    def refuse_consent(self, actor: User, session_id: UUID, refused: Sequence[ConsentText]) -> SurveySession:
        """Record a no for each purpose; the session stays invited, so that the taker may think again.

        Raises:
            IllegalMove: consent was given already.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if session.status is not SessionStatus.INVITED:
                raise IllegalMove(SessionRefusal.CONSENT_NOT_ASKED_FOR, status=session.status)
            record_consents(db, session, refused, self.clock(), is_given=False)
        return session

    def begin_enrolling(self, actor: User, session_id: UUID) -> SurveySession:
        """consented -> enrolling: the system check is passed, the reference face comes next."""
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            move_session(db, session, SessionStatus.ENROLLING, self.clock(), actor.id)
        return session

    def begin(self, actor: User, session_id: UUID) -> SurveySession:
        """Start the questions: from enrolling with a verified face, or from invited where nothing is watched.

        Second 0 of everything measured is the `started_at` that this sets; a second call leaves it alone.

        Raises:
            IllegalMove: consent or the reference face is missing, or the consent was taken back.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            self._settle(db, session)
            now = self.clock()
            if session.proctoring_enabled and session.status in NOT_BEGUN and not session.initial_face_verified:
                raise IllegalMove(SessionRefusal.NO_REFERENCE_YET)
            if is_choosing(session):
                raise IllegalMove(SessionRefusal.CONSENT_TAKEN_BACK)
            if move_session(db, session, SessionStatus.IN_PROGRESS, now, actor.id) and session.started_at is None:
                session.started_at = session.last_seen_at = now
        return session

    # ---- answering ----

    def show_question(self, actor: User, session_id: UUID, index: int) -> Answer:
        """Note that question `index` (from 0) is on the screen: the first time is a milestone, and a reload resumes here.

        Raises:
            InvalidInput: the survey has no question with this index.
            IllegalMove: the session is not being answered.
        """
        with transaction(self.engine) as db:
            session, survey = self._answerable(db, actor, session_id)
            definition = definition_of(survey)
            answer = show(db, session, definition, index, self.clock())
        if session.watched_by is WatchedBy.SERVER:
            self.on_screen.note(session_id, definition.questions[index].allows)
        return answer

    def save_answer(self, actor: User, session_id: UUID, question_id: str, value: Any) -> Answer:
        """Store an answer as it is given; None takes it back. The same value again changes nothing.

        Raises:
            InvalidInput: no such question, or the value does not fit it.
            IllegalMove: the session is not being answered.
        """
        with transaction(self.engine) as db:
            session, survey = self._answerable(db, actor, session_id)
            return store_answer(db, session, definition_of(survey).question(question_id), value, self.clock())

    def ready_to_submit(self, actor: User, session_id: UUID) -> SurveySession:
        """The session, if a submit would be taken now, or was; an interrupted one that the server watches may come back for it.

        Raises:
            InvalidInput: required questions are open; `field` is the first one's id.
            IllegalMove: the session is not being answered.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None or session.taker_id != actor.id:
                raise NotFound(Missing.SESSION)
            if is_submitted(session):
                return session
            is_watched = session.watched_by is WatchedBy.SERVER
            if session.status not in (ANSWERING if is_watched else {SessionStatus.IN_PROGRESS}):
                raise IllegalMove(SessionRefusal.NOT_TO_HAND_IN, status=session.status)
            refuse_incomplete(db, session, definition_of(find_survey(db, session.survey_id)))
        return session

    def submit(
        self, actor: User, session_id: UUID, coverage: float | None = None, reasons: Sequence[FlagReason] = ()
    ) -> SurveySession:
        """Hand in: in_progress -> submitted -> passed, or under_review when flagged before or for `reasons`.

        A second call returns the session as it is. `coverage` is a share, 0 to 1; a proctored session without one counts
        as unseen. What is not proctored is never flagged.

        Raises:
            InvalidInput: required questions are open; `field` is the first one's id.
            IllegalMove: the session is not in progress.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if not is_submitted(session):
                definition = definition_of(find_survey(db, session.survey_id))
                submit_session(db, session, definition, coverage, reasons, self.clock(), self.lottery)
        return session

    # ---- for the monitor ----

    def interrupt(self, session_id: UUID) -> SurveySession:
        """in_progress -> interrupted: the taker's page or camera went away."""
        with transaction(self.engine) as db:
            session = locked_session(db, session_id)
            move_session(db, session, SessionStatus.INTERRUPTED, self.clock())
        return session

    def resume(self, session_id: UUID) -> SurveySession:
        """interrupted -> in_progress: it came back.

        Raises:
            IllegalMove: it is not being answered, or the consent was taken back meanwhile.
        """
        with transaction(self.engine) as db:
            session = locked_session(db, session_id)
            if session.status not in ANSWERING or is_choosing(session):
                raise IllegalMove(SessionRefusal.NOT_COMING_BACK, status=session.status)
            move_session(db, session, SessionStatus.IN_PROGRESS, self.clock())
        return session

    def file_shown(self, session_id: UUID, index: int, at: datetime) -> None:
        """Note that a question was on the screen at `at`; the page stays where it was meanwhile seen later.

        Raises:
            IllegalMove: the session is not being answered any more.
        """
        with transaction(self.engine) as db:
            session, survey = self._open_for_answers(db, locked_session(db, session_id))
            was_at, was_seen = session.current_question, session.last_seen_at
            show(db, session, definition_of(survey), index, at)
            if was_seen and was_seen > at:
                session.current_question, session.last_seen_at = was_at, was_seen

    def file_answer(self, session_id: UUID, question_id: str, value: Any, at: datetime) -> None:
        """Store an answer that was given at `at`, unless a newer one is stored; the same again changes nothing.

        Raises:
            IllegalMove: the session is not being answered any more.
        """
        with transaction(self.engine) as db:
            session, survey = self._open_for_answers(db, locked_session(db, session_id))
            stored, was_seen = answer_to(db, session.id, question_id), session.last_seen_at
            if stored and stored.answered_at and stored.answered_at >= at:
                return
            store_answer(db, session, definition_of(survey).question(question_id), value, at)
            session.last_seen_at = max(at, was_seen or at)

    def touch(self, session_id: UUID) -> None:
        """Note that the taker is there."""
        with transaction(self.engine) as db:
            mark_seen(db, session_id, self.clock())

    def keep_observation_log(self, session_id: UUID, part: StoredObject, size_bytes: int) -> None:
        """Name a part of the session's observation log, which is in the media store; `size_bytes` is that of all parts."""
        folder, _, name = part.key.rpartition("/")
        with transaction(self.engine) as db:
            try:
                session = locked_session(db, session_id)
            except NotFound:
                # Erased meanwhile; so are its files.
                return
            session.observation_log, session.observation_log_bytes = folder, size_bytes
            session.observation_log_sha256 = {**(session.observation_log_sha256 or {}), name: part.sha256}

    # ---- inside ----

    def _answerable(self, db: Session, actor: User, session_id: UUID) -> tuple[SurveySession, Survey]:
        return self._open_for_answers(db, own_session(db, actor, session_id))

    def _open_for_answers(self, db: Session, session: SurveySession) -> tuple[SurveySession, Survey]:
        if session.status not in ANSWERING:
            raise IllegalMove(SessionRefusal.NOT_ANSWERED_NOW, status=session.status)
        return session, find_survey(db, session.survey_id)

    def _settle(self, db: Session, session: SurveySession) -> None:
        """Until its taker agrees, a session takes over the settings in force; then it keeps what was read, or less video."""
        if session.status not in NOT_BEGUN or session.without_by_choice:
            return
        survey = find_survey(db, session.survey_id)
        if session.status is SessionStatus.INVITED:
            change_watcher(db, session, self._watcher_of(session, survey), self.clock(), WatchingReason.SETTINGS)
            session.judge_by(keep_policy(db, self._policy_of(db, session, survey), self.clock()))
        session.recording_mode = least_video(session.recording_mode, survey.recording_mode)

    def _is_settled(self, db: Session, session: SurveySession) -> bool:
        survey = find_survey(db, session.survey_id)
        is_watched_so = session.watched_by is self._watcher_of(session, survey)
        policy = policy_to_json(self._policy_of(db, session, survey))
        return is_watched_so and session.policy_sha256 == sha256_of_policy(policy)

    def _policy_of(self, db: Session, session: SurveySession, survey: Survey) -> Policy:
        return policy_of_taker(db, self.rules, survey, session.taker_id)

    def _watcher_of(self, session: SurveySession, survey: Survey) -> WatchedBy:
        return watcher_of(survey, session.platform, self.rules)

    def _require_proctored(self, session: SurveySession) -> None:
        if not session.proctoring_enabled:
            raise IllegalMove(SessionRefusal.NOT_PROCTORED)


def policy_of(session: SurveySession) -> Policy:
    """The policy that a session is judged by."""
    return policy_from_json(session.policy)


def terms_of(session: SurveySession, survey: Survey) -> NoticeTerms:
    """What the notice of a session that has not begun says."""
    return NoticeTerms(
        threshold=policy_of(session).violation_threshold,
        recording=survey.recording_mode,
        may_refuse=survey.allow_without_camera,
        minors=survey.minors,
    )


def _agreed_mode(survey: Survey, agreed: Sequence[ConsentText]) -> RecordingMode:
    """How much video the survey wants, and no more than the text says that was agreed to, where it is the program's own."""
    known = [recording_mode_of(text.sha256) for text in agreed if text.purpose == Purpose.RECORDING]
    return least_video(survey.recording_mode, *filter(None, known))


def _require_guardian(survey: Survey, agreed: Sequence[ConsentText]) -> None:
    said = {text.purpose for text in agreed}
    if survey.minors is Minors.GUARDIAN_CONSENT and said.isdisjoint(AgeStatement):
        raise InvalidInput("agreed", SessionRefusal.AGE_NOT_SAID)
