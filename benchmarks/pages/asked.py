"""What pages ask of the database, each with the time in which it is wished for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from db.engine import reading
from db.queries.statistics import Span
from db.tables import ProctorReview, Survey, SurveySession, User
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.filters import AuditFilter
from proctor_core.domain.paging import Cursor
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from proctor_core.services.auditing import AuditAction
from proctor_core.services.composition import Services
from proctor_core.services.reviewing.gallery import GalleryFilter
from proctor_core.services.reviewing.reviewing import (
    CaseSource,
    QueueCursor,
    QueueFilter,
    QueueOrder,
    QueueSort,
    QueueView,
)
from proctor_core.services.reviewing.statistics import Period, counted

PAGE_MS, MONTH_MS, YEAR_MS = 20.0, 300.0, 500.0
NO_ID = UUID(int=0)
BY_PRIORITY = QueueOrder(QueueSort.PRIORITY)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; `wished_ms`: None where nobody said."""

    name: str
    wished_ms: float | None
    ask: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Places:
    """Whom and what a database is asked about: somebody of each role, its rarest survey, half-way down the open reviews."""

    moderator: User
    analyst: User
    administrator: User
    survey_id: UUID
    waiting_at: datetime
    now: datetime

    @property
    def half_a_year_ago(self) -> datetime:
        """Half-way down everything."""
        return self.now - 182 * DAY


def places_of(services: Services) -> Places:
    """Read from the database."""
    with reading(services.basis.engine) as db:
        rarest = (
            select(Survey.id)
            .join(SurveySession, col(SurveySession.survey_id) == Survey.id)
            .group_by(col(Survey.id))
            .order_by(func.count())
        )
        return Places(
            moderator=_somebody(db, Role.MODERATOR),
            analyst=_somebody(db, Role.ANALYST),
            administrator=_somebody(db, Role.ADMINISTRATOR),
            survey_id=db.exec(rarest.limit(1)).one(),
            waiting_at=_middle_of_the_queue(db) or services.basis.clock(),
            now=services.basis.clock(),
        )


def questions(services: Services, places: Places) -> Sequence[Asked]:
    """In the order in which they are printed."""
    return [
        *_queue(services, places),
        *_gallery(services, places),
        *_audit(services, places),
        *_counts(services, places),
    ]


def _queue(services: Services, places: Places) -> Sequence[Asked]:
    def page(
        view: QueueView, after: datetime | None = None, order: QueueOrder = BY_PRIORITY, **narrowed: object
    ) -> Callable[[], object]:
        cursor = None if after is None else QueueCursor(after, NO_ID)
        wanted = QueueFilter(**narrowed)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return lambda: services.reviewing.reviewing.queue(places.moderator, view, cursor, 12, wanted, order)

    def sorted_by(sort: QueueSort, view: QueueView) -> Callable[[], object]:
        return page(view, order=QueueOrder(sort))

    waiting, decided, rare = QueueView.WAITING, QueueView.DECIDED, ViolationType.LOW_CONFIDENCE
    since = places.now - 30 * DAY
    return [
        Asked("queue, first page", PAGE_MS, page(waiting)),
        Asked("queue, by longest violation", PAGE_MS, sorted_by(QueueSort.LONGEST, waiting)),
        Asked("queue, by coverage", PAGE_MS, sorted_by(QueueSort.COVERAGE, waiting)),
        Asked("queue, by waiting", PAGE_MS, sorted_by(QueueSort.WAITING, waiting)),
        Asked("queue, coverage below 90 %", PAGE_MS, page(waiting, coverage_below=0.9)),
        Asked("queue, uploads", PAGE_MS, page(waiting, source=CaseSource.UPLOAD)),
        Asked("queue, a rare survey", PAGE_MS, page(waiting, survey_id=places.survey_id)),
        Asked("queue, a rare type", PAGE_MS, page(waiting, type=rare)),
        Asked("queue, from a date on, half-way down", PAGE_MS, page(waiting, places.waiting_at)),
        Asked("queue, counts of the views", PAGE_MS, lambda: services.reviewing.reviewing.counts(places.moderator)),
        Asked("decided, first page", PAGE_MS, page(decided)),
        Asked("decided, a rare survey", PAGE_MS, page(decided, survey_id=places.survey_id)),
        Asked("decided, a rare type", PAGE_MS, page(decided, type=rare)),
        Asked("decided, by longest violation", PAGE_MS, sorted_by(QueueSort.LONGEST, decided)),
        Asked(
            "decided, by a moderator of 30 days", PAGE_MS, page(decided, decided_by=places.moderator.id, since=since)
        ),
        Asked("decided, by a moderator who decided nothing", PAGE_MS, page(decided, decided_by=places.analyst.id)),
        Asked("decided, half-way down", PAGE_MS, page(decided, places.half_a_year_ago)),
    ]


