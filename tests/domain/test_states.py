"""The tables of moves: what is in them is moved, what is not is refused, and endings end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.states import (
    DECISION_TARGET,
    RECORDING_MOVES,
    REVIEW_MOVES,
    SESSION_MOVES,
    DecisionKind,
    RecordingState,
    ReviewStatus,
    SessionStatus,
    move,
)
from proctor_core.errors import IllegalMove

S = SessionStatus


@given(st.sampled_from(SessionStatus), st.sampled_from(SessionStatus))
def test_a_session_moves_exactly_as_its_table_says(current: SessionStatus, target: SessionStatus) -> None:
    if target in SESSION_MOVES[current]:
        assert move(SESSION_MOVES, current, target) is target
    else:
        with pytest.raises(IllegalMove, match=f"from {current} to {target}"):
            move(SESSION_MOVES, current, target)


@given(st.sampled_from(ReviewStatus), st.sampled_from(ReviewStatus))
def test_a_review_moves_exactly_as_its_table_says(current: ReviewStatus, target: ReviewStatus) -> None:
    if target in REVIEW_MOVES[current]:
        assert move(REVIEW_MOVES, current, target) is target
    else:
        with pytest.raises(IllegalMove):
            move(REVIEW_MOVES, current, target)


@given(st.sampled_from(RecordingState), st.sampled_from(RecordingState))
def test_a_recording_moves_exactly_as_its_table_says(current: RecordingState, target: RecordingState) -> None:
    if target in RECORDING_MOVES[current]:
        assert move(RECORDING_MOVES, current, target) is target
    else:
        with pytest.raises(IllegalMove):
            move(RECORDING_MOVES, current, target)


@given(st.lists(st.sampled_from(SessionStatus), max_size=12))
def test_no_walk_reaches_passed_or_rejected_without_being_submitted(walk: list[SessionStatus]) -> None:
    seen = [S.INVITED]
    for target in walk:
        if target in SESSION_MOVES[seen[-1]]:
            seen.append(move(SESSION_MOVES, seen[-1], target))
    if S.PASSED in seen or S.REJECTED in seen:
        assert S.SUBMITTED in seen
    if S.REJECTED in seen:
        assert S.UNDER_REVIEW in seen


def test_only_under_review_leads_to_rejected() -> None:
    assert [s for s in SessionStatus if S.REJECTED in SESSION_MOVES[s]] == [S.UNDER_REVIEW]


def test_every_session_can_be_erased_and_nothing_follows() -> None:
    assert all(S.ERASED in SESSION_MOVES[s] for s in SessionStatus if s is not S.ERASED)
    assert not SESSION_MOVES[S.ERASED]


def test_every_state_has_its_row_and_every_decision_its_target() -> None:
    assert set(SESSION_MOVES) == set(SessionStatus)
    assert set(REVIEW_MOVES) == set(ReviewStatus)
    assert set(DECISION_TARGET) == set(DecisionKind)
    assert all(target in REVIEW_MOVES[ReviewStatus.PENDING] for target in DECISION_TARGET.values())
