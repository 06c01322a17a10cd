"""Responses as files: CSV that no spreadsheet computes, JSON of the API's form, Parquet with types; of any size."""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine

from db.tables import AuditEvent, Survey
from proctor_core.domain.paging import Cursor
from proctor_core.services.responses import reading
from proctor_core.services.responses.files import csv_of, json_of
from proctor_core.services.responses.parquet import write_parquet
from proctor_core.services.responses.reading import AllResponses
from tests.support.response_world import ANSWERS, ResponseWorld

MANY = 450


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> ResponseWorld:
    return ResponseWorld(engine, tmp_path)


def taken(world: ResponseWorld, survey: Survey, kind: str, *, with_names: bool = False) -> AllResponses:
    return world.responses.take_out(world.root, survey.id, kind, with_names=with_names)


def csv_rows(found: AllResponses) -> list[dict[str, str]]:
    text = "".join(csv_of(found))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def parquet_rows(found: AllResponses) -> list[dict[str, Any]]:
    with tempfile.TemporaryFile() as file:
        write_parquet(found, file)
        file.seek(0)
        return pq.read_table(file).to_pylist()


def test_a_line_of_csv_has_each_answer_no_formula_and_numbers_as_numbers(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey, violations_count=2)
    (row,) = csv_rows(taken(world, survey, "csv"))
    assert (row["answer.degrees"], row["answer.why"], row["answer.liked"]) == ("-5", "'=1+1", "4")
    assert json.loads(row["answer.which"]) == ["a", "c"]
    assert (row["coverage"], row["violations_count"], row["seconds.often"]) == ("0.98", "2", "12.5")
    assert (row["watched_by"], row["decision"], row["camera_facts"]) == ("server", "passed", "true")
    assert "name" not in row


def test_what_did_not_go_out_is_empty_and_said(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey, read="0" * 64, violations_count=9)
    (row,) = csv_rows(taken(world, survey, "csv"))
    measured = ("coverage", "unseen_s", "violations_count", "violations.no_face", "flag_rules", "decision")
    assert [row[name] for name in measured] == [""] * 6
    assert (row["camera_facts"], row["watched_by"], row["answer.often"]) == ("false", "server", "daily")


def test_json_holds_the_values_as_they_were_stored(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey)
    (found,) = json.loads("".join(json_of(taken(world, survey, "json", with_names=True))))
    assert (found["answers"], found["name"], found["camera"]["decision"]) == (dict(ANSWERS), "Ada", "passed")
    empty = world.survey("empty")
    assert json.loads("".join(json_of(taken(world, empty, "json")))) == []


def test_parquet_holds_types(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey)
    world.handed_in(survey, answers={}, read=None)
    row, empty = sorted(parquet_rows(taken(world, survey, "parquet")), key=lambda row: row["answer.often"] is None)
    assert (row["answer.which"], row["answer.degrees"], row["answer.when"]) == (["a", "c"], -5.0, date(2026, 5, 1))
    assert (row["violations.no_face"], row["camera_facts"], row["flag_rules"]) == (0, True, [])
    assert {value for name, value in empty.items() if name.startswith(("answer.", "violations."))} == {None}
    assert parquet_rows(taken(world, world.survey("empty"), "parquet")) == []


def test_every_taking_out_is_in_the_audit_log_before_the_first_line(world: ResponseWorld) -> None:
    survey = world.survey()
    taken(world, survey, "csv")
    taken(world, survey, "parquet", with_names=True)
    noted = world.rows(AuditEvent, action="survey.responses_taken")
    assert {event.detail for event in noted} == {"csv", "parquet with names"}
    assert {(event.object_id, event.actor_id) for event in noted} == {(str(survey.id), world.administrator.id)}


@pytest.mark.parametrize("rows_of", [csv_rows, parquet_rows])
def test_more_sessions_than_one_part_are_read_in_parts_and_each_is_there_once(
    world: ResponseWorld, monkeypatch: pytest.MonkeyPatch, rows_of: Callable[[AllResponses], list[dict[str, Any]]]
) -> None:
    survey = world.survey()
    world.many(survey, MANY, at_once=250)
    sizes: list[int] = []
    real = reading.handed_in_after

    def counted(db: Any, survey_id: Any, after: Cursor | None, until: Any, limit: int) -> Any:
        found = real(db, survey_id, after, until, limit)
        sizes.append(len(found))
        return found

    monkeypatch.setattr(reading, "handed_in_after", counted)
    rows = rows_of(taken(world, survey, "file"))
    assert len({row["response"] for row in rows}) == len(rows) == MANY
    assert {float(row["answer.degrees"]) for row in rows} == set(map(float, range(MANY)))
    assert max(sizes) <= 200, "what is in memory does not grow with the survey"
    assert sum(sizes) == MANY


def test_what_comes_in_while_a_file_is_written_is_not_in_it(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey)
    found = taken(world, survey, "csv")
    world.clock.pass_time(1)
    world.handed_in(survey)
    assert len(csv_rows(found)) == 1
