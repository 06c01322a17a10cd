"""What the crowd was asked: ten surveys, with and without camera, added by the program's own service a year ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
from sqlmodel import col, select

from db.engine import reading, transaction
from db.tables import KeptPolicy, Survey
from proctor_core.demo.crowd.chance import Drawn, chance_of, one_of
from proctor_core.demo.given_answers import answer_to
from proctor_core.demo.story_clock import StoryClock
from proctor_core.demo.story_services import services_by
from proctor_core.demo.surveys import COMMUTE_SURVEY, CUSTOMER_STUDY, DEFINITIONS
from proctor_core.domain.policy import Policy, PolicyName
from proctor_core.domain.survey_definition import Question
from proctor_core.services.composition import Services
from proctor_core.services.surveys.kept_policies import keep_policy
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import definition_of

_POOL = 60
"""Different answers to one question."""
_SOME_DAY = date(2026, 1, 30)


@dataclass(frozen=True, slots=True)
class Asked:
    """One survey before it is added; `weight`: how many take it, beside the others."""

    slug: str
    title: str
    questions: str
    weight: int
    policy: PolicyName = PolicyName.STANDARD
    allow_without_camera: bool = False


ASKED = (
    Asked("shops-north", "Customer study, north", CUSTOMER_STUDY, 18),
    Asked("shops-south", "Customer study, south", CUSTOMER_STUDY, 14),
    Asked("shops-strict", "Customer study, with prize", CUSTOMER_STUDY, 9, PolicyName.STRICT),
    Asked("shops-online", "Customer study, online", CUSTOMER_STUDY, 11, PolicyName.RELAXED),
    Asked("shops-villages", "Customer study, villages", CUSTOMER_STUDY, 6, allow_without_camera=True),
    Asked("shops-panel", "Customer panel, each quarter", CUSTOMER_STUDY, 8, allow_without_camera=True),
    Asked("work-city", "Ways to work, city", COMMUTE_SURVEY, 12),
    Asked("work-region", "Ways to work, region", COMMUTE_SURVEY, 9),
    Asked("work-students", "Ways to study", COMMUTE_SURVEY, 7),
    Asked("work-shifts", "Ways to work, in shifts", COMMUTE_SURVEY, 6),
)


@dataclass(frozen=True, slots=True)
class CrowdSurvey:
    """A survey with what its sessions take over, and answers to draw from."""

    survey: Survey
    questions: Sequence[Question]
    is_watched: bool
    policy: Policy
    kept_policy: KeptPolicy
    answers: Mapping[str, Sequence[Any]]

    def answer(self, question_id: str, on: date, chance: Random) -> Any:
        """A value as it is stored; dates lie shortly before the day of the session."""
        value = one_of(self.answers[question_id], chance)
        return (on - value).isoformat() if isinstance(value, timedelta) else value


def add_surveys(services: Services, at: datetime) -> None:
    """Add those that are missing, as if it had been done at that time."""
    service, there = services_by(StoryClock(at), services).surveys.surveys, _there(services)
    for asked in ASKED:
        if asked.slug not in there:
            service.add_version(
                None,
                asked.slug,
                {**DEFINITIONS[asked.questions], "title": asked.title},
                proctoring_enabled=asked.questions == CUSTOMER_STUDY,
                policy=asked.policy,
                allow_without_camera=asked.allow_without_camera,
                is_demo=True,
            )


def crowd_surveys(services: Services) -> Sequence[CrowdSurvey]:
    """All of them, in the order of `ASKED`."""
    there, basis = _there(services), services.basis
    rules = basis.settings.rules
    with transaction(basis.engine) as db:
        kept = [keep_policy(db, _policy_for(there[asked.slug], rules), basis.clock()) for asked in ASKED]
    return [_with_answers(there[asked.slug], rules, policy) for asked, policy in zip(ASKED, kept, strict=True)]


def chosen_surveys(chance: Random) -> Sequence[int]:
    """All of them in a taker's own order, by how many take them; nobody takes one twice."""
    return sorted(range(len(ASKED)), key=lambda index: chance.random() ** (1 / ASKED[index].weight), reverse=True)


def _there(services: Services) -> Mapping[str, Survey]:
    slugs = [asked.slug for asked in ASKED]
    with reading(services.basis.engine) as db:
        found = db.exec(select(Survey).where(col(Survey.is_demo), col(Survey.slug).in_(slugs))).all()
    return {survey.slug: survey for survey in found}


def _with_answers(survey: Survey, rules: SessionRules, kept: KeptPolicy) -> CrowdSurvey:
    questions = definition_of(survey).questions
    return CrowdSurvey(
        survey=survey,
        questions=questions,
        is_watched=rules.is_watched(survey),
        policy=_policy_for(survey, rules),
        kept_policy=kept,
        answers={question.id: _answers_to(question, number) for number, question in enumerate(questions)},
    )


def _policy_for(survey: Survey, rules: SessionRules) -> Policy:
    """One moderator decides about each session of the crowd, as everywhere before `strict/2`."""
    return replace(rules.policy_for(survey), version=1, second_look=False)


def _answers_to(question: Question, number: int) -> Sequence[Any]:
    chance = np.random.default_rng(chance_of(0, Drawn.ANSWERS, number).getrandbits(64))
    values = [answer_to(question, _SOME_DAY, chance) for _ in range(_POOL)]
    return [_SOME_DAY - value if isinstance(value, date) else value for value in values]
