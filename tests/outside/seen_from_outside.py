"""What others rely on, each as text that can be compared line by line: API, settings, commands, metrics, tables, folders, client.

`python -m tests.outside.seen_from_outside` writes the snapshots anew; a line of CHANGELOG.md says why they changed. That of the
data folder is in `data_folder.py`: it starts the program.
"""

import inspect
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import survey_proctor
import typer
from prometheus_client.metrics import MetricWrapperBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

import db.tables  # noqa: F401  # fills the metadata
from db.engine import open_engine
from db.migrate import upgrade
from proctor_core.api.request_counts import ApiCounts
from proctor_core.cli.verbs import cli
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.services.auditing import AuditAction
from proctor_core.settings import Settings, environment_names
from proctor_core.start.exit_codes import ExitCode
from tests.support.web_world import WebWorld

SNAPSHOTS = Path(__file__).parent / "snapshots"
PROSE = ("title", "description", "examples", "example", "required")
ERRORS = 400


def openapi() -> str:
    """Every path, field and value of the REST API."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/proctor.db"
        upgrade(url)
        engine = open_engine(url)
        world = WebWorld(engine, Path(folder))
        try:
            document = world.ask("GET", "/api/openapi.json").json()
        finally:
            world.close()
            engine.dispose()
    operations = [
        line
        for path, methods in sorted(document["paths"].items())
        for method, said in methods.items()
        for line in _operation(f"{method.upper()} {path}", said)
    ]
    return "\n".join([*operations, *_schemas(document["components"]["schemas"])])


def settings() -> str:
    """Names, types and defaults."""
    fields = zip(environment_names(), Settings.model_fields.values(), strict=True)
    return "\n".join(sorted(f"{name} {_plain(field.annotation)} {_plain(field.default)}" for name, field in fields))


def commands() -> str:
    """Verbs with their arguments and options; exit codes."""
    group = typer.main.get_command(cli)
    verbs: Mapping[str, Any] = group.commands  # pyright: ignore[reportAttributeAccessIssue]
    rows = [
        f"{name} {' '.join(sorted('/'.join(one.opts) for one in verb.params))}".strip() for name, verb in verbs.items()
    ]
    return "\n".join([*sorted(rows), *(f"{code.value} {code.name}" for code in ExitCode)])


def metrics() -> str:
    """Names and labels."""
    counts = vars(ApiCounts()).values()
    return "\n".join(sorted(_metric(one) for one in counts if isinstance(one, MetricWrapperBase)))


def words() -> str:
    """What webhooks and the audit log call what happened."""
    return "\n".join([*_values(WebhookEvent), *_values(AuditAction)])


def tables() -> str:
    """The database's tables and indexes, on both engines."""
    return "\n".join(
        f"-- {dialect.name}\n" + "\n".join(_ddl(dialect)) for dialect in (sqlite.dialect(), postgresql.dialect())
    )


def client() -> str:
    """The Python client's names with their parameters."""
    return "\n".join(row for name in sorted(survey_proctor.__all__) for row in _members(name))


SEEN: Mapping[str, Callable[[], str]] = {
    "openapi.txt": openapi,
    "settings.txt": settings,
    "commands.txt": commands,
    "metrics.txt": metrics,
    "words.txt": words,
    "tables.sql": tables,
    "client.txt": client,
}


def _operation(name: str, said: Mapping[str, Any]) -> Iterator[str]:
    yield f"{name} {' '.join(sorted(said['responses']))}"
    ways = sorted({way for one in said.get("security", []) for way in one})
    yield f"  open to {' '.join(ways) or 'everybody'}"
    for one in said.get("parameters", []):
        yield f"  {one['in']} {one['name']} {_shape(one['schema'])}{' required' if one.get('required') else ''}"
    for kind, content in said.get("requestBody", {}).get("content", {}).items():
        yield f"  takes {kind} {_shape(content.get('schema', {}))}"
    for status, response in sorted(said["responses"].items()):
        for kind, content in response.get("content", {}).items():
            if int(status) < ERRORS:
                yield f"  returns {status} {kind} {_shape(content.get('schema', {}))}"


def _schemas(schemas: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in sorted(schemas.items()):
        yield f"{name} {_shape({key: value for key, value in schema.items() if key != 'properties'})}"
        required = schema.get("required", [])
        for field, value in sorted(schema.get("properties", {}).items()):
            yield f"  {field} {_shape(value)}{' required' if field in required else ''}"


def _shape(schema: Any) -> str:
    """A schema without the sentences and examples in it."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return str(schema["$ref"]).rpartition("/")[2]
        kept = {key: value for key, value in schema.items() if key not in PROSE}
        return " ".join(f"{key}={_shape(value)}" for key, value in sorted(kept.items()))
    return "(" + " | ".join(_shape(one) for one in schema) + ")" if isinstance(schema, list) else str(schema)


def _plain(value: Any) -> str:
    """A type or a default without the module that it lives in today."""
    named = value.__name__ if isinstance(value, type) else str(value)
    return re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])", "", named)


def _metric(one: MetricWrapperBase) -> str:
    (family,) = one.describe()
    return f"{family.name} {family.type} {' '.join(one._labelnames)}".strip()


def _values(words: type[StrEnum]) -> Iterator[str]:
    return (f"{words.__name__} {word.value}" for word in words)


def _ddl(dialect: Any) -> Iterator[str]:
    for table in SQLModel.metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect)).strip()
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            yield str(CreateIndex(index).compile(dialect=dialect)).strip()


def _members(name: str) -> Iterator[str]:
    found = getattr(survey_proctor, name)
    yield f"{name}{inspect.signature(found)}"
    for member, value in sorted(vars(found).items()):
        if not member.startswith("_") and callable(value):
            yield f"  {name}.{member}{inspect.signature(value)}"


def write() -> None:
    """Write the snapshots anew."""
    SNAPSHOTS.mkdir(exist_ok=True)
    for name, seen in SEEN.items():
        (SNAPSHOTS / name).write_text(seen() + "\n")


if __name__ == "__main__":
    write()
