"""The statistics as tables: what a chart draws and what stands under it are the same frame."""

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from pages import texts
from pages import texts_statistics as words
from pages.components.owned_title import distinct_titles
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.statistics import HourSessions, Overview


def types_frame(overview: Overview) -> pd.DataFrame:
    """One row per type: allegations, and how many lie in sessions approved, rejected, waiting, or under no review."""
    rows = [
        (
            texts.TYPE_LABEL[t.type],
            t.allegations,
            t.in_approved,
            t.in_rejected,
            t.in_waiting,
            t.allegations - t.in_approved - t.in_rejected - t.in_waiting,
            t.sessions,
        )
        for t in overview.by_type
    ]
    columns = [
        texts.TYPE,
        texts.COLUMN_ALLEGATIONS,
        texts.COLUMN_APPROVED,
        texts.COLUMN_REJECTED,
        texts.COLUMN_WAITING,
        texts.COLUMN_NO_REVIEW,
        texts.COLUMN_SESSIONS,
    ]
    return pd.DataFrame(rows, columns=columns)


def days_frame(overview: Overview) -> pd.DataFrame:
    """One row per day of the period, also those without anything; a column per type that was alleged, then sessions."""
    # Whole days end at the midnight after the last of them.
    last = overview.end - timedelta(microseconds=1)
    days = pd.date_range(overview.start.date(), last.date(), freq="D").date
    frame = pd.DataFrame({texts.COLUMN_DAY: days})
    for kind in ViolationType:
        counts = {total.day: total.allegations for total in overview.by_day if total.type is kind}
        if counts:
            frame[texts.TYPE_LABEL[kind]] = [counts.get(day, 0) for day in days]
    sessions = {day.day: (day.sessions, day.flagged) for day in overview.sessions_by_day}
    frame[texts.COLUMN_SESSIONS] = [sessions.get(day, (0, 0))[0] for day in days]
    frame[texts.COLUMN_FLAGGED] = [sessions.get(day, (0, 0))[1] for day in days]
    return frame


def hours_frame(hours: Sequence[HourSessions]) -> pd.DataFrame:
    """One row per hour of the week in which sessions were submitted, in order."""
    rows = [(words.WEEKDAY[one.weekday], f"{one.hour:02d}:00", one.sessions, one.flagged) for one in hours]
    columns = [words.TABLE_HEADING["weekday"], words.TABLE_HEADING["hour"]]
    return pd.DataFrame(rows, columns=[*columns, texts.COLUMN_SESSIONS, texts.COLUMN_FLAGGED])


def surveys_frame(overview: Overview) -> pd.DataFrame:
    """One row per survey, the highest flag rate first."""
    names = distinct_titles({(s.platform, s.slug): s.title for s in overview.by_survey})
    rows = [
        (
            names[s.platform, s.slug],
            s.sessions,
            s.flagged,
            round(100 * s.flagged / s.sessions),
            s.approved,
            s.rejected,
            s.waiting,
            s.flagged - s.approved - s.rejected - s.waiting,
            s.allegations,
        )
        for s in overview.by_survey
    ]
    columns = [
        texts.SURVEY,
        texts.COLUMN_SESSIONS,
        texts.COLUMN_FLAGGED,
        texts.COLUMN_FLAG_RATE,
        texts.COLUMN_APPROVED,
        texts.COLUMN_REJECTED,
        texts.COLUMN_WAITING,
        texts.COLUMN_NO_REVIEW,
        texts.COLUMN_ALLEGATIONS,
    ]
    return pd.DataFrame(rows, columns=columns)


def decisions_frame(overview: Overview) -> pd.DataFrame:
    """One row per kind of decision, this period beside the one before."""
    rows = [
        (label, overview.decisions[kind], overview.decisions_before[kind])
        for kind, label in texts.DECISION_LABEL.items()
    ]
    return pd.DataFrame(rows, columns=[texts.COLUMN_DECISION, texts.THIS_PERIOD, texts.PERIOD_BEFORE])
