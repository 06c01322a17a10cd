"""How often a check was right: by verdicts on its violations, planted here; what is counted as open; tables and their files."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select

from db.engine import reading, transaction
from db.tables import Evidence, IncidentVerdict, ProctorReview, Signal, Survey, SurveySession, Violation
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.policy import STANDARD, policy_to_json, sha256_of_policy
from proctor_core.domain.roles import Role
from proctor_core.domain.share import share_of
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import CLIENT, SignalKind, SnapshotKind, ViolationType
from proctor_core.services.reviewing.quality_tables import CONFIDENCE_BORDERS, share_band
from proctor_core.services.reviewing.statistics import CheckQuality, Period, StatisticsTable, TableName
from proctor_core.services.reviewing.statistics_files import FileFormat, file_of
from proctor_core.services.surveys.kept_policies import keep_policy
from tests.support.review_world import World

CONFIRM, DISMISS, UNSURE = VerdictKind.CONFIRM, VerdictKind.DISMISS, VerdictKind.UNSURE
PHONE, AWAY, ABSENT = ViolationType.MOBILE_DETECTED, ViolationType.LOOKING_AWAY, ViolationType.NO_FACE
APART = [(PHONE, 40.0, 45.0), (AWAY, 120.0, 125.0), (ABSENT, 200.0, 210.0)]
"""Three incidents of a violation each."""


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def say(world: World, review: ProctorReview, said: Mapping[int, VerdictKind], by: str = "lee") -> None:
    """A verdict about each of these incidents, counted from 1."""
    for number, kind in said.items():
        case = world.reviewing.case(world.person("witness"), review.session_id)
        members = case.incidents[number - 1].anchor.members
        world.services.reviewing.verdicts.give(world.person(by), review.id, members, kind)


def checks(world: World, slug: str | None = None, period: Period = Period.MONTH) -> dict[ViolationType, CheckQuality]:
    overview = world.statistics.overview(world.person("ines", Role.ANALYST), period, slug)
    return {check.type: check for check in overview.checks}


def counts(check: CheckQuality) -> tuple[int, int, int, int]:
    return check.confirmed, check.dismissed, check.unsure, check.open


def test_planted_verdicts_give_back_the_precision(world: World) -> None:
    survey = world.survey()
    for phone, away in ((CONFIRM, DISMISS), (CONFIRM, UNSURE), (DISMISS, DISMISS)):
        say(world, world.flagged(survey, alleged=APART), {1: phone, 2: away})
    found = checks(world)
    assert counts(found[PHONE]) == (2, 1, 0, 0)
    assert counts(found[AWAY]) == (0, 2, 1, 0)
    assert counts(found[ABSENT]) == (0, 0, 0, 3)
    assert (found[PHONE].precision, found[ABSENT].precision) == (share_of(2, 3), None)


def test_only_what_stands_is_counted(world: World) -> None:
    review = world.flagged(world.survey(), alleged=APART)
    say(world, review, {1: CONFIRM})
    say(world, review, {1: DISMISS})
    assert counts(checks(world)[PHONE]) == (0, 1, 0, 0)
    newest = world.reviewing.case(world.person("lee"), review.session_id).incidents[0].verdict
    assert newest is not None
    world.services.reviewing.verdicts.take_back(world.person("lee"), newest.row.id)
    assert counts(checks(world)[PHONE]) == (1, 0, 0, 0)


def test_a_decided_session_without_verdicts_is_open_and_an_unflagged_one_is_not_counted(world: World) -> None:
    survey = world.survey()
    decided = world.flagged(survey, alleged=APART[:1])
    world.reviewing.decide(world.person("kim"), decided.id, DecisionKind.APPROVE, "", revision=0)
    world.allege(world.session(survey, world.person("tam", Role.TAKER)), PHONE, 1.0, 2.0)
    assert counts(checks(world)[PHONE]) == (0, 0, 0, 1)


def test_another_survey_and_another_time_are_counted_apart(world: World) -> None:
    one, other = world.survey("One"), world.survey("Other")
    world.now -= timedelta(days=20)
    say(world, world.flagged(one, alleged=APART[:1]), {1: CONFIRM})
    world.now += timedelta(days=20)
    say(world, world.flagged(other, alleged=APART[:1]), {1: DISMISS}, by="kim")
    assert counts(checks(world)[PHONE]) == (1, 1, 0, 0)
    assert counts(checks(world, one.slug)[PHONE]) == (1, 0, 0, 0)
    assert counts(checks(world, period=Period.WEEK)[PHONE]) == (0, 1, 0, 0)


# ---- tables and files ----

PAIR = [(PHONE, 40.0, 45.0), (AWAY, 120.0, 125.0)]


def judged(
    world: World, survey: Survey, phone: VerdictKind, reason: VerdictReason | None = None, *, taker: str = "tam"
) -> None:
    """A session whose phone incident is judged; nothing is said about the other one."""
    review = world.flagged(survey, world.person(taker, Role.TAKER), alleged=PAIR)
    members = world.reviewing.case(world.person("lee"), review.session_id).incidents[0].anchor.members
    world.services.reviewing.verdicts.give(world.person("lee"), review.id, members, phone, reason)


def table(world: World, name: TableName) -> StatisticsTable:
    return world.statistics.table(world.person("ana", Role.ANALYST), name, Period.MONTH)


def table_counts(world: World, name: TableName) -> dict[tuple[object, ...], tuple[int | None, ...]]:
    return {row.key: row.counts for row in table(world, name).rows}


@pytest.fixture
def planted(world: World) -> World:
    survey = world.survey("Tables")
    for kind, reason in (
        (VerdictKind.CONFIRM, None),
        (VerdictKind.CONFIRM, None),
        (VerdictKind.DISMISS, VerdictReason.POOR_LIGHT),
        (VerdictKind.DISMISS, None),
        (VerdictKind.UNSURE, VerdictReason.TECHNICAL),
    ):
        judged(world, survey, kind, reason)
    return world


def test_planted_verdicts_come_back_by_survey_policy_and_reason(planted: World) -> None:
    assert table_counts(planted, TableName.QUALITY_BY_SURVEY) == {(PHONE, "", "tables"): (2, 2, 1)}
    [(key, said)] = table_counts(planted, TableName.QUALITY_BY_POLICY).items()
    assert (key[:3], said) == ((PHONE, STANDARD.name, STANDARD.version), (2, 2, 1))
    by_reason = table_counts(planted, TableName.QUALITY_BY_REASON)
    assert by_reason == {(PHONE, ""): (1,), (PHONE, VerdictReason.POOR_LIGHT): (1,)}


def test_a_taker_for_whom_a_check_is_eased_has_no_line_of_their_own_among_the_policies(planted: World) -> None:
    with transaction(planted.engine) as db:
        eased = keep_policy(db, replace(STANDARD, muted=(AWAY.value,)), planted.clock())
        db.exec(select(SurveySession).limit(1)).one().judge_by(eased)
    [(key, said)] = table_counts(planted, TableName.QUALITY_BY_POLICY).items()
    of_all = sha256_of_policy(policy_to_json(STANDARD))[:12]
    assert (key, said) == ((PHONE, STANDARD.name, STANDARD.version, of_all), (2, 2, 1))


def test_what_was_dismissed_in_bulk_is_in_no_table(planted: World) -> None:
    with transaction(planted.engine) as db:
        for row in db.exec(select(IncidentVerdict).where(IncidentVerdict.kind == VerdictKind.DISMISS)).all():
            row.batch_id = row.id
    assert table_counts(planted, TableName.QUALITY_BY_SURVEY) == {(PHONE, "", "tables"): (2, 0, 1)}
    assert table_counts(planted, TableName.QUALITY_BY_REASON) == {}


def test_they_come_back_by_what_was_measured(planted: World) -> None:
    with transaction(planted.engine) as db:
        first, second, *_ = db.exec(
            select(Violation).where(Violation.type == PHONE).order_by(col(Violation.started_at))
        ).all()
        peak = db.exec(
            select(Evidence).where(Evidence.violation_id == first.id, Evidence.kind == SnapshotKind.PEAK)
        ).one()
        peak.face_boxes = [[0.3, 0.2, 0.3, 0.4], [0.0, 0.0, 0.1, 0.1]]
        second.confidence = 0.3
        for violation, onset_s, offset_s in ((first, 30.0, 41.0), (second, 46.0, 50.0)):
            db.add(
                Signal(
                    session_id=violation.session_id,
                    kind=SignalKind.TOO_DARK,
                    started_at=first.started_at,
                    onset_s=onset_s,
                    offset_s=offset_s,
                )
            )
    by_face = table_counts(planted, TableName.QUALITY_BY_FACE)
    assert sum(sum(filter(None, said)) for said in by_face.values()) == 5
    assert sum(filter(None, by_face[PHONE, "35-50"])) == 1
    by_confidence = table_counts(planted, TableName.QUALITY_BY_CONFIDENCE)
    assert sum(filter(None, by_confidence[PHONE, "0-50"])) == 1
    by_light = table_counts(planted, TableName.QUALITY_BY_LIGHT)
    assert {key[1]: sum(filter(None, said)) for key, said in by_light.items()} == {"dark": 1, "light": 4}


def test_they_come_back_by_light_and_pace_of_the_picture_at_the_peak_in_bands_from_low_to_high(planted: World) -> None:
    facts = [(20.0, 0.2, 4.0), (100.0, 0.0, 12.0), (100.0, 0.005, 30.0), (210.0, 0.9, 14.9)]
    with transaction(planted.engine) as db:
        pictures = db.exec(
            select(Evidence)
            .join(Violation, col(Violation.id) == Evidence.violation_id)
            .where(Violation.type == PHONE, Evidence.kind == SnapshotKind.PEAK)
        ).all()
        assert len(pictures) == 5
        for picture, measured in zip(pictures, facts, strict=False):
            picture.brightness, picture.overexposed, picture.frames_per_s = measured
    bands = {
        TableName.QUALITY_BY_BRIGHTNESS: {"": 1, "0-35": 1, "80-140": 2, "200-255": 1},
        TableName.QUALITY_BY_OVEREXPOSED: {"": 1, "0-1": 2, "15-100": 2},
        TableName.QUALITY_BY_FRAME_RATE: {"": 1, "0-5": 1, "10-15": 2, "25+": 1},
    }
    for name, by_band in bands.items():
        found = table_counts(planted, name)
        assert list(found) == [(PHONE, between) for between in by_band]
        assert {key[1]: sum(filter(None, said)) for key, said in found.items()} == by_band


BY_FACTS = """
    SELECT CASE WHEN {value} IS NULL THEN '' WHEN {value} < {border} THEN 'below' ELSE 'above' END AS band,
        sum(CASE WHEN i.kind = 'confirm' THEN 1 ELSE 0 END), sum(CASE WHEN i.kind = 'dismiss' THEN 1 ELSE 0 END)
    FROM incident_verdict i JOIN violation v ON v.session_id = i.session_id AND v.type = i.type
    JOIN evidence e ON e.violation_id = v.id AND e.kind = 'peak' GROUP BY 1
