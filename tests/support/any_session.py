"""What every state machine of one session stands on: its world, its short names, and what holds after each step."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine, invariant

from db.tables import AuditEvent, ProctorReview, Survey, SurveySession
from proctor_core.domain.heartbeat import Heartbeat
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import ProctorError
from proctor_core.monitoring.monitors.live_status import Phase
from tests.support import session_promises as promises
from tests.support.counted_sums import differing
from tests.support.monitor_world import MonitorWorld

OpenWorld = Callable[[], AbstractContextManager[MonitorWorld]]


class AnySession(RuleBasedStateMachine):
    """One session of one taker, in a world of its own that `open_world` makes; `id` is set by where it begins."""

    id: UUID

    def __init__(self, open_world: OpenWorld) -> None:
        super().__init__()
        self.until_the_end = ExitStack()
        self.world = self.until_the_end.enter_context(open_world())
        self.moderator = self.world.person("mo", Role.MODERATOR)
        self.walk, self.was_shown, self.sequence = promises.Walk(), False, 0
        self.decided: tuple[SessionStatus, int] | None = None

    # ---- what holds ----

    @invariant()
    def promises_hold(self) -> None:
        self.world.written()
        self.world.book.writer.write()
        session, review = self.session, self.review
        events = self.world.rows(AuditEvent, object_id=str(self.id))
        self.walk.follow(events, session)
        promises.assert_counted(self.world, session, events)
        promises.assert_passed_by_right(session, self.survey, review)
        promises.assert_closed(self.world, session)
        promises.assert_reviewed(self.world, session, review)

    @invariant()
    def nobody_passes_whom_nobody_saw(self) -> None:
        session = self.session
        if session.proctoring_enabled and not self.was_shown:
            assert not session.coverage
            assert session.status is not SessionStatus.PASSED or self.decided is not None

    @invariant()
    def what_is_decided_is_closed(self) -> None:
        if self.decided is not None:
            assert (self.session.status, self.session.violations_count) == self.decided

    def teardown(self) -> None:
        with self.until_the_end:
            assert differing(self.world.engine) == 0
            if hasattr(self, "id"):
                assert self.world.verifying.verify(self.id).broken == ()

    # ---- short names ----

    @property
    def session(self) -> SurveySession:
        return self.world.stored(self.id)

    @property
    def survey(self) -> Survey:
        return self.world.sessions.survey_of(self.session)

    @property
    def review(self) -> ProctorReview | None:
        return next(iter(self.world.rows(ProctorReview, session_id=self.id)), None)

    @property
    def second(self) -> float:
        """Of the session, now; before it begins any."""
        started_at = self.session.started_at
        return (self.world.clock() - started_at).total_seconds() if started_at else 1.0

    @property
    def is_watched_here(self) -> bool:
        monitor = self.world.registry.find(self.id)
        return monitor is not None and monitor.phase is Phase.WATCHING

    def send_heartbeats(self, faces: int, seconds: float) -> None:
        """What a client says every second; for a session that no client watches only time passes."""
        for _ in range(round(seconds)):
            self.world.clock.pass_time(1)
            self.sequence += 1
            said = Heartbeat(self.sequence, faces, 0.9)
            if self.tried(lambda said=said: self.world.book.open(self.world.taker, self.id, "a token", said), 0):
                self.was_shown = True

    def tried(self, act: Callable[[], Any], takes_s: float = 1.0) -> bool:
        """Whether it was done; what one of our own errors refuses has moved nothing."""
        self.world.clock.pass_time(takes_s)
        before = self.session.status
        try:
            act()
        except ProctorError:
            self.world.written()
            assert self.session.status is before
            return False
        self.world.written()
        return True
