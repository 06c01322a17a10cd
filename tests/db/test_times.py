"""The database finds the day of a reader's zone as Python's own zones do, over changes of the clocks too."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, literal, select
from sqlmodel import Session

from db.columns import UtcDateTime
from db.engine import reading
from db.queries.times import Days, day_of

START, END = datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland", "Africa/Casablanca")


@pytest.fixture
def db(engine: Engine) -> Iterator[Session]:
    with reading(engine) as db:
        yield db


def found(db: Session, days: Days, moment: datetime) -> date:
    return day_of(db.connection().execute(select(days.number(db, literal(moment, UtcDateTime)))).scalar_one())


def test_a_day_of_the_database_is_the_day_of_the_zone(db: Session) -> None:
    @given(
        zone=st.sampled_from(ZONES).map(ZoneInfo),
        moment=st.datetimes(START.replace(tzinfo=None), (END - timedelta(seconds=1)).replace(tzinfo=None)),
    )
    def is_the_same(zone: ZoneInfo, moment: datetime) -> None:
        at = moment.replace(tzinfo=UTC)
        assert found(db, Days(START, END, zone), at) == at.astimezone(zone).date()

    is_the_same()


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Kathmandu", datetime(2026, 11, 24, 18, 15, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_its_zone_s_midnight(db: Session, zone: str, midnight: datetime) -> None:
    days, day = Days(START, END, ZoneInfo(zone)), midnight.astimezone(ZoneInfo(zone)).date()
    just_before = midnight - timedelta(microseconds=1)
    assert (found(db, days, just_before), found(db, days, midnight)) == (day - timedelta(days=1), day)


def test_a_span_that_begins_and_ends_within_hours_of_a_change_has_its_days_too(db: Session) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    change = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    days = Days(change - timedelta(hours=4), change + timedelta(hours=23), berlin)
    for hours in range(-4, 23):
        at = change + timedelta(hours=hours)
        assert found(db, days, at) == at.astimezone(berlin).date()
