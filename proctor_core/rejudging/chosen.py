"""Which sessions are judged again: named ones, or those of a survey, or of some days of UTC."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from db.queries.rejudged_sessions import Choice
from proctor_core.codes.policy_faults import TrialRefusal
from proctor_core.errors import InvalidInput


def chosen(
    sessions: tuple[UUID, ...],
    survey: str | None,
    first: date | None,
    last: date | None,
    platform: str | None = None,
) -> Choice:
    """Both days are included; without a survey both are needed.

    Raises:
        InvalidInput: too little was named to mean any sessions, or too much.
    """
    if sessions:
        if survey is not None or first or last:
            raise InvalidInput("session", TrialRefusal.SESSIONS_AND_MORE)
        return Choice(sessions=tuple(dict.fromkeys(sessions)))
    if survey is None and not (first and last):
        raise InvalidInput("session", TrialRefusal.NOTHING_CHOSEN)
    if first and last and last < first:
        raise InvalidInput("until", TrialRefusal.UNTIL_BEFORE_FROM, start=first.isoformat(), end=last.isoformat())
    # The last day there is has no next one.
    end = _midnight(last) + timedelta(days=1) if last and last < date.max else None
    return Choice(survey_slug=survey, platform=platform, start=_midnight(first) if first else None, end=end)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
