"""When an invented taker sees and answers each question of a session, in seconds since its start."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from proctor_core.domain.survey_definition import SurveyDefinition


@dataclass(frozen=True, slots=True)
class Step:
    """Question `index` (from 0) comes on the screen, or is answered."""

    at_s: float
    index: int
    is_answer: bool


def steps_through(definition: SurveyDefinition, duration_s: float, chance: np.random.Generator) -> tuple[Step, ...]:
    """Every question shown and answered within `duration_s`, in order of time; long ones take no longer than others."""
    return tuple(_steps(len(definition.questions), duration_s, chance))


def _steps(count: int, duration_s: float, chance: np.random.Generator) -> Iterator[Step]:
    shares = chance.uniform(0.6, 1.4, count)
    ends = np.cumsum(shares / shares.sum()) * (duration_s - 1.0)
    begins = np.concatenate([[0.0], ends[:-1]])
    for index, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        yield Step(float(begin), index, is_answer=False)
        yield Step(float(begin + (end - begin) * chance.uniform(0.55, 0.9)), index, is_answer=True)
