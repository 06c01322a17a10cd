"""The moderators' live view: the sessions that run in this process, what is said to their takers, and their end.

Pictures come from memory: nothing is stored for the view, and everybody but the taker is blurred in them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.queries.session_messages import SessionOfSurvey
from db.tables import SessionMessage, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.errors import NotFound
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.monitors.live_glance import Glance
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.services.reviewing.session_history import shown_message
from proctor_core.services.taking.live_sessions import LiveSessionService, Said
from proctor_core.services.taking.recent_incidents import RecentIncident


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A running session: its row, its survey's title, and how it stands now.

    Attributes:
        asks: what its taker needs, not answered yet.
        recent: the incidents of the last minutes, the newest first.
    """

    session: SurveySession
    survey_title: str
    glance: Glance
    asks: str | None = None
    recent: tuple[RecentIncident, ...] = ()

    @property
    def needs_a_look(self) -> bool:
        """Whether something is open now, or the taker asks for help."""
        return self.glance.needs_a_look or self.asks is not None


@dataclass(frozen=True, slots=True)
class LiveView:
    """One per process; `let_go` ends what watches a session here. Methods raise NotAllowed for whoever is no moderator."""

    monitors: MonitorRegistry
    service: LiveSessionService
    book: HeartbeatBook
    hand_in: HandIn
    let_go: Callable[[UUID], object]

    def sessions(self, actor: User) -> Sequence[LiveSession]:
        """Every running session, those that need a look first, then the one that began first."""
        ids = {monitor.session_id for monitor in self.monitors.all()} | self.book.sessions()
        found = self._live(actor, self.service.running(actor, ids))
        return sorted(found, key=lambda live: (not live.needs_a_look, not live.glance.is_flagged))

    def session(self, actor: User, session_id: UUID) -> LiveSession:
        """One running session.

        Raises:
            NotFound: it does not run, is not watched here, or is the actor's own.
        """
        found = self._live(actor, [self.service.running_session(actor, session_id)])
        if not found:
            raise NotFound(Missing.RUNNING_SESSION)
        return found[0]

    def still(self, actor: User, session_id: UUID) -> bytes:
        """The newest picture as a small JPEG; the look is in the audit log before it is shown.

        Raises:
            NotFound: no picture of the last seconds, or none that this person may see.
        """
        monitor = self.monitors.find(session_id)
        picture = monitor.view.still(self.service.clock()) if monitor else None
        self.service.admit_to_picture(actor, session_id)
        if picture is None:
            raise NotFound(Missing.PICTURE_NOW)
        return picture

    def messages(self, actor: User, session_id: UUID) -> Sequence[Said]:
        """What was said and marked so far, the newest last."""
        return self.service.messages(actor, session_id)

    def may_mark(self, actor: User, session_id: UUID) -> bool:
        """Whether `mark` would take a moment of this session now."""
        return self.service.may_mark(actor, session_id)

    def mark(self, actor: User, session_id: UUID, words: str = "") -> SessionMessage:
        """Keep this moment for whoever judges the session later.

        Raises:
            InvalidInput, NotFound, IllegalMove: as `LiveSessionService.mark`.
        """
        return self.service.mark(actor, session_id, words)

    def send(self, actor: User, session_id: UUID, sentence: str) -> SessionMessage:
        """Keep a sentence and show it to the taker at once.

        Raises:
            InvalidInput, NotFound, IllegalMove: as `LiveSessionService.send`.
        """
        message = self.service.send(actor, session_id, sentence)
        monitor = self.monitors.find(session_id)
        if monitor:
            monitor.say(shown_message(message))
        self.book.say(session_id, shown_message(message))
        return message

    def end(self, actor: User, session_id: UUID, reason: str) -> SurveySession:
        """End the monitoring, and with it the session: what was found is written, then it goes under review for `reason`.

        Raises:
            InvalidInput, NotFound, IllegalMove: as `LiveSessionService.end`; the watching then goes on.
            Unavailable: not all of it can be written now; the watching goes on.
        """
        ended = self.hand_in.end(
            session_id,
            lambda: self._to_end(actor, session_id, reason),
            lambda seen: self.service.end(actor, session_id, reason, seen.coverage or 0.0, seen.reasons),
        )
        # A page that was just being drawn may have opened a monitor meanwhile; the demo camera goes too.
        self.let_go(session_id)
        return ended

    def _to_end(self, actor: User, session_id: UUID, reason: str) -> SurveySession:
        session = self.service.session_to_end(actor, session_id, reason)
        if self.monitors.find(session_id) is None and session_id not in self.book.sessions():
            raise NotFound(Missing.RUNNING_SESSION)
        return session

    def _live(self, actor: User, rows: Sequence[SessionOfSurvey]) -> list[LiveSession]:
        """Those that are watched here."""
        latest = self.service.latest(actor, [row.session for row in rows])
        return [
            LiveSession(row.session, row.survey_title, glance, *latest[row.session.id])
            for row in rows
            if (glance := self._glance(row.session.id))
        ]

    def _glance(self, session_id: UUID) -> Glance | None:
        monitor = self.monitors.find(session_id)
        return monitor.view.glance(self.service.clock()) if monitor else self.book.glance(session_id)
