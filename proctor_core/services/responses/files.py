"""Responses as text, CSV or JSON, given line by line as they are read: a survey of any size needs little memory."""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from proctor_core.domain.csv_cells import BYTE_ORDER_MARK, csv_line
from proctor_core.domain.response import CameraFacts, Response
from proctor_core.services.responses.columns import columns_of, flat
from proctor_core.services.responses.reading import AllResponses


class FileKind(StrEnum):
    """The forms in which responses are taken out."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def csv_of(all_of_them: AllResponses) -> Iterator[str]:
    """Line by line, headings first; a list is JSON in its cell."""
    columns = columns_of(all_of_them.definition, has_names=all_of_them.has_names)
    yield BYTE_ORDER_MARK + csv_line(columns)
    for response in all_of_them.responses:
        row = flat(response)
        yield csv_line(row[column] for column in columns)


def json_of(all_of_them: AllResponses) -> Iterator[str]:
    """One array, an object of the API's form for each response."""
    opening = "[\n"
    for response in all_of_them.responses:
        yield opening + json.dumps(as_object(response), ensure_ascii=False)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def as_object(response: Response) -> dict[str, Any]:
    """The response as JSON values; `name` only where names were asked for."""
    named = {} if response.name is None else {"name": response.name}
    return {
        "id": response.id,
        "participant": response.participant,
        **named,
        "submitted_on": response.submitted_on.isoformat(),
        "watched_by": str(response.watched_by),
        "answers": dict(response.answers),
        "seconds": dict(response.seconds),
        "camera": None if response.camera is None else _camera(response.camera),
    }


def _camera(facts: CameraFacts) -> Mapping[str, Any]:
    counts = facts.violations
    return {
        "coverage": facts.coverage,
        "unseen_s": facts.unseen_s,
        "violations": None if counts is None else {str(kind): count for kind, count in counts.items()},
        "violations_count": facts.violations_count,
        "flag_rules": [str(rule) for rule in facts.flag_rules],
        "decision": str(facts.decision),
    }
