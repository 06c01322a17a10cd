"""Lets one story happen: each step is asked of the real services, each look goes through the real monitor, in virtual time.

Third step of the demo: `stories` tells what happens, `rendered_looks` gives the looks, the rules judge them here.
"""

import zlib
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import numpy as np

from db.tables import SurveySession
from proctor_core.codes.code import message
from proctor_core.codes.demo_faults import DemoFault
from proctor_core.demo.cast import account_of
from proctor_core.demo.clips import Clip
from proctor_core.demo.deliberation import carry_out
from proctor_core.demo.film import DrawnStream
from proctor_core.demo.given_answers import answer_to
from proctor_core.demo.questionnaire import Step, steps_through
from proctor_core.demo.rendered_looks import LookSource
from proctor_core.demo.scenes import LOOP_S, Act, Scene
from proctor_core.demo.stories import Ending, Story
from proctor_core.demo.story_camera import StoryCamera
from proctor_core.demo.story_clock import StoryClock
from proctor_core.demo.story_services import Stage, StoryServices
from proctor_core.domain.consent import DRAWN_TAKER, Purpose
from proctor_core.domain.reference import ReferenceResult
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import EnrolmentRefused, ProctorError
from proctor_core.monitoring.monitors.registry import IDLE_LIMIT
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.monitoring.monitors.signs_of_life import AWAY_AFTER
from proctor_core.services.surveys.surveys import definition_of
from proctor_core.services.taking.consents import ConsentText

LOOK_S = 0.5
_PAGE = "replay"
_INVITED_BEFORE = timedelta(hours=2)
_CONSENTED_BEFORE = timedelta(seconds=16)
_CHECK_S = 3.0
_REFERENCE_S = 3.5
"""One look more than the reference takes."""
_TRIES = 3
_UNFINISHED = 1.8
"""How many times longer the questions take than a taker stays who does not hand in."""
_NOT_ASKED = sha256(DRAWN_TAKER.encode()).hexdigest()
CONSENT = (ConsentText(Purpose.MONITORING, "demo", _NOT_ASKED),)
"""No notice was read, so none is named."""
FILMED_CONSENT = (*CONSENT, ConsentText(Purpose.RECORDING, "demo", _NOT_ASKED))


class StoryStopped(Exception):
    """The story is left where it was."""


