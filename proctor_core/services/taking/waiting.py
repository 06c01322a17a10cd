"""How long it will be until a running session should be handed in, by how long its survey took others."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading
from db.queries.survey_sessions import begun_sessions, newest_lengths_s


@dataclass(frozen=True, slots=True)
class PleaseWait:
    """There is no room; `expected_s` until there should be, None where no session has ended yet to tell by."""

    expected_s: float | None


@dataclass(frozen=True, slots=True)
class WaitingTimes:
    """Reads only."""

    engine: Engine
    clock: Callable[[], datetime]

    def until_the_first_ends_s(self, session_ids: Collection[UUID]) -> float | None:
        """Seconds until the first of these should end, below 0 where it should have; None where nothing tells."""
        with reading(self.engine) as db:
            begun = begun_sessions(db, session_ids)
            lengths = {survey_id: newest_lengths_s(db, survey_id) for survey_id, _ in begun}
        now = self.clock()
        ends = [
            median(lengths[survey_id]) - (now - started_at).total_seconds()
            for survey_id, started_at in begun
            if lengths[survey_id]
        ]
        return min(ends, default=None)
