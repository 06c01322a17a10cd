"""The moderator's two pages, driven as a moderator would."""

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import ProctorReview, ReviewEvent, SessionRecording, Survey, SurveySession
from pages import texts, texts_accommodations
from pages import texts_decisions as decisions
from pages import texts_queue as words
from pages import texts_taker as taker_texts
from pages.components.addresses import CHOSEN_SESSION
from proctor_core.domain.policy import STANDARD, FlagRule
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DecisionKind, RecordingState, SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.domain.watching import WatchedBy, WatchingReason
from proctor_core.services.reviewing.reviewing import QueueSort, QueueView
from proctor_core.services.surveys.kept_policies import keep_policy
from proctor_core.services.surveys.watchers import change_watcher
from tests.support.page_application import PAGES, Pages, all_text, button, component_data, open_dialog
from tests.support.page_tables import tables_of
from tests.support.review_world import World
from tests.support.statements import statements

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


def test_the_queue_shows_what_a_priority_is_made_of_and_is_put_in_another_order(pages: Pages, world: World) -> None:
    survey = world.survey()
    world.flagged(survey, alleged=[(ViolationType.LOW_CONFIDENCE, 1.0, 41.0)])
    phone = world.flagged(survey, alleged=[(ViolationType.MOBILE_DETECTED, 1.0, 9.4)])
    world.wait(hours=5)
    page = pages.open(QUEUE, SESSION)
    first, second = component_data(page, "review_queue_table")["rows"]
    assert first["code"] == session_code(phone.session_id)
    assert (first["priority"]["points"], first["priority"]["parts"]) == ("27", "12 + 1 + 9 + 5")
    assert (second["priority"]["points"], second["priority"]["parts"]) == ("22", "3 + 4 + 10 + 5")
    assert "12 for what is alleged" in first["priority"]["sentence"]
    order = next(box for box in page.selectbox if box.label == words.SORT)
    page = order.set_value(QueueSort.LONGEST).run()
    table = component_data(page, "review_queue_table")
    assert table["rows"][0]["code"] == second["code"]
    assert [one["direction"] for one in table["columns"] if one["sort"]] == ["none", "descending", "none", "none"]
    page = next(one for one in page.toggle if one.label == words.REVERSED).set_value(True).run()
    table = component_data(page, "review_queue_table")
    assert table["rows"][0]["code"] == first["code"]
    assert [one["direction"] for one in table["columns"] if one["sort"]] == ["none", "ascending", "none", "none"]


def test_what_the_queue_was_narrowed_to_stays_while_a_case_is_open(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey(), coverage=0.6)
    page = pages.open(QUEUE, SESSION)
    page = next(box for box in page.selectbox if box.label == words.COVERAGE).set_value("0.5").run()
    assert texts.VIEW_FILTERED_EMPTY in all_text(page)
    page = next(box for box in page.selectbox if box.label == words.COVERAGE).set_value("0.9").run()
    assert component_data(page, "review_queue_table")["rows"][0]["code"] == session_code(review.session_id)
    page = button(page, "Review next").click().run()
    assert session_code(review.session_id) in all_text(page)
    page = page.switch_page(str(PAGES / QUEUE)).run()
    assert next(box for box in page.selectbox if box.label == words.COVERAGE).value == "0.9"
    page = button(page, words.CLEAR_FILTERS).click().run()
    assert not page.exception
    assert next(box for box in page.selectbox if box.label == words.COVERAGE).value == ""


def test_a_view_is_saved_and_chosen_again_by_one_press(pages: Pages, world: World) -> None:
    survey = world.survey()
    world.flagged(survey, alleged=[(ViolationType.NO_FACE, 1.0, 9.0)])
    phone = world.flagged(survey, alleged=[(ViolationType.MOBILE_DETECTED, 1.0, 9.0)])
    page = pages.open(QUEUE, SESSION)
    page.selectbox(key="review_queue_type").set_value("mobile_detected").run()
    page.text_input(key="saved_view_name").set_value("Phones :material/home:")
    page = button(page, words.SAVE_VIEW).click().run()
    assert not page.exception
    saved = next(group for group in page.button_group if group.key == "saved_views")
    assert len(saved.options) == 1 and saved.value
    page = page.selectbox(key="review_queue_type").set_value("").run()
    assert len(component_data(page, "review_queue_table")["rows"]) == 2
    saved = next(group for group in page.button_group if group.key == "saved_views")
    assert not saved.value
    page = saved.set_value(saved.options[0]).run()
    (row,) = component_data(page, "review_queue_table")["rows"]
    assert row["code"] == session_code(phone.session_id)
    page = next(one for one in page.button if one.key and one.key.startswith("forget-")).click().run()
    assert not page.exception
    assert all(group.key != "saved_views" for group in page.button_group)
    assert world.services.reviewing.saved_views.views(world.person("lee")) == []


