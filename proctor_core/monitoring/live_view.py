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


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A running session: its row, its survey's title, and how it stands now."""

    session: SurveySession
    survey_title: str
    glance: Glance


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
        found = [live for row in self.service.running(actor, ids) if (live := self._live(row))]
        return sorted(found, key=lambda live: (not live.glance.needs_a_look, not live.glance.is_flagged))

    def session(self, actor: User, session_id: UUID) -> LiveSession:
        """One running session.

        Raises:
            NotFound: it does not run, is not watched here, or is the actor's own.
        """
        live = self._live(self.service.running_session(actor, session_id))
        if live is None:
            raise NotFound(Missing.RUNNING_SESSION)
        return live

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
        """What was said so far, the newest last."""
        return self.service.messages(actor, session_id)

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

    def _live(self, row: SessionOfSurvey) -> LiveSession | None:
        monitor = self.monitors.find(row.session.id)
        glance = monitor.view.glance(self.service.clock()) if monitor else self.book.glance(row.session.id)
        return LiveSession(row.session, row.survey_title, glance) if glance else None
