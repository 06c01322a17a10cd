"""Planted verdicts give back what the blind sample's figures say: recall, what is missed, agreement, drift."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from db.tables import (
    AddedIncident,
    BlindSample,
    IncidentVerdict,
    SampleAddition,
    SampleOpinion,
    SampleVerdict,
    SessionRecording,
    SurveySession,
)
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.agreement import agreement_of
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.recall import Looked, recall_of
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.roles import Role
from proctor_core.domain.share import share_of
from proctor_core.domain.states import DecisionKind, RecordingState
from proctor_core.domain.violation import IncidentType, ViolationType
from proctor_core.errors import NotAllowed
from proctor_core.services.reviewing.statistics import Period
from proctor_core.services.sampling.figures import SampleFigures
from tests.support.review_world import NOON, World

APPROVE, REJECT = DecisionKind.APPROVE, DecisionKind.REJECT
CONFIRM, DISMISS = VerdictKind.CONFIRM, VerdictKind.DISMISS
LENGTH_S = 600.0
PLANTED = {(APPROVE, APPROVE): 15, (REJECT, REJECT): 20, (REJECT, APPROVE): 5, (APPROVE, REJECT): 10}
"""The table of Cohen's textbook: 70 % the same, half of them by chance, kappa 0.4."""


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


def figures(world: World) -> SampleFigures:
    return world.services.reviewing.samples.figures(world.person("ana", Role.ANALYST), Period.MONTH)


def filmed(world: World, session: SurveySession, duration_s: float = LENGTH_S) -> None:
    closed = {"state": RecordingState.PROCESSED, "media_key": f"v/{session.id}", "duration_s": duration_s}
    world.add(SessionRecording(session_id=session.id, source=RecordingSource.LIVE, created_at=world.now, **closed))


def sampled(
    world: World,
    session: SurveySession,
    *,
    share: float = 0.1,
    findings: int = 0,
    earlier: DecisionKind | None = None,
    decision: DecisionKind = APPROVE,
    video_s: float = LENGTH_S,
    at: datetime | None = None,
) -> BlindSample:
    kind = SampleKind.DECIDED if earlier else SampleKind.UNFLAGGED
    when = at or world.now
    values: dict[str, Any] = {"kind": kind, "share": share, "drawn_at": when, "ranks_since": when, "closed_at": when}
    drawn = BlindSample(session_id=session.id, earlier=earlier, **values)
    said = {"findings": findings, "length_s": LENGTH_S, "video_s": video_s, "at": when, "decision": decision}
    world.add(drawn)
    world.add(SampleOpinion(session_id=session.id, sample_id=drawn.id, **said))
    return drawn


def of_the_session(world: World, session_id: Any, kind: VerdictKind, **more: Any) -> dict[str, Any]:
    span = {"onset_s": 1.0, "offset_s": 2.0, "type": ViolationType.NO_FACE, "signal_ids": list[str]()}
    return {
        "session_id": session_id,
        "kind": kind,
        "violation_ids": [str(uuid4())],
        "at": world.clock(),
        **span,
        **more,
    }


def test_recall_is_of_sessions_and_each_unflagged_one_stands_for_its_share(world: World) -> None:
    survey, taker = world.survey(), world.person("tam", Role.TAKER)
    for is_finding in (True, True, True, False):
        review = world.flagged(survey)
        filmed(world, SurveySession(id=review.session_id))
        said = of_the_session(world, review.session_id, CONFIRM if is_finding else DISMISS, review_id=review.id)
        world.add(IncidentVerdict(**said))
    added = world.flagged(survey, alleged=())
    filmed(world, SurveySession(id=added.session_id))
    span = {"type": IncidentType.NO_FACE, "onset_s": 1.0, "offset_s": 2.0, "at": world.clock()}
    world.add(AddedIncident(session_id=added.session_id, review_id=added.id, **span))
    without_video = world.flagged(survey)
    world.add(IncidentVerdict(**of_the_session(world, without_video.session_id, CONFIRM, review_id=without_video.id)))
    for number in range(40):
        sampled(world, world.session(survey, taker), share=0.5, findings=2 if number < 2 else 0)
    sampled(world, world.session(survey, taker), share=0.5, findings=1, video_s=100.0)
    recall = figures(world).recall
    assert recall is not None and recall.share is not None
    assert (recall.found, recall.looked, recall.missed) == (4, 40, 2)
    assert recall.share.value == pytest.approx(4 / (4 + 2 / 0.5))
    wilson = share_of(2, 40)
    assert wilson is not None
    assert recall.share.low == pytest.approx(4 / (4 + wilson.high * 80))
    assert recall.share.high == pytest.approx(4 / (4 + wilson.low * 80))


