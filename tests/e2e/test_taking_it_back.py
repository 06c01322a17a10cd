"""A taker takes the agreement back in the middle of a survey: the camera is off at once, answers stay, what it left is gone."""

from pathlib import Path

from playwright.sync_api import expect

from db.tables import Consent, FaceVerification
from pages import texts_privacy as words
from proctor_core.domain.consent import Proctoring
from proctor_core.domain.states import SessionStatus
from tests.e2e import acts, lens
from tests.e2e.conftest import OpenWindow, Served


def test_the_camera_stops_at_once_and_the_survey_is_handed_in_without_it(
    served: Served, window: OpenWindow, calm_camera: Path
) -> None:
    taker, world = served.world.invited(), served.world
    page = window(taker.name, camera=calm_camera).page
    acts.enrol(page, taker)
    acts.answer(page, taker.survey.questions[0])
    acts.go_forward(page, taker.survey, 2)
    assert lens.switched_on_at(page), "the camera is on"
    media = served.program.data_dir / "media" / "sessions" / str(taker.session_id)
    assert list(media.glob("reference-*.jpg"))

    acts.press(page, words.WITHDRAW)
    expect(page.get_by_text(words.ASK_LEAD[words.TakenBack.CAMERA])).to_be_visible(timeout=acts.STEP_MS)
    assert lens.switched_on_at(page), "nothing has changed yet"
    acts.press(page, words.ASK_NO)
    acts.expect_question(page, taker.survey, 2)
    acts.press(page, words.WITHDRAW)
    page.wait_for_timeout(600)  # a press just after it came would not count
    acts.press(page, words.ASK_YES[words.TakenBack.CAMERA])
    expect(page.get_by_text(words.WITHDRAWN_TITLE)).to_be_visible(timeout=acts.STEP_MS)
    expect(page.locator("iframe")).to_have_count(0)
    assert len(world.answers(taker.session_id)) == 1

    acts.press(page, words.GO_ON_WITHOUT)
    acts.expect_question(page, taker.survey, 2)
    assert [file for file in media.rglob("*") if file.is_file()] == []
    assert world.rows(FaceVerification, session_id=taker.session_id) == []
    acts.answer_all(page, taker.survey, from_number=2)
    acts.hand_in(page)
    expect(page.get_by_text(words.WENT_ON_WITHOUT.split("}")[1].strip())).to_be_visible()
    session = world.session(taker.session_id)
    # The survey demands the camera: a person looks at what was answered without it.
    assert (session.status, session.proctoring) == (SessionStatus.UNDER_REVIEW, Proctoring.WITHOUT_BY_CHOICE)
    said = sorted(world.rows(Consent, session_id=taker.session_id), key=lambda consent: consent.given_at)
    assert [consent.is_given for consent in said] == [True, False]