class Replay:
    """One story, told once. `session_id` is known as soon as its session is in the database."""

    def __init__(
        self, story: Story, stage: Stage, looks: LookSource, begins_at: datetime, is_stopping: Callable[[], bool]
    ) -> None:
        self.session_id: UUID | None = None
        self._story, self._stage = story, stage
        self._is_stopping = is_stopping
        self._begins_at = begins_at
        self._looks = looks
        self._camera = StoryCamera(story.clip(), looks)
        self._stream = DrawnStream(LOOK_S, lambda: self._clock.now)
        self._taker = stage.people[account_of(story.taker).name]
        self._survey = stage.surveys[story.survey]
        self._definition = definition_of(self._survey)
        self._chance = np.random.default_rng(zlib.crc32(story.key.encode()))
        self._clock = StoryClock(begins_at - _INVITED_BEFORE)
        self._services = StoryServices.on(stage, self._clock)
        self._steps: deque[Step] = deque()
        self._close_page: Callable[[], None] | None = None

    def play(self) -> UUID:
        """From the invitation to the last decision; returns the session's id.

        Raises:
            StoryStopped: the program ends; the session is half.
            EnrolmentRefused: the drawn face was not accepted.
        """
        session = self._services.asking.assign(None, self._survey.id, self._taker.id, is_demo=True)
        self.session_id = session.id
        self._clock.move_to(self._begins_at - _CONSENTED_BEFORE)
        if session.proctoring_enabled:
            self._enrol(session)
        self._clock.move_to(max(self._begins_at, self._clock.now))
        session = self._services.sessions.stored.begin(self._taker, session.id)
        if session.proctoring_enabled:
            self._services.monitors.begin(session)
        self._answer_all_the_while(session)
        self._end(session)
        carry_out(self._story.deeds, self._stage.people, self._services, session.id)
        return session.id

    def put_down(self) -> None:
        """Close what an unfinished story holds open; its session is for the caller to remove."""
        for monitor in self._services.monitors.all():
            with suppress(ProctorError):
                self._services.monitors.put_away(monitor.session_id, self._clock.now)

    # ---- before the questions ----

    def _enrol(self, session: SurveySession) -> None:
        services, clock = self._services, self._clock
        consent = FILMED_CONSENT if self._story.is_filmed else CONSENT
        services.sessions.stored.give_consent(self._taker, session.id, consent)
        clock.pass_time(4.0)
        monitor = services.monitors.open(session)
        self._open_page(monitor)
        camera = StoryCamera(Clip(self._story.taker, (Scene(Act.READS, LOOP_S),)), self._looks)
        self._show(monitor, camera, _CHECK_S)
        services.sessions.stored.begin_enrolling(self._taker, session.id)
        result = self._take_reference(monitor, camera)
        assert result.baseline is not None, "an accepted reference has a baseline"
        services.enrolment.accept_reference(
            session.id, result.jpeg, result.baseline, result.confidence, camera.sees_phones
        )

    def _take_reference(self, monitor: SessionMonitor, camera: StoryCamera) -> ReferenceResult:
        """As the page does it: a refusal is written down, and the taker tries again."""
        result = self._try_reference(monitor, camera)
        for _ in range(_TRIES - 1):
            if result.refusal is not None:
                result = self._try_reference(monitor, camera)
        if result.refusal is not None:
            said = message(DemoFault.DRAWN_FACE_REFUSED, name=self._story.taker.name, tries=_TRIES)
            raise EnrolmentRefused(result.refusal, said)
        return result

    def _try_reference(self, monitor: SessionMonitor, camera: StoryCamera) -> ReferenceResult:
        taking = monitor.take_reference(self._clock.now)
        self._show(monitor, camera, _REFERENCE_S)
        result = taking.wait(0.0)
        if result.refusal is not None:
            self._services.enrolment.refuse_reference(monitor.session_id, result.refusal, confidence=result.confidence)
        return result

    def _show(self, monitor: SessionMonitor, camera: StoryCamera, seconds: float) -> None:
        """Let the taker sit before the camera."""
        for index in range(round(seconds / LOOK_S)):
            self._stop_if_asked()
            now = self._clock.pass_time(LOOK_S)
            look = camera.look(index * LOOK_S, index * LOOK_S)
            if look:
                monitor.judge(*look, now)

    # ---- the questions ----

    def _answer_all_the_while(self, session: SurveySession) -> None:
        assert session.started_at is not None, "a session that has begun has a start"
        story, monitors = self._story, self._services.monitors
        longer = 1.0 if story.ending is Ending.HANDS_IN else _UNFINISHED
        self._steps.extend(steps_through(self._definition, story.duration_s * longer, self._chance))
        for index in range(int(story.duration_s / LOOK_S)):
            self._stop_if_asked()
            t_s = index * LOOK_S
            now = self._clock.move_to(session.started_at + timedelta(seconds=t_s))
            self._come_and_go(session, t_s)
            if not story.is_away(t_s):
                self._take_steps(session, t_s)
                self._look(session, t_s, now)
            monitors.tick(now)
        self._clock.move_to(session.started_at + timedelta(seconds=story.duration_s))

    def _look(self, session: SurveySession, t_s: float, now: datetime) -> None:
        monitor = self._services.monitors.find(session.id)
        look = self._camera.look(t_s, t_s) if monitor else None
        if monitor and look:
            monitor.video.follow(self._stream.tap)
            if self._story.is_filmed:
                self._stream.show(look[1], t_s)
            monitor.judge(*look, now)

    def _come_and_go(self, session: SurveySession, t_s: float) -> None:
        """The page closes when the story says so, and comes back as a reload does."""
        if not session.proctoring_enabled:
            return
        if self._story.is_away(t_s):
            self._leave_page()
        elif self._close_page is None:
            self._open_page(self._services.monitors.open(session))
            if self._stored(session.id).status is SessionStatus.INTERRUPTED:
                self._services.sessions.resume(session.id)

    def _take_steps(self, session: SurveySession, until_s: float) -> None:
        while self._steps and self._steps[0].at_s <= until_s:
            step = self._steps.popleft()
            if not step.is_answer:
                self._services.sessions.show_question(self._taker, session.id, step.index)
                continue
            question = self._definition.questions[step.index]
            value = answer_to(question, self._clock.now.date(), self._chance)
            self._services.sessions.save_answer(self._taker, session.id, question.id, value)

    # ---- the end ----

    def _end(self, session: SurveySession) -> None:
        services, story = self._services, self._story
        if story.ending is Ending.HANDS_IN:
            self._take_steps(session, story.duration_s)
            services.hand_in.hand_in(self._taker, session.id)
            return
        self._leave_page()
        if story.ending is Ending.LEAVES:
            self._wait_in_vain()
        services.monitors.put_away(session.id, self._clock.now)

    def _wait_in_vain(self) -> None:
        for _ in range(round(AWAY_AFTER.total_seconds() / LOOK_S) + 4):
            self._services.monitors.tick(self._clock.pass_time(LOOK_S))
        self._clock.pass_time(IDLE_LIMIT.total_seconds())

    # ---- the page ----

    def _open_page(self, monitor: SessionMonitor) -> None:
        monitor.attach(_PAGE)
        self._close_page = monitor.view.subscribe(_PAGE, _do_nothing)

    def _leave_page(self) -> None:
        if self._close_page:
            self._close_page()
            self._close_page = None

    def _stored(self, session_id: UUID) -> SurveySession:
        return self._services.sessions.session_of(self._taker, session_id)

    def _stop_if_asked(self) -> None:
        if self._is_stopping():
            raise StoryStopped


def _do_nothing() -> None:
    """A page that only has to be there."""
