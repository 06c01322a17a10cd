"""How much every survey's sessions hold in files, and when retention erases it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading
from db.queries.storage import DueLimits, StoredSums, stored_sums
from db.tables import User
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.storage import DueWhen, Kept, SurveyStorage
from proctor_core.services.permissions import require_administrator

WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StorageService:
    """Sums rows; the sizes are written with the files."""

    engine: Engine
    clock: Callable[[], datetime]
    times: RetentionTimes

    def by_survey(self, actor: User) -> Sequence[SurveyStorage]:
        """What is kept, the largest first; versions that hold nothing are left out.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            sums = stored_sums(db, self._limits(self.clock()))
        by_survey: defaultdict[UUID, list[StoredSums]] = defaultdict(list)
        for row in sums:
            by_survey[row.survey_id].append(row)
        stored = [_summed(rows) for rows in by_survey.values()]
        return sorted(stored, key=lambda survey: survey.all.size_bytes, reverse=True)

    def _limits(self, now: datetime) -> Sequence[DueLimits]:
        keeps = (
            (SessionStatus.PASSED, self.times.passed),
            (SessionStatus.REJECTED, self.times.rejected),
            (SessionStatus.EXPIRED, self.times.unfinished),
        )
        return [DueLimits(status, now - time, now + WEEK - time, now + MONTH - time) for status, time in keeps]


def _summed(rows: Sequence[StoredSums]) -> SurveyStorage:
    return SurveyStorage(
        survey_id=rows[0].survey_id,
        title=rows[0].title,
        version=rows[0].version,
        slug=rows[0].slug,
        snapshots=Kept(sum(r.snapshots for r in rows), sum(r.snapshot_bytes for r in rows)),
        references=Kept(sum(r.references for r in rows), sum(r.reference_bytes for r in rows)),
        observation_logs=Kept(sum(r.logs for r in rows), sum(r.log_bytes for r in rows)),
        videos=Kept(sum(r.videos for r in rows), sum(r.video_bytes for r in rows)),
        oldest=min(r.oldest for r in rows),
        unmeasured=sum(r.unmeasured for r in rows),
        due={DueWhen(r.due): Kept(r.sessions, _bytes_of(r)) for r in rows},
    )


def _bytes_of(row: StoredSums) -> int:
    return row.snapshot_bytes + row.reference_bytes + row.log_bytes + row.video_bytes
