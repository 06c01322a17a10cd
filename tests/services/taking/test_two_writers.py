"""The live path and the API at once: the count is right, the review is one, the flag is raised once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

from db.engine import transaction
from db.tables import ProctorReview, ReviewEvent, SurveySession, Violation
from proctor_core.domain.policy import STANDARD
from tests.support.session_world import SessionWorld, alleged

EACH = 20


def at_once(*writers: Callable[[], None]) -> None:
    """Run all writers, begun at the same moment; an error in one is the test's error."""
    together = Barrier(len(writers))

    def begin(writer: Callable[[], None]) -> None:
        together.wait(timeout=10)
        writer()

    with ThreadPoolExecutor(len(writers)) as pool:
        for done in [pool.submit(begin, writer) for writer in writers]:
            done.result(timeout=60)


def test_two_writers_of_record_violation_lose_no_count(world: SessionWorld) -> None:
    session = world.in_progress()
    counts: list[int] = []

    def count() -> None:
        for _ in range(EACH):
            with transaction(world.engine) as db:
                counts.append(SurveySession.record_violation(db, session.id, STANDARD).violations_count)

    at_once(count, count)
    assert sorted(counts) == list(range(1, 2 * EACH + 1))
    assert world.tally(session.id) == (2 * EACH, True)


def test_two_writers_of_violations_make_one_review_and_flag_once(world: SessionWorld) -> None:
    session = world.in_progress()

    def write() -> None:
        for second in range(EACH):
            world.violations.open_violation(session.id, alleged(second), None, violation_id=uuid4())

    at_once(write, write)
    (review,) = world.rows(ProctorReview)
    assert len(world.rows(Violation)) == 2 * EACH
    assert world.tally(session.id) == (2 * EACH, True)
    assert [(r["rule"], r["measured"]) for r in review.flag_reasons] == [("violation_count", 2.0 * EACH)]
    assert len(world.rows(ReviewEvent, kind="flagged_by_rule")) == 1


def test_two_administrators_who_send_the_same_list_at_once_ask_each_taker_once(world: SessionWorld) -> None:
    takers = [world.person(f"taker-{number}").id for number in range(EACH)]
    survey_id = world.invited().survey_id
    asked: list[int] = []

    def ask() -> None:
        asked.append(world.asking.ask(world.administrator, survey_id, takers))

    at_once(ask, ask)
    assert sorted(asked) == [0, EACH]
    assert sorted(s.taker_id for s in world.rows(SurveySession) if s.taker_id in takers) == sorted(takers)


def test_the_same_violation_from_two_writers_counts_once(world: SessionWorld) -> None:
    session = world.in_progress()
    ids: list[UUID] = [uuid4() for _ in range(EACH)]

    def write() -> None:
        for second, violation_id in enumerate(ids):
            world.violations.open_violation(session.id, alleged(second), None, violation_id=violation_id)

    at_once(write, write)
    assert world.tally(session.id) == (EACH, True)


def test_a_violation_and_the_submit_at_once_never_pass_a_flagged_session(world: SessionWorld) -> None:
    session = world.answered()
    world.allege(session.id, times=2)

    at_once(
        lambda: world.sessions.submit(world.taker, session.id, 1.0) and None,
        lambda: world.violations.open_violation(session.id, alleged(0.0), None, violation_id=uuid4()) and None,
    )
    stored = world.stored(session.id)
    assert (stored.flagged_for_review, stored.status) == (True, "under_review")
