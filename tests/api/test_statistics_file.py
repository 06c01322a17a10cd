"""A table of the statistics as a file over the API: its days, its zone, and what can't be asked."""

import csv
import io

import pyarrow.parquet as pq
import pytest

from db.tables import User
from proctor_core.domain.roles import Role
from proctor_core.services.reviewing.statistics import TableName
from tests.support.web_world import WebWorld

FILE = "/api/statistics/file"


@pytest.fixture
def analyst(world: WebWorld) -> User:
    return world.person("ana", Role.ANALYST)


def test_a_file_has_the_days_of_the_zone_and_no_number_about_few_people(world: WebWorld, analyst: User) -> None:
    session = world.answered()
    world.stored_sessions.submit(world.taker, session.id, 0.98)
    world.clock.pass_time(5)
    day = world.clock().date().isoformat()
    asked = f"{FILE}?table=days&first={day}&zone=Europe/Berlin"
    answer = world.ask("GET", asked, as_person=analyst)
    assert answer.headers["content-disposition"] == 'attachment; filename="days.csv"'
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["day"], row["sessions"]) == (day, "")
    [row] = pq.read_table(
        io.BytesIO(world.ask("GET", f"{asked}&format=parquet", as_person=analyst).content)
    ).to_pylist()
    assert (row["day"].isoformat(), row["sessions"], row["approved"]) == (day, None, 0)


@pytest.mark.parametrize("days", ["first=0001-01-01&last=9999-12-31", "last=0001-01-01", "days=90"])
def test_every_table_is_there_of_any_days(world: WebWorld, analyst: User, days: str) -> None:
    for table in TableName:
        answer = world.ask("GET", f"{FILE}?table={table}&{days}&zone=Pacific/Auckland", as_person=analyst)
        assert answer.status_code == 200, (table, answer.text)


@pytest.mark.parametrize("zone", ["Nowhere/Else", "../../etc/passwd", "Europe", ""])
def test_a_zone_that_there_is_not_is_refused(world: WebWorld, analyst: User, zone: str) -> None:
    answer = world.ask("GET", f"{FILE}?table=hours&zone={zone}", as_person=analyst)
    assert answer.status_code == 422, answer.text
    assert "Europe/Berlin" in answer.text
