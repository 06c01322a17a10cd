"""A whole review without a mouse: every key counts once, none counts before its incident was seen, a lost line loses nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from db.tables import AddedIncident, HeldDecision, IncidentVerdict, ProctorReview
from pages import texts, texts_review
from pages import texts_decisions as decisions
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served
from tests.e2e.interception import Interception
from tests.support.review_world import World as ReviewWorld

pytestmark = pytest.mark.timeout(300)

SIX = [
    (kind, 20.0 + 40 * place, 28.0 + 40 * place)
    for place, kind in enumerate([*list(ViolationType)[:5], ViolationType.NO_FACE])
]
SEEN_MS, PRESSES, APART_MS = 400, 60, 50

Waiting = Callable[[], ProctorReview]


@pytest.fixture
def waiting(served: Served) -> Waiting:
    """Make a session of six incidents that waits for a person."""
    world = ReviewWorld(served.world.engine, now=now())
    survey = world.survey(f"Study {uuid4().hex[:6]}")
    taker = world.person(f"tam-{uuid4().hex[:6]}", Role.TAKER)
    return lambda: world.flagged(survey, taker, alleged=SIX)


def given(served: Served, review: ProctorReview) -> list[IncidentVerdict]:
    rows = served.world.rows(IncidentVerdict, review_id=review.id)
    return sorted(rows, key=lambda row: row.at)


def open_case(page: Page, review: ProctorReview, url: str) -> None:
    page.goto(f"{url}/review_session?session={review.session_id}")
    acts.expect_case(page, review.session_id)


def keys(page: Page, pressed: str, apart_ms: int = SEEN_MS) -> None:
    for key in pressed:
        page.keyboard.press(key)
        page.wait_for_timeout(apart_ms)


def test_six_incidents_are_judged_undone_added_and_decided_by_keys_and_the_next_case_opens(
    served: Served, window: OpenWindow, waiting: Waiting
) -> None:
    first, _ = waiting(), waiting()
    page = window(served.world.person(Role.MODERATOR)).page
    open_case(page, first, served.url)
    keys(page, "cdt")
    keys(page, "zk5d")
    acts.saved(page)
    assert [(row.kind, row.reason) for row in given(served, first)] == [
        (VerdictKind.CONFIRM, None),
        (VerdictKind.DISMISS, None),
        (VerdictKind.UNSURE, None),
        (None, None),
        (VerdictKind.DISMISS, "technical"),
    ]
    keys(page, "i6i")
    acts.saved(page)
    expect(page.get_by_role("button", name=texts_review.SCREEN["added"].split("{")[0])).to_be_visible(
        timeout=acts.STEP_MS
    )
    assert [row.type for row in served.world.rows(AddedIncident, review_id=first.id)] == ["identity_mismatch"]
    keys(page, "?")
    expect(page.get_by_text(texts_review.KEYS["?"])).to_be_visible()
    page.keyboard.press("Escape")
    expect(acts.decides(page, texts.DECIDE[DecisionKind.REJECT][0])).to_be_visible(timeout=acts.STEP_MS)
    keys(page, "r2r")
    expect(page.get_by_text(decisions.HELD_TOAST[DecisionKind.REJECT])).to_be_visible(timeout=acts.STEP_MS)
    (held,) = served.world.rows(HeldDecision, review_id=first.id)
    assert (held.decision, held.reason) == (DecisionKind.REJECT, texts_review.PRESETS[DecisionKind.REJECT]["others"])
    first_url = f"{served.url}/review_session?session={first.session_id}"
    expect(page).not_to_have_url(first_url, timeout=acts.STEP_MS)
    acts.settle(page)
    page.keyboard.press("z")
    expect(page).to_have_url(first_url, timeout=acts.STEP_MS)
    expect(page.get_by_text(decisions.TAKEN_BACK)).to_be_visible(timeout=acts.STEP_MS)
    acts.expect_case(page, first.session_id)
    review = served.world.review(first.session_id)
    assert review and review.status is ReviewStatus.PENDING, "nobody heard of it"


def test_sixty_presses_fifty_milliseconds_apart_all_arrive_once(
    served: Served, window: OpenWindow, waiting: Waiting
) -> None:
    review = waiting()
    page = window(served.world.person(Role.MODERATOR)).page
    open_case(page, review, served.url)
    keys(page, "cccccc")
    acts.saved(page)
    before = len(given(served, review))
    keys(page, ("dtcz" * PRESSES)[:PRESSES], APART_MS)
    acts.saved(page)
    assert (before, len(given(served, review)) - before) == (6, PRESSES)
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0)


@pytest.mark.alone  # four presses within the time of one
def test_a_key_acts_only_on_an_incident_that_was_drawn(served: Served, window: OpenWindow, waiting: Waiting) -> None:
    review = waiting()
    page = window(served.world.person(Role.MODERATOR)).page
    open_case(page, review, served.url)
    page.wait_for_timeout(SEEN_MS)
    for _ in range(4):
        page.keyboard.press("c")
    acts.saved(page)
    assert len(given(served, review)) == 1, "the first one alone had been seen"
    page.wait_for_timeout(SEEN_MS)
    keys(page, "c")
    acts.saved(page)
    assert len(given(served, review)) == 2
    keys(page, "j", apart_ms=100)
    for is_away in (True, False):  # drawn, and not seen for long enough
        acts.look_elsewhere(page, is_away=is_away)
    expect(page.locator(".verdicts[data-armed]")).to_be_visible(timeout=acts.STEP_MS)
    keys(page, "c")
    acts.saved(page)
    assert len(given(served, review)) == 3


def test_what_is_pressed_while_the_line_is_gone_waits_says_so_and_survives_a_reload(
    served: Served, window: OpenWindow, waiting: Waiting
) -> None:
    review = waiting()
    page = window(served.world.person(Role.MODERATOR)).page
    server = Interception(page, "**/api/moderator/**")
    open_case(page, review, served.url)
    server.cut()
    keys(page, "cdt")
    expect(page.get_by_role("status").filter(has_text="Nothing is lost")).to_be_visible(timeout=acts.STEP_MS)
    assert given(served, review) == []
    server.end()
    page.reload()
    acts.expect_case(page, review.session_id)
    expect(page.get_by_role("button", name="3: Can't tell")).to_be_visible(timeout=acts.STEP_MS)
    acts.saved(page)
    assert [row.kind for row in given(served, review)] == [VerdictKind.CONFIRM, VerdictKind.DISMISS, VerdictKind.UNSURE]
    page.get_by_role("button", name="3: Can't tell").click()
    server.refuse("It stands.")
    for _ in range(2):  # the second time the case is, for the page, the same as after the first
        with page.expect_response("**/take-back"):
            page.keyboard.press("z")
        expect(page.get_by_role("button", name="3: Can't tell")).to_be_visible(timeout=acts.STEP_MS)
    expect(page.get_by_role("alert").filter(has_text="It stands.")).to_be_visible()


def test_of_two_moderators_at_one_case_the_one_who_holds_it_judges(
    served: Served, window: OpenWindow, waiting: Waiting
) -> None:
    review = waiting()
    first, second = (window(served.world.person(Role.MODERATOR)).page for _ in range(2))
    open_case(first, review, served.url)
    second.goto(f"{served.url}/review_session?session={review.session_id}")
    expect(second.get_by_text("has this session until")).to_be_visible(timeout=acts.STEP_MS)
    second.wait_for_timeout(SEEN_MS)
    keys(second, "cdar")
    assert given(served, review) == []
    keys(first, "c")
    acts.saved(first)
    assert [row.kind for row in given(served, review)] == [VerdictKind.CONFIRM]
