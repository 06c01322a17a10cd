"""Handing a session in, for its page, its client and a moderator who ends it: one order of steps that must stay together.

First it is asked whether the session can be handed in at all; then whoever watches closes what is open; then all of it is
written; only then it is submitted. Whatever is refused or fails on the way leaves the session as it was, watched by whom it was.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from db.away import is_away
from db.tables import SurveySession, User
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.watching import WatchedBy
from proctor_core.errors import DatabaseAway, Unavailable
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.monitoring.monitors.turns import Turns
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.taking.client_reports import ClientReportService
from proctor_core.services.taking.submitting import is_submitted

WRITE_OUT_S = 15.0
"""Longest wait for what was found to be written; a taker looks at a spinner meanwhile."""


class Seen(NamedTuple):
    """What the submit is told: coverage (0 to 1; None where nobody watched) and the flag rules that were met."""

    coverage: float | None
    reasons: Sequence[FlagReason]


@dataclass(frozen=True, slots=True)
class HandIn:
    """One per process."""

    sessions: LastingSessions
    monitors: MonitorRegistry
    writer: RecordWriter
    book: HeartbeatBook
    reports: ClientReportService
    _turns: Turns = field(default_factory=Turns)

    def hand_in(self, taker: User, session_id: UUID) -> SurveySession:
        """Submit the taker's own session with what whoever watched has seen; a second call returns it as it is.

        Raises:
            NotFound: no such session, or somebody else's.
            InvalidInput: required questions are open; `field` is the first one's id.
            IllegalMove: the session is not being answered.
            Unavailable: not all of it can be written now. It is still watched; try again.
        """
        with self._turns.of(session_id), _away_said():
            if not self.sessions.can_be_handed_in(session_id):
                raise Unavailable(SessionRefusal.STILL_WAITING)
            session = self.sessions.stored.ready_to_submit(taker, session_id)
            if is_submitted(session):
                return session
            if session.watched_by is WatchedBy.SERVER and session.status is SessionStatus.INTERRUPTED:
                # An absence that ended just now may have been written after the page was drawn.
                self.sessions.resume(session_id)
            return self._submitted(
                session, lambda seen: self.sessions.stored.submit(taker, session_id, seen.coverage, seen.reasons)
            )

    def end(
        self, session_id: UUID, ready: Callable[[], SurveySession], submit: Callable[[Seen], SurveySession]
    ) -> SurveySession:
        """The same for somebody else than the taker: `ready` says what may be ended or raises, `submit` ends it.

        Raises:
            Unavailable: not all of it can be written now; the session goes on.
        """
        with self._turns.of(session_id), _away_said():
            return self._submitted(ready(), submit)

    def _submitted(self, session: SurveySession, submit: Callable[[Seen], SurveySession]) -> SurveySession:
        seen = self._conclude(session)
        ended = submit(seen)
        self.monitors.finish(session.id)
        return ended

    def _conclude(self, session: SurveySession) -> Seen:
        """What was seen up to now, all of it written."""
        if session.watched_by is WatchedBy.OFF:
            return Seen(None, ())
        if session.watched_by is WatchedBy.HYBRID:
            self.book.let_go(session.id)
            return Seen(*self.reports.outcome(session))
        outcome = self.monitors.conclude(session)
        if not self.writer.flush(WRITE_OUT_S):
            raise Unavailable(SessionRefusal.NOT_ALL_WRITTEN)
        return Seen(outcome.coverage, outcome.reasons)


@contextmanager
def _away_said() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if is_away(error):
            raise DatabaseAway(SessionRefusal.DATABASE_WENT_AWAY) from error
        raise
