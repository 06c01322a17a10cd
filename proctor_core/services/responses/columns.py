"""A response as one flat row: which columns a version's file has, and what stands in them.

Answers, times and counts have a prefix, so that no question's id meets another column.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from proctor_core.domain.response import CameraFacts, Response
from proctor_core.domain.survey_definition import SurveyDefinition
from proctor_core.domain.violation import ViolationType

ANSWER, SECONDS, VIOLATIONS = "answer.", "seconds.", "violations."
FIRST = ("response", "participant", "submitted_on", "watched_by")
CAMERA = (
    "camera_facts",
    "coverage",
    "unseen_s",
    "violations_count",
    *(f"{VIOLATIONS}{kind}" for kind in ViolationType),
    "flag_rules",
    "decision",
)


def columns_of(definition: SurveyDefinition, *, has_names: bool) -> Sequence[str]:
    """Names of the columns, in their order."""
    asked = [question.id for question in definition.questions]
    named = (*FIRST[:2], "name", *FIRST[2:]) if has_names else FIRST
    return [*named, *(ANSWER + name for name in asked), *CAMERA, *(SECONDS + name for name in asked)]


def flat(response: Response) -> Mapping[str, Any]:
    """The row; of multiple choice and flag rules the value is a list."""
    return {
        "response": response.id,
        "participant": response.participant,
        "name": response.name,
        "submitted_on": response.submitted_on,
        "watched_by": str(response.watched_by),
        **{ANSWER + name: value for name, value in response.answers.items()},
        "camera_facts": response.camera is not None,
        **_camera(response.camera),
        **{SECONDS + name: value for name, value in response.seconds.items()},
    }


def _camera(facts: CameraFacts | None) -> Mapping[str, Any]:
    if facts is None:
        return dict.fromkeys(CAMERA[1:])
    counts = facts.violations
    return {
        "coverage": facts.coverage,
        "unseen_s": facts.unseen_s,
        "violations_count": facts.violations_count,
        **{f"{VIOLATIONS}{kind}": None if counts is None else counts[kind] for kind in ViolationType},
        "flag_rules": [str(rule) for rule in facts.flag_rules],
        "decision": str(facts.decision),
    }
