"""Of which reviews something was said is known of those of before, by verdict and by mute."""

from uuid import UUID

from sqlmodel import select

from db.engine import open_engine, reading
from db.migrate import downgrade, upgrade
from db.tables import ProctorReview
from proctor_core.codes.verdicts import VerdictKind
from tests.support.review_world import World


def judged(world: World) -> dict[UUID, object]:
    with reading(world.engine) as db:
        return {one.id: one.judged_at for one in db.exec(select(ProctorReview)).all()}


def test_reviews_of_before_are_known_by_what_was_said_of_them(database_url: str) -> None:
    upgrade(database_url)
    world = World(open_engine(database_url))
    survey = world.survey()
    said, silent = world.flagged(survey), world.flagged(survey)
    lee = world.person("lee")
    (incident, *_) = world.reviewing.case(lee, said.session_id).incidents
    members = {one.violation.id for one in incident.violations}
    world.services.reviewing.verdicts.give(lee, said.id, members, VerdictKind.CONFIRM)
    before = judged(world)
    assert before[said.id] is not None and before[silent.id] is None
    downgrade(database_url, "0047")
    upgrade(database_url)
    assert judged(world) == before
    world.engine.dispose()
