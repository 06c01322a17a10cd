"""Why a recording failed is read in the reader's language by moderators and administrators; old rows keep their text."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.tables import ProctorReview, SessionRecording
from pages import texts
from pages import texts_recordings as words
from pages.components.addresses import CHOSEN_SESSION
from proctor_core.codes.code import Code
from proctor_core.codes.recording_faults import FFmpegProblem, RecordingFault
from proctor_core.domain.failure import Failure, codes_of, failure
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.recording_analysis import AnalysisState
from proctor_core.domain.roles import Role
from proctor_core.domain.states import RecordingState
from tests.pages.test_recordings_on_pages import MODELS, SESSION, uploaded
from tests.support.german import read_german
from tests.support.page_application import PAGES, Pages, all_text, component_data
from tests.support.page_tables import tables_of
from tests.support.review_world import World

pytestmark = pytest.mark.slow

GERMAN: dict[Code, str] = {
    RecordingFault.BROKEN_AFTER: "kaputt nach {last_s:.1f} s: {said}",
    FFmpegProblem.INVALID_DATA: "ungültige Daten",
}
BROKEN = failure(RecordingFault.BROKEN_AFTER, last_s=12.04, said=FFmpegProblem.INVALID_DATA)
OLD = Failure("cut off")


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read_german(monkeypatch, tmp_path, GERMAN)


@pytest.fixture
def review(world: World) -> ProctorReview:
    return world.flagged(world.survey())


def fail(world: World, review: ProctorReview, why: Failure) -> None:
    codes = codes_of(why)
    dead: dict[str, Any] = {"state": RecordingState.FAILED, "analysis": AnalysisState.DEAD, "last_error_codes": codes}
    uploaded(world, review, failure=why.text, failure_codes=codes, last_error=why.text, **dead)


def review_page(pages: Pages, world: World, review: ProctorReview) -> AppTest:
    pages.sign_in(world.person("lee"))
    page = AppTest.from_file(PAGES / SESSION, default_timeout=30)
    page.session_state[CHOSEN_SESSION], page.session_state["language"] = review.session_id, "de"
    return page.run()


BOTH = pytest.mark.parametrize(
    ("why", "said"), [(BROKEN, "kaputt nach 12,0 s: ungültige Daten"), (OLD, "cut off")], ids=["codes", "text alone"]
)


@BOTH
def test_an_uploaded_recording_on_the_review_page(
    pages: Pages, world: World, review: ProctorReview, why: Failure, said: str
) -> None:
    fail(world, review, why)
    assert words.FAILED.format(why=said) in all_text(review_page(pages, world, review))


@BOTH
def test_the_live_video_on_the_review_page(
    pages: Pages, world: World, review: ProctorReview, why: Failure, said: str
) -> None:
    failed: dict[str, Any] = {"state": RecordingState.FAILED, "failure": why.text, "failure_codes": codes_of(why)}
    world.add(
        SessionRecording(session_id=review.session_id, source=RecordingSource.LIVE, created_at=world.clock(), **failed)
    )
    data = component_data(review_page(pages, world, review), "case_screen")
    assert data["videoSays"] == texts.VIDEO_FAILED.format(why=said)


@BOTH
def test_the_administrator_s_list(pages: Pages, world: World, review: ProctorReview, why: Failure, said: str) -> None:
    fail(world, review, why)
    page = pages.open_as(Role.ADMINISTRATOR, MODELS)
    assert tables_of(page)[1].column("Why") == [said]
