"""Reviews of before wait in the order of their priority, and lists of those that were decided find them."""

from sqlmodel import select

from db.engine import open_engine, reading
from db.migrate import downgrade, upgrade
from db.tables import ProctorReview
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import ViolationType
from tests.support.review_world import ALLEGED, World

HELD_OPEN = [*ALLEGED, (ViolationType.MULTIPLE_FACES, 300.0, 300.4)]


def places(world: World) -> list[tuple[object, ...]]:
    with reading(world.engine) as db:
        reviews = db.exec(select(ProctorReview).order_by("id")).all()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    return [
        (one.id, round(one.ranks_since.timestamp(), 2), round(one.longest_s, 3), round(one.unseen_share, 3))
        for one in reviews
    ]


def test_open_reviews_are_ranked_as_they_would_be_now_and_decided_ones_by_their_age(database_url: str) -> None:
    upgrade(database_url)
    world = World(open_engine(database_url))
    survey = world.survey()
    for alleged in (ALLEGED, HELD_OPEN, ()):
        world.flagged(survey, alleged=alleged, coverage=0.9)
    ranked = places(world)
    decided = world.flagged(survey, alleged=())
    world.reviewing.decide(world.person("lee"), decided.id, DecisionKind.APPROVE, "", revision=0)
    downgrade(database_url, "0031")
    upgrade(database_url)
    now = places(world)
    world.engine.dispose()
    assert [place for place in now if place[0] != decided.id] == ranked
    assert (decided.id, round(decided.created_at.timestamp(), 2), 0.0, 0.02) in now