def test_a_run_of_the_queue_asks_for_saved_views_once(pages: Pages, world: World) -> None:
    with statements(world.engine) as asked:
        pages.open(QUEUE, SESSION)
    assert sum("FROM saved_queue_view" in statement for statement, _ in asked) == 1


def test_low_priority_is_listed_dismissed_in_a_second_step_and_taken_back(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey(), alleged=[(ViolationType.LOOKING_AWAY, 20.0, 24.0)])
    held = world.flagged(world.survey("Other"), alleged=[(ViolationType.LOOKING_AWAY, 20.0, 24.0)])
    world.reviewing.claim(world.person("kim"), held.id)
    page = open_dialog(pages.open(QUEUE, SESSION), words.BULK)
    said = all_text(page)
    assert "1 incident in the 1 cases of this view" in said and "1 case is left out" in said
    assert session_code(review.session_id) in str(tables_of(page)) and session_code(held.session_id) not in str(
        tables_of(page)
    )
    page = button(page, "Dismiss 1 incident").click().run()
    assert not page.exception
    assert "1 incident is dismissed." in all_text(page)
    (incident,) = component_data(open_session(pages, review), "case_screen")["incidents"]
    assert (incident["verdict"]["kind"], incident["verdict"]["by"]) == ("dismiss", "Lee in bulk, without a look")
    assert not incident["verdict"]["isOwn"], "Lee can still look and say it"
    page = open_dialog(pages.open(QUEUE, SESSION), words.BULK)
    assert words.BULK_NONE.format(cases=1) in all_text(page)
    page = next(one for one in page.button if one.label.startswith("Take back 1")).click().run()
    assert "1 dismissal is taken back." in all_text(page)
    (incident,) = world.reviewing.case(world.person("kim"), review.session_id).incidents
    assert incident.stands is None


def test_a_daily_mail_is_asked_for_where_there_is_a_mail_server(pages: Pages, world: World) -> None:
    page = pages.open(QUEUE, SESSION)
    assert all(box.label != words.MAIL_ADDRESS for box in page.text_input)
    object.__setattr__(world.services.reviewing.queue_mail, "hour", 7)
    page = pages.open(QUEUE, SESSION)
    page.text_input(key="queue_mail_address").set_value("lee at home")
    page = button(page, words.MAIL_DAILY).click().run()
    assert "expected one mail address" in page.error[0].value
    page.text_input(key="queue_mail_address").set_value("lee@example.org")
    page = button(page, words.MAIL_DAILY).click().run()
    assert world.services.reviewing.queue_mail.wished(world.person("lee")) == "lee@example.org"
    page = button(page, words.MAIL_NO_MORE).click().run()
    assert not page.exception
    assert world.services.reviewing.queue_mail.wished(world.person("lee")) is None


def test_a_case_says_what_the_survey_asks_and_who_else_has_it_open(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey())
    assert words.INSTRUCTIONS not in all_text(open_session(pages, review))
    with transaction(world.engine) as db:
        survey = db.exec(select(Survey)).one()
        survey.moderator_instructions = "Calculators are *allowed*.\nReject for phones."
    world.services.reviewing.presence.look(world.person("kim"), review.session_id)
    said = all_text(open_session(pages, review))
    assert r"Calculators are \*allowed\*." in said and "Reject for phones." in said
    assert "Kim has this case open too" in said
    (row,) = component_data(pages.open(QUEUE, SESSION), "review_queue_table")["rows"]
    assert row["looked_at"] == "open at Kim"


