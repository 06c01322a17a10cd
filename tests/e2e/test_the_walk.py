"""The timed walk: flagged sessions of six incidents one after the other, a verdict on each and the decision, by keys alone.

`python -m benchmarks.walk` lets 150 of them be judged and prints how long the program took for each step.
"""

import json
import os
from pathlib import Path
from time import perf_counter
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from db.tables import HeldDecision, IncidentVerdict, ProctorReview
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import ReviewStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served, ServeWorld
from tests.support.review_world import World as ReviewWorld

pytestmark = pytest.mark.timeout(3600)

SESSIONS = int(os.environ.get("PROCTOR_WALK_SESSIONS", "3"))
TIMES = os.environ.get("PROCTOR_WALK_TIMES", "")
"""A file for the seconds of each step, as JSON."""
KINDS = [*list(ViolationType)[:5], ViolationType.NO_FACE]
SIX = [(kind, 20.0 + 40 * place, 28.0 + 40 * place) for place, kind in enumerate(KINDS)]
KEYS = "cdtcdc"
OF_KEY = {"c": VerdictKind.CONFIRM, "d": VerdictKind.DISMISS, "t": VerdictKind.UNSURE}
MOST_KEYS = 12
SCREEN = """
() => {
  const host = [...document.querySelectorAll("*")].find((one) => one.shadowRoot?.querySelector(".case"))
  const root = host.shadowRoot
  const approve = root.querySelector('[data-key="a"]')
  return {
    judged: [...root.querySelectorAll(".pill")].filter((pill) => /[^0-9]/.test(pill.textContent)).length,
    saving: root.querySelector(".case.saving") !== null,
    armed: approve !== null && approve.hasAttribute("data-armed"),
    seen: root.querySelector(".verdicts").hasAttribute("data-armed"),
    code: root.querySelector(".case").dataset.code,
  }
}
"""


@pytest.fixture(scope="module")
def served(serve_world: ServeWorld) -> Served:
    """A program of its own: "the next case" must be one of the walk."""
    return serve_world()


def screen(page: Page) -> dict[str, object]:
    return page.evaluate(SCREEN)


def until(page: Page, name: str, value: object) -> float:
    """Seconds until the screen says so."""
    begun = perf_counter()
    page.wait_for_function(f"(value) => ({SCREEN})().{name} === value", arg=value, timeout=30_000, polling="raf")
    return perf_counter() - begun


def judge(page: Page) -> dict[str, list[float]]:
    """One session: a verdict on each incident, then approve; the seconds of each step, arming left out."""
    steps: dict[str, list[float]] = {"verdict": [], "decision": []}
    for place, key in enumerate(KEYS, start=1):
        until(page, "seen", True)
        page.keyboard.press(key)
        steps["verdict"].append(until(page, "judged", place))
    until(page, "saving", False)
    until(page, "armed", True)
    code = str(screen(page)["code"])
    page.keyboard.press("a")
    begun = perf_counter()
    page.wait_for_function(f"(code) => ({SCREEN})().code !== code", arg=code, timeout=30_000, polling="raf")
    steps["decision"].append(perf_counter() - begun)
    return steps


def test_every_session_of_the_walk_is_judged_as_pressed_with_few_keys(served: Served, window: OpenWindow) -> None:
    world = ReviewWorld(served.world.engine, now=now())
    survey, taker = world.survey(f"Walk {uuid4().hex[:6]}"), world.person(f"tam-{uuid4().hex[:6]}", Role.TAKER)
    walked = [world.flagged(survey, taker, alleged=SIX) for _ in range(SESSIONS + 1)]
    page = window(served.world.person(Role.MODERATOR)).page
    page.goto(f"{served.url}/review_session?session={walked[0].session_id}")
    acts.expect_case(page, walked[0].session_id)
    steps: dict[str, list[float]] = {"verdict": [], "decision": []}
    judged: list[str] = []
    for _ in range(SESSIONS):
        judged.append(str(screen(page)["code"]))
        for name, seconds in judge(page).items():
            steps[name] += seconds
    if TIMES:
        Path(TIMES).write_text(json.dumps(steps), encoding="utf-8")
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0)
    assert len(set(judged)) == SESSIONS
    assert len(KEYS) + 1 <= MOST_KEYS
    of_walk = {review.id for review in walked}
    rows = sorted(
        (row for row in served.world.rows(IncidentVerdict) if row.review_id in of_walk), key=lambda row: row.at
    )
    by_review: dict[UUID, list[VerdictKind | None]] = {}
    for row in rows:
        by_review.setdefault(row.review_id, []).append(row.kind)
    decided = {row.review_id for row in served.world.rows(HeldDecision)}
    decided |= {row.id for row in served.world.rows(ProctorReview) if row.status is not ReviewStatus.PENDING}
    assert all(kinds == [OF_KEY[key] for key in KEYS] for kinds in by_review.values())
    assert len(decided & of_walk) == len(by_review) == SESSIONS
