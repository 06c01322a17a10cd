"""A survey goes on while its database is away: for whom, what is served, and how what was entered arrives: in order, once."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError

from db.tables import Answer, SurveySession, Violation
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.services.accounts.known_takers import FRESH, LONGEST
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking.waiting_writes import GivenAnswer, from_bytes
from tests.rules.observations import absent
from tests.support.away import away
from tests.support.monitor_world import MonitorWorld
from tests.support.processes import wait_until
from tests.support.session_world import PASSWORD


class Visit:
    """A taker on the page of a watched survey."""

    def __init__(self, world: MonitorWorld) -> None:
        self.world = world
        self.token = world.accounts.sign_in("ada", PASSWORD)
        self.session = world.begun()
        world.play(self.session.id, 6)
        self.run()

    @property
    def id(self) -> UUID:
        return self.session.id

    def run(self) -> SurveySession:
        """What a run of the page asks for."""
        world, person = self.world, self.world.accounts.person_of(self.token)
        assert person is not None
        session = world.sessions.session_of(person, self.id)
        world.sessions.survey_of(session)
        world.sessions.answers(person, self.id)
        return session

    def answer(self, question_id: str, value: object) -> None:
        self.world.sessions.save_answer(self.world.taker, self.id, question_id, value)

    def shown(self) -> dict[str, object]:
        """The answers as the page shows them."""
        return {a.question_id: a.value for a in self.world.sessions.answers(self.world.taker, self.id)}

    def stored(self) -> dict[str, tuple[object, int]]:
        """Question -> (value, how often it was changed)."""
        return {a.question_id: (a.value, a.revision) for a in self.world.rows(Answer, session_id=self.id)}


def on_disk(world: MonitorWorld) -> None:
    """Wait until nothing waits in memory any more."""
    wait_until(lambda: world.writer.waiting == world.outbox.count > 0, "all of it in the outbox", timeout_s=5)


@pytest.fixture
def visit(world: MonitorWorld) -> Visit:
    return Visit(world)


def test_answers_given_meanwhile_are_shown_and_arrive_once_in_order(world: MonitorWorld, visit: Visit) -> None:
    visit.answer("often", "weekly")
    world.clock.pass_time(1)
    with away(world.engine):
        visit.answer("often", "daily")
        world.clock.pass_time(1)
        visit.answer("liked", 4)
        world.sessions.show_question(world.taker, visit.id, 1)
        world.clock.pass_time(1)
        visit.answer("liked", 5)
        assert visit.run().current_question == 1
        assert visit.shown() == {"often": "daily", "liked": 5}
        assert world.sessions.is_waiting(visit.id) and not world.sessions.can_be_handed_in(visit.id)
        with pytest.raises(InvalidInput):
            visit.answer("liked", 99)
    world.written()
    assert visit.stored() == {"often": ("daily", 2), "liked": (5, 2)}
    assert visit.run().current_question == 1
    assert world.sessions.can_be_handed_in(visit.id)
    world.hand_in(visit.id)


def test_until_all_was_filed_no_answer_overtakes_one_that_waits(world: MonitorWorld, visit: Visit) -> None:
    with away(world.engine):
        visit.answer("often", "daily")
        world.clock.pass_time(1)
    visit.answer("often", "weekly")
    assert visit.shown()["often"] == "weekly"
    world.written()
    assert visit.stored()["often"] == ("weekly", 2)


def test_an_answer_that_waited_overwrites_no_newer_one_and_is_filed_once(world: MonitorWorld, visit: Visit) -> None:
    filing = Filing(world.violations, world.filing.sessions)
    given_at = world.clock()
    old = GivenAnswer(visit.id, "often", "daily", given_at)
    filing.file(old)
    filing.file(old)
    assert visit.stored()["often"] == ("daily", 1)
    world.clock.pass_time(5)
    visit.answer("often", "weekly")
    filing.file(GivenAnswer(visit.id, "often", "daily", given_at + timedelta(seconds=1)))
    assert visit.stored()["often"] == ("weekly", 2)


def test_what_is_noted_waits_with_the_answers_and_the_count_is_right_afterwards(
    world: MonitorWorld, visit: Visit
) -> None:
    with away(world.engine):
        world.play(visit.id, 6, absent)
        visit.answer("often", "daily")
        world.play(visit.id, 6)
        on_disk(world)
        assert world.outbox.count >= 4, "a violation, its end, two heartbeats, an answer"
    world.written()
    assert world.stored(visit.id).violations_count == 1
    assert world.monitor(visit.id).view.status_for("a tab").notes == 1, "the page is told too"
    assert world.writer.waiting == 0 and world.outbox.first() is None


def test_a_sign_out_and_an_ended_watch_do_not_come_back(world: MonitorWorld, visit: Visit) -> None:
    elsewhere = world.accounts.sign_in("ada", PASSWORD)
    assert world.accounts.person_of(elsewhere)
    with away(world.engine):
        assert world.accounts.person_of(elsewhere), "somebody whose survey is watched"
        with pytest.raises(OperationalError):
            world.accounts.sign_out(elsewhere)
        with pytest.raises(OperationalError):
            world.accounts.person_of(elsewhere)
        with pytest.raises(OperationalError):
            world.accounts.person_of("made up")
        assert visit.run()
        world.registry.put_away(visit.id, world.clock())
        with pytest.raises(OperationalError):
            world.accounts.person_of(visit.token)
        with pytest.raises(OperationalError):
            world.sessions.session_of(world.taker, visit.id)


def test_a_sign_in_that_the_database_did_not_bear_out_lately_counts_no_more(world: MonitorWorld, visit: Visit) -> None:
    world.clock.pass_time(FRESH.total_seconds() + 1)
    with away(world.engine), pytest.raises(OperationalError):
        world.accounts.person_of(visit.token)


def test_after_half_an_hour_without_database_nobody_is_let_in(world: MonitorWorld, visit: Visit) -> None:
    with away(world.engine):
        assert world.accounts.person_of(visit.token)
        world.clock.pass_time(LONGEST.total_seconds() + 1)
        with pytest.raises(OperationalError):
            world.accounts.person_of(visit.token)


def test_a_session_is_its_takers_alone_also_meanwhile(world: MonitorWorld, visit: Visit) -> None:
    stranger = world.person("eve")
    with away(world.engine):
        with pytest.raises(NotFound):
            world.sessions.session_of(stranger, visit.id)
        with pytest.raises(NotFound):
            world.sessions.save_answer(stranger, visit.id, "often", "daily")
        with pytest.raises(OperationalError):
            world.sessions.my_sessions(stranger)
        assert [s.id for s in world.sessions.my_sessions(world.taker)] == [visit.id]


def test_a_session_that_nobody_watches_here_is_refused(world: MonitorWorld) -> None:
    session = world.in_progress()
    world.sessions.session_of(world.taker, session.id)
    with away(world.engine), pytest.raises(OperationalError):
        world.sessions.save_answer(world.taker, session.id, "often", "daily")
    assert world.outbox.count == 0


def test_an_absence_meanwhile_ends_meanwhile(world: MonitorWorld, visit: Visit) -> None:
    with away(world.engine):
        world.play(visit.id, 20, None)
        world.play(visit.id, 6)
        on_disk(world)
        world.sessions.resume(visit.id)
    world.written()
    assert world.stored(visit.id).status is SessionStatus.IN_PROGRESS


def test_new_monitoring_waits_for_what_the_one_before_found(world: MonitorWorld, visit: Visit) -> None:
    with away(world.engine):
        world.play(visit.id, 6, absent)
        world.registry.put_away(visit.id, world.clock())
    world.registry.open(world.stored(visit.id))
    (violation,) = world.rows(Violation, session_id=visit.id)
    assert (violation.type, violation.offset_s is not None) == (ViolationType.NO_FACE, True)


def test_a_program_that_ends_while_the_database_is_away_leaves_what_waits_on_the_disk(
    world: MonitorWorld, visit: Visit
) -> None:
    with away(world.engine):
        visit.answer("often", "daily")
        world.play(visit.id, 6)
        world.registry.stop(world.clock())
        assert world.writer.stop(5.0)
    left = Outbox(world.outbox.path.parent)
    kinds = [from_bytes(body).kind for body in left.of(visit.id)]
    left.close()
    assert kinds[0] == "answer" and {"heartbeat", "pause", "signal"} <= set(kinds)
