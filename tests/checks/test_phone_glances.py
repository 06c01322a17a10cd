"""A glance for phones is enough until it shows something new."""

import pytest

from proctor_core.checks.phone_glances import LONGEST_S, REFUTED_FOR_S, WORTH_A_LOOK, PhoneGlances


def refuted(score: float, at_s: float = 0.0) -> PhoneGlances:
    """Something of this score was looked at in full and was no phone."""
    glances = PhoneGlances()
    glances.looked(score, 0.05, at_s)
    return glances


def test_a_glance_at_nothing_is_enough() -> None:
    assert not PhoneGlances().is_worth_a_look(WORTH_A_LOOK - 0.01, 0.0)
    assert PhoneGlances().is_worth_a_look(WORTH_A_LOOK, 0.0)


def test_what_was_something_else_is_not_looked_at_again_at_once() -> None:
    assert not refuted(0.2).is_worth_a_look(0.2, 2.0)
    assert not refuted(0.2).is_worth_a_look(0.24, 2.0)


def test_it_is_looked_at_again_after_a_while() -> None:
    assert refuted(0.2, 5.0).is_worth_a_look(0.2, 5.0 + REFUTED_FOR_S)


def test_what_was_nothing_again_is_left_for_longer_each_time_up_to_a_limit() -> None:
    glances, waits, at_s = PhoneGlances(), list[float](), 0.0
    for _ in range(5):
        glances.looked(0.2, 0.05, at_s)
        began_s = at_s
        while not glances.is_worth_a_look(0.2, at_s):
            at_s += 1.0
        waits.append(at_s - began_s)
    assert waits == [REFUTED_FOR_S, 2 * REFUTED_FOR_S, LONGEST_S, LONGEST_S, LONGEST_S]


def test_a_weaker_look_at_clutter_does_not_make_its_stronger_looks_news_again() -> None:
    glances = refuted(0.2)
    glances.looked(0.1, 0.05, REFUTED_FOR_S)
    assert not glances.is_worth_a_look(0.2, REFUTED_FOR_S + 2)


def test_clutter_that_went_away_is_forgotten() -> None:
    glances = refuted(0.4)
    later_s = REFUTED_FOR_S + LONGEST_S + 1
    glances.looked(0.1, 0.05, later_s)
    assert glances.is_worth_a_look(0.2, later_s + 2)


def test_after_something_like_a_phone_nothing_is_taken_for_clutter_any_more() -> None:
    glances = refuted(0.2)
    glances.looked(0.3, 0.2, 2.0)
    assert glances.is_worth_a_look(WORTH_A_LOOK, 4.0)


def test_something_more_is_looked_at_beside_what_was_something_else() -> None:
    assert refuted(0.2).is_worth_a_look(0.26, 2.0)


@pytest.mark.parametrize("whole", [0.15, 0.5])
def test_what_may_be_a_phone_is_looked_at_every_time(whole: float) -> None:
    glances = PhoneGlances()
    glances.looked(0.3, whole, 0.0)
    assert glances.is_worth_a_look(0.3, 2.0)
