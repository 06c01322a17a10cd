"""Somebody sets the machine's clock: no limit closes, no lease lasts longer, no silence goes unnoticed, no stamp runs back."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from db.engine import reading, transaction
from db.queries.newest_stamp import newest_stamp
from db.shared_clock import database_now
from db.tables import FaceVerification, IdempotentAnswer, RecordingAnalysis, SurveySession
from proctor_core.api.cookies import CookieSigner
from proctor_core.api.form_token import form_token
from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.heartbeat import Heartbeat
from proctor_core.domain.lease import CLAIM_TIME
from proctor_core.domain.recording_analysis import BACK_OFF, LEASE, AnalysisState
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.violation import SignalKind
from proctor_core.errors import Conflict
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.services.accounts.sign_ins import hash_of_token
from proctor_core.services.platforms.idempotency import GivenAnswer, IdempotencyService, KeyOwner
from proctor_core.services.recordings.held_recordings import is_free
from proctor_core.services.reviewing.reviewing import QueueView, ReviewService
from proctor_core.wiring.clock import SLEW, SteadyClock, follow_when
from tests.support.receiver import receiver
from tests.support.session_world import PASSWORD, Clock
from tests.support.web_world import BROWSER, WebWorld

HOUR = 3600.0
SET_BY = pytest.mark.parametrize("set_by_s", [-HOUR, HOUR, -26 * HOUR, 90.0])


class Machine:
    """A clock that anybody sets, and the seconds that go by whatever they do."""

    def __init__(self) -> None:
        self.set_to_s, self.passed_s = 1_800_000_000.0, 5.0
        self.clock = SteadyClock(lambda: self.set_to_s, lambda: self.passed_s)

    def wait(self, seconds: float) -> None:
        self.set_to_s += seconds
        self.passed_s += seconds

    def now_s(self) -> float:
        return self.clock.now().timestamp()


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path) -> Iterator[WebWorld]:
    made = WebWorld(sqlite_engine, tmp_path)
    yield made
    made.close()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """The machine whose time all parts of the world have, as those of the program do."""
    made = Machine()
    monkeypatch.setattr(Clock, "__call__", lambda _: made.clock.now())
    return made


# ---- the process's own time ----


@SET_BY
def test_what_goes_by_is_measured_rightly_whatever_the_clock_is_set_to(set_by_s: float) -> None:
    machine = Machine()
    before_s = machine.now_s()
    machine.set_to_s += set_by_s
    machine.wait(60)
    assert machine.now_s() - before_s == pytest.approx(60, rel=SLEW)


@SET_BY
def test_the_machines_time_is_reached_in_the_end_and_no_stamp_is_before_the_last(set_by_s: float) -> None:
    machine, readings = Machine(), list[float]()
    machine.set_to_s += set_by_s
    for _ in range(int(abs(set_by_s) / SLEW / 60) + 2):
        machine.wait(60)
        readings.append(machine.now_s())
    assert readings == sorted(readings)
    assert readings[-1] == pytest.approx(machine.set_to_s, abs=0.001)


def test_while_nobody_is_watched_the_machines_time_is_taken_over_at_once(caplog: pytest.LogCaptureFixture) -> None:
    machine, watched = Machine(), [uuid4()]
    follow = follow_when(lambda: not watched, machine.clock)
    machine.set_to_s -= HOUR
    machine.wait(1)
    with caplog.at_level(logging.WARNING):
        follow()
        assert machine.now_s() > machine.set_to_s + HOUR - 2
        machine.now_s()
    assert caplog.text.count("the machine's clock was set by -3600 s") == 1
    watched.clear()
    follow()
    assert machine.now_s() > machine.set_to_s + HOUR - 2, "whoever is watched may be about to come back"
    follow()
    assert machine.now_s() == machine.set_to_s


def to_review(world: WebWorld) -> SurveySession:
    """A session that was handed in, with too little coverage."""
    return world.stored_sessions.submit(world.taker, world.answered().id, 0.2)


# ---- waits and leases between processes ----


def test_processes_agree_by_the_clock_of_their_database(engine: Engine) -> None:
    with reading(engine) as db:
        first, second = database_now(db), database_now(db)
    assert first.tzinfo is not None
    assert timedelta(0) <= second - first < timedelta(seconds=5)
    assert abs(datetime.now(UTC) - first) < timedelta(seconds=60)


@SET_BY
def test_a_claim_ends_in_time_and_its_holder_keeps_or_gets_it_again(world: WebWorld, set_by_s: float) -> None:
    reviewing = ReviewService(world.engine, world.clock)
    lee, mo = (world.person(name, Role.MODERATOR) for name in ("lee", "mo"))
    session = to_review(world)
    case = reviewing.open_case(lee, session.id)
    assert case.holder_id == lee.id
    world.clock.set_by(set_by_s)
    assert reviewing.open_case(lee, session.id).holder_id == lee.id
    with pytest.raises(Conflict):
        reviewing.claim(mo, case.review.id)
    world.clock.pass_time(CLAIM_TIME.total_seconds() + 1)
    assert reviewing.counts(lee)[QueueView.MINE] == 0
    assert reviewing.open_case(mo, session.id).holder_id == mo.id


def test_a_claim_by_two_processes_whose_clocks_differ_is_one_claim(world: WebWorld) -> None:
    """Each process has its own idea of the time; the database's decides."""
    an_hour_ahead = ReviewService(
        world.engine, lambda: world.clock() + timedelta(hours=1), shared=lambda _: world.clock()
    )
    here = ReviewService(world.engine, world.clock, shared=lambda _: world.clock())
    lee, mo = (world.person(name, Role.MODERATOR) for name in ("lee", "mo"))
    session = to_review(world)
    case = here.open_case(lee, session.id)
    with pytest.raises(Conflict):
        an_hour_ahead.claim(mo, case.review.id)


