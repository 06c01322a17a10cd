"""What a client of the API reports about its own session: violations, runs of equal state, gaps; all marked as the client's."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.engine import reading, transaction
from db.queries.inserting import insert_if_absent
from db.tables import Evidence, FaceVerification, SurveySession, User, Violation
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.evidence import PictureFault, StoredPicture
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.server_look import ServerLook
from proctor_core.domain.violation import CLIENT, AllegedViolation, ViolationType
from proctor_core.errors import IllegalMove, InvalidInput, NotFound
from proctor_core.rules.coverage import covered_share
from proctor_core.rules.flags import flag_reasons
from proctor_core.services.reviewing.decided import refuse_decided
from proctor_core.services.reviewing.session_history import SessionHistory
from proctor_core.services.session_moves import own_session
from proctor_core.services.surveys.watchers import refuse_clients_of_server, require_client_watching
from proctor_core.services.taking.face_runs import extend_or_begin
from proctor_core.services.taking.submitting import is_submitted
from proctor_core.services.taking.violation_rows import add_picture, violation_row
from proctor_core.services.taking.violations import count_violation, require_watched

AHEAD = timedelta(seconds=5)
"""How far a client's clock may run before ours."""


@dataclass(frozen=True, slots=True)
class ClaimedViolation:
    """A client's claim, and what the server saw in its snapshot (None: there was none that could be read, see the fault)."""

    sequence: int
    alleged: AllegedViolation
    look: ServerLook | None
    is_borne_out: bool | None
    snapshot_refused: PictureFault | None = None


@dataclass(frozen=True, slots=True)
class ReportedViolation:
    """What became of a report: its row, and the session's count and flag."""

    violation: Violation
    violations_count: int
    threshold: int
    flagged_for_review: bool


