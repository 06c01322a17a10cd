"""What moderators read of a rejection that needs two: who proposed waits, the second sees nothing, a third reads both."""

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import ProctorReview
from pages import texts
from pages import texts_decisions as words
from pages.components.addresses import CHOSEN_SESSION
from proctor_core.domain.policy import STRICT
from proctor_core.domain.states import DecisionKind
from proctor_core.services.reviewing.reviewing import QueueView
from proctor_core.services.surveys.kept_policies import keep_policy
from tests.support.page_application import PAGES, Pages, all_text
from tests.support.review_world import World

pytestmark = pytest.mark.slow


@pytest.fixture
def review(world: World) -> ProctorReview:
    with transaction(world.engine) as db:
        strict = keep_policy(db, STRICT, world.now).sha256
    return world.flagged(world.survey(), policy_sha256=strict)


def said_to(pages: Pages, world: World, name: str, review: ProctorReview) -> str:
    pages.sign_in(world.person(name))
    page = AppTest.from_file(PAGES / "moderator/review_session.py", default_timeout=30)
    page.session_state[CHOSEN_SESSION] = review.session_id
    page.run()
    assert not page.exception
    return all_text(page) + " ".join(info.value for info in page.info)


def decide(world: World, name: str, review: ProctorReview, kind: DecisionKind, why: str) -> None:
    who = world.person(name)
    case = world.reviewing.case(who, review.session_id)
    world.reviewing.decide(who, review.id, kind, why, case.review.revision)


def test_each_reads_what_they_may_know(pages: Pages, world: World, review: ProctorReview) -> None:
    decide(world, "lee", review, DecisionKind.REJECT, "a *phone*")
    to_the_second = said_to(pages, world, "kim", review)
    assert "Lee" not in to_the_second
    assert "phone*" not in to_the_second
    assert words.YOU_PROPOSED in said_to(pages, world, "lee", review)
    decide(world, "kim", review, DecisionKind.APPROVE, "a cup")
    to_the_third = said_to(pages, world, "max", review)
    assert words.OPINIONS_DIFFER in to_the_third
    assert r"Lee proposed to reject: “a \*phone\*”" in to_the_third
    assert "Kim would approve: “a cup”" in to_the_third


def test_the_view_of_proposals_is_there_for_whoever_has_one(pages: Pages, world: World, review: ProctorReview) -> None:
    proposed = f"{texts.VIEW_LABEL[QueueView.PROPOSED]} 1"
    decide(world, "lee", review, DecisionKind.REJECT, "a phone")
    for name, has_proposed in (("lee", True), ("kim", False)):
        pages.sign_in(world.person(name))
        page = AppTest.from_file(PAGES / "moderator/review_queue.py", default_timeout=30).run()
        (views,) = page.button_group
        assert (proposed in views.options) is has_proposed
        assert texts.VIEW_LABEL[QueueView.DECIDED] in views.options
