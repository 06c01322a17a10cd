"""A session that nobody could see accuses nobody, and never passes by itself."""

from pathlib import Path

from playwright.sync_api import expect

from pages import texts, texts_review
from pages import texts_taker as sentences
from proctor_core.domain.enrolment import ItemReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served
from tests.e2e.footage import CALM_S, covered_after

FRONT_S = 2 * CALM_S


def test_a_lens_covered_for_the_whole_survey_is_no_violation_and_flagged_all_the_same(
    served: Served, calm_camera: Path, camera_dir: Path, window: OpenWindow
) -> None:
    taker, world = served.world.invited(), served.world
    page = window(taker.name, camera=covered_after(FRONT_S, calm_camera, camera_dir)).page
    acts.open_survey(page)
    acts.agree(page)
    acts.start_camera(page)
    acts.pass_the_check(page)
    acts.take_reference(page)
    black = sentences.REASONS[ItemReason.COVERED]
    expect(acts.badge(page)).to_contain_text(black, timeout=(FRONT_S + 10) * 1000)
    acts.begin_questions(page, taker.survey)
    acts.answer_all(page, taker.survey)
    acts.expect_badge(page, "covered")
    acts.hand_in(page)

    assert world.violations(taker.session_id) == []
    assert [signal.kind for signal in world.signals(taker.session_id)] == [SignalKind.CAMERA_COVERED]
    assert world.session(taker.session_id).status is SessionStatus.UNDER_REVIEW
    (reason,) = world.flag_reasons(taker.session_id).values()
    assert reason.rule is FlagRule.LOW_COVERAGE
    assert reason.measured < reason.limit

    sentence = sentences.FLAG_RULES[reason.rule].format(measured=reason.measured, limit=reason.limit)
    expect(page.get_by_text(sentence)).to_be_visible()
    moderator = window(world.person(Role.MODERATOR)).page
    acts.open_from_queue(moderator, taker.session_id)
    expect(moderator.get_by_text(texts.WHY_HERE_LATER).first).to_be_visible()
    expect(moderator.get_by_text(texts_review.SCREEN["no_picture"])).to_be_visible()
