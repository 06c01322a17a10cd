"""The statistics' tables in words: what stands in a key, and the share of checks that were right."""

from collections.abc import Callable, Mapping, Sequence
from textwrap import shorten
from types import MappingProxyType

from pages import texts
from pages import texts_statistics as words
from pages.analyst.changes import share_with_change, with_change
from pages.components.verdict_words import reason_word
from proctor_core.codes.verdicts import VerdictReason
from proctor_core.domain.share import Share, share_of
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.statistics import StatisticsTable, TableRow

_RIGHT = "right"
MOST_LETTERS = 80
"""Of a question: the rest is in the survey."""


def headings(table: StatisticsTable) -> Mapping[str, str]:
    """By the names that files have; a table of verdicts says how many were right."""
    names = [*_keys(table), *table.columns, *([_RIGHT] if _has_shares(table) else [])]
    return {name: words.TABLE_HEADING[name] for name in names}


def cells(
    table: StatisticsTable, titles: Mapping[tuple[str, str], str], questions: Mapping[str, str]
) -> list[tuple[object, ...]]:
    """Row by row, with changes where the table is compared; surveys by their titles, `questions` by their texts."""
    return [_row(table, row, titles, questions) for row in table.rows]


def _row(
    table: StatisticsTable,
    row: TableRow,
    titles: Mapping[tuple[str, str], str],
    questions: Mapping[str, str],
) -> tuple[object, ...]:
    named = dict(zip(table.keys, row.key, strict=True))
    if "owner" in named:
        survey = (str(named["owner"]), str(named["survey"]))
        named["survey"] = titles.get(survey, survey[1])
    if named.get("question"):
        named["question"] = _question(str(named["question"]), questions)
    in_words = [_WORDS.get(name, _as_it_is)(named[name]) for name in _keys(table)]
    return (*in_words, *_numbers(table, row))


def _numbers(table: StatisticsTable, row: TableRow) -> list[object]:
    counts = [count or 0 for count in row.counts]
    earlier = None if table.before is None else table.before.get(row.key)
    before = None if earlier is None else [count or 0 for count in earlier]
    numbers = counts if before is None else map(with_change, counts, before)
    share_before = _right(before) if before else None
    shares = [share_with_change(_right(counts), share_before)] if _has_shares(table) else []
    return [*numbers, *shares]


def _question(question: str, questions: Mapping[str, str]) -> str:
    text = questions.get(question)
    return (
        words.QUESTION_WITH_ID.format(text=shorten(text, MOST_LETTERS, placeholder="…"), id=question)
        if text
        else question
    )


def _keys(table: StatisticsTable) -> list[str]:
    """A survey's title says whose it is."""
    return [name for name in table.keys if name != "owner"]


def _has_shares(table: StatisticsTable) -> bool:
    return table.columns[:2] == ("confirmed", "dismissed")


def _right(counts: Sequence[int]) -> Share | None:
    confirmed, dismissed = counts[:2]
    return share_of(confirmed, confirmed + dismissed)


def _as_it_is(value: object) -> object:
    return texts.NOTHING if value in (None, "") else value


def _reason(value: object) -> str:
    return reason_word(VerdictReason(str(value))) if value else texts.NOTHING


_WORDS: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {
        "type": lambda kind: texts.TYPE_LABEL[ViolationType(str(kind))],
        "check": lambda kind: texts.TYPE_LABEL[ViolationType(str(kind))],
        "weekday": lambda day: words.WEEKDAY[int(str(day))],
        "hour": lambda hour: f"{int(str(hour)):02d}:00",
        "age": lambda place: words.AGE_LABEL[int(str(place))],
        "light": lambda light: words.LIGHT_LABEL[str(light)],
        "reason": _reason,
    }
)
