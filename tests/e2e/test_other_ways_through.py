"""The ways through a survey that need no camera of one's own: the drawn one, no camera at all, and no consent."""

from playwright.sync_api import Page, expect

from db.tables import Consent
from pages import texts
from pages import texts_taker as sentences
from proctor_core.demo.surveys import COMMUTE_SURVEY
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import SessionStatus
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served, ServeWorld
from tests.e2e.world import Invited


def test_the_drawn_demo_camera_takes_a_whole_survey_and_is_flagged(served: Served, window: OpenWindow) -> None:
    """What its person does after 45 calm seconds is alleged in `tests/demo`; here it is flagged for being drawn."""
    taker, world = served.world.invited(), served.world
    page = window(taker.name, at=served.url).page
    acts.open_survey(page)
    acts.agree(page)
    acts.press(page, sentences.DEMO_CAMERA)
    acts.expect_badge(page, "live")
    self_view = acts.badge(page).get_by_role("img", name=sentences.SELF_VIEW)
    expect(self_view).to_be_visible()
    expect(self_view).not_to_have_js_property("naturalWidth", 0)
    acts.enrol_before_running_camera(page, taker)
    acts.answer_all(page, taker.survey)
    acts.hand_in(page)

    assert world.session(taker.session_id).status is SessionStatus.UNDER_REVIEW
    assert FlagRule.DRAWN_CAMERA in world.flag_reasons(taker.session_id)
    expect(page.get_by_text(sentences.STATUS[SessionStatus.UNDER_REVIEW][2])).to_be_visible()


def test_a_survey_without_proctoring_asks_for_no_camera_and_enters_no_queue(served: Served, window: OpenWindow) -> None:
    taker = served.world.invited(COMMUTE_SURVEY)
    take_unwatched(window(taker.name).page, taker)
    expect_never_queued(served, taker, window(served.world.person(Role.MODERATOR)).page)


def test_with_proctoring_off_the_watched_survey_runs_the_same_way(serve_world: ServeWorld, window: OpenWindow) -> None:
    served = serve_world(PROCTORING_ENABLED="false")
    taker = served.world.invited()
    take_unwatched(window(taker.name, at=served.url).page, taker)
    moderator = window(served.world.person(Role.MODERATOR), at=served.url).page
    expect_never_queued(served, taker, moderator)


def take_unwatched(page: Page, taker: Invited) -> None:
    """From "My surveys" straight to the questions; the receipt says that nothing was watched."""
    expect(page.get_by_text(sentences.QUESTIONS_ONLY.format(questions=len(taker.survey.questions)))).to_be_visible()
    acts.open_survey(page)
    acts.expect_question(page, taker.survey, 1)
    expect(page.locator("iframe")).to_have_count(0)
    expect(acts.badge(page)).to_have_count(0)
    acts.answer_all(page, taker.survey)
    acts.hand_in(page)
    expect(page.get_by_text(sentences.WITHOUT_CAMERA)).to_be_visible()


def expect_never_queued(served: Served, taker: Invited, moderator: Page) -> None:
    """No consent, no review, nothing in the queue."""
    world = served.world
    assert world.session(taker.session_id).status is SessionStatus.PASSED
    assert world.rows(Consent, session_id=taker.session_id) == []
    assert world.review(taker.session_id) is None
    expect(moderator.get_by_text(texts.QUEUE_TITLE).first).to_be_visible()
    code = session_code(taker.session_id)
    expect(moderator.get_by_role("button", name=texts.OPEN_SESSION.format(code=code))).to_have_count(0)


def test_who_does_not_agree_reads_what_happens_then(served: Served, window: OpenWindow) -> None:
    taker = served.world.invited()
    visit = window(taker.name)
    acts.open_survey(visit.page)
    acts.press(visit.page, sentences.DISAGREE)
    expect(visit.page.get_by_text(sentences.REFUSED)).to_be_visible(timeout=acts.STEP_MS)
    expect(visit.page.locator("iframe")).to_have_count(0)
    assert served.world.session(taker.session_id).status is SessionStatus.INVITED
    assert [consent.is_given for consent in served.world.rows(Consent, session_id=taker.session_id)] == [False]
