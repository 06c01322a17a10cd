"""Whether the server's own look at a client's snapshot bears out what the client claims. Pure, one look."""

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.conditions import Circumstances, read_condition


def is_borne_out(
    type_: ViolationType, observation: Observation, policy: Policy, baseline: Baseline | None
) -> bool | None:
    """Whether one look meets the type's condition; None when the picture can't say.

    One look is no dwell: it can bear out a client's claim, and it opens nothing by itself.
    """
    return read_condition(type_, observation, policy, Circumstances(baseline=baseline)).is_positive
