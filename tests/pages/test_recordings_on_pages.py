"""Uploaded recordings: the moderator reads what differs, the administrator has dead letters tried again or dropped."""

from typing import Any

import pytest
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from db.engine import reading, transaction
from db.tables import ProctorReview, RecordingAnalysis, SessionRecording, Violation
from pages import texts_recordings as words
from pages.components.addresses import CHOSEN_SESSION
from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.recording_analysis import AnalysisState, Difference, Differences, SeenSignal
from proctor_core.domain.roles import Role
from proctor_core.domain.states import RecordingState
from tests.support.page_application import PAGES, Pages, all_text, button, component_data, open_dialog
from tests.support.page_tables import tables_of
from tests.support.review_world import World

pytestmark = pytest.mark.slow
MODELS, SESSION = "administrator/models.py", "moderator/review_session.py"
OF_ANALYSIS = ("tries", "progress", "last_error", "last_error_codes", "differences")


@pytest.fixture
def review(world: World) -> ProctorReview:
    return world.flagged(world.survey())


def uploaded(world: World, review: ProctorReview, **values: Any) -> SessionRecording:
    """A recording of the session's first five minutes; `values` go into the recording or its analysis, by name."""
    at = world.clock()
    of_analysis = {name: values.pop(name) for name in OF_ANALYSIS if name in values}
    state = values.pop("analysis", AnalysisState.DONE)
    given = {"state": RecordingState.PROCESSED, "media_key": "sessions/a/video/b.webm", **values}
    recording = SessionRecording(
        session_id=review.session_id, source=RecordingSource.UPLOADED, duration_s=300.0, created_at=at, **given
    )
    world.add(recording)
    analysis = RecordingAnalysis(
        id=recording.id,
        session_id=review.session_id,
        recording_id=recording.id,
        state=state,
        created_at=at,
        **of_analysis,
    )
    world.add(analysis)
    return recording


def differences(world: World, review: ProctorReview, **values: Any) -> dict[str, Any]:
    first = violations(world, review)[0]
    found = {
        "agreed": 2,
        "only_recording": (Difference("multiple_faces", 70.0, 80.0, "", "More than one face in 9 of 9 looks"),),
        "only_live": (Difference(first.type, first.onset_s, 50.0, str(first.id), "Phone seen"),),
        "looks": 1500,
        **values,
    }
    return Differences(**found).to_json()


def violations(world: World, review: ProctorReview) -> list[Violation]:
    with reading(world.engine) as db:
        mine = select(Violation).where(Violation.session_id == review.session_id).order_by(col(Violation.onset_s))
        return list(db.exec(mine).all())


def open_session(pages: Pages, world: World, review: ProctorReview) -> AppTest:
    pages.sign_in(world.person("lee"))
    page = AppTest.from_file(PAGES / SESSION, default_timeout=30)
    page.session_state[CHOSEN_SESSION] = review.session_id
    return page.run()


def test_the_moderator_reads_what_could_not_be_read_a_recording_in_part_and_a_reports_picture(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    uploaded(world, review, differences=differences(world, review, unread=17))
    with transaction(world.engine) as db:
        db.get_one(Violation, violations(world, review)[0].id).snapshot_refused = PictureFault.TOO_SMALL
    page = open_session(pages, world, review)
    assert words.UNREAD.format(count=17) in all_text(page)
    assert words.PICTURE_REFUSED[PictureFault.TOO_SMALL] in str(component_data(page, "case_screen"))


def test_the_moderator_reads_what_only_one_of_both_saw_and_goes_to_it(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    seen = (SeenSignal("camera_covered", 100.0, 170.0),)
    uploaded(world, review, differences=differences(world, review, signals=seen))
    page = open_session(pages, world, review)
    assert not page.exception
    said = all_text(page)
    assert words.SUMMARY.format(agreed=2, only_recording=1, only_live=1) in said
    assert words.COUNTED in said
    assert "Camera covered 01:40–02:50" in said
    assert words.START_UNSAID not in said
    assert "only in part" not in said
    page = button(page, words.SHOW.format(number=1)).click().run()
    assert not page.exception
    assert component_data(page, "case_screen")["focus"]["number"] == 1


def test_after_a_decision_it_says_that_nothing_was_added(pages: Pages, world: World, review: ProctorReview) -> None:
    uploaded(
        world, review, differences=differences(world, review, is_counted=False), is_start_told=False, start_s=500.0
    )
    said = all_text(open_session(pages, world, review))
    assert words.NOT_COUNTED in said
    assert words.START_UNSAID in said
    assert words.OVERHANG.format(length="3 min 20 s") in said


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": RecordingState.CLOSED, "analysis": AnalysisState.WAITING}, words.WAITS),
        (
            {"state": RecordingState.CLOSED, "analysis": AnalysisState.RUNNING, "progress": 0.42},
            words.RUNS.format(share="42 %"),
        ),
        (
            {"state": RecordingState.FAILED, "failure": "broken after 12 s", "analysis": AnalysisState.DEAD},
            words.FAILED.format(why="broken after 12 s"),
        ),
    ],
    ids=["waiting", "running", "failed"],
)
def test_until_then_it_says_how_far_it_is(
    pages: Pages, world: World, review: ProctorReview, values: dict[str, Any], sentence: str
) -> None:
    uploaded(world, review, **values)
    page = open_session(pages, world, review)
    assert not page.exception
    assert sentence in all_text(page)


def test_the_player_begins_where_the_recording_lies_in_the_session(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    recording = uploaded(world, review, differences=differences(world, review), start_s=12.5)
    world.reviewing.claim(world.person("lee"), review.id)
    data = component_data(open_session(pages, world, review), "case_screen")["video"]
    assert data == {"src": f"/api/media/recording/{recording.session_id}", "start": 12.5, "length": 300.0}


def test_an_incident_says_who_saw_it(pages: Pages, world: World, review: ProctorReview) -> None:
    with transaction(world.engine) as db:
        db.get_one(Violation, violations(world, review)[0].id).source = "recording"
    assert words.SOURCE["recording"] in str(component_data(open_session(pages, world, review), "case_screen"))


def test_the_administrator_sees_the_work_and_has_a_dead_letter_tried_again_or_dropped(
    pages: Pages, world: World, review: ProctorReview
) -> None:
    assert words.NONE_OPEN in all_text(pages.open_as(Role.ADMINISTRATOR, MODELS))
    uploaded(world, review, state=RecordingState.CLOSED, analysis=AnalysisState.RUNNING, progress=0.42, tries=1)
    for why in ("it was not done after 60 s", "its process ended with -11"):
        dead = {"state": RecordingState.FAILED, "failure": why, "analysis": AnalysisState.DEAD, "tries": 3}
        uploaded(world, review, last_error=why, **dead)
    page = pages.open(MODELS)
    assert not page.exception
    running, given_up = tables_of(page)[1:3]
    assert running.column("State") == ["▶ 42 %"]
    assert sorted(given_up.column("Why")) == ["it was not done after 60 s", "its process ended with -11"]
    first, second = (one.analysis.id for one in pages.services.recordings.listed.dead(world.person("a administrator")))
    page = button(open_dialog(page, words.AGAIN, chosen_recording=first), words.AGAIN_NOW).click().run()
    assert not page.exception
    assert len(tables_of(page)[2].column("Why")) == 1
    page = button(open_dialog(page, words.DROP, chosen_recording=second), words.DROP_NOW).click().run()
    assert words.DEAD_TITLE not in all_text(page)
    assert "… waiting" in tables_of(page)[1].column("State")