"""


def test_verdicts_by_measured_facts_and_question_are_a_plain_count(world: World) -> None:
    survey, chance = world.survey("Drawn"), Random(58)
    for _ in range(10):
        judged(world, survey, chance.choice([CONFIRM, DISMISS]))
    with transaction(world.engine) as db:
        for picture in db.exec(select(Evidence).order_by(col(Evidence.media_key))).all():
            if chance.random() < 0.8:
                picture.brightness, picture.overexposed = chance.uniform(0, 255), chance.random()
                picture.frames_per_s = chance.uniform(1, 30)
    for name, value, border, begins in (
        (TableName.QUALITY_BY_BRIGHTNESS, "e.brightness", 80, 80),
        (TableName.QUALITY_BY_OVEREXPOSED, "e.overexposed", 0.05, 5),
        (TableName.QUALITY_BY_FRAME_RATE, "e.frames_per_s", 10, 10),
    ):
        found = Counter[tuple[str, int]]()
        for (_, band), (confirmed, dismissed, _) in table_counts(world, name).items():
            side = "" if not band else "below" if int(str(band).rstrip("+").split("-")[0]) < begins else "above"
            found.update({(side, 0): confirmed or 0, (side, 1): dismissed or 0})
        with reading(world.engine) as db:
            plain = db.connection().execute(text(BY_FACTS.format(value=value, border=border))).all()
        assert +found == +Counter({(band, place): int(counts[place]) for band, *counts in plain for place in (0, 1)})
    [(key, said)] = table_counts(world, TableName.QUALITY_BY_QUESTION).items()
    assert (key, sum(filter(None, said))) == ((PHONE, "", "drawn", "often"), 10)


def test_of_a_client_s_report_its_only_picture_counts(planted: World) -> None:
    with transaction(planted.engine) as db:
        violation = db.exec(select(Violation).where(Violation.type == PHONE)).first()
        assert violation is not None
        violation.source = CLIENT
        for picture in db.exec(select(Evidence).where(Evidence.violation_id == violation.id)).all():
            if picture.kind is SnapshotKind.START:
                picture.brightness = 150.0
            else:
                db.delete(picture)
    found = table_counts(planted, TableName.QUALITY_BY_BRIGHTNESS)
    assert {key[1]: sum(filter(None, said)) for key, said in found.items()} == {"": 4, "140-200": 1}


@pytest.mark.parametrize(
    ("value", "between"), [(None, ""), (0.0, "0-50"), (0.5, "50-70"), (0.86, "85-100"), (1.0, "85-100")]
)
def test_a_share_lies_between_two_borders(value: float | None, between: str) -> None:
    assert share_band(value, CONFIDENCE_BORDERS) == between


def test_files_have_no_number_about_fewer_than_five_people_and_the_table_says_how_many_they_lack(world: World) -> None:
    survey = world.survey("Tables")
    for number in range(4):
        judged(world, survey, VerdictKind.CONFIRM, taker=f"taker-{number}")
    for _ in range(3):
        judged(world, survey, VerdictKind.DISMISS, taker="taker-0")
    assert table(world, TableName.QUALITY_BY_SURVEY).hidden == 2
    judged(world, survey, VerdictKind.CONFIRM, taker="taker-4")
    found = table(world, TableName.QUALITY_BY_SURVEY)
    assert (found.rows[0].counts, found.rows[0].people, found.hidden) == ((5, 3, 0), (5, 1, 0), 1)
    text = file_of(found, FileFormat.CSV).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["check"], row["confirmed"], row["dismissed"], row["unsure"]) == ("mobile_detected", "5", "", "0")
    [row] = pq.read_table(io.BytesIO(file_of(found, FileFormat.PARQUET))).to_pylist()
    assert (row["check"], row["confirmed"], row["dismissed"]) == ("mobile_detected", 5, None)


@pytest.mark.parametrize("name", list(TableName))
def test_a_table_without_anything_is_a_file_too(world: World, name: TableName) -> None:
    empty = table(world, name)
    assert file_of(empty, FileFormat.CSV).decode("utf-8-sig").strip() == ",".join((*empty.keys, *empty.columns))
    assert pq.read_table(io.BytesIO(file_of(empty, FileFormat.PARQUET))).num_rows == 0
