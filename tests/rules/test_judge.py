"""The judge of a session: what is alleged, what is only a signal, and what the live path is told."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given

from proctor_core.domain.judgement import JudgeStep
from proctor_core.domain.observation import Gaze, Light, NotMeasurable, Observation, Unmeasured
from proctor_core.domain.policy import RELAXED, STANDARD, STRICT
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.rules.judge import Judge, judge_all
from proctor_core.rules.next_look import (
    ABSENT_INTERVAL_S,
    PHONE_EAGER_INTERVAL_S,
    PHONE_INTERVAL_S,
    PhoneCheck,
)
from tests.rules.observations import (
    BASELINE,
    absent,
    calm,
    covered,
    half_covered,
    phone,
    scenes,
    sessions,
    times,
    turned,
    two_faces,
)


def types(observations: list[Observation]) -> list[ViolationType]:
    return [v.type for v in judge_all(observations, STANDARD, BASELINE).violations]


def steps(judge: Judge, observations: list[Observation]) -> list[JudgeStep]:
    return [judge.advance(o) for o in observations]


@pytest.mark.parametrize(
    ("build", "type_"),
    [
        (absent, ViolationType.NO_FACE),
        (two_faces, ViolationType.MULTIPLE_FACES),
        (turned, ViolationType.LOOKING_AWAY),
        (phone, ViolationType.MOBILE_DETECTED),
    ],
)
@pytest.mark.parametrize("rate_hz", [2.0, 5.0, 8.0])
def test_each_condition_is_alleged_once_with_its_times_at_any_rate(
    build: object, type_: ViolationType, rate_hz: float
) -> None:
    found = judge_all(scenes((10, calm), (6, build), (10, calm), rate_hz=rate_hz), STANDARD, BASELINE).violations
    assert [v.type for v in found] == [type_]
    assert found[0].onset_s == pytest.approx(10, abs=0.51)
    assert found[0].offset_s == pytest.approx(16, abs=0.51)
    assert found[0].onset_s <= found[0].peak_s <= found[0].offset_s
    assert str(found[0].positive) in str(found[0].reason)


def test_a_calm_session_alleges_nothing() -> None:
    assert types(scenes((120, calm), rate_hz=2)) == []


def test_a_covered_camera_is_a_signal_and_no_violation() -> None:
    judged = judge_all(scenes((5, calm), (20, covered), (5, calm)), STANDARD, BASELINE)
    assert judged.violations == ()
    assert [s.kind for s in judged.signals] == [SignalKind.CAMERA_COVERED]
    assert judged.signals[0].onset_s == pytest.approx(5, abs=0.3)
    assert judged.signals[0].offset_s == pytest.approx(25, abs=0.3)


def test_a_hand_on_the_lens_is_covered_though_it_is_neither_black_nor_flat() -> None:
    def hand(t_s: float) -> Observation:
        return replace(absent(t_s), light=Light(brightness=70.0, contrast=18.0, sharpness=0.8))

    judged = judge_all(scenes((5, calm), (10, hand), (5, calm)), STANDARD, BASELINE)
    assert judged.violations == ()
    assert [s.kind for s in judged.signals] == [SignalKind.CAMERA_COVERED]


def test_a_phone_that_stays_needs_less_score_than_one_that_passes() -> None:
    def weak(t_s: float) -> Observation:
        return phone(t_s, 0.32)

    (found,) = judge_all(scenes((5, calm), (6, weak), (5, calm)), STANDARD, BASELINE).violations
    assert (found.onset_s, found.offset_s) == (pytest.approx(5, abs=0.5), pytest.approx(11, abs=0.5))
    assert str(found.reason).endswith("best score 0.32; limit 0.30 over 4 s")
    assert types(scenes((5, calm), (2.5, weak), (5, calm))) == []


def test_a_phone_that_was_found_is_kept_by_a_weaker_score() -> None:
    weak = scenes((5, calm), (10, lambda t_s: phone(t_s, 0.28)))
    seen = scenes((5, calm), (3, phone), (7, lambda t_s: phone(t_s, 0.28)), (5, calm))
    assert judge_all(weak, STANDARD, BASELINE).violations == ()
    (found,) = judge_all(seen, STANDARD, BASELINE).violations
    assert found.offset_s == pytest.approx(15, abs=0.5)


def test_the_first_pictures_after_a_silence_accuse_nobody_and_who_stays_away_is_still_noted() -> None:
    garbled = [(5, calm), (1.8, absent), (10, calm)]
    before = scenes(garbled[0])
    after = [replace(o, t_s=o.t_s + 10) for o in scenes(*garbled[1:])]
    assert judge_all([*before, *after], STANDARD, BASELINE).violations == ()
    away = [replace(o, t_s=o.t_s + 10) for o in scenes((8, absent), (5, calm))]
    (noted,) = judge_all([*before, *away], STANDARD, BASELINE).violations
    assert noted.type is ViolationType.NO_FACE
    assert noted.onset_s == pytest.approx(12, abs=0.5)


def test_an_open_violation_ends_where_the_camera_is_covered() -> None:
    judged = judge_all(scenes((5, calm), (5, absent), (20, covered)), STANDARD, BASELINE)
    assert [v.type for v in judged.violations] == [ViolationType.NO_FACE]
    assert judged.violations[0].offset_s == pytest.approx(10, abs=0.3)


def test_darkness_is_a_signal_and_suppresses_no_check() -> None:
    def dark(t_s: float) -> Observation:
        return replace(turned(t_s), light=Light(20.0, 15.0, 100.0))

    judged = judge_all(scenes((5, calm), (10, dark)), STANDARD, BASELINE)
    assert [s.kind for s in judged.signals] == [SignalKind.TOO_DARK]
    assert [v.type for v in judged.violations] == [ViolationType.LOOKING_AWAY]


def test_repeated_images_are_frozen_by_their_time_stamps() -> None:
    def repeated(t_s: float) -> Observation:
        return replace(calm(t_s), is_new_image=False)

    judged = judge_all(scenes((5, calm), (10, repeated), (5, calm)), STANDARD, BASELINE)
    assert [s.kind for s in judged.signals] == [SignalKind.FROZEN]


def test_a_still_picture_is_a_signal_after_a_minute_and_a_blink_is_life() -> None:
    def still(t_s: float) -> Observation:
        return replace(calm(t_s), motion=0.02)

    def blinking(t_s: float) -> Observation:
        return replace(still(t_s), eyes_open=0.1 if round(t_s * 2) % 10 == 0 else 0.32)

    kinds = [s.kind for s in judge_all(scenes((90, still), rate_hz=2), STANDARD, BASELINE).signals]
    assert kinds == [SignalKind.STILL_PICTURE]
    assert judge_all(scenes((90, blinking), rate_hz=2), STANDARD, BASELINE).signals == ()


def test_silence_loses_the_camera_back_to_the_last_frame_and_the_next_frame_finds_it() -> None:
    judge = Judge(STANDARD, BASELINE)
    steps(judge, scenes((5, calm)))
    assert judge.silence(6.0, is_connected=True).signals_opened == ()
    lost = judge.silence(9.0, is_connected=True)
    assert [(s.kind, s.onset_s) for s in lost.signals_opened] == [(SignalKind.CAMERA_LOST, pytest.approx(4.8))]
    assert judge.silence(10.0, is_connected=True).signals_opened == ()
    found = judge.advance(calm(12.0))
    assert [(s.kind, s.offset_s) for s in found.signals_closed] == [(SignalKind.CAMERA_LOST, 12.0)]


def test_a_person_who_is_there_but_seen_from_behind_after_a_turn_looks_away() -> None:
    def behind(t_s: float) -> Observation:
        return replace(absent(t_s), person=0.75)

    assert types(scenes((5, calm), (1, turned), (6, behind), (5, calm))) == [ViolationType.LOOKING_AWAY]


def test_a_person_who_turned_and_left_is_absent() -> None:
    assert ViolationType.NO_FACE in types(scenes((5, calm), (1, turned), (10, absent), (5, calm)))


def hair_only(t_s: float) -> Observation:
    """A head lowered until only hair shows: weak faces, and a person for sure."""
    return replace(absent(t_s), face_confidence=0.6, person=0.75)


def test_a_head_lowered_until_only_hair_shows_looks_away_and_is_not_absent() -> None:
    assert types(scenes((5, calm), (6, hair_only), (5, calm))) == [ViolationType.LOOKING_AWAY]


def test_who_shows_nothing_but_hair_from_the_beginning_can_not_be_told_from_a_back_and_is_absent() -> None:
    assert types(scenes((6, hair_only), (5, calm))) == [ViolationType.NO_FACE]


@pytest.mark.parametrize(("head", "person"), [(0.6, 0.3), (0.2, 0.9)])
def test_a_face_that_vanished_without_a_turn_needs_a_head_and_a_person_to_be_still_there(
    head: float, person: float
) -> None:
    def gone(t_s: float) -> Observation:
        return replace(absent(t_s), face_confidence=head, person=person)

    assert types(scenes((5, calm), (6, gone), (5, calm))) == [ViolationType.NO_FACE]


def test_a_face_that_one_look_alone_shows_on_a_back_of_a_head_is_not_followed() -> None:
    behind = [replace(absent(t), face_confidence=0.55, person=0.6) for t in times(5.2, 15.0, 5.0)]
    found = judge_all([*scenes((5, absent)), turned(5.0), *behind], STANDARD, None).violations
    assert {v.type for v in found} == {ViolationType.NO_FACE}


def test_a_head_that_stays_lowered_is_not_absent_after_one_look_that_showed_its_face() -> None:
    looks = scenes((5, calm), (4, hair_only), (0.2, calm), (6, hair_only), (5, calm))
    found = judge_all(looks, STANDARD, BASELINE).violations
    assert [v.type for v in found] == [ViolationType.LOOKING_AWAY]


def test_who_lowers_the_head_and_then_leaves_is_absent_from_then_on() -> None:
    found = judge_all(scenes((5, calm), (4, hair_only), (6, absent), (5, calm)), STANDARD, BASELINE).violations
    assert {v.type for v in found} == {ViolationType.LOOKING_AWAY, ViolationType.NO_FACE}
    (gone,) = (v for v in found if v.type is ViolationType.NO_FACE)
    assert gone.onset_s == pytest.approx(9, abs=0.5)


def test_eyes_that_look_aside_while_the_head_stays_are_looking_away() -> None:
    def aside(t_s: float) -> Observation:
        return replace(calm(t_s), gaze=Gaze(-0.14, -0.07))

    assert types(scenes((5, calm), (5, aside), (5, calm))) == [ViolationType.LOOKING_AWAY]


def test_closed_eyes_say_nothing_about_gaze_sideways() -> None:
    def closed(t_s: float) -> Observation:
        return replace(calm(t_s), gaze=Gaze(-0.3, -0.05), eyes_open=0.08)

    assert types(scenes((5, calm), (5, closed), (5, calm))) == []


def test_missing_second_opinion_still_finds_absence() -> None:
    def alone(t_s: float) -> Observation:
        return replace(absent(t_s), second_opinion=NotMeasurable(Unmeasured.MODEL_MISSING))

    assert types(scenes((5, calm), (5, alone), (5, calm))) == [ViolationType.NO_FACE]


def test_a_missing_phone_model_alleges_no_phone() -> None:
    def blind(t_s: float) -> Observation:
        return replace(calm(t_s), phone=NotMeasurable(Unmeasured.MODEL_MISSING))

    assert types(scenes((20, blind))) == []


def test_a_weak_face_in_good_light_is_low_confidence_and_in_the_dark_is_not() -> None:
    def weak(t_s: float) -> Observation:
        return half_covered(t_s, score=0.5)

    def weak_and_dark(t_s: float) -> Observation:
        return replace(weak(t_s), light=Light(20.0, 15.0, 100.0))

    assert types(scenes((5, calm), (6, weak), (5, calm))) == [ViolationType.LOW_CONFIDENCE]
    assert types(scenes((5, calm), (6, weak_and_dark), (5, calm))) == []


def test_a_new_person_gets_a_new_baseline() -> None:
    def other(t_s: float) -> Observation:
        low = calm(t_s)
        return replace(low, head_pose=replace(low.head_pose, pitch_deg=-13.0), scene_kept=0.1 if t_s == 10 else 1.0)

    judge = Judge(STANDARD, BASELINE)
    assert not any(step.opened for step in steps(judge, scenes((10, calm), (20, other))))


def test_a_strict_policy_alleges_sooner_than_a_relaxed_one() -> None:
    glance = scenes((5, calm), (1.8, turned), (5, calm))
    assert len(judge_all(glance, STRICT, BASELINE).violations) == 1
    assert len(judge_all(glance, RELAXED, BASELINE).violations) == 0


def test_looks_are_wanted_more_often_while_something_builds_up_and_calm_again_once_it_is_clear() -> None:
    judge = Judge(STANDARD, BASELINE)
    steps(judge, scenes((5, calm)))
    calm_s = judge.next_look(5.0).interval_s
    judge.advance(turned(5.0))
    eager_s = judge.next_look(5.2).interval_s
    steps(judge, [turned(t) for t in times(5.2, 12, 5)])
    assert eager_s < calm_s
    assert judge.next_look(12.0).interval_s == calm_s


def test_the_phone_is_looked_for_more_often_and_in_whole_after_a_hint() -> None:
    judge = Judge(STANDARD, BASELINE)
    assert judge.next_look(0.0).phones is PhoneCheck.GLANCE
    judge.advance(calm(0.0))
    assert judge.next_look(PHONE_INTERVAL_S / 2).phones is PhoneCheck.NONE
    assert judge.next_look(PHONE_INTERVAL_S).phones is PhoneCheck.GLANCE
    hinted_s = PHONE_INTERVAL_S
    judge.advance(phone(hinted_s, 0.25))
    assert judge.next_look(hinted_s + PHONE_EAGER_INTERVAL_S / 2).phones is PhoneCheck.NONE
    assert judge.next_look(hinted_s + PHONE_EAGER_INTERVAL_S).phones is PhoneCheck.WHOLE
    assert judge.next_look(hinted_s + 3.0).phones is PhoneCheck.WHOLE
    assert judge.next_look(hinted_s + 3.1).phones is PhoneCheck.GLANCE


def test_a_taker_who_is_gone_is_looked_for_by_the_phone_check_at_once() -> None:
    """Its "person" is the second opinion on machines without a second face detector."""
    judge = Judge(STANDARD, BASELINE)
    judge.advance(calm(0.0))
    judge.advance(replace(absent(0.5), phone=NotMeasurable(Unmeasured.NOT_DUE)))
    assert judge.next_look(ABSENT_INTERVAL_S).phones is PhoneCheck.GLANCE


@given(sessions())
def test_onset_peak_and_end_of_a_violation_are_looks_so_that_each_has_its_picture(
    observations: list[Observation],
) -> None:
    judge, seen = Judge(STANDARD, BASELINE), {o.t_s for o in observations}
    found = [*steps(judge, observations), judge.finish(observations[-1].t_s)]
    for type_ in ViolationType:
        opened = [v.onset_s for step in found for v in step.opened if v.type is type_]
        closed = [v.onset_s for step in found for v in step.closed if v.type is type_]
        assert opened == closed
    alleged = [v for step in found for v in (*step.opened, *step.peaked, *step.closed)]
    assert {v.onset_s for v in alleged} | {v.peak_s for v in alleged} <= seen
    assert {v.offset_s for step in found for v in step.closed} <= seen


@given(sessions())
def test_judging_afterwards_finds_what_judging_live_found(observations: list[Observation]) -> None:
    judge = Judge(STANDARD, BASELINE)
    live = [v for o in observations for s in (judge.silence(o.t_s, True), judge.advance(o)) for v in s.closed]
    live += judge.finish(observations[-1].t_s).closed
    assert sorted(live, key=lambda v: (v.onset_s, v.type)) == list(
        judge_all(observations, STANDARD, BASELINE).violations
    )


@given(sessions())
def test_violations_of_one_type_never_overlap_and_have_sane_numbers(observations: list[Observation]) -> None:
    for type_ in ViolationType:
        found = [v for v in judge_all(observations, STANDARD, BASELINE).violations if v.type is type_]
        for before, after in itertools.pairwise(found):
            assert before.offset_s is not None
            assert before.offset_s <= after.onset_s
        for v in found:
            assert 0 < v.positive <= v.looks
            assert 0.0 <= v.confidence <= 1.0
