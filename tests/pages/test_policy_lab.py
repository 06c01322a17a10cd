"""The policy lab: whoever may count sessions tries other limits on them, and sees what that would have changed."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from pages import texts_lab as words
from pages import texts_policy
from proctor_core.codes.policy_faults import NotJudged
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.policy import STANDARD, FlagRule, Policy
from proctor_core.domain.policy_change import NumbersChange
from proctor_core.domain.rejudgement import IncidentChange, JudgedIncident, SessionDifference
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import Unavailable
from proctor_core.rejudging.policy_lab import MOST, PolicyLab
from proctor_core.rejudging.trials import PolicyTrials
from tests.support.page_application import Pages, all_text, button
from tests.support.page_tables import tables_of
from tests.support.review_world import World
from tests.support.session_world import alleged

pytestmark = pytest.mark.slow

LAB = "analyst/policy_lab.py"
AWAY = ViolationType.LOOKING_AWAY


@dataclass
class PlayedTrials:
    """The program's own, but that what a trial finds is played, and how many sessions there are where `counted` says so."""

    real: PolicyTrials
    found: list[SessionDifference]
    counted: int | None = None
    fails: bool = False
    tried: list[Policy] = field(default_factory=list[Policy])

    @property
    def engine(self) -> object:
        return self.real.engine

    def count(self, choice: Any) -> int:
        return self.real.count(choice) if self.counted is None else self.counted

    def usual_policy(self, choice: Any) -> Policy | None:
        return self.real.usual_policy(choice)

    def run(self, _choice: Any, change: NumbersChange, **_: int) -> Generator[SessionDifference, None, None]:
        self.tried.append(change.applied(STANDARD))
        yield from self.found
        if self.fails:
            raise Unavailable("the store does not answer")


def one_lost() -> SessionDifference:
    """A flagged session that loses a violation, which a moderator had dismissed, and its flag."""
    lost = alleged(10.0, 14.0, AWAY)
    incident = JudgedIncident(VerdictKind.DISMISS, frozenset({AWAY}), 10.0, 14.0)
    return SessionDifference(
        uuid4(),
        "study",
        None,
        "a" * 64,
        before=(lost,),
        lost=(lost,),
        incidents=(IncidentChange(incident, was_alleged=True, is_alleged=False),),
        was_flagged=True,
        rules_before=frozenset({FlagRule.VIOLATION_COUNT}),
    )


def not_judged() -> SessionDifference:
    return SessionDifference(uuid4(), "study", None, "a" * 64, NotJudged.ERASED)


def play(pages: Pages, *found: SessionDifference, **played: Any) -> PlayedTrials:
    real = PolicyTrials(pages.services.basis.engine, "memory:///")
    trials = PlayedTrials(real, list(found), **played)
    lab = PolicyLab(trials, pages.services.basis.clock)  # pyright: ignore[reportArgumentType]
    pages.application.around = replace(pages.application.around, lab=lab)
    return trials


def moved(page: AppTest, **numbers: float) -> AppTest:
    """Enter these and press the button."""
    for name, value in numbers.items():
        page.number_input(key=f"lab_number_{name}").set_value(value)
    page = button(page, words.TRY).click().run()
    assert not page.exception
    return page


@pytest.mark.parametrize(("role", "file"), [(Role.ANALYST, LAB), (Role.ADMINISTRATOR, "administrator/policy_lab.py")])
def test_what_other_limits_would_have_changed_is_shown(pages: Pages, world: World, role: Role, file: str) -> None:
    world.flagged(world.survey("Ride study"))
    trials = play(pages, one_lost(), not_judged())
    page = moved(pages.open_as(role, file), looking_away_onset_s=8.0)
    assert [policy.looking_away.onset_s for policy in trials.tried] == [8.0]
    assert [(one.label, one.value, one.delta) for one in page.metric] == [
        (words.FLAGGED, "0", "-1"),
        (words.VIOLATIONS, "0", "-1"),
        (words.CONFIRMED, "0", ""),
        (words.DISMISSED, "0", "-1"),
    ]
    by_type, by_verdict, by_rule = tables_of(page)
    assert ["Looking away", "1", "0", "0", "1"] in by_type.rows
    assert ["Dismissed", "1", "0", "0", "1"] in by_verdict.rows
    assert by_rule.rows == [["Number of violations", "1", "0", "0", "1"]]
    label = texts_policy.VALUE_LABEL["looking_away_onset_s"]
    assert f"Tried: {label}: 8" in all_text(page)
    assert "1 session was judged again. Not judged again: 1 (observations erased)." in all_text(page)


