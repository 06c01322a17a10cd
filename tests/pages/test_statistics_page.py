"""The analyst's page: figures with their definitions, charts with their tables."""

import json
from datetime import timedelta

import pytest

from pages import texts
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.statistics import FigureName, Period
from tests.support.page_application import Pages, all_text
from tests.support.page_tables import tables_of
from tests.support.review_world import NOON, World

pytestmark = pytest.mark.slow

STATISTICS = "analyst/statistics.py"


def add_sessions(world: World) -> None:
    survey = world.survey("Ride study")
    world.now = NOON - timedelta(days=2)
    review = world.flagged(survey)
    world.session(survey, world.person("tam", Role.TAKER))
    world.wait(hours=3)
    world.reviewing.decide(world.person("lee"), review.id, DecisionKind.REJECT, "a phone", revision=0)
    world.now = NOON


def test_four_figures_stand_with_their_definitions(pages: Pages, world: World) -> None:
    add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert not page.exception
    assert [(m.label, m.value) for m in page.metric] == [
        ("Sessions", "2"),
        ("Flag rate", "50 %"),
        ("Allegations", "3"),
        ("Time to decision", "3 h"),
    ]
    assert [m.proto.help for m in page.metric] == [texts.FIGURE_DEFINITION[name] for name in FigureName]


def test_each_chart_has_its_table_and_definition(pages: Pages, world: World) -> None:
    add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert len(page.get("plotly_chart")) == len(tables_of(page)) == 4
    by_type, by_survey, by_day, decisions = tables_of(page)
    assert sum(map(int, by_type.column("Rejected"))) == 3
    assert by_survey.rows[0] == ["Ride study", "2", "1", "50", "0", "1", "0", "0", "3"]
    assert len(by_day.rows) == 31
    assert sum(map(int, by_day.column("No face"))) == 1
    assert decisions.column("this period") == ["0", "1", "0"]


def test_days_along_the_axis_are_written_by_the_page_and_not_by_the_chart(pages: Pages, world: World) -> None:
    add_sessions(world)
    charts = [json.loads(chart.proto.spec) for chart in pages.open_as(Role.ANALYST, STATISTICS).get("plotly_chart")]
    named = [axis["ticktext"] for chart in charts if "ticktext" in (axis := chart["layout"]["xaxis"])]
    assert named == [["25 Oct", "31 Oct", "6 Nov", "12 Nov", "18 Nov", "24 Nov"]]


def test_each_check_stands_with_what_was_said_about_it_and_how_sure_that_is(pages: Pages, world: World) -> None:
    review = world.flagged(world.survey("Ride study"), alleged=[(ViolationType.MOBILE_DETECTED, 40.0, 45.0)])
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert texts.CHECKS_EMPTY in all_text(page)
    members = world.reviewing.case(world.person("lee"), review.session_id).incidents[0].anchor.members
    world.services.reviewing.verdicts.give(world.person("lee"), review.id, members, VerdictKind.CONFIRM)
    assert tables_of(page.run())[-1].rows == [["Phone", "1", "0", "0", "0", "100 % (21 % to 100 %)"]]


def test_an_empty_period_says_so(pages: Pages) -> None:
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert "No proctored session was submitted" in page.info[0].value
    assert [m.value for m in page.metric] == ["0", "–", "0", "–"]


def test_choosing_a_period_counts_again(pages: Pages, world: World) -> None:
    add_sessions(world)
    world.wait(days=20)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert page.metric[0].value == "2"
    page.get("button_group")[0].set_value(Period.WEEK).run()
    assert page.metric[0].value == "0"


def test_nobody_but_analysts_sees_statistics(pages: Pages, world: World) -> None:
    page = pages.open_as(Role.MODERATOR, STATISTICS)
    assert "for another role: Analyst" in all_text(page)
    assert not page.metric
