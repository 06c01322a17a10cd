"""Judging single incidents on the review page: three buttons, a reason, what stands, and the way back."""

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import reading
from db.tables import IncidentVerdict, ProctorReview
from pages import texts
from pages.components import guarded_button
from pages.components.addresses import CHOSEN_SESSION
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import SignalKind
from tests.support.page_application import PAGES, Pages, all_text, button
from tests.support.review_world import World

pytestmark = pytest.mark.slow

LABELS = [texts.GIVE_VERDICT[kind] for kind in VerdictKind]


@pytest.fixture
def pages(pages: Pages, world: World) -> Pages:
    pages.sign_in(world.person("lee"))
    return pages


@pytest.fixture
def review(world: World) -> ProctorReview:
    return world.flagged(world.survey())


def open_session(review: ProctorReview) -> AppTest:
    page = AppTest.from_file(PAGES / "moderator/review_session.py", default_timeout=30)
    page.session_state[CHOSEN_SESSION] = review.session_id
    return page.run()


def stored(world: World) -> list[IncidentVerdict]:
    with reading(world.engine) as db:
        return list(db.exec(select(IncidentVerdict).order_by(IncidentVerdict.at)).all())  # pyright: ignore[reportArgumentType]


def offered(page: AppTest) -> list[str]:
    return [one.label for one in page.button if one.label in LABELS]


def in_the_list(page: AppTest) -> list[str]:
    (pills,) = page.get("button_group")
    return [f"{option.content_icon} {option.content}".strip() for option in pills.proto.options]


@pytest.mark.parametrize("kind", VerdictKind)
def test_a_press_stores_the_verdict_about_the_incident_on_the_screen_and_shows_it(
    pages: Pages, world: World, review: ProctorReview, kind: VerdictKind
) -> None:
    page = open_session(review)
    assert (offered(page), in_the_list(page)) == (LABELS, ["1", "2"])
    page = button(page, texts.GIVE_VERDICT[kind]).click().run()
    assert not page.exception
    (row,) = stored(world)
    assert (row.kind, row.reason, row.onset_s, row.moderator_id) == (kind, None, 41.0, world.person("lee").id)
    icon = f":material/{texts.VERDICT_ICON[kind]}:"
    assert f"{icon} **{kind.english}** · Lee" in all_text(page)
    assert in_the_list(page) == [f"{icon} 1", "2"]
    assert [one.disabled for one in page.button if one.label in LABELS] == [one is kind for one in VerdictKind]


def test_no_verdict_and_no_reason_is_chosen_beforehand(pages: Pages, review: ProctorReview) -> None:
    page = open_session(review)
    assert page.selectbox[0].value is None
    assert {one.proto.type for one in page.button if one.label in LABELS} == {"secondary"}
    assert texts.TAKE_BACK not in [one.label for one in page.button]


def test_a_reason_is_stored_with_the_verdict_and_said(pages: Pages, world: World, review: ProctorReview) -> None:
    page = open_session(review)
    page.selectbox[0].set_value(VerdictReason.POOR_LIGHT)
    page = button(page.run(), "Dismiss").click().run()
    assert stored(world)[0].reason is VerdictReason.POOR_LIGHT
    assert "**Dismissed**: Poor light · Lee" in all_text(page)


def test_another_word_replaces_it_and_taking_back_undoes_one_after_the_other(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    page = button(open_session(review), "Confirm").click().run()
    page = button(page, "Can't tell").click().run()
    assert "**Can't tell** · Lee" in all_text(page)
    page = button(page, texts.TAKE_BACK).click().run()
    assert "**Confirmed** · Lee" in all_text(page)
    page = button(page, texts.TAKE_BACK).click().run()
    assert (in_the_list(page), len(stored(world))) == (["1", "2"], 4)
    assert texts.TAKE_BACK not in [one.label for one in page.button]


def test_the_list_leads_to_an_incident_and_the_verdict_is_about_that_one(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    page = open_session(review)
    page.get("button_group")[0].set_value(2).run()
    assert "Incident 2 of 2" in all_text(page)
    page = button(page, "Dismiss").click().run()
    assert [row.onset_s for row in stored(world)] == [200.0]
    assert in_the_list(page) == ["1", ":material/close: 2"]


def test_what_another_moderator_said_is_shown_and_answered_and_not_taken_back(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    kim = world.person("kim")
    members = world.reviewing.case(kim, review.session_id).incidents[0].anchor.members
    world.services.reviewing.verdicts.give(kim, review.id, members, VerdictKind.CONFIRM)
    held = open_session(review)
    assert "**Confirmed** · Kim" in all_text(held)
    assert offered(held) == []
    world.reviewing.release(kim, review.id)
    page = open_session(review)
    assert (offered(page), texts.TAKE_BACK in [one.label for one in page.button]) == (LABELS, False)
    page = button(page, "Dismiss").click().run()
    assert "**Dismissed** · Lee" in all_text(page)


def test_an_incident_that_has_grown_meanwhile_is_not_judged_and_that_is_said(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    page = open_session(review)
    world.signal(review, SignalKind.CAMERA_COVERED, 55.0, 61.0)
    page = button(page, "Confirm").click().run()
    assert "shows more or less than when it was on your screen" in page.error[0].value
    assert stored(world) == []


def test_a_press_beside_a_verdict_that_came_meanwhile_replaces_nothing(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    page, kim = open_session(review), world.person("kim")
    world.wait(minutes=16)
    members = world.reviewing.case(kim, review.session_id).incidents[0].anchor.members
    world.services.reviewing.verdicts.give(kim, review.id, members, VerdictKind.DISMISS)
    world.reviewing.release(kim, review.id)
    page = button(page, "Confirm").click().run()
    assert "what is said about this incident has changed" in page.error[0].value
    assert [row.kind for row in stored(world)] == [VerdictKind.DISMISS]


def test_a_press_in_the_first_second_judges_nothing(
    pages: Pages, world: World, review: ProctorReview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_button, "monotonic", lambda: 100.0)
    page = button(open_session(review), "Confirm").click().run()
    assert texts.PRESSED_TOO_EARLY in page.error[0].value
    assert stored(world) == []


def test_a_decided_case_shows_its_verdicts_and_asks_for_none(pages: Pages, world: World, review: ProctorReview) -> None:
    page = button(open_session(review), "Confirm").click().run()
    revision = world.reviewing.case(world.person("lee"), review.session_id).review.revision
    world.reviewing.decide(world.person("lee"), review.id, DecisionKind.APPROVE, "", revision)
    page = page.run()
    assert "**Confirmed** · Lee" in all_text(page)
    assert (offered(page), texts.TAKE_BACK in [one.label for one in page.button]) == ([], False)
