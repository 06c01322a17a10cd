"""Responses as a Parquet file: the flat rows with their types, lists of texts for multiple choice, days as dates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from proctor_core.domain.response import Response
from proctor_core.domain.survey_definition import Question, QuestionKind, SurveyDefinition
from proctor_core.services.responses.columns import ANSWER, SECONDS, VIOLATIONS, columns_of, flat
from proctor_core.services.responses.reading import AllResponses

_GROUP = 500
"""Rows that are in memory at once."""


def write_parquet(all_of_them: AllResponses, out: IO[bytes]) -> None:
    """Write the file to `out`, a group of rows after the other."""
    schema = _schema(all_of_them.definition, has_names=all_of_them.has_names)
    with pq.ParquetWriter(out, schema) as file:
        for group in _groups(all_of_them.responses):
            file.write_table(pa.Table.from_pylist([_typed(flat(response), schema) for response in group], schema))


def _groups(responses: Iterable[Response]) -> Iterator[Sequence[Response]]:
    left = iter(responses)
    while group := list(islice(left, _GROUP)):
        yield group


def _schema(definition: SurveyDefinition, *, has_names: bool) -> Any:
    answers = {ANSWER + question.id: _type_of(question) for question in definition.questions}
    return pa.schema(
        [(name, answers.get(name) or _type_named(name)) for name in columns_of(definition, has_names=has_names)]
    )


def _type_of(question: Question) -> Any:
    match question.kind:
        case QuestionKind.MULTIPLE_CHOICE:
            return pa.list_(pa.string())
        # A scale's whole steps may lie beyond 64 bits, as its survey likes.
        case QuestionKind.SCALE | QuestionKind.NUMBER:
            return pa.float64()
        case QuestionKind.DATE:
            return pa.date32()
        case QuestionKind.SINGLE_CHOICE | QuestionKind.SHORT_TEXT | QuestionKind.LONG_TEXT:
            return pa.string()


def _type_named(column: str) -> Any:
    if column.startswith(SECONDS) or column in ("coverage", "unseen_s"):
        return pa.float64()
    if column.startswith(VIOLATIONS) or column == "violations_count":
        return pa.int64()
    known = {"submitted_on": pa.date32(), "camera_facts": pa.bool_(), "flag_rules": pa.list_(pa.string())}
    return known.get(column, pa.string())


def _typed(row: Mapping[str, Any], schema: Any) -> dict[str, Any]:
    """Values as Arrow takes them: a number is a float, a day a date."""
    return {field.name: _as(field.type, row[field.name]) for field in schema}


def _as(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if pa.types.is_floating(kind):
        return float(value)
    return date.fromisoformat(value) if pa.types.is_date(kind) and isinstance(value, str) else value