@SET_BY
@pytest.mark.parametrize(("state", "longest"), [(AnalysisState.RUNNING, LEASE), (AnalysisState.WAITING, BACK_OFF[-1])])
def test_a_dead_workers_recording_is_free_when_its_lease_should_be_over(
    set_by_s: float, state: AnalysisState, longest: timedelta
) -> None:
    begun = datetime(2026, 5, 4, tzinfo=UTC)
    held = RecordingAnalysis(recording_id=uuid4(), session_id=uuid4(), state=state, lease_until=begun + longest)
    assert not is_free(held, begun + timedelta(seconds=1))
    assert is_free(held, begun + timedelta(seconds=set_by_s) + longest + timedelta(seconds=1))


@SET_BY
def test_a_request_that_died_holds_its_key_for_a_minute_and_no_longer(world: WebWorld, set_by_s: float) -> None:
    once, owner = IdempotencyService(world.engine, world.clock), KeyOwner(world.taker.id)
    dead = IdempotentAnswer(
        user_id=owner.user_id, key_hash=owner.hash_of("k"), request_hash="", created_at=world.clock()
    )
    with transaction(world.engine) as db:
        db.add(dead)
    world.clock.set_by(set_by_s)
    world.clock.pass_time(61)
    assert once.answer_once(owner, "k", b"a", lambda: GivenAnswer(201, {})).status == 201


@SET_BY
def test_a_message_to_another_server_goes_out_whatever_the_clock_is_set_to(world: WebWorld, set_by_s: float) -> None:
    with receiver() as other:
        world.webhooks.add(world.administrator, "quiz", f"{other.url}/hook")
        to_review(world)
        world.clock.set_by(set_by_s)
        world.sender.send_due()
        assert len(other.received) >= 1


# ---- inside the process ----


@SET_BY
def test_no_request_is_refused_since_the_clock_was_set(world: WebWorld, set_by_s: float) -> None:
    assert world.ask("GET", "/api/openapi.json").status_code == 200
    world.clock.set_by(set_by_s)
    assert world.ask("GET", "/api/openapi.json").status_code == 200


