"""A verdict stays with its incident: by what it covers, and by type and time when the session was judged anew."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.verdict import Anchor, Verdict
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.standing_verdicts import standing_verdicts

PHONE, AWAY = ViolationType.MOBILE_DETECTED, ViolationType.LOOKING_AWAY
CONFIRM, DISMISS = VerdictKind.CONFIRM, VerdictKind.DISMISS
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def incident(onset_s: float, offset_s: float, *members: UUID, types: tuple[ViolationType, ...] = (PHONE,)) -> Anchor:
    return Anchor(frozenset(types), onset_s, offset_s, frozenset(members))


def said(
    kind: VerdictKind, onset_s: float, offset_s: float, *covered: UUID, of_type: ViolationType | None = PHONE
) -> Verdict:
    return Verdict(uuid4(), kind, of_type, onset_s, offset_s, frozenset(covered))


def back(verdict: Verdict) -> Verdict:
    return Verdict(uuid4(), None, verdict.type, verdict.onset_s, verdict.offset_s, verdict.covered, verdict.id)


def test_the_newest_word_about_an_incident_stands() -> None:
    first, second = said(CONFIRM, 10, 20, A), said(DISMISS, 10, 20, A)
    assert standing_verdicts([incident(10, 20, A), incident(50, 60, B)], [first, second]) == (second, None)


def test_taking_the_newest_back_brings_the_one_before_back_and_then_none() -> None:
    first, second = said(CONFIRM, 10, 20, A), said(DISMISS, 10, 20, A)
    undone = [first, second, back(second)]
    assert standing_verdicts([incident(10, 20, A)], undone) == (first,)
    assert standing_verdicts([incident(10, 20, A)], [*undone, back(first)]) == (None,)


def test_what_was_judged_as_one_and_is_two_now_keeps_its_word_in_both() -> None:
    verdict = said(DISMISS, 10, 40, A, B)
    assert standing_verdicts([incident(10, 15, A), incident(35, 40, B)], [verdict]) == (verdict, verdict)


def test_a_shared_violation_counts_for_more_than_a_newer_word_about_the_same_time() -> None:
    by_id, by_time = said(CONFIRM, 10, 20, A), said(DISMISS, 10, 20, C)
    assert standing_verdicts([incident(10, 20, A)], [by_id, by_time]) == (by_id,)


@pytest.mark.parametrize(
    ("onset_s", "offset_s", "is_kept"),
    [(10, 20, True), (15, 25, True), (15.1, 25, False), (5, 60, True), (18, 19, True), (21, 30, False)],
)
def test_after_judging_anew_half_of_the_shorter_one_has_to_lie_in_the_other(
    onset_s: float, offset_s: float, is_kept: bool
) -> None:
    verdict = said(CONFIRM, 10, 20, A)
    assert standing_verdicts([incident(onset_s, offset_s, B)], [verdict]) == (verdict if is_kept else None,)


def test_a_moment_lies_in_the_span_around_it_and_in_no_other() -> None:
    verdict = said(CONFIRM, 10, 20, A)
    assert standing_verdicts([incident(12, 12, B), incident(30, 30, C)], [verdict]) == (verdict, None)


@pytest.mark.parametrize(
    ("of_type", "types", "is_kept"),
    [
        (PHONE, (AWAY, PHONE), True),
        (PHONE, (AWAY,), False),
        (None, (), True),
        (None, (PHONE,), False),
        (PHONE, (), False),
    ],
)
def test_another_type_is_another_incident_and_so_are_signals_alone(
    of_type: ViolationType | None, types: tuple[ViolationType, ...], is_kept: bool
) -> None:
    verdict = said(CONFIRM, 10, 20, A, of_type=of_type)
    assert standing_verdicts([incident(10, 20, B, types=types)], [verdict]) == (verdict if is_kept else None,)


@given(st.lists(st.tuples(st.sampled_from(VerdictKind), st.sampled_from([A, B, C])), max_size=8))
def test_taking_everything_back_newest_first_leaves_nothing(words: list[tuple[VerdictKind, UUID]]) -> None:
    incidents = [incident(10 * n.int, 10 * n.int + 5, n) for n in (A, B, C)]
    log = [said(kind, 10 * of.int, 10 * of.int + 5, of) for kind, of in words]
    for verdict in reversed(log.copy()):
        assert verdict in standing_verdicts(incidents, log)
        log.append(back(verdict))
    assert standing_verdicts(incidents, log) == (None, None, None)
