"""The moderator's two pages, driven as a moderator would."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import ProctorReview, ReviewEvent, SessionRecording, SurveySession
from pages import texts
from pages import texts_taker as taker_texts
from pages.components.addresses import CHOSEN_SESSION
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DecisionKind, RecordingState, SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.domain.watching import WatchedBy, WatchingReason
from proctor_core.services.reviewing.reviewing import QueueView
from proctor_core.services.surveys.watchers import change_watcher
from tests.support.page_application import PAGES, Pages, all_text, button, component_data
from tests.support.review_world import World

pytestmark = pytest.mark.slow

QUEUE, SESSION = "moderator/review_queue.py", "moderator/review_session.py"


@pytest.fixture
def pages(pages: Pages, world: World) -> Pages:
    pages.sign_in(world.person("lee"))
    return pages


@pytest.fixture
def review(world: World) -> ProctorReview:
    return world.flagged(world.survey("Ride *study*"))


def test_the_queue_says_who_waits_and_why(pages: Pages, world: World, review: ProctorReview) -> None:
    world.wait(hours=3)
    world.reviewing.claim(world.person("kim"), review.id)
    page = pages.open(QUEUE, SESSION)
    assert not page.exception
    (row,) = component_data(page, "review_queue_table")["rows"]
    assert row["code"] == session_code(review.session_id)
    assert [chip["text"] for chip in row["why"]] == ["No face 1", "Phone 1", "Looking away 1"]
    assert (row["survey"], row["longest"], row["coverage"]) == ("Ride *study*", "36 s", "98 %")
    assert (row["waiting"], row["holder"]) == ("3 h", "Kim")
    assert "Waiting 1" in page.get("button_group")[0].proto.options[0].content


def test_the_queue_never_names_the_taker(pages: Pages, world: World, review: ProctorReview) -> None:
    page = pages.open(QUEUE, SESSION)
    taker = world.person("tam", Role.TAKER)
    drawn = str(component_data(page, "review_queue_table")) + all_text(page)
    assert taker.display_name not in drawn
    assert str(taker.id) not in drawn


def test_who_watched_and_why_a_session_is_here_is_said_for_every_rule(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey(), alleged=(), watched_by=WatchedBy.HYBRID)
    reasons = [{"rule": str(rule), "measured": 1.0, "limit": 2.0, "detail": "a detail"} for rule in FlagRule]
    with transaction(world.engine) as db:
        db.get_one(ProctorReview, review.id).flag_reasons = reasons
    (row,) = component_data(pages.open(QUEUE, SESSION), "review_queue_table")["rows"]
    assert "browser's word" in [chip["text"] for chip in row["why"]]
    page = open_session(pages, review)
    assert texts.WATCHED_BY[WatchedBy.HYBRID][0] in all_text(page)
    assert texts.FLAG_RULE[FlagRule.CLIENT_CLAIMS] in all_text(page)
    assert {str(rule) for rule in FlagRule} == set(taker_texts.FLAG_RULES)


def test_the_history_says_when_who_watches_was_changed_and_what_came_late(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey())
    with transaction(world.engine) as db:
        session = db.get_one(SurveySession, review.session_id)
        taker_id, why = session.taker_id, WatchingReason.CONSENT_WITHDRAWN
        change_watcher(db, session, WatchedBy.OFF, world.clock(), why, taker_id)
        kind, said = ReviewEventKind.ARRIVED_LATE, "No face in 4 of 4 looks"
        db.add(ReviewEvent(review_id=review.id, kind=kind, notes=said, at=world.clock()))
    said = all_text(open_session(pages, review))
    assert "Watched by the server → Not watched, the consent was taken back" in said
    assert texts.EVENT[ReviewEventKind.ARRIVED_LATE][0] in said
    assert world.person("tam", Role.TAKER).display_name not in said


def test_an_empty_view_says_what_will_appear_there(pages: Pages) -> None:
    assert "A session appears here when" in pages.open(QUEUE, SESSION).info[0].value


def test_review_next_takes_and_opens_the_session_that_waits_longest(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    page = button(pages.open(QUEUE, SESSION), "Review next").click().run()
    assert not page.exception
    assert session_code(review.session_id) in all_text(page)
    case = world.reviewing.case(world.person("kim"), review.session_id)
    assert case.holder == "Lee"


def open_session(pages: Pages, review: ProctorReview) -> AppTest:
    """The review page of a session that was opened from the queue."""
    page = AppTest.from_file(PAGES / SESSION, default_timeout=30)
    page.session_state[CHOSEN_SESSION] = review.session_id
    return page.run()


def test_the_page_of_a_link_is_about_the_session_that_it_names(pages: Pages, world: World) -> None:
    first, second = (world.flagged(world.survey(title)) for title in ("First", "Second"))
    page = AppTest.from_file(PAGES / SESSION, default_timeout=30)
    page.session_state[CHOSEN_SESSION] = first.session_id
    page.query_params["session"] = str(second.session_id)
    assert session_code(second.session_id) in all_text(page.run())
    assert page.query_params["session"] == str(second.session_id)
    page.query_params["session"] = "../../nonsense"
    assert texts.SESSION_GONE in all_text(page.run())


def decide(page: AppTest, label: str, notes: str) -> AppTest:
    page.text_area[0].set_value(notes)
    return button(page, label).click().run()


def test_a_session_shows_facts_with_their_limits(pages: Pages, world: World, review: ProctorReview) -> None:
    world.signal(review, SignalKind.CAMERA_COVERED, 55.0, 61.0)
    page = open_session(pages, review)
    assert not page.exception
    said = all_text(page)
    assert "3 violations alleged; limit 3" in said
    assert r"Phone seen in 14 of 18 looks, best score 0.81; limit 0.35" in said
    assert "Incident 1 of 2" in said
    assert "coverage 98 %" in said
    assert "**Camera covered** (00:55–01:01), a technical signal that accuses nobody" in said
    assert "phone check not available" not in said


def test_pictures_come_from_the_guarded_route_and_never_from_streamlit(pages: Pages, review: ProctorReview) -> None:
    page = open_session(pages, review)
    gallery, stills = component_data(page, "gallery-"), component_data(page, "stills-")
    assert len(gallery["pictures"]) == 9
    assert len(stills["pictures"]) == 6
    assert all(picture["src"].startswith("/api/media/evidence/") for picture in gallery["pictures"])
    assert not page.get("imgs")


def test_a_picture_whose_file_is_gone_is_told_with_its_recorded_hash(pages: Pages, review: ProctorReview) -> None:
    page = open_session(pages, review)
    gallery = component_data(page, "gallery-")
    assert gallery["said"]["missing"] == "picture is missing"
    assert all(
        re.search(r"missing from the store.* SHA-256 is [0-9a-f]{64}\.", p["missing"]) for p in gallery["pictures"]
    )


def test_a_missing_phone_model_is_said(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey(), phone_check_available=False)
    assert "phone check not available" in all_text(open_session(pages, review))


def test_what_people_typed_is_never_read_as_markdown(pages: Pages, world: World, review: ProctorReview) -> None:
    world.reviewing.decide(world.person("kim"), review.id, DecisionKind.ESCALATE, "![x](https://example.org/x.png)", 0)
    said = all_text(open_session(pages, review))
    assert r"Ride \*study\*" in said
    assert "![x](" not in said


def test_steps_and_clicks_choose_the_incident(pages: Pages, review: ProctorReview) -> None:
    page = open_session(pages, review)
    page = button(page, ":material/chevron_right:").click().run()
    assert "Incident 2 of 2" in all_text(page)
    assert component_data(page, "gallery-")["chosen"] == 2
    assert button(page, ":material/chevron_right:").disabled


@pytest.mark.parametrize(
    ("label", "status", "said"),
    [
        ("Approve", SessionStatus.PASSED, "**Approved by Lee, "),
        ("Reject", SessionStatus.REJECTED, "**Rejected by Lee, "),
        ("Escalate", SessionStatus.UNDER_REVIEW, "You escalated this session"),
    ],
)
def test_a_decision_is_stored_and_shown(
    pages: Pages, world: World, review: ProctorReview, label: str, status: SessionStatus, said: str
) -> None:
    page = decide(open_session(pages, review), label, "seen twice")
    assert not page.exception
    assert world.status_of(review) is status
    assert said in all_text(page)
    assert "“seen twice”" in all_text(page)
    assert [b.label for b in page.button if b.label in {"Approve", "Reject", "Escalate"}] == []


def test_rejecting_without_a_reason_changes_nothing(pages: Pages, world: World, review: ProctorReview) -> None:
    page = button(open_session(pages, review), "Reject").click().run()
    assert "expected a reason" in page.error[0].value
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW


def test_the_second_of_two_moderators_is_told_and_keeps_the_notes(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    page = open_session(pages, review)
    world.wait(minutes=16)
    taken = world.reviewing.claim(world.person("kim"), review.id)
    world.reviewing.decide(world.person("kim"), review.id, DecisionKind.APPROVE, "", taken.revision)
    page = decide(page, "Reject", "a phone")
    assert "Kim approved it at" in page.error[0].value
    assert "nothing was overwritten" in page.error[0].value
    assert world.status_of(review) is SessionStatus.PASSED
    assert "**Approved by Kim, " in all_text(page)


def test_a_session_that_another_holds_can_be_read_and_not_decided(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    world.reviewing.claim(world.person("kim"), review.id)
    page = open_session(pages, review)
    assert "Kim has this session until" in page.warning[0].value
    assert not page.text_area


def test_a_running_session_is_not_decided_yet(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey(), status=SessionStatus.IN_PROGRESS)
    page = open_session(pages, review)
    assert "still running" in page.info[0].value
    assert not page.text_area


def test_a_decision_is_taken_back_with_a_reason(pages: Pages, world: World, review: ProctorReview) -> None:
    page = decide(open_session(pages, review), "Reject", "a phone")
    page = button(page, "Open again").click().run()
    page.text_area[0].set_value("it was a cup")
    page = [b for b in page.button if b.label == "Open again"][-1].click().run()
    assert not page.exception
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW
    assert "opened again by Lee" in all_text(page)


def test_the_page_without_a_chosen_session_leads_to_the_queue(pages: Pages) -> None:
    page = AppTest.from_file(PAGES / SESSION, default_timeout=30).run()
    assert "No session is chosen" in page.info[0].value
    assert [b.label for b in page.button] == ["To the review queue"]


@pytest.mark.parametrize("file", [QUEUE, SESSION])
def test_nobody_but_moderators_sees_the_pages(pages: Pages, review: ProctorReview, file: str) -> None:
    page = pages.open_as(Role.ANALYST, file)
    assert "This page is for another role: Moderator" in page.warning[0].value
    assert not page.button
    assert not page.get("bidi_component")
    pages.cookie("made up")
    assert "You are not signed in" in pages.open(file).warning[0].value


def test_the_queue_is_narrowed_and_turned_page_by_page(pages: Pages, world: World) -> None:
    survey = world.survey("Other")
    for _ in range(13):
        world.wait(minutes=1)
        world.flagged(survey, alleged=[(ViolationType.NO_FACE, 1, 5)])
    world.flagged(survey, alleged=[(ViolationType.MOBILE_DETECTED, 1, 5)])
    page = pages.open(QUEUE, SESSION)
    first = [row["id"] for row in component_data(page, "review_queue_table")["rows"]]
    page = button(page, "Next page").click().run()
    second = [row["id"] for row in component_data(page, "review_queue_table")["rows"]]
    assert (len(first), len(second)) == (12, 2)
    assert not set(first) & set(second)
    page.selectbox[1].set_value(ViolationType.MOBILE_DETECTED)
    page = page.run()
    assert [row["why"][0]["text"] for row in component_data(page, "review_queue_table")["rows"]] == ["Phone 1"]


def test_a_session_is_found_by_its_code(pages: Pages, world: World, review: ProctorReview) -> None:
    other = world.flagged(world.survey())
    page = pages.open(QUEUE, SESSION)
    page.text_input(key="review_queue_code").set_value(session_code(other.session_id)).run()
    (row,) = component_data(page, "review_queue_table")["rows"]
    assert session_code(other.session_id) in str(row)
    world.reviewing.decide(world.person("kim"), other.id, DecisionKind.APPROVE, "", revision=0)
    assert [info.value for info in page.run().info] == [texts.VIEW_FILTERED_EMPTY, "It is in another view: Decided."]
    page.text_input(key="review_queue_code").set_value("what?").run()
    assert "digits and letters from A to F" in page.error[0].value


def test_decided_sessions_say_what_was_decided(pages: Pages, world: World, review: ProctorReview) -> None:
    world.reviewing.decide(world.person("kim"), review.id, DecisionKind.REJECT, "a phone", revision=0)
    world.wait(hours=5)
    page = pages.open(QUEUE, SESSION)
    page.button_group[0].set_value(QueueView.DECIDED).run()
    data = component_data(page, "review_queue_table")
    assert [column["label"] for column in data["columns"]][-2:] == ["Decided", "Decision"]
    assert (data["rows"][0]["waiting"], data["rows"][0]["holder"]) == ("5 h ago", "Rejected")


def test_a_video_is_played_to_who_holds_the_review_once_it_is_ready(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    """An uploaded file has a place in the store before anything is known about it."""
    video = SessionRecording(
        session_id=review.session_id,
        source=RecordingSource.UPLOADED,
        state=RecordingState.CLOSED,
        media_key="sessions/a/video/b.webm",
        created_at=world.clock(),
    )
    world.add(video)
    world.reviewing.claim(world.person("lee"), review.id)
    assert not players(open_session(pages, review))

    with transaction(world.engine) as db:
        db.get_one(SessionRecording, video.id).state = RecordingState.PROCESSED
    page = open_session(pages, review)
    assert not page.exception
    assert players(page)
    pages.sign_in(world.person("kim"))
    page = open_session(pages, review)
    assert not players(page)
    assert texts.VIDEO_FOR_HOLDER in all_text(page)


def players(page: AppTest) -> list[str]:
    return [
        element.proto.json for element in page.get("bidi_component") if "/api/media/recording/" in element.proto.json
    ]
