"""The gallery's page: what it gives its component, its filters, and who sees it."""

from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import ProctorReview, SurveySession, User
from pages import texts
from pages import texts_gallery as words
from pages.moderator.gallery_grid import gallery_data
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from tests.support.page_application import PAGES, Pages, all_text
from tests.support.review_world import World

pytestmark = pytest.mark.slow


@pytest.fixture
def pages(pages: Pages, world: World) -> Pages:
    pages.sign_in(world.person("lee"))
    return pages


def flagged(world: World, title: str = "Study 2026") -> ProctorReview:
    review = world.flagged(world.survey(title))
    with transaction(world.engine) as db:
        db.get_one(SurveySession, review.session_id).snapshots = 9
    return review


def opened() -> AppTest:
    return AppTest.from_file(PAGES / "moderator/gallery.py", default_timeout=30).run()


def data(world: World, by: User) -> dict[str, Any]:
    return gallery_data(by, world.services.reviewing.gallery.page(by))


def test_nothing_flagged_is_said_and_so_is_nothing_found(pages: Pages, world: World) -> None:
    assert words.NOTHING_YET in all_text(opened())
    flagged(world)
    page = opened()
    assert not page.exception
    assert words.NOTHING_YET not in all_text(page)
    page.selectbox(key="gallery_type").select(str(ViolationType.LOW_CONFIDENCE)).run()
    assert words.NOTHING_FOUND in all_text(page)
    page.selectbox(key="gallery_type").select("").run()
    page.selectbox(key="gallery_verdict").select(str(VerdictKind.CONFIRM)).run()
    assert words.NOTHING_FOUND in all_text(page)


def test_only_moderators_see_it(pages: Pages, world: World) -> None:
    flagged(world)
    for role in (Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR):
        pages.sign_in(world.person(role, role))
        assert words.TITLE not in all_text(opened())


def test_a_tile_has_addresses_of_pictures_its_facts_and_what_stands_about_it(pages: Pages, world: World) -> None:
    review, lee = flagged(world), world.person("lee")
    case = world.reviewing.case(lee, review.session_id)
    given = world.services.reviewing.verdicts.give(
        lee, review.id, case.incidents[0].anchor.members, VerdictKind.CONFIRM
    )
    with transaction(world.engine) as db:
        db.exec(select(User).where(User.id == lee.id)).one().display_name = "<b>Lee</b>"
    first, second = data(world, world.person("lee"))["tiles"]
    assert (first["label"], first["span"], len(first["pictures"])) == ("Phone", "00:41–00:58", 6)
    assert first["pictures"][first["best"]]["src"].startswith("/api/media/evidence/")
    assert first["verdict"] == {"id": str(given.id), "kind": "confirm", "by": "<b>Lee</b>", "isOwn": True}
    assert (second["verdict"], second["canJudge"], second["why"]) == (None, True, "")


def test_a_tile_says_why_it_can_not_be_judged(pages: Pages, world: World) -> None:
    review, lee, kim = flagged(world), world.person("lee"), world.person("kim")
    world.reviewing.claim(kim, review.id)
    assert {tile["why"] for tile in data(world, lee)["tiles"]} == {words.WHY_NOT_HELD.format(name="Kim")}
    with transaction(world.engine) as db:
        row = db.get_one(ProctorReview, review.id)
        row.claimed_by, row.claim_expires_at, row.decided_at = None, None, world.clock()
        row.status = texts.ReviewStatus.APPROVED
    assert {tile["why"] for tile in data(world, lee)["tiles"]} == {words.WHY_NOT_DECIDED}
