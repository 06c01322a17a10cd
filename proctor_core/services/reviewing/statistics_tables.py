"""Every table of the statistics in one form, and as a file without the cells that are about few people."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from sqlmodel import Session

from db.queries import statistics_tables as queries
from db.queries.statistics import Span
from db.queries.statistics_tables import ALLEGATION_COLUMNS, DECISION_COLUMNS, SESSION_COLUMNS, Counted
from proctor_core.services.reviewing.quality_tables import QUALITY_COLUMNS, QualityBy, quality_by

FEW = 5
"""A cell about fewer people than so is left out of files; raising it leaves out more."""


class TableName(StrEnum):
    """What the statistics can be counted by; the word stands in the file's name."""

    SURVEYS = "surveys"
    DAYS = "days"
    HOURS = "hours"
    TYPES = "types"
    TYPES_BY_DAY = "types-by-day"
    QUESTIONS = "questions"
    MODERATORS = "moderators"
    WAITING = "waiting"
    QUALITY_BY_SURVEY = "quality-by-survey"
    QUALITY_BY_QUESTION = "quality-by-question"
    QUALITY_BY_POLICY = "quality-by-policy"
    QUALITY_BY_REASON = "dismissed-by-reason"
    QUALITY_BY_FACE = "quality-by-face-height"
    QUALITY_BY_CONFIDENCE = "quality-by-confidence"
    QUALITY_BY_LIGHT = "quality-by-light"
    QUALITY_BY_BRIGHTNESS = "quality-by-brightness"
    QUALITY_BY_OVEREXPOSED = "quality-by-glare"
    QUALITY_BY_FRAME_RATE = "quality-by-frame-rate"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A key, and a number under each heading; None: it is about few people and left out."""

    key: tuple[object, ...]
    counts: tuple[int | None, ...]
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """One table; `keys` and `columns` are its headings, as files have them.

    `before`: what the rows counted in the time before, by key; without keys that two rows share, such as a name that two people
    have. None: it was not asked, or is not to be compared.
    """

    name: TableName
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    before: Mapping[tuple[object, ...], tuple[int | None, ...]] | None = None

    def compared_with(self, earlier: "StatisticsTable") -> "StatisticsTable":
        """With what was counted earlier; what was only there then has a row of zeros at the end."""
        if self.name in _NOT_COMPARED:
            return self
        zeros = (0,) * len(self.columns)
        now, then = (Counter(row.key for row in table.rows) for table in (self, earlier))
        gone = tuple(TableRow(key, zeros, zeros) for key in then if key not in now)
        before = {**dict.fromkeys(now, zeros), **{row.key: row.counts for row in earlier.rows}}
        single = {key: counts for key, counts in before.items() if now[key] < 2 and then[key] < 2}
        return replace(self, rows=(*self.rows, *gone), before=single)

    @property
    def hidden(self) -> int:
        """How many cells a file leaves out."""
        return sum(_is_few(people) for row in self.rows for people in row.people)

    def without_few(self) -> "StatisticsTable":
        """As it may leave the house: no number about 1 to `FEW` - 1 people. What a sum tells about a cell is not looked at."""
        return replace(self, rows=tuple(_without_few(row) for row in self.rows))


def counted_table(db: Session, name: TableName, span: Span) -> StatisticsTable:
    """Count it."""
    if name in _QUALITY:
        keys, counted = _QUALITY[name].keys, quality_by(db, span, _QUALITY[name])
        columns = QUALITY_COLUMNS if name is not TableName.QUALITY_BY_REASON else QUALITY_COLUMNS[1:2]
    else:
        keys, columns, count = _TABLES[name]
        counted = count(db, span)
    return StatisticsTable(name, keys, columns, tuple(TableRow(one.key, one.counts, one.people) for one in counted))


_NOT_COMPARED = frozenset({TableName.DAYS, TableName.TYPES_BY_DAY, TableName.WAITING})
"""A day is another day in the time before, and what waits waits now."""
Count = Callable[[Session, Span], list[Counted]]

_SURVEY = ("owner", "survey")
_TABLES: Mapping[TableName, tuple[tuple[str, ...], tuple[str, ...], Count]] = MappingProxyType(
    {
        TableName.SURVEYS: (_SURVEY, SESSION_COLUMNS, queries.sessions_by_survey),
        TableName.DAYS: (("day",), SESSION_COLUMNS, queries.sessions_by_day),
        TableName.HOURS: (("weekday", "hour"), SESSION_COLUMNS, queries.sessions_by_hour),
        TableName.TYPES: (("type",), ALLEGATION_COLUMNS, queries.allegations_by_type),
        TableName.TYPES_BY_DAY: (("day", "type"), ALLEGATION_COLUMNS, queries.allegations_by_day),
        TableName.QUESTIONS: ((*_SURVEY, "question"), ALLEGATION_COLUMNS, queries.allegations_by_question),
        TableName.MODERATORS: (("moderator",), DECISION_COLUMNS, queries.decisions_by_moderator),
        TableName.WAITING: (("age",), ("waiting",), queries.waiting_by_age),
    }
)
_QUALITY: Mapping[TableName, QualityBy] = MappingProxyType(
    {
        TableName.QUALITY_BY_SURVEY: QualityBy.SURVEY,
        TableName.QUALITY_BY_QUESTION: QualityBy.QUESTION,
        TableName.QUALITY_BY_POLICY: QualityBy.POLICY,
        TableName.QUALITY_BY_REASON: QualityBy.REASON,
        TableName.QUALITY_BY_FACE: QualityBy.FACE_HEIGHT,
        TableName.QUALITY_BY_CONFIDENCE: QualityBy.CONFIDENCE,
        TableName.QUALITY_BY_LIGHT: QualityBy.LIGHT,
        TableName.QUALITY_BY_BRIGHTNESS: QualityBy.BRIGHTNESS,
        TableName.QUALITY_BY_OVEREXPOSED: QualityBy.OVEREXPOSED,
        TableName.QUALITY_BY_FRAME_RATE: QualityBy.FRAME_RATE,
    }
)


def _without_few(row: TableRow) -> TableRow:
    counts = zip(row.counts, row.people, strict=True)
    return replace(row, counts=tuple(None if _is_few(people) else count for count, people in counts))


def _is_few(people: int) -> bool:
    return 0 < people < FEW
