"""One handed-in session as its survey's owner gets it: answers under a number instead of a name, and what the camera said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from proctor_core.domain.policy import FlagRule
from proctor_core.domain.violation import ViolationType
from proctor_core.domain.watching import WatchedBy


class Outcome(StrEnum):
    """What was decided about a watched session.

    passed: no rule asked for a person; approved, rejected: a person said so; under_review: a person has yet to.
    """

    PASSED = "passed"
    APPROVED = "approved"
    REJECTED = "rejected"
    UNDER_REVIEW = "under_review"


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """What goes out of a session whose taker read that it does.

    Attributes:
        coverage: share of the session's seconds in which the taker could be seen, 0 to 1.
        unseen_s: seconds in which the camera was lost, covered, frozen or still; None once the measurements are erased.
        violations: alleged by the program, by type, every type named; None once the measurements are erased.
        violations_count: all of them.
        flag_rules: by which a person was asked to look.
    """

    coverage: float | None
    unseen_s: float | None
    violations: Mapping[ViolationType, int] | None
    violations_count: int
    flag_rules: tuple[FlagRule, ...]
    decision: Outcome


@dataclass(frozen=True, slots=True)
class Response:
    """A session's answers.

    Attributes:
        id: names the response, and nobody.
        participant: the same for every response of one taker to one survey, whatever its version, and for no other survey.
        submitted_on: the day (UTC) on which it was handed in.
        answers: question id to stored value, every question of the version; None: not answered.
        seconds: question id to the time from when it first was on the screen to its last answer; None: not known.
        camera: None where nobody was watched, where the taker took the agreement back, or read a notice that does not say
            that this goes out.
        name: only for administrators who ask for it.
    """

    id: str
    participant: str
    submitted_on: date
    watched_by: WatchedBy
    answers: Mapping[str, Any]
    seconds: Mapping[str, float | None]
    camera: CameraFacts | None
    name: str | None = None
