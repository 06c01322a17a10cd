"""What an analysis found becomes rows, once: violations that nobody had reported, the differences, the recording's new state.

All of it in one transaction, in which the worker must still have the work. So a worker that dies before it leaves nothing, and
one that comes after it changes nothing. Of a session that a person has decided about nothing moves: the differences are shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.engine import reading, transaction
from db.queries.inserting import insert_if_absent
from db.tables import SessionRecording, Signal, SurveySession, Violation
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.policy import FlagRule, Policy, policy_from_json
from proctor_core.domain.reason import code_of, numbers_of
from proctor_core.domain.recording_analysis import AnalysisState, Difference, Differences, SeenSignal
from proctor_core.domain.states import PASSED_OR_IN_REVIEW, RECORDING_MOVES, RecordingState, move
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, ViolationType
from proctor_core.errors import IllegalMove
from proctor_core.media.store import StoredObject
from proctor_core.rules.flags import flag_reasons, unseen_s
from proctor_core.rules.recording_difference import Shown, compare, end_of
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.recordings.held_recordings import TakenRecording, hold
from proctor_core.services.recordings.kept_failures import NO_FAILURE, keep_error, keep_failure
from proctor_core.services.reviewing.decided import is_decided
from proctor_core.services.reviewing.flagging import flag_session
from proctor_core.services.reviewing.review_changes import count_change
from proctor_core.services.reviewing.session_history import alleged, raised
from proctor_core.services.taking.violation_rows import add_picture, violation_row
from proctor_core.services.taking.violations import count_violation, require_watched

RECORDING = "recording"
"""The source of a violation that was seen in an uploaded recording."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """What one recording shows, in seconds of the recording, in the order in which it was found.

    `unread`: frames of it that could not be read.
    """

    violations: tuple[AllegedViolation, ...]
    signals: tuple[RaisedSignal, ...]
    looks: int
    has_phone_check: bool
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: the differences, and the violations (places in `Analysed.violations`) that have a row now."""

    differences: Differences
    counted: frozenset[int]


@dataclass(frozen=True, slots=True)
class RecordingOutcomeService:
    """Called by a worker that has looked at a recording to its end."""

    engine: Engine
    clock: Callable[[], datetime]

    def violation_id(self, recording_id: UUID, found: AllegedViolation) -> UUID:
        """The same violation of the same recording has the same id, however often it is looked at."""
        return uuid5(recording_id, f"{found.type} {round(found.onset_s * 1000)}")

    def unreported(self, taken: TakenRecording, analysed: Analysed) -> frozenset[int]:
        """Places of the violations that would be added now: their pictures are worth keeping."""
        with reading(self.engine) as db:
            session = db.get(SurveySession, taken.recording.session_id)
            if session is None or not _is_undecided(db, session):
                return frozenset()
            shown = _shown(taken.recording, analysed)
            _, rows = _reported(db, session.id)
            found = compare(shown, rows, policy_from_json(session.policy).incident_gap_s)
        return frozenset(place for place in found.only_recording if _is_within(session, shown.violations[place]))

    def complete(
        self,
        taken: TakenRecording,
        analysed: Analysed,
        pictures: Mapping[int, Sequence[StoredPicture]],
        thumbnails: StoredObject | None,
    ) -> Outcome | None:
        """closed -> processed, with everything that follows; None: nothing was written, the work is this worker's no more."""
        with transaction(self.engine) as db:
            held = hold(db, taken)
            if held is None:
                return None
            now, recording = self.clock(), held.recording
            shown = _shown(recording, analysed)
            outcome = self._merge(db, held.session, recording, shown, analysed, pictures)
            recording.state = move(RECORDING_MOVES, recording.state, RecordingState.PROCESSED)
            keep_failure(recording, NO_FAILURE)
            recording.processed_at = now
            recording.violations_by_type = _by_type(shown.violations)
            if thumbnails is not None:
                recording.thumbnails_key, recording.thumbnails_bytes = thumbnails.key, thumbnails.size_bytes
                recording.thumbnails_sha256 = thumbnails.sha256
            analysis = held.analysis
            analysis.state, analysis.worker, analysis.lease_until = AnalysisState.DONE, "", None
            keep_error(analysis, NO_FAILURE)
            analysis.progress, analysis.finished_at = 1.0, now
            analysis.differences = outcome.differences.to_json()
            count_change(db, recording.session_id)
            audit(db, now, AuditAction.RECORDING_PROCESSED, recording, detail=_compared(outcome.differences))
        return outcome

    def _merge(
        self,
        db: Session,
        session: SurveySession,
        recording: SessionRecording,
        shown: Shown,
        analysed: Analysed,
        pictures: Mapping[int, Sequence[StoredPicture]],
    ) -> Outcome:
        policy, is_counted = policy_from_json(session.policy), _is_undecided(db, session)
        rows, reported = _reported(db, session.id)
        found = compare(shown, reported, policy.incident_gap_s)
        within = [place for place in found.only_recording if _is_within(session, shown.violations[place])]
        before_s = max((one.duration_s for one in reported), default=0.0)
        if is_counted:
            for place in within:
                self._add(db, session, recording, shown.violations[place], pictures.get(place, ()))
            self._flag(db, session, policy, shown, [shown.violations[place] for place in within], before_s)
        ids = {place: self._id_of(recording, shown.violations[place]) if is_counted else "" for place in within}
        differences = Differences(
            agreed=len(found.agreed),
            only_recording=tuple(_difference(shown.violations[place], ids[place]) for place in within),
            only_live=tuple(_difference(reported[place], str(rows[place].id)) for place in found.only_live),
            looks=analysed.looks,
            unread=analysed.unread,
            not_comparable=len(found.not_comparable),
            outside=len(found.only_recording) - len(within),
            is_counted=is_counted,
            signals=tuple(
                SeenSignal(s.kind, s.onset_s, s.onset_s if s.offset_s is None else s.offset_s) for s in shown.signals
            ),
        )
        return Outcome(differences, frozenset(within) if is_counted else frozenset())

    def _id_of(self, recording: SessionRecording, found: AllegedViolation) -> str:
        return str(self.violation_id(recording.id, found))

    def _add(
        self,
        db: Session,
        session: SurveySession,
        recording: SessionRecording,
        found: AllegedViolation,
        pictures: Sequence[StoredPicture],
    ) -> None:
        violation_id = self.violation_id(recording.id, found)
        if not insert_if_absent(db, violation_row(session, found, violation_id, RECORDING)):
            return
        count_violation(db, session, found, self.clock())
        for picture in pictures:
            add_picture(db, session.id, violation_id, replace(picture, taken_s=picture.taken_s + recording.start_s))

    def _flag(
        self,
        db: Session,
        session: SurveySession,
        policy: Policy,
        shown: Shown,
        added: Sequence[AllegedViolation],
        longest_before_s: float,
    ) -> None:
        """By the rules that count no violations; a reason that the live monitoring gave with a larger number stays as it is."""
        live = db.exec(select(Signal).where(Signal.session_id == session.id)).all()
        reasons = flag_reasons(added, shown.signals, 1.0, policy)
        is_news = {
            FlagRule.LONG_VIOLATION: max((one.duration_s for one in added), default=0.0) > longest_before_s,
            FlagRule.UNSEEN_TIME: unseen_s(shown.signals) > unseen_s([raised(row) for row in live]),
        }
        flag_session(db, session, [reason for reason in reasons if is_news.get(reason.rule)], self.clock())