def test_what_is_drawn_and_not_judged_yet_is_stood_for_by_what_is(quick_world: World) -> None:
    survey, taker = quick_world.survey(), quick_world.person("tam", Role.TAKER)
    for number in range(10):
        sampled(quick_world, quick_world.session(survey, taker), share=1.0, findings=number == 0)
    for _ in range(10):
        session, at = quick_world.session(survey, taker), quick_world.now
        drawn = {"kind": SampleKind.UNFLAGGED, "share": 1.0, "drawn_at": at, "ranks_since": at}
        quick_world.add(BlindSample(session_id=session.id, **drawn))
    review = quick_world.flagged(survey)
    filmed(quick_world, SurveySession(id=review.session_id))
    quick_world.add(IncidentVerdict(**of_the_session(quick_world, review.session_id, CONFIRM, review_id=review.id)))
    recall = figures(quick_world).recall
    assert recall is not None and recall.share is not None
    assert recall.share.value == pytest.approx(1 / (1 + 2))


def test_a_sample_without_a_finding_does_not_say_that_nothing_is_missed() -> None:
    recall = recall_of(3, [Looked(10.0, has_finding=False)] * 20)
    assert recall is not None and recall.share is not None
    assert (recall.share.value, recall.share.high) == (1.0, 1.0)
    assert recall.share.low < 0.2
    assert recall_of(3, []) is None
    nothing = recall_of(0, [Looked(10.0, has_finding=False)])
    assert nothing is not None and nothing.share is None


def test_unequal_weights_widen_the_interval() -> None:
    even = recall_of(5, [Looked(10.0, number == 0) for number in range(20)])
    uneven = recall_of(5, [Looked(1.0 if number else 181.0, number == 1) for number in range(20)])
    assert even is not None and uneven is not None and even.share is not None and uneven.share is not None
    assert uneven.share.high - uneven.share.low > even.share.high - even.share.low


def test_incidents_that_no_check_noted_are_counted_by_the_hour_that_could_be_watched(quick_world: World) -> None:
    survey, taker = quick_world.survey(), quick_world.person("tam", Role.TAKER)
    drawn = [
        sampled(quick_world, quick_world.session(survey, taker), video_s=video)
        for video in (LENGTH_S, LENGTH_S / 2, 0.0)
    ]
    span = {"type": IncidentType.NO_FACE, "onset_s": 1.0, "offset_s": 2.0}
    rows = [
        SampleAddition(session_id=one.session_id, sample_id=one.id, **span, at=quick_world.clock()) for one in drawn[:2]
    ]
    back = SampleAddition(**{**rows[1].model_dump(exclude={"id"}), "takes_back": rows[1].id, "at": quick_world.clock()})
    quick_world.add(*rows, back)
    missed = figures(quick_world).missed
    assert (missed.incidents, missed.watched_s, missed.unwatched_s) == (1, 900.0, 900.0)
    assert missed.per_hour == pytest.approx(4.0)


def test_planted_decisions_give_back_kappa_and_how_it_drifts(quick_world: World) -> None:
    survey, taker = quick_world.survey(), quick_world.person("tam", Role.TAKER)
    for (earlier, decision), times in PLANTED.items():
        for number in range(times):
            at = NOON - timedelta(days=26 if number % 2 else 1)
            drawn = sampled(quick_world, quick_world.session(survey, taker), earlier=earlier, decision=decision, at=at)
            said = of_the_session(quick_world, drawn.session_id, CONFIRM if earlier is REJECT else DISMISS)
            quick_world.add(SampleVerdict(**said, sample_id=drawn.id))
    found = figures(quick_world)
    assert found.agreement.kappa is not None
    assert (found.agreement.pairs, found.agreement.same) == (50, 35)
    assert found.agreement.kappa.value == pytest.approx(0.4)
    assert [(month.first.month, month.judged) for month in found.months] == [(10, 24), (11, 26)]
    assert sum(month.agreement.same for month in found.months) == 35
    assert sum(month.confirmed for month in found.months) == 25
    assert sum(month.dismissed for month in found.months) == 25
    pairs = [pair for pair, times in PLANTED.items() for number in range(times) if not number % 2]
    assert found.months[1].agreement == agreement_of(pairs)


def test_nothing_judged_says_nothing_and_only_analysts_ask(quick_world: World) -> None:
    found = figures(quick_world)
    assert (found.judged, found.recall, found.missed.per_hour, found.months) == (0, None, None, ())
    with pytest.raises(NotAllowed):
        quick_world.services.reviewing.samples.figures(quick_world.person("lee"), Period.MONTH)