@dataclass(frozen=True, slots=True)
class ClientReportService:
    """Every method is one transaction; the actor is the session's own taker, anybody else finds none."""

    engine: Engine
    clock: Callable[[], datetime]

    def violation_id(self, session_id: UUID, sequence: int) -> UUID:
        """The id that a report with this number gets: the same report again is the same violation."""
        return uuid5(session_id, f"client violation {sequence}")

    def known(self, actor: User, session_id: UUID, sequence: int) -> ReportedViolation | None:
        """The report with this number, when it is written already.

        Raises:
            NotFound: no such session, or somebody else's.
            WatchedByServer: it does not rest on its client.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            row = db.get(Violation, self.violation_id(session_id, sequence))
        if session is None or session.taker_id != actor.id:
            raise NotFound(Missing.SESSION)
        refuse_clients_of_server(session)
        return _reported(row, session) if row else None

    def picture_key(self, session_id: UUID, sequence: int) -> str | None:
        """Where the picture of a report lies; None: it has none."""
        with reading(self.engine) as db:
            keys = select(Evidence.media_key).where(Evidence.violation_id == self.violation_id(session_id, sequence))
            return db.exec(keys).first()

    def admit(self, actor: User, session_id: UUID, type_: ViolationType, onset_s: float) -> SurveySession:
        """The session, if it takes a report of this type about its second `onset_s` now: asked before a picture is stored.

        Raises:
            NotFound, IllegalMove: as `record_violation`.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None or session.taker_id != actor.id:
                raise NotFound(Missing.SESSION)
            _require_open(db, session, onset_s)
            _require_checked(session, type_)
        return session

    def record_violation(
        self, actor: User, session_id: UUID, claimed: ClaimedViolation, snapshot: StoredPicture | None
    ) -> ReportedViolation:
        """Write a claim with its picture, count it once, and flag at the policy's threshold.

        Raises:
            NotFound: no such session, or somebody else's.
            WatchedByServer, Decided: it does not rest on its client, or a person has decided about it.
            IllegalMove: the session has not begun, is not proctored, or is over, or the check is off for its taker.
            InvalidInput: it lies before the session's start or in the future.
        """
        row_id = self.violation_id(session_id, claimed.sequence)
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            _require_open(db, session, claimed.alleged.onset_s)
            _require_checked(session, claimed.alleged.type)
            self._refuse_other_times(session, claimed.alleged)
            row = violation_row(session, claimed.alleged, row_id, CLIENT)
            row.server_look = asdict(claimed.look) if claimed.look else None
            row.is_confirmed = claimed.is_borne_out
            row.snapshot_refused = claimed.snapshot_refused
            if insert_if_absent(db, row):
                count_violation(db, session, claimed.alleged, self.clock())
                add_picture(db, session_id, row_id, snapshot)
            return _reported(db.get_one(Violation, row_id), session)

    def add_runs(self, actor: User, session_id: UUID, states: Sequence[FaceRunState]) -> int:
        """Write what a client saw while it could not reach us, oldest first; what is not newer than the newest is known.

        Raises:
            NotFound: no such session, or somebody else's.
            WatchedByServer, Decided: it does not rest on its client, or a person has decided about it.
            IllegalMove: the session has not begun, is not proctored, or was handed in.
            InvalidInput: they are out of order or in the future.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            _require_open(db, session)
            if is_submitted(session):
                raise IllegalMove(SessionRefusal.SUMMED_UP)
            self._refuse_disorder(states)
            runs = {extend_or_begin(db, session_id, state, CLIENT).id for state in states}
        return len(runs)

    def outcome(self, session: SurveySession) -> tuple[float, tuple[FlagReason, ...]]:
        """Coverage (0 to 1) and flag reasons of a session that its client watched: silence counts as unseen."""
        policy, end_s = policy_from_json(session.policy), self._second(session, self.clock())
        with reading(self.engine) as db:
            runs = db.exec(
                select(FaceVerification).where(
                    FaceVerification.session_id == session.id,
                    FaceVerification.source == CLIENT,
                    col(FaceVerification.face_count).is_not(None),
                )
            ).all()
        spans = [(self._second(session, run.started_at), self._second(session, run.ended_at)) for run in runs]
        coverage = covered_share(spans, end_s)
        past = SessionHistory(self.engine).past_monitoring(session.id)
        return coverage, flag_reasons(past.violations, past.signals, coverage, policy)

    def _refuse_other_times(self, session: SurveySession, alleged: AllegedViolation) -> None:
        latest_s = self._second(session, self.clock() + AHEAD)
        end_s = alleged.onset_s if alleged.offset_s is None else alleged.offset_s
        if alleged.onset_s < 0 or end_s > latest_s:
            raise InvalidInput("started_s", SessionRefusal.OUTSIDE_OF_SESSION, latest_s=latest_s)

    def _refuse_disorder(self, states: Sequence[FaceRunState]) -> None:
        latest, before = self.clock() + AHEAD, states[0].started_at
        for number, state in enumerate(states):
            if not before <= state.started_at <= state.ended_at <= latest:
                raise InvalidInput(f"observations[{number}]", SessionRefusal.TIMES_OUT_OF_ORDER)
            before = state.ended_at

    @staticmethod
    def _second(session: SurveySession, at: datetime) -> float:
        return (at - session.started_at).total_seconds() if session.started_at else 0.0


def _require_open(db: Session, session: SurveySession, onset_s: float = 0.0) -> None:
    require_client_watching(session)
    require_watched(session, onset_s)
    refuse_decided(db, session)


def _require_checked(session: SurveySession, type_: ViolationType) -> None:
    if type_ in policy_from_json(session.policy).muted:
        raise IllegalMove(SessionRefusal.NOT_CHECKED, type=type_.value)


def _reported(row: Violation, session: SurveySession) -> ReportedViolation:
    threshold = policy_from_json(session.policy).violation_threshold
    return ReportedViolation(row, session.violations_count, threshold, session.flagged_for_review)
