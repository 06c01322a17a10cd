"""When a taker was there last, and how long their page was out of view."""

from datetime import UTC, datetime, timedelta

from proctor_core.monitoring.monitors.signs_of_life import AWAY_AFTER, SignsOfLife

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_taker_is_away_fifteen_seconds_after_the_last_sign() -> None:
    signs = SignsOfLife(NOON)
    signs.note(NOON + 5 * SECOND)
    assert not signs.is_away(NOON + 5 * SECOND + AWAY_AFTER - SECOND)
    assert signs.is_away(NOON + 5 * SECOND + AWAY_AFTER)


def test_an_older_sign_that_comes_late_takes_nothing_back() -> None:
    signs = SignsOfLife(NOON)
    signs.note(NOON + 5 * SECOND)
    signs.note(NOON + 2 * SECOND)
    assert signs.last_at == NOON + 5 * SECOND


def test_a_hidden_page_is_hidden_since_its_first_report_of_it() -> None:
    signs = SignsOfLife(NOON)
    signs.note_view(NOON, is_hidden=True)
    signs.note_view(NOON + 4 * SECOND, is_hidden=True)
    assert signs.hidden_s(NOON + 6 * SECOND) == 6.0
    signs.note_view(NOON + 8 * SECOND, is_hidden=False)
    assert signs.hidden_s(NOON + 9 * SECOND) == 0.0


def test_a_camera_of_another_page_is_in_view_until_that_page_says_otherwise() -> None:
    signs = SignsOfLife(NOON)
    signs.note_view(NOON, is_hidden=True)
    signs.forget_view()
    assert signs.hidden_s(NOON + 6 * SECOND) == 0.0