def _is_undecided(db: Session, session: SurveySession) -> bool:
    return session.status in PASSED_OR_IN_REVIEW and not is_decided(db, session)


def _reported(db: Session, session_id: UUID) -> tuple[Sequence[Violation], Sequence[AllegedViolation]]:
    """The session's violations, whoever alleged them: also those of another recording of it."""
    violation = Violation
    rows = db.exec(
        select(violation).where(violation.session_id == session_id).order_by(col(violation.onset_s), col(violation.id))
    ).all()
    return rows, [alleged(row) for row in rows]


def _shown(recording: SessionRecording, analysed: Analysed) -> Shown:
    start_s = recording.start_s
    return Shown(
        start_s=start_s,
        end_s=start_s + (recording.duration_s or 0.0),
        violations=tuple(_moved(one, start_s) for one in analysed.violations),
        signals=tuple(_moved_signal(one, start_s) for one in analysed.signals),
        has_phone_check=analysed.has_phone_check,
    )


def _moved(one: AllegedViolation, by_s: float) -> AllegedViolation:
    offset_s = end_of(one) + by_s
    return replace(one, onset_s=one.onset_s + by_s, offset_s=offset_s, peak_s=one.peak_s + by_s)


def _moved_signal(one: RaisedSignal, by_s: float) -> RaisedSignal:
    offset_s = None if one.offset_s is None else one.offset_s + by_s
    return replace(one, onset_s=one.onset_s + by_s, offset_s=offset_s)


def _is_within(session: SurveySession, found: AllegedViolation) -> bool:
    try:
        require_watched(session, found.onset_s)
    except IllegalMove:
        return False
    return True


def _difference(one: AllegedViolation, violation_id: str) -> Difference:
    stored = code_of(one.reason), numbers_of(one.reason)
    return Difference(one.type, round(one.onset_s, 3), round(end_of(one), 3), violation_id, str(one.reason), *stored)


def _by_type(violations: Sequence[AllegedViolation]) -> dict[str, int]:
    counts = {kind: sum(one.type is kind for one in violations) for kind in ViolationType}
    return {str(kind): count for kind, count in counts.items() if count}


def _compared(found: Differences) -> CodedMessage:
    return message(
        AuditDetail.COMPARED if found.is_counted else AuditDetail.COMPARED_AFTER_DECISION,
        looks=found.looks,
        agreed=found.agreed,
        only_live=len(found.only_live),
        not_comparable=found.not_comparable,
        only_recording=len(found.only_recording),
    )
