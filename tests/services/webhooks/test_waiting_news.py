"""Other servers hear that work waits too long: once a day, and of their own people alone."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from db.engine import reading
from db.tables import ExternalPerson, WebhookDelivery
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.services.reviewing.reviewing import QueueView
from proctor_core.services.webhooks.waiting_news import WaitingNews
from tests.support.review_world import World


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def news(world: World) -> WaitingNews:
    return WaitingNews(world.engine, world.clock, age=timedelta(hours=24))


def announced(world: World) -> list[WebhookDelivery]:
    with reading(world.engine) as db:
        found = select(WebhookDelivery).where(WebhookDelivery.event == WebhookEvent.QUEUE_WAITING)
        return list(db.exec(found.order_by(col(WebhookDelivery.created_at))).all())


def add_webhook(world: World, name: str, platform: str = "") -> None:
    url = f"http://127.0.0.1:9/{name}"
    world.services.platforms.webhooks.add(world.person("root", Role.ADMINISTRATOR), name, url, platform)


def test_it_is_told_once_a_day_while_the_longest_waits_too_long(world: World, news: WaitingNews) -> None:
    add_webhook(world, "ops")
    review = world.flagged(world.survey())
    world.wait(hours=1)
    world.flagged(world.survey("Other"))
    world.wait(hours=22)
    assert news.announce_due() == 0
    world.wait(hours=1)
    assert (news.announce_due(), news.announce_due()) == (1, 0)
    (delivery,) = announced(world)
    assert delivery.session_id == review.session_id
    assert delivery.payload["waiting"] == 2
    assert delivery.payload["waiting_since"].startswith(review.created_at.strftime("%Y-%m-%dT%H:%M"))
    world.wait(hours=25)
    assert news.announce_due() == 1
    world.wait(hours=25)
    for one in (
        review.id,
        *[row.review.id for row in world.reviewing.queue(world.person("lee"), QueueView.WAITING).rows[1:]],
    ):
        world.reviewing.decide(world.person("lee"), one, DecisionKind.APPROVE, "", revision=0)
    assert news.announce_due() == 0


def test_a_platform_hears_of_its_own_peoples_sessions_alone(world: World, news: WaitingNews) -> None:
    add_webhook(world, "quiz", "quiz.example")
    add_webhook(world, "ops")
    world.flagged(world.survey())
    world.wait(hours=30)
    theirs = world.person("theirs", Role.TAKER)
    world.add(ExternalPerson(platform="quiz.example", external_id="7", user_id=theirs.id, created_at=world.now))
    own = world.flagged(world.survey("Other"), taker=theirs)
    assert news.announce_due() == 1
    world.wait(hours=24)
    assert news.announce_due() == 2
    assert {(delivery.session_id, delivery.payload["waiting"]) for delivery in announced(world)[1:]} >= {
        (own.session_id, 1)
    }


def test_without_an_age_nothing_is_told(world: World) -> None:
    add_webhook(world, "ops")
    world.flagged(world.survey())
    world.wait(days=9)
    assert WaitingNews(world.engine, world.clock).announce_due() == 0
    assert announced(world) == []
