"""Which violations two judgements have in common: each has one counterpart at most."""

from hypothesis import given
from hypothesis import strategies as st

from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.rejudgement import JudgedIncident
from proctor_core.domain.violation import AllegedViolation, ViolationType
from proctor_core.rules.policy_difference import is_alleged, without_counterpart
from tests.support.session_world import alleged

END_S = 100.0
AWAY, ABSENT = ViolationType.LOOKING_AWAY, ViolationType.NO_FACE


def compared(
    before: list[AllegedViolation], after: list[AllegedViolation]
) -> tuple[tuple[AllegedViolation, ...], tuple[AllegedViolation, ...]]:
    return without_counterpart(before, after, END_S)


def test_half_of_the_shorter_one_in_common_is_the_same() -> None:
    assert compared([alleged(10, 20)], [alleged(15, 25)]) == ((), ())
    assert compared([alleged(10, 20)], [alleged(15.1, 25.1)]) == ((alleged(10, 20),), (alleged(15.1, 25.1),))


def test_another_type_is_another_violation() -> None:
    one, other = alleged(10, 20, AWAY), alleged(10, 20, ABSENT)
    assert compared([one], [other]) == ((one,), (other,))


def test_one_that_falls_into_two_gains_one() -> None:
    assert compared([alleged(10, 30)], [alleged(10, 18), alleged(20, 30)]) == ((), (alleged(20, 30),))


def test_an_open_one_lasts_until_the_end() -> None:
    assert compared([alleged(50)], [alleged(60, 90)]) == ((), ())


spans = st.builds(
    lambda onset, length, type_: alleged(float(onset), float(onset + length), type_),
    st.integers(0, 60),
    st.integers(0, 20),
    st.sampled_from([AWAY, ABSENT]),
)


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_what_was_less_what_is_lost_and_gained_is_what_is(
    before: list[AllegedViolation], after: list[AllegedViolation]
) -> None:
    lost, gained = compared(before, after)
    assert len(before) - len(lost) + len(gained) == len(after)
    assert all(one in before for one in lost) and all(one in after for one in gained)


@given(st.lists(spans, max_size=8))
def test_a_judgement_has_all_in_common_with_itself(found: list[AllegedViolation]) -> None:
    assert compared(found, found) == ((), ())


def test_an_incident_is_alleged_by_a_violation_of_one_of_its_types_over_its_time() -> None:
    incident = JudgedIncident(VerdictKind.CONFIRM, frozenset({AWAY, ABSENT}), 10.0, 40.0)
    assert is_alleged(incident, [alleged(12, 14, ABSENT)], END_S)
    assert not is_alleged(incident, [alleged(12, 14, ViolationType.MULTIPLE_FACES)], END_S)
    assert not is_alleged(incident, [alleged(39, 49, ABSENT)], END_S)
