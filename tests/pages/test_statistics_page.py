"""The analyst's page: figures with their definitions, charts with their tables."""

import json
from datetime import timedelta
from typing import Any

import pytest

from db.tables import Appeal, AppealAnswer, BlindSample, ProctorReview, SampleOpinion
from pages import texts
from pages import texts_decisions as decisions_words
from pages import texts_sample as sample_words
from pages import texts_statistics as words
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.statistics import FigureName, Period, TableName
from tests.support.page_application import Pages, all_text
from tests.support.page_tables import tables_of
from tests.support.review_world import NOON, World

pytestmark = pytest.mark.slow

STATISTICS = "analyst/statistics.py"


def add_sessions(world: World) -> ProctorReview:
    survey = world.survey("Ride study")
    world.now = NOON - timedelta(days=2)
    review = world.flagged(survey)
    world.session(survey, world.person("tam", Role.TAKER))
    world.wait(hours=3)
    world.reviewing.decide(world.person("lee"), review.id, DecisionKind.REJECT, "a phone", revision=0)
    world.now = NOON
    return review


def test_the_figures_stand_with_their_definitions(pages: Pages, world: World) -> None:
    add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert not page.exception
    assert [(m.label, m.value) for m in page.metric] == [
        ("Sessions", "2"),
        ("Flag rate", "50 %"),
        ("Allegations", "3"),
        ("Time to decision", "3 h"),
        ("Nine in ten decided within", "3 h"),
    ]
    definitions = [texts.FIGURE_DEFINITION[name] for name in FigureName]
    assert [m.proto.help for m in page.metric] == [*definitions, words.NINE_IN_TEN_DEFINITION]


def test_the_blind_sample_stands_with_its_definitions_once_something_was_judged(pages: Pages, world: World) -> None:
    add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert sample_words.EMPTY in all_text(page)
    session, at = world.session(world.survey("Other"), world.person("tam", Role.TAKER)), world.now
    drawn: dict[str, Any] = {"share": 0.02, "drawn_at": at, "ranks_since": at, "closed_at": at}
    sample = BlindSample(session_id=session.id, kind=SampleKind.UNFLAGGED, **drawn)
    said: dict[str, Any] = {"findings": 1, "length_s": 600.0, "video_s": 600.0, "decision": DecisionKind.APPROVE}
    world.add(sample)
    world.add(SampleOpinion(session_id=session.id, sample_id=sample.id, at=at - timedelta(seconds=1), **said))
    page.run()
    assert not page.exception
    shown = {metric.label: (metric.value, metric.proto.help) for metric in page.metric}
    recall, definition = shown[sample_words.RECALL]
    assert recall.startswith("0 %")
    assert definition == sample_words.RECALL_DEFINITION
    assert shown[sample_words.MISSED] == ("0.00", sample_words.MISSED_DEFINITION)
    assert shown[sample_words.AGREEMENT] == (texts.NOTHING, sample_words.AGREEMENT_DEFINITION)
    (months,) = [table for table in tables_of(page) if table.headings == list(sample_words.MONTH_COLUMNS.values())]
    assert months.rows == [["2026-11", "1", "0", texts.NOTHING, texts.NOTHING, texts.NOTHING]]


def test_each_chart_has_its_table_and_definition(pages: Pages, world: World) -> None:
    add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert len(tables_of(page)) == len(page.get("plotly_chart")) == 5
    by_type, by_survey, by_day, decisions, by_hour = tables_of(page)
    assert sum(map(int, by_type.column("Rejected"))) == 3
    assert by_survey.rows[0] == ["Ride study", "2", "1", "50", "0", "1", "0", "0", "3"]
    assert len(by_day.rows) == 31
    assert sum(map(int, by_day.column("No face"))) == 1
    assert decisions.column("this period") == ["0", "1", "0"]
    assert [row[:1] + row[2:] for row in by_hour.rows] == [["Sunday", "2", "1"]]


def test_what_waits_has_its_chart_and_table_too(pages: Pages, world: World) -> None:
    add_sessions(world)
    world.flagged(world.survey("Ride study again"))
    world.wait(hours=2)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert len(tables_of(page)) == len(page.get("plotly_chart")) == 6
    assert tables_of(page)[-2].column("Waiting") == ["0", "1", "0", "0", "0", "0"]


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
    right = "100 % (21 % to 100 %)"
    assert tables_of(page.run())[-1].rows == [["Phone", "1 (+1)", "0", "0", "0", right]]


