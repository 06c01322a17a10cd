"""A table of the statistics as a file for other programs: CSV or Parquet, without cells about few people."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from proctor_core.domain.csv_cells import BYTE_ORDER_MARK, csv_lines
from proctor_core.services.reviewing.statistics_tables import StatisticsTable


class FileFormat(StrEnum):
    """The end of the file's name."""

    CSV = "csv"
    PARQUET = "parquet"


def file_of(table: StatisticsTable, form: FileFormat) -> bytes:
    """The whole file; an empty number is one that was left out."""
    return _WRITERS[form](table.without_few())


def _csv(table: StatisticsTable) -> bytes:
    rows = ((*row.key, *row.counts) for row in table.rows)
    return (BYTE_ORDER_MARK + "".join(csv_lines((*table.keys, *table.columns), rows))).encode()


def _parquet(table: StatisticsTable) -> bytes:
    columns = {name: _key_column([row.key[place] for row in table.rows]) for place, name in enumerate(table.keys)}
    columns |= {
        name: pa.array([row.counts[place] for row in table.rows], pa.int64())
        for place, name in enumerate(table.columns)
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _key_column(values: list[object]) -> Any:
    if values and all(isinstance(value, date) for value in values):
        return pa.array(values, pa.date32())
    if values and all(isinstance(value, int) for value in values):
        return pa.array(values, pa.int64())
    return pa.array([None if value is None else str(value) for value in values], pa.string())


_WRITERS: Mapping[FileFormat, Callable[[StatisticsTable], bytes]] = MappingProxyType(
    {FileFormat.CSV: _csv, FileFormat.PARQUET: _parquet}
)