def test_a_case_says_what_was_eased_and_of_others_nothing(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey())
    assert texts_accommodations.OF_THE_TAKER not in all_text(open_session(pages, review))
    policy = replace(STANDARD, muted=("looking_away",), loosened=("no_face",))
    with transaction(world.engine) as db:
        db.get_one(SurveySession, review.session_id).judge_by(keep_policy(db, policy, world.clock()))
    said = all_text(open_session(pages, review))
    assert (
        f"{texts_accommodations.OF_THE_TAKER}:** No face: noted after twice the time, Looking away: not checked" in said
    )


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
    assert row["why"] == [], "of what is not decided no reason is said: one of the blind sample would have none"
    page = open_session(pages, review)
    assert texts.WATCHED_BY[WatchedBy.HYBRID][0] in all_text(page)
    assert texts.WHY_HERE_LATER in all_text(page)
    revision = world.reviewing.case(world.person("lee"), review.session_id).review.revision
    world.reviewing.decide(world.person("lee"), review.id, DecisionKind.APPROVE, "fine", revision)
    page = open_session(pages, review)
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


def screen(page: AppTest) -> dict[str, Any]:
    """What the review screen was given."""
    return component_data(page, "case_screen")


def test_an_unflagged_session_of_the_sample_is_a_case_until_its_moderator_has_judged_it(
    pages: Pages, world: World
) -> None:
    session = world.session(world.survey("Other"), world.person("tam", Role.TAKER))
    world.reviewing.draw(session.id, 0.02)
    page = AppTest.from_file(PAGES / SESSION, default_timeout=30)
    page.session_state[CHOSEN_SESSION] = session.id
    said = all_text(page.run())
    assert not page.exception
    assert texts.WHY_HERE_LATER in said
    assert "sample" not in said.lower()
    lee = world.person("lee")
    case = world.reviewing.case(lee, session.id)
    world.reviewing.decide(lee, case.review.id, DecisionKind.REJECT, "somebody else", case.review.revision)
    said = all_text(page.run())
    assert not page.exception
    assert "This was one of the blind sample: you rejected it; no rule had flagged it" in said
    assert texts.WHY_HERE_LATER not in said


def test_a_session_shows_facts_with_their_limits(pages: Pages, world: World, review: ProctorReview) -> None:
    world.signal(review, SignalKind.CAMERA_COVERED, 55.0, 61.0)
    page = open_session(pages, review)
    assert not page.exception
    said = all_text(page)
    assert texts.WHY_HERE_LATER in said
    assert "3 violations alleged; limit 3" not in said
    assert "coverage 98 %" in said
    assert "phone check not available" not in said
    first, second = screen(page)["incidents"]
    assert "Phone seen in 14 of 18 looks, best score 0.81; limit 0.35" in first["alleged"][0]["why"]
    assert (first["states"][0]["label"], first["states"][0]["span"]) == ("Camera covered", "00:55–01:01")
    assert first["states"][0]["why"].startswith("A technical signal that accuses nobody. ")
    assert (second["number"], second["verdict"]) == (2, None)


def test_pictures_come_from_the_guarded_route_and_never_from_streamlit(pages: Pages, review: ProctorReview) -> None:
    page = open_session(pages, review)
    first, second = screen(page)["incidents"]
    assert (len(first["pictures"]), len(second["pictures"])) == (6, 3)
    assert [one["moment"] for one in second["pictures"]] == ["start", "peak", "end"]
    assert all(one["src"].startswith("/api/media/evidence/") for one in first["pictures"])
    assert not page.get("imgs")


def test_a_picture_whose_file_is_gone_is_told_with_its_recorded_hash(pages: Pages, review: ProctorReview) -> None:
    pictures = screen(open_session(pages, review))["incidents"][0]["pictures"]
    assert all(re.search(r"missing from the store.* SHA-256 is [0-9a-f]{64}\.", one["missing"]) for one in pictures)


def test_a_missing_phone_model_is_said(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey(), phone_check_available=False)
    assert "phone check not available" in all_text(open_session(pages, review))


def test_what_people_typed_is_never_read_as_markdown(pages: Pages, world: World, review: ProctorReview) -> None:
    world.reviewing.decide(world.person("kim"), review.id, DecisionKind.ESCALATE, "![x](https://example.org/x.png)", 0)
    said = all_text(open_session(pages, review))
    assert r"Ride \*study\*" in said
    assert "![x](" not in said


