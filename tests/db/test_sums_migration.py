"""The sums of a session's snapshots are made for the pictures that are there already, also beyond two gibibytes."""

from sqlalchemy import text
from sqlmodel import update

from db.engine import open_engine, transaction
from db.migrate import downgrade, upgrade
from db.tables import Evidence, SurveySession
from tests.support.review_world import World

HUGE = 1_500_000_000


def test_pictures_of_more_than_two_gibibytes_are_summed_and_counted_on(database_url: str) -> None:
    upgrade(database_url)
    engine = open_engine(database_url)
    world = World(engine)
    review = world.flagged(world.survey())
    with transaction(engine) as db:
        db.exec(update(Evidence).values(size_bytes=HUGE))
    downgrade(database_url, "0028")
    upgrade(database_url)
    with transaction(engine) as db:
        SurveySession.count_snapshot(db, review.session_id, HUGE)
    with engine.connect() as connection:
        sums = connection.execute(text("SELECT snapshots, snapshot_bytes FROM survey_session")).one()
    engine.dispose()
    assert tuple(sums) == (10, 10 * HUGE)