def _gallery(services: Services, places: Places) -> Sequence[Asked]:
    def page(after: datetime | None = None, **wanted: object) -> Callable[[], object]:
        cursor = None if after is None else Cursor(after, NO_ID)
        narrowed = GalleryFilter(**wanted)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return lambda: services.reviewing.gallery.page(places.moderator, narrowed, cursor)

    return [
        Asked("gallery, first page", PAGE_MS, page()),
        Asked("gallery, to be judged", PAGE_MS, page(only_open=True)),
        Asked("gallery, a rare type", PAGE_MS, page(type=ViolationType.LOW_CONFIDENCE)),
        Asked("gallery, a rare survey", PAGE_MS, page(survey_id=places.survey_id)),
        Asked("gallery, confirmed", PAGE_MS, page(verdict=VerdictKind.CONFIRM)),
        Asked(
            "gallery, can't tell, of 30 days", PAGE_MS, page(verdict=VerdictKind.UNSURE, since=places.now - 30 * DAY)
        ),
        Asked("gallery, half-way down", PAGE_MS, page(places.half_a_year_ago)),
    ]


def _audit(services: Services, places: Places) -> Sequence[Asked]:
    def page(wanted: AuditFilter, after: datetime | None = None) -> Callable[[], object]:
        cursor = None if after is None else Cursor(after, NO_ID)
        return lambda: services.keeping.audit_log.events(places.administrator, wanted, after=cursor)

    rare, common = AuditFilter(action=AuditAction.SWEPT), AuditFilter(action=AuditAction.SESSION_MOVED)
    return [
        Asked("audit log, first page", PAGE_MS, page(AuditFilter())),
        Asked("audit log, half-way down", PAGE_MS, page(AuditFilter(), places.half_a_year_ago)),
        Asked("audit log, a rare action", PAGE_MS, page(rare)),
        Asked("audit log, a frequent action, half-way down", PAGE_MS, page(common, places.half_a_year_ago)),
        Asked("audit log, a group of rare actions", PAGE_MS, page(AuditFilter(action="survey."))),
    ]


def _counts(services: Services, places: Places) -> Sequence[Asked]:
    statistics = services.reviewing.statistics
    year = Span(places.now - 365 * DAY, places.now)
    before = Span(places.now - 730 * DAY, places.now - 365 * DAY)

    def of_a_year() -> object:
        with reading(services.basis.engine) as db:
            return counted(db, year, before)

    return [
        Asked("statistics of 30 days", MONTH_MS, lambda: statistics.overview(places.analyst, Period.MONTH)),
        Asked("statistics of a year", YEAR_MS, of_a_year),
        Asked("storage", None, lambda: services.keeping.storage.by_survey(places.administrator)),
        Asked("health: sweep, overwriting, recordings", PAGE_MS, lambda: _health(services)),
    ]


def _health(services: Services) -> object:
    """What a health call asks the database."""
    retention = services.keeping.retention
    return retention.last_sweep(), retention.overwriting.is_late(), services.recordings.listed.standing()


def _somebody(db: Session, role: Role) -> User:
    return db.exec(select(User).where(User.role == role).order_by(col(User.name)).limit(1)).one()


def _middle_of_the_queue(db: Session) -> datetime | None:
    waiting = select(ProctorReview.created_at).where(col(ProctorReview.decided_at).is_(None))
    found = db.exec(waiting.order_by(col(ProctorReview.created_at))).all()
    return found[len(found) // 2] if found else None
