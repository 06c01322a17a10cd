"""A taker's session as a state machine: what taker, camera, client, moderator and time may do to it, in any order.

Real services, monitor, writer and database; only the detectors are played. After each step the promises of
`session_promises` are asked, and at the end `verify` finds nothing altered.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db.tables import AuditEvent, ProctorReview, Survey, SurveySession
from proctor_core.domain.enrolment import RefusalReason
from proctor_core.domain.heartbeat import Heartbeat
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.watching import HybridUnflagged, WatchedBy
from proctor_core.errors import ProctorError
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.taking.client_reports import ClaimedViolation
from tests.rules.observations import absent, calm, phone, two_faces
from tests.support import session_promises as promises
from tests.support.session_world import BASELINE, CONSENT, PLATFORM, alleged
from tests.support.watch_world import PAGE, Scene, WatchWorld

OpenWorld = Callable[[], AbstractContextManager[WatchWorld]]
SCENES: dict[str, Scene] = {"calm": calm, "absent": absent, "phone": phone, "two faces": two_faces}
ANSWERING = frozenset({SessionStatus.IN_PROGRESS, SessionStatus.INTERRUPTED})
DAY_S = 86400.0


class SessionMachine(RuleBasedStateMachine):
    """One session of one taker, in a world of its own that `open_world` makes."""

    def __init__(self, open_world: OpenWorld) -> None:
        super().__init__()
        self.until_the_end = ExitStack()
        self.world = world = self.until_the_end.enter_context(open_world())
        self.moderator = world.person("mo", Role.MODERATOR)
        self.reviewing = ReviewService(world.engine, world.clock)
        files = SessionFiles(world.media, world.folder / "observations", outbox=world.outbox)
        self.retention = RetentionService(world.engine, files, RetentionTimes(), world.identity)
        self.walk, self.was_shown, self.sequence = promises.Walk(), False, 0
        self.decided: tuple[SessionStatus, int] | None = None

    # ---- where it begins ----

    @initialize(
        watched=st.sampled_from(WatchedBy),
        may_refuse=st.booleans(),
        unflagged=st.sampled_from(HybridUnflagged),
        recording=st.sampled_from((RecordingMode.OFF, RecordingMode.FULL)),
        has_begun=st.booleans(),
    )
    def an_invitation(
        self,
        watched: WatchedBy,
        may_refuse: bool,
        unflagged: HybridUnflagged,
        recording: RecordingMode,
        has_begun: bool,
    ) -> None:
        """Half of the runs begin with the questions, so that they come further."""
        self.id = self.world.invited(
            proctoring_enabled=watched is not WatchedBy.OFF,
            allow_without_camera=may_refuse,
            hybrid_unflagged=unflagged,
            recording_mode=recording,
            by_platform=PLATFORM if watched is WatchedBy.HYBRID else None,
        ).id
        if has_begun:
            for step in (self.consent, self.enrol, self.verify, self.begin):
                step()

    # ---- the taker ----

    @rule()
    def consent(self) -> None:
        self.tried(lambda: self.world.sessions.give_consent(self.world.taker, self.id, CONSENT))

    @rule()
    def refuse(self) -> None:
        self.tried(lambda: self.world.sessions.refuse_consent(self.world.taker, self.id, CONSENT))

    @rule()
    def enrol(self) -> None:
        self.tried(lambda: self.world.sessions.begin_enrolling(self.world.taker, self.id))

    @rule()
    def verify(self) -> None:
        self.tried(lambda: self.world.enrolment.accept_reference(self.id, b"a face", BASELINE, 0.93, True))

    @rule()
    def fail_to_verify(self) -> None:
        self.tried(lambda: self.world.enrolment.refuse_reference(self.id, RefusalReason.NO_FACE))

    @rule()
    def begin(self) -> None:
        if self.tried(lambda: self.world.sessions.begin(self.world.taker, self.id)):
            self.open_page()

    @rule(value=st.sampled_from(("daily", "weekly", None, "never heard of")))
    def answer(self, value: str | None) -> None:
        self.tried(lambda: self.world.sessions.save_answer(self.world.taker, self.id, "often", value))

    @rule()
    def answer_all(self) -> None:
        self.tried(lambda: self.world.answer_all(self.id))

    @rule()
    def open_page(self) -> None:
        """The taker's page is drawn, perhaps by a new process: whoever answers a watched survey is watched from then on."""
        session = self.world.sessions.session_of(self.world.taker, self.id)
        if session.watched_by is WatchedBy.SERVER and session.status in ANSWERING:
            self.world.registry.open(session).attach(PAGE)

    @rule()
    def take_the_consent_back(self) -> None:
        self.tried(lambda: self.world.erasure.stop_watching(self.world.taker, self.id))

    @rule()
    def go_on_without_camera(self) -> None:
        self.tried(lambda: self.world.erasure.go_on_without_camera(self.world.taker, self.id))

    @precondition(lambda self: self.world.clock.passed_s > 60)
    @rule()
    def give_up(self) -> None:
        self.tried(lambda: self.world.erasure.erase_session(self.world.taker, self.id))

    @rule()
    def hand_in(self) -> None:
        self.tried(lambda: self.world.hand_in_service.hand_in(self.world.taker, self.id))

    # ---- the camera, and the client in its place ----

    @rule(scene=st.sampled_from(sorted(SCENES)), seconds=st.sampled_from((2.0, 6.0, 12.0)))
    def be_seen(self, scene: str, seconds: float) -> None:
        if self.is_watched_here:
            self.world.play(self.id, seconds, SCENES[scene])
            self.was_shown = True
        else:
            self.send_heartbeats(0 if scene == "absent" else 1, seconds)

    @rule()
    def be_silent(self) -> None:
        """Three heartbeats are missing: a gap begins, and the session is interrupted."""
        if self.is_watched_here:
            self.world.play(self.id, 20, None)
        else:
            self.world.clock.pass_time(20)
        self.world.book.write()

    @rule()
    def lose_the_process(self) -> None:
        self.world.kill()
        self.world.book = self.world.new_book()

    @rule(number=st.integers(1, 4), before_s=st.integers(0, 5))
    def report_a_violation(self, number: int, before_s: int) -> None:
        """What a client reports, also again and too late; a server's session takes nothing from it."""
        second = self.second - before_s
        claimed = ClaimedViolation(number, alleged(second - 0.5, second), None, None)
        self.tried(lambda: self.world.reports.record_violation(self.world.taker, self.id, claimed, None))

    @rule(before_s=st.integers(0, 30), times=st.sampled_from((1, 3)))
    def file_violations_late(self, before_s: int, times: int) -> None:
        """What the monitor saw and an outage kept waiting."""
        onset_s, violations = self.second - before_s, self.world.violations
        for violation_id in (uuid4() for _ in range(times)):
            opening = partial(violations.open_violation, self.id, alleged(onset_s), None, violation_id=violation_id)
            if self.tried(opening, 0):
                violations.close_violation(violation_id, alleged(onset_s, onset_s + 0.5))

    # ---- moderators and time ----

    @rule()
    def end_it(self) -> None:
        self.tried(lambda: self.world.live.end(self.moderator, self.id, "Somebody else sits there"))

    @precondition(lambda self: self.review is not None)
    @rule(kind=st.sampled_from(DecisionKind))
    def decide(self, kind: DecisionKind) -> None:
        review = self.review
        assert review is not None
        said = ("A phone on the table", review.revision, "Look at 0:12")
        if self.tried(lambda: self.reviewing.decide(self.moderator, review.id, kind, *said)):
            session = self.session
            self.decided = None if kind is DecisionKind.FLAG else (session.status, session.violations_count)

    @precondition(lambda self: self.review is not None)
    @rule()
    def reopen(self) -> None:
        review = self.review
        assert review is not None
        if self.tried(lambda: self.reviewing.reopen(self.moderator, review.id, "There is more")):
            self.decided = None

    @precondition(lambda self: self.world.clock.passed_s > 60)
    @rule(days=st.sampled_from((8, 40)))
    def sweep(self, days: int) -> None:
        """Unfinished sessions expire after a week, pictures go after a month."""
        now = self.world.clock.pass_time(days * DAY_S)
        self.world.registry.tick(now)
        self.world.written()
        self.retention.erase_due(now)

    # ---- what holds ----

    @invariant()
    def promises_hold(self) -> None:
        self.world.written()
        self.world.book.write()
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