@SET_BY
def test_a_form_that_is_open_still_signs_in(
    world: WebWorld, machine: Machine, monkeypatch: pytest.MonkeyPatch, set_by_s: float
) -> None:
    world.cookies = CookieSigner(SecretStr("k" * 40), is_secure=False, max_age_s=3600, clock=machine.now_s)
    object.__setattr__(world.parts, "cookies", world.cookies)
    given = form_token(world.cookies, BROWSER)
    monkeypatch.setattr("time.time", lambda: machine.set_to_s + set_by_s)
    machine.set_to_s += set_by_s
    machine.wait(1)
    form = {"name": "ada", "password": PASSWORD, "form_token": given}
    assert world.ask("POST", "/account/login", form=form).status_code == 303


@SET_BY
def test_the_silence_of_a_client_is_noticed_and_no_run_ends_before_it_began(
    world: WebWorld, machine: Machine, set_by_s: float
) -> None:
    session_id, token = (
        world.in_progress(by_platform="quiz.example").id,
        hash_of_token(world.token(TokenScope.TAKER, world.taker)),
    )
    world.book.open(world.taker, session_id, token, Heartbeat(1, 1, 0.9))
    machine.set_to_s += set_by_s
    machine.wait(5)
    assert world.book.beat(session_id, token, Heartbeat(2, 1, 0.9)) is not None
    world.book.writer.write()
    (run,) = world.rows(FaceVerification, session_id=session_id, is_initial=False)
    assert (run.ended_at - run.started_at).total_seconds() == pytest.approx(5, rel=SLEW)
    assert world.book.open_sessions == 1
    machine.wait(30)
    world.book.writer.write()
    assert world.book.open_sessions == 0


@SET_BY
def test_a_watched_taker_is_neither_away_nor_long_gone_since_the_clock_was_set(
    world: WebWorld, machine: Machine, set_by_s: float
) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    for second in range(40):
        if second == 10:
            machine.set_to_s += set_by_s
        machine.wait(1)
        world.show(monitor)
        world.registry.tick(world.clock())
    glance = monitor.view.glance(world.clock())
    assert (glance.phase, glance.camera, glance.open_signals) == (Phase.WATCHING, CameraState.LIVE, ())
    assert world.registry.find(session.id) is monitor
    for _ in range(20):
        machine.wait(1)
        world.registry.tick(world.clock())
    assert SignalKind.NETWORK_GAP in monitor.view.glance(world.clock()).open_signals, (
        "and an absence is noticed all the same"
    )


def test_a_session_goes_on_when_the_clock_was_set_back_while_no_process_ran(
    world: WebWorld, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.wait(120)
    session_id, token = (
        world.in_progress(by_platform="quiz.example").id,
        hash_of_token(world.token(TokenScope.TAKER, world.taker)),
    )
    machine.wait(60)
    world.book.open(world.taker, session_id, token, Heartbeat(1, 1, 0.9))
    world.book.let_go(session_id)
    machine.set_to_s -= HOUR
    next_process = SteadyClock(lambda: machine.set_to_s, lambda: machine.passed_s)
    with reading(world.engine) as db:
        next_process.go_on_from(newest_stamp(db))
    monkeypatch.setattr(Clock, "__call__", lambda _: next_process.now())
    machine.wait(5)
    world.book.open(world.taker, session_id, token, Heartbeat(2, 0, 0.9))
    world.book.writer.write()
    (run,) = world.rows(FaceVerification, session_id=session_id, is_initial=False, face_count=0)
    assert run.started_at < run.ended_at
    assert (run.ended_at - world.began(session_id)).total_seconds() == pytest.approx(65, rel=SLEW)


def test_a_stamp_of_next_year_moves_no_clock() -> None:
    machine = Machine()
    machine.clock.go_on_from(datetime(2035, 1, 1, tzinfo=UTC))
    machine.clock.go_on_from(None)
    assert machine.now_s() == machine.set_to_s
