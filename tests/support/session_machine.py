"""A taker's session as a state machine: what taker, camera, client, moderator and time may do to it, in any order.

Real services, monitor, writer and database; only the detectors are played. After each step the promises of
`session_promises` are asked, and at the end `verify` finds nothing altered.
"""

from functools import partial
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from proctor_core.domain.enrolment import RefusalReason
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.watching import HybridUnflagged, WatchedBy
from proctor_core.services.taking.client_reports import ClaimedViolation
from tests.rules.observations import absent, calm, phone, two_faces
from tests.support.any_session import AnySession, OpenWorld
from tests.support.monitor_world import PAGE, Scene
from tests.support.session_world import BASELINE, CONSENT, PLATFORM, alleged

SCENES: dict[str, Scene] = {"calm": calm, "absent": absent, "phone": phone, "two faces": two_faces}
ANSWERING = frozenset({SessionStatus.IN_PROGRESS, SessionStatus.INTERRUPTED})
DAY_S = 86400.0


class SessionMachine(AnySession):
    """The steps."""

    def __init__(self, open_world: OpenWorld) -> None:
        super().__init__(open_world)
        world = self.world
        self.reviewing = world.services.reviewing.reviewing
        self.retention = world.services.keeping.retention

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
        self.tried(lambda: self.world.stored_sessions.give_consent(self.world.taker, self.id, CONSENT))

    @rule()
    def refuse(self) -> None:
        self.tried(lambda: self.world.stored_sessions.refuse_consent(self.world.taker, self.id, CONSENT))

    @rule()
    def enrol(self) -> None:
        self.tried(lambda: self.world.stored_sessions.begin_enrolling(self.world.taker, self.id))

    @rule()
    def verify(self) -> None:
        self.tried(lambda: self.world.enrolment.accept_reference(self.id, b"a face", BASELINE, 0.93, True))

    @rule()
    def fail_to_verify(self) -> None:
        self.tried(lambda: self.world.enrolment.refuse_reference(self.id, RefusalReason.NO_FACE))

    @rule()
    def begin(self) -> None:
        if self.tried(lambda: self.world.stored_sessions.begin(self.world.taker, self.id)):
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
        self.tried(lambda: self.world.erasure.stop_monitoring(self.world.taker, self.id))

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
        self.world.book.writer.write()

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
            self.decided = None if kind is DecisionKind.ESCALATE else (session.status, session.violations_count)

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