def test_a_session_that_another_holds_can_be_read_and_not_decided(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    world.reviewing.claim(world.person("kim"), review.id)
    page = open_session(pages, review)
    assert "Kim has this session until" in page.warning[0].value
    assert not screen(page)["canJudge"]


def test_a_running_session_is_not_decided_yet(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey(), status=SessionStatus.IN_PROGRESS)
    page = open_session(pages, review)
    assert "still running" in page.info[0].value
    assert not screen(page)["canJudge"]


def test_a_decision_is_shown_and_taken_back_with_a_reason(pages: Pages, world: World, review: ProctorReview) -> None:
    world.reviewing.decide(world.person("lee"), review.id, DecisionKind.REJECT, "a phone", 0, "like last week")
    page = open_session(pages, review)
    said = all_text(page)
    assert "**Rejected by Lee, " in said
    assert "The taker reads: “a phone”" in said
    assert "For colleagues: “like last week”" in said
    assert not screen(page)["canJudge"]
    page = button(page, "Open again").click().run()
    page.text_area[0].set_value("it was a cup")
    page = [b for b in page.button if b.label == "Open again"][-1].click().run()
    assert not page.exception
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW
    assert "opened again by Lee" in all_text(page)


def test_for_ten_seconds_a_decision_is_taken_back_by_a_press(pages: Pages, world: World, review: ProctorReview) -> None:
    hold(world, review, "a *phone*")
    page = open_session(pages, review)
    said = all_text(page)
    assert "You rejected this session a moment ago" in said
    assert r"The taker will read: “a \*phone\*”" in said
    assert screen(page)["ownHeld"] == {"kind": {"id": "reject"}, "seconds": 10.0}
    assert not screen(page)["canJudge"]
    page = button(page, "Take back (Z)").click().run()
    assert not page.exception
    assert "decision taken back before anybody heard of it by Lee" in all_text(page)
    assert screen(page)["canJudge"]
    world.announce()
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW


def test_a_press_that_comes_too_late_is_told_why_it_takes_nothing_back(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    hold(world, review, "a phone")
    page = open_session(pages, review)
    world.announce()
    page = button(page, "Take back (Z)").click().run()
    assert "it is announced, open the case again with a reason" in page.error[0].value
    assert world.status_of(review) is SessionStatus.REJECTED


def test_who_looks_after_the_ten_seconds_sees_it_decided_though_the_task_has_not_come_yet(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    hold(world, review, "a phone")
    world.wait(seconds=9.96)
    assert screen(open_session(pages, review))["ownHeld"]["seconds"] == 0.1
    world.wait(seconds=0.04)
    page = open_session(pages, review)
    assert "**Rejected by Lee, " in all_text(page)
    assert [b.label for b in page.button if b.label in ("Open again", "Take back (Z)")] == ["Open again"]
    assert world.status_of(review) is SessionStatus.REJECTED


def hold(world: World, review: ProctorReview, reason: str) -> None:
    lee = world.person("lee")
    revision = world.reviewing.open_case(lee, review.session_id).review.revision
    world.services.reviewing.held_decisions.decide(lee, review.id, DecisionKind.REJECT, reason, revision, "")


def test_after_a_decision_the_next_case_opens(pages: Pages, world: World, review: ProctorReview) -> None:
    world.wait(minutes=1)
    second = world.flagged(world.survey())
    revision = world.reviewing.claim(world.person("lee"), review.id).revision
    world.reviewing.decide(world.person("lee"), review.id, DecisionKind.APPROVE, "", revision)
    page = decided(pages, review)
    assert screen(page)["session"] == str(second.session_id)
    assert decisions.HELD_TOAST[DecisionKind.APPROVE] in all_text(page)
    assert world.reviewing.case(world.person("kim"), second.session_id).holder == "Lee"
    revision = world.reviewing.case(world.person("kim"), second.session_id).review.revision
    world.reviewing.decide(world.person("lee"), second.id, DecisionKind.APPROVE, "", revision)
    assert screen(decided(pages, second))["session"] == str(second.session_id), "nothing waits: the decided one stays"


def decided(pages: Pages, review: ProctorReview) -> AppTest:
    """The page after its screen said that the case was decided."""
    script = (
        "import streamlit as st\nfrom pages.moderator import review_session\n"
        f"said = {{'session': '{review.session_id}', 'decision': 'approve'}}\n"
        "review_session.said_by_screen = lambda what: said\n"
        "review_session._go_on() if st.session_state.pop('press', False) else None\n"
        "review_session.draw()\n"
    )
    page = AppTest.from_string(script, default_timeout=30)
    page.session_state[CHOSEN_SESSION] = review.session_id
    page.query_params["session"] = str(review.session_id)
    page.session_state["press"] = True
    return page.run()


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
    assert screen(page)["videoSays"] == texts.VIDEO_FOR_HOLDER


def players(page: AppTest) -> bool:
    return "/api/media/recording/" in str(screen(page)["video"])
