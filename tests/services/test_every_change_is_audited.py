"""Every use case that writes leaves a line in the audit log, or stands below with the reason why not.

Found in the source: whatever opens a transaction must come, by the functions it calls, to one that appends an audit event.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "proctor_core" / "services"

NOT_IN_THE_LOG: Mapping[str, str] = {
    "AccountService._admitted": "counts tries; what became of the try is in the log",
    "AccountService.keep_language": "in which language somebody reads concerns nobody else",
    "ApiTokenService._note_use": "keeps when a token was used last; what it did is in the log",
    "BulkDismissalService._open_case": "opens a case for those that write, each with its line",
    "ClientHeartbeatService.file": "as `write`, of which it is the late half",
    "ClientHeartbeatService.write": "heartbeats: the face runs are the log of them",
    "ClientReportService.add_runs": "heartbeats that came late",
    "IdempotencyService._begin": "keeps an answer for a repeated request; the request itself is in the log",
    "IdempotencyService._forget": "lets such an answer go",
    "PresenceService.look": "who has a case open just now; the look at it is in the log",
    "QueueMailService._claimed": "a mail about waiting work is due; it names nobody",
    "QueueMailService._give_back": "it was not taken and stays due",
    "QueueMailService.stop": "whether somebody is mailed concerns nobody else",
    "QueueMailService.want": "the same",
    "RecordingWork.give_back": "nothing was done: the work is free again",
    "RecordingWork.no_room": "nothing was done: the work waits for room",
    "RecordingWork.renew": "a worker's heartbeat",
    "RetentionService._forget_old": "its numbers are in the line of the sweep, which calls it",
    "SavedViewService.forget": "how somebody likes the queue concerns nobody else",
    "SavedViewService.keep": "the same",
    "SessionService.file_answer": "as `save_answer`, of which it is the late half",
    "SessionService.file_shown": "as `show_question`",
    "SessionService.keep_observation_log": "names a file of measurements that goes on growing",
    "SessionService.save_answer": "the answer's row has its times and its revision; what a taker thinks over is nobody's log",
    "SessionService.show_question": "the answer's row has the time",
    "SessionService.touch": "a heartbeat",
    "StatisticsSums._compared": "sums of rows, each of which has its own line; they name nobody",
    "StatisticsSums.fold": "the same",
    "WaitingNews.announce_due": "the message's own row is the log of it",
    "WebhookSender._note": "the delivery's own row is the log of it",
    "WebhookSender._send": "takes a message to send it; see `_note`",
    "StoreIdentity._count_up": "how far database and store have come together; an adoption is in the log",
    "begin_chain": "the log's own chain begins, and names nobody",
    "ViolationService.extend_run": "a heartbeat: the face runs are the log of it",
    "ViolationService.extend_runs": "the same, for many sessions",
    "ViolationService.record_signal": "a technical state with its times; it accuses nobody and changes nothing",
}
"""Class.method -> why it leaves none."""


WRITE_THEMSELVES = {
    "proctor_core/demo/content_removal.py",
    "proctor_core/demo/crowd/filling.py",
    "proctor_core/demo/crowd/surveys.py",
    "proctor_core/demo/played_stories.py",
}
"""Demo content, with nobody in it."""


@dataclass(frozen=True)
class Part:
    """One function of the services: what it is called, what it calls, whether it opens a transaction or appends an event."""

    name: str
    calls: frozenset[str]
    writes: bool
    appends: bool


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{part.name}", part) for part in node.body if isinstance(part, ast.FunctionDef))


def called(node: ast.AST) -> Iterator[str]:
    """Names of the functions called: `f(...)`, `self.f(...)`; not the methods of a database session."""
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        if isinstance(call.func, ast.Name):
            yield call.func.id
        if (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "self"
        ):
            yield call.func.attr


@cache
def parts() -> tuple[Part, ...]:
    found: list[Part] = []
    for file in sorted(SERVICES.rglob("*.py")):
        for name, node in functions(ast.parse(file.read_text())):
            calls = frozenset(called(node))
            found.append(Part(name, calls, "transaction" in calls, "AuditEvent" in calls))
    return tuple(found)


def audited(all_parts: Sequence[Part]) -> set[str]:
    """The simple names of functions that come to an audit event."""
    known = {part.name.split(".")[-1] for part in all_parts if part.appends}
    while True:
        more = {part.name.split(".")[-1] for part in all_parts if part.calls & known} - known
        if not more:
            return known
        known |= more


def unaudited() -> set[str]:
    all_parts = parts()
    known = audited(all_parts)
    return {part.name for part in all_parts if part.writes and not part.calls & known and not part.appends}


def calls_transaction(code: str) -> bool:
    return "transaction" in code and "transaction" in set(called(ast.parse(code)))


def test_nothing_else_writes() -> None:
    """Pages and routes go through the services; the demo takes away what it made itself."""
    others = [file for room in ("proctor_core", "pages") for file in (ROOT / room).rglob("*.py")]
    writers = {
        str(file.relative_to(ROOT))
        for file in [*others, ROOT / "app.py"]
        if SERVICES not in file.parents and calls_transaction(file.read_text())
    }
    assert writers == WRITE_THEMSELVES


@pytest.mark.parametrize("name", sorted(NOT_IN_THE_LOG))
def test_what_is_named_as_an_exception_exists(name: str) -> None:
    assert name in {part.name for part in parts()}


def test_every_use_case_that_writes_is_in_the_audit_log_or_says_why_not() -> None:
    assert unaudited() == set(NOT_IN_THE_LOG)