def test_an_administrator_uses_the_numbers_for_new_sessions_of_the_survey(pages: Pages, world: World) -> None:
    survey = world.survey("Ride study")
    survey.policy_values = {"violation_threshold": 4.0}
    world.add(survey)
    world.flagged(survey)
    play(pages, one_lost())
    page = pages.open_as(Role.ADMINISTRATOR, "administrator/policy_lab.py")
    page = moved(page, looking_away_onset_s=8.0)
    assert words.USE_ONE_SURVEY in all_text(page)
    page = page.selectbox(key="lab_survey").set_value(("", survey.slug)).run()
    page = moved(page, looking_away_onset_s=8.0)
    page = button(page, words.USE).click().run()
    assert not page.exception
    assert "New sessions of Ride study, version 1, are judged by these numbers." in all_text(page)
    stored = pages.services.surveys.surveys.surveys(world.person("a administrator", Role.ADMINISTRATOR))
    assert [one.policy_values for one in stored] == [{"violation_threshold": 4.0, "looking_away_onset_s": 8.0}]


def test_an_analyst_changes_no_survey(pages: Pages, world: World) -> None:
    world.flagged(world.survey("Ride study"))
    play(pages, one_lost())
    page = moved(pages.open_as(Role.ANALYST, LAB), looking_away_onset_s=8.0)
    assert words.USE not in [one.label for one in page.button]
    assert words.USE_TITLE not in all_text(page)


def test_each_input_shows_what_the_sessions_were_judged_by_and_is_empty(pages: Pages, world: World) -> None:
    world.flagged(world.survey("Ride study"))
    page = pages.open_as(Role.ANALYST, LAB)
    threshold = page.number_input(key="lab_number_violation_threshold")
    assert (threshold.value, threshold.placeholder) == (None, "3")


def test_without_a_number_nothing_is_tried(pages: Pages, world: World) -> None:
    world.flagged(world.survey("Ride study"))
    trials = play(pages)
    page = moved(pages.open_as(Role.ANALYST, LAB))
    assert words.NOTHING_MOVED in all_text(page)
    assert trials.tried == []


def test_more_than_a_page_judges_is_for_the_command(pages: Pages, world: World) -> None:
    world.flagged(world.survey("Ride study"))
    play(pages, counted=MOST + 1)
    page = pages.open_as(Role.ANALYST, LAB)
    assert "python -m proctor_core judge" in all_text(page)
    assert button(page, words.TRY).disabled


def test_a_trial_that_fails_says_why_and_is_not_tried_again_and_again(pages: Pages, world: World) -> None:
    world.flagged(world.survey("Ride study"))
    trials = play(pages, one_lost(), fails=True)
    page = moved(pages.open_as(Role.ANALYST, LAB), violation_threshold=5)
    assert "the store does not answer" in all_text(page)
    assert len(page.run().metric) == 0
    assert len(trials.tried) == 1


def test_days_without_sessions_say_so(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    assert words.NO_SESSIONS in all_text(pages.open_as(Role.ANALYST, LAB))


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR])
def test_nobody_else_sees_it(pages: Pages, role: Role) -> None:
    page = pages.open_as(role, LAB)
    assert len(page.number_input) == 0
    assert words.TITLE not in all_text(page)


def test_a_limit_beyond_what_can_be_chosen_is_refused_in_words(pages: Pages, world: World) -> None:
    world.flagged(world.survey("Ride study"))
    trials = play(pages, one_lost())
    page = moved(pages.open_as(Role.ANALYST, LAB), pitch_down_deg=99.0)
    assert "expected 10 to 60, got 99" in all_text(page)
    assert trials.tried == []
