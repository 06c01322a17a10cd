"""Before the questions: no video, or a black one, is said in a sentence, and nobody goes on without being seen."""

from pathlib import Path

from playwright.sync_api import expect

from pages import texts_taker as sentences
from proctor_core.domain.enrolment import ItemReason
from proctor_core.domain.states import SessionStatus
from tests.e2e import acts
from tests.e2e.cable import Pictures
from tests.e2e.conftest import OpenWindow, Served, StartBrowser
from tests.e2e.footage import black
from tests.e2e.visit import visiting

NO_WAY_WITHIN_S = 25.0


def test_pictures_that_never_arrive_are_the_networks_fault_and_come_when_it_lets_them(
    served: Served, window: OpenWindow, calm_camera: Path
) -> None:
    page = window(served.world.invited().name, camera=calm_camera).page
    pictures = Pictures(page)
    acts.open_survey(page)
    acts.agree(page)
    pictures.stop()
    acts.camera_frame(page).get_by_role("button", name=sentences.START_CAMERA).click()
    acts.expect_badge(page, "no_way", timeout_s=NO_WAY_WITHIN_S)
    acts.expect_said(page, "no_way")
    expect(acts.badge(page)).to_contain_text("answers are kept")
    pictures.go_on()
    acts.expect_badge(page, "live", timeout_s=40)


def test_a_camera_that_sends_black_from_the_first_picture_is_told_and_goes_no_further(
    served: Served, window: OpenWindow, camera_dir: Path
) -> None:
    taker = served.world.invited()
    page = window(taker.name, camera=black(camera_dir)).page
    acts.open_survey(page)
    acts.agree(page)
    acts.camera_frame(page).get_by_role("button", name=sentences.START_CAMERA).click()
    covered = sentences.REASONS[ItemReason.COVERED]
    expect(acts.badge(page)).to_contain_text(covered, timeout=acts.STEP_MS)
    expect(acts.camera_frame(page).get_by_role("button", name=sentences.SELECT_CAMERA)).to_be_hidden()
    acts.press(page, sentences.CHECK_GO_ON)
    expect(page.get_by_text(sentences.CHECK_NOT_YET.format(problem=covered))).to_be_visible(timeout=acts.STEP_MS)
    assert served.world.session(taker.session_id).status is SessionStatus.CONSENTED


def test_of_several_cameras_one_is_chosen_in_a_form_that_speaks_our_words(
    served: Served, start_browser: StartBrowser
) -> None:
    with visiting(start_browser(None, test_cameras=3), served.url, served.world.invited().name) as visit:
        page, frame = visit.page, acts.camera_frame(visit.page)
        acts.open_survey(page)
        acts.agree(page)
        frame.get_by_role("button", name=sentences.SELECT_CAMERA).click(timeout=acts.STEP_MS)
        (field, done), theirs = sentences.CAMERA_FORM.values(), list(sentences.CAMERA_FORM)
        # Chromium's own test camera of index 1 gives depth images, which no video is made of.
        frame.get_by_label(field).select_option(index=2, timeout=acts.STEP_MS)
        for word in theirs:
            expect(frame.get_by_text(word, exact=True)).to_have_count(0)
        frame.get_by_role("button", name=done).click()
        acts.start_camera(page)
