"""Before the questions: a network that lets no video through is said in a sentence, and the camera comes when it does."""

from pathlib import Path

from playwright.sync_api import expect

from pages import texts_taker as sentences
from tests.e2e import acts
from tests.e2e.cable import Pictures
from tests.e2e.conftest import OpenWindow, Served

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
