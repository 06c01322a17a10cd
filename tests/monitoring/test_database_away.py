"""A real PostgreSQL that stops under a running session: judging goes on, and all of it arrives in order, once."""

from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from db.engine import open_engine
from db.migrate import upgrade
from db.tables import Evidence, FaceVerification, Violation
from proctor_core.domain.violation import ViolationType
from tests.rules.observations import absent, turned, two_faces
from tests.support.postgres import Cluster
from tests.support.watch_world import watch_world

AWAY_S = 60.0


@pytest.mark.slow
def test_what_was_noted_while_the_database_was_away_arrives_in_order_and_once(
    postgres_cluster: Cluster, tmp_path: Path
) -> None:
    with ExitStack() as ends, ExitStack() as until_it_stops:
        url = until_it_stops.enter_context(postgres_cluster.running()).create_database()
        upgrade(url)
        engine = open_engine(url)
        ends.callback(engine.dispose)
        world = ends.enter_context(watch_world(engine, tmp_path))
        session = world.begun()
        world.play(session.id, 10)
        world.play(session.id, 6, absent)
        world.written()

        until_it_stops.close()
        began = world.clock()
        world.play(session.id, 6)
        world.play(session.id, 6, two_faces)
        world.play(session.id, AWAY_S - 24)
        world.play(session.id, 6, turned)
        world.play(session.id, 6)
        assert (world.clock() - began).total_seconds() == AWAY_S
        with pytest.raises(OperationalError):
            world.answer_all(session.id)
        assert world.writer.waiting > AWAY_S / 5, "a heartbeat every 5 s, and what was noted"

        ends.enter_context(postgres_cluster.running())
        world.written()
        noted = sorted(world.rows(Violation, session_id=session.id), key=lambda v: v.onset_s)
        assert [v.type for v in noted] == [
            ViolationType.NO_FACE,
            ViolationType.MULTIPLE_FACES,
            ViolationType.LOOKING_AWAY,
        ]
        assert all(v.offset_s is not None for v in noted)
        assert world.stored(session.id).violations_count == len(noted)
        assert len(world.rows(Evidence)) == 3 * len(noted)
        runs = sorted(world.rows(FaceVerification, is_initial=False), key=lambda r: r.started_at)
        assert all(earlier.ended_at <= later.started_at for earlier, later in pairwise(runs))
        world.hand_in(session.id)
        assert world.stored(session.id).flagged_for_review
