"""Who writes a session and its review holds the session first: two of them can wait for each other, never both at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine, text
from sqlmodel import select

from db.engine import open_engine, reading, transaction
from db.queries.survey_sessions import locked_session
from db.tables import ProctorReview, User
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.media.store import MediaStore
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.privacy import PrivacyService
from tests.support.processes import wait_until
from tests.support.review_world import World


def is_waiting_for_a_lock(engine: Engine) -> bool:
    with reading(engine) as db:
        waiting = text(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        )
        return bool(db.connection().execute(waiting).scalar_one())


def test_a_decision_waits_for_the_session_before_it_holds_the_review(postgres_engine: Engine) -> None:
    world = World(open_engine(postgres_engine.url.render_as_string(hide_password=False)))
    review = world.flagged(world.survey())
    moderator = world.person("lee")
    with ThreadPoolExecutor(1) as pool:
        with transaction(world.engine) as db:
            locked_session(db, review.session_id)
            decided = pool.submit(
                world.reviewing.decide, moderator, review.id, DecisionKind.REJECT, "a phone", review.revision
            )
            wait_until(lambda: is_waiting_for_a_lock(postgres_engine), "a waiting decision", timeout_s=10, every_s=0.02)
            # What flagging does next in its own transaction; it fails at once if the decision holds the review already.
            held = select(ProctorReview).where(ProctorReview.id == review.id).with_for_update(nowait=True)
            assert db.exec(held).one().id == review.id
        assert decided.result(timeout=10).notes == "a phone"
    assert world.status_of(review) is SessionStatus.REJECTED
    world.engine.dispose()


def test_the_erasure_of_a_person_waits_for_their_sessions_before_it_takes_anything_of_them(
    postgres_engine: Engine, tmp_path: Path
) -> None:
    world = World(open_engine(postgres_engine.url.render_as_string(hide_password=False)))
    review, tam = world.flagged(world.survey()), world.person("tam", Role.TAKER)
    privacy = PrivacyService(world.engine, world.clock, SessionFiles(MediaStore.open("memory:///"), tmp_path))
    with ThreadPoolExecutor(1) as pool:
        with transaction(world.engine) as db:
            locked_session(db, review.session_id)
            erased = pool.submit(privacy.erase_person, None, tam.id)
            wait_until(lambda: is_waiting_for_a_lock(postgres_engine), "a waiting erasure", timeout_s=10, every_s=0.02)
            # What an announced decision does next, and who it names; it fails at once if the erasure holds them already.
            held = select(ProctorReview).where(ProctorReview.id == review.id).with_for_update(nowait=True)
            assert db.exec(held).one().id == review.id
            assert db.exec(select(User.id).where(User.id == tam.id).with_for_update(nowait=True, key_share=True)).one()
        assert erased.result(timeout=10).rows
    with reading(world.engine) as db:
        assert db.get(User, tam.id) is None
        assert db.get(ProctorReview, review.id) is None
    world.engine.dispose()
