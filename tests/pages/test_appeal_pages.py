"""Objecting and answering on the pages, as a taker, moderators and an administrator would."""

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import Appeal, AppealAnswer, LegalHold, ProctorReview, SurveySession, User
from pages import texts_appeals as words
from pages import texts_taker
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DecisionKind, SessionStatus
from tests.support.page_application import PAGES, Pages, all_text, button
from tests.support.review_world import World

pytestmark = pytest.mark.slow

APPEALS, QUEUE, SESSION, STORAGE, PEOPLE = (
    *("moderator/appeals.py", "moderator/review_queue.py"),
    *("moderator/review_session.py", "administrator/storage.py", "administrator/people.py"),
)
SAID = "It was *my* brother."


@pytest.fixture
def tam(world: World) -> User:
    return world.person("tam", Role.TAKER)


@pytest.fixture
def rejected(world: World, tam: User) -> ProctorReview:
    """By Lee."""
    review = world.flagged(world.survey(), tam)
    return world.reviewing.decide(world.person("lee"), review.id, DecisionKind.REJECT, "A phone.", 0)


def appealed(world: World, tam: User, review: ProctorReview) -> Appeal:
    return world.services.reviewing.appeals.raise_appeal(tam, review.session_id, SAID)


def receipt(pages: Pages, tam: User, review: ProctorReview) -> AppTest:
    pages.sign_in(tam)
    page = AppTest.from_file(PAGES / "navigation.py", default_timeout=30)
    page.session_state["go_to_survey"], page.session_state["taker_session_id"] = True, str(review.session_id)
    page.run()
    assert not page.exception, page.exception
    return page


def test_the_receipt_shows_what_was_noted_and_takes_one_objection(
    pages: Pages, world: World, tam: User, rejected: ProctorReview
) -> None:
    page = receipt(pages, tam, rejected)
    said = all_text(page)
    assert words.WHY_A_PERSON_LOOKED in said and texts_taker.WHY_A_PERSON_LOOKS not in said
    assert "We saw something like a phone for 9 seconds." in said
    pictures = "".join(html.proto.body for html in page.get("html"))
    assert pictures.count("/api/media/evidence/") == 9
    page.text_area[0].set_value(SAID).run()
    button(page, words.OBJECT).click().run()
    said = all_text(page)
    assert r"“It was \*my\* brother.”" in said
    assert words.OBJECT_TITLE not in said


def test_while_a_person_still_decides_the_receipt_shows_no_note_and_takes_no_objection(
    pages: Pages, world: World, tam: User
) -> None:
    said = all_text(receipt(pages, tam, world.flagged(world.survey(), tam)))
    assert texts_taker.WHY_A_PERSON_LOOKS in said
    assert words.NOTES_TITLE not in said and words.OBJECT_TITLE not in said


def test_another_moderator_answers_once_they_have_looked_at_the_case(
    pages: Pages, world: World, tam: User, rejected: ProctorReview
) -> None:
    appealed(world, tam, rejected)
    kim = world.person("kim")
    pages.sign_in(world.person("lee"))
    assert words.NOT_YOURS[0] in all_text(pages.open(APPEALS, SESSION))
    pages.sign_in(kim)
    queue = pages.open(QUEUE, SESSION, APPEALS)
    assert words.APPEALS_WAIT.format(count=1) in all_text(queue)
    page = pages.open(APPEALS, SESSION)
    assert words.SEEN_FIRST in all_text(page) and not page.text_area
    case = pages.open(SESSION, QUEUE, APPEALS)
    case.query_params["session"] = str(rejected.session_id)
    assert words.OBJECTED_THEN.split("{")[0] in all_text(case.run())
    page = pages.open(APPEALS, SESSION)
    label = words.ANSWER_AS[AppealOutcome.OVERTURNED][0]
    page = button(page, label).click().run()
    assert "expected what there is to say" in page.error[0].value, "words first"
    page.text_area[0].set_value("He is right.").run()
    page = button(page, label).click().run()
    assert words.NO_APPEALS in all_text(page)
    with transaction(world.engine) as db:
        assert db.get_one(SurveySession, rejected.session_id).status is SessionStatus.PASSED
    said = all_text(receipt(pages, tam, rejected))
    assert "accepted your session" in said and "He is right." in said


def test_administrators_hold_a_session_and_let_it_go(pages: Pages, world: World, rejected: ProctorReview) -> None:
    code = session_code(rejected.session_id)
    page = pages.open_as(Role.ADMINISTRATOR, STORAGE)
    page.text_area(key="hold_reason").set_value("A court asks.").run()
    page = button(page, words.HOLD_SET).click().run()
    assert page.error, "no session is named"
    page.text_input(key="hold_session").set_value(code.lower()).run()
    page = button(page, words.HOLD_SET).click().run()
    assert not page.error and words.HELD_TOAST.format(code=code) in all_text(page)
    page.text_area(key="hold_lift_reason").set_value("Done.").run()
    page = button(page, words.HOLD_LIFT).click().run()
    assert words.HOLDS_EMPTY in all_text(page)
    with transaction(world.engine) as db:
        assert {hold.reason for hold in db.exec(select(LegalHold)).all()} == {"A court asks.", "Done."}


def test_administrators_are_told_of_an_appeal_that_nobody_may_answer(
    pages: Pages, world: World, tam: User, rejected: ProctorReview
) -> None:
    appealed(world, tam, rejected)
    page = pages.open_as(Role.ADMINISTRATOR, PEOPLE)
    assert words.APPEALS_UNANSWERABLE.format(count=1) in all_text(page)
    world.person("kim")
    assert words.APPEALS_UNANSWERABLE.format(count=1) not in all_text(pages.open(PEOPLE))
    with transaction(world.engine) as db:
        assert db.exec(select(AppealAnswer)).all() == []