def test_a_check_stands_with_its_change_against_the_time_before(pages: Pages, world: World) -> None:
    for days, name, kind in ((40, "Ride study", VerdictKind.CONFIRM), (0, "Another", VerdictKind.DISMISS)):
        world.now = NOON - timedelta(days=days)
        review = world.flagged(world.survey(name), alleged=[(ViolationType.MOBILE_DETECTED, 40.0, 45.0)])
        members = world.reviewing.case(world.person("lee"), review.session_id).incidents[0].anchor.members
        world.services.reviewing.verdicts.give(world.person("lee"), review.id, members, kind)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert tables_of(page)[-1].rows == [["Phone", "0 (-1)", "1 (+1)", "0", "0", "0 % (0 % to 79 %), -100 points"]]
    assert texts.COMPARED.format(days=30) in all_text(page)


def test_rejections_that_did_not_stand_are_counted_with_their_definition(pages: Pages, world: World) -> None:
    review = add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert decisions_words.OVERTURNED_EMPTY in all_text(page)
    appeal = Appeal(session_id=review.session_id, review_id=review.id, words="a cup", at=world.now, answer_by=world.now)
    answer: dict[str, Any] = {"session_id": review.session_id, "appeal_id": appeal.id, "words": "true"}
    world.add(appeal)
    world.add(AppealAnswer(outcome=AppealOutcome.OVERTURNED, at=world.now, **answer))
    world.wait(hours=1)
    [table] = [table for table in tables_of(page.run()) if "Overturned" in table.headings]
    assert table.rows == [
        ["By a second look", "0", "0", texts.NOTHING],
        ["On appeal", "1 (+1)", "1 (+1)", "100 % (21 % to 100 %)"],
    ]


def test_an_empty_period_says_so(pages: Pages) -> None:
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert "No proctored session was submitted" in page.info[0].value
    assert [m.value for m in page.metric] == ["0", "–", "0", "–"]


def test_choosing_a_period_counts_again(pages: Pages, world: World) -> None:
    add_sessions(world)
    world.wait(days=20)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert page.metric[0].value == "2"
    page.get("button_group")[0].set_value(Period.WEEK).run()  # pyright: ignore[reportAttributeAccessIssue]
    assert page.metric[0].value == "0"


def test_nobody_but_analysts_sees_statistics(pages: Pages, world: World) -> None:
    page = pages.open_as(Role.MODERATOR, STATISTICS)
    assert "for another role: Analyst" in all_text(page)
    assert not page.metric


def test_days_of_ones_own_are_counted_when_both_are_there(pages: Pages, world: World) -> None:
    add_sessions(world)
    world.wait(days=60)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    assert page.metric[0].value == "0"
    page.get("button_group")[0].set_value(0).run()  # pyright: ignore[reportAttributeAccessIssue]
    assert words.BOTH_DAYS in all_text(page)
    page.date_input(key="statistics_last").set_value(NOON.date()).run()
    page.date_input(key="statistics_first").set_value(NOON.date() - timedelta(days=3)).run()
    assert page.metric[0].value == "2"
    assert page.metric[0].proto.delta_description == words.COMPARED_AS_LONG


def test_the_sessions_behind_a_figure_are_named_by_their_codes_alone(pages: Pages, world: World) -> None:
    add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    page.selectbox(key="statistics_behind").set_value(FigureName.FLAG_RATE).run()
    [table] = [table for table in tables_of(page) if "Review" in table.headings]
    [row] = table.rows
    assert row[1:] == ["Ride study", row[2], "3", "✓ yes", "rejected", "3 h"]
    assert "Tam" not in all_text(page)


@pytest.mark.parametrize("name", list(TableName))
def test_every_table_stands_with_its_definition_and_says_what_its_files_leave_out(
    pages: Pages, world: World, name: TableName
) -> None:
    add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    page.selectbox(key="statistics_table").set_value(name).run()
    assert not page.exception
    assert words.TABLE_DEFINITION[name] in all_text(page)
    if name in (TableName.SURVEYS, TableName.HOURS, TableName.TYPES_BY_DAY, TableName.MODERATORS):
        assert "about fewer than 5 people; this page shows" in all_text(page)
        assert len(page.get("link_button")) == 2


def test_questions_are_counted_of_one_survey(pages: Pages, world: World) -> None:
    add_sessions(world)
    page = pages.open_as(Role.ANALYST, STATISTICS)
    page.selectbox(key="statistics_table").set_value(TableName.QUESTIONS).run()
    assert words.TABLE_WANTS_A_SURVEY in all_text(page)
    page.selectbox(key="statistics_survey").set_value(("", "ride-study")).run()
    [table] = [table for table in tables_of(page) if "Question" in table.headings]
    assert table.rows == [["Ride study", "How often do you ride? (often)", "3 (+3)", "0", "3 (+3)", "0"]]
