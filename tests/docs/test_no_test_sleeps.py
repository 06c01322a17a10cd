"""No test sleeps: it waits for the thing that it is about, or has a clock that is given. The exceptions have their reasons."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.program import ROOT

OURSELVES = Path(__file__).resolve()
MAY_SLEEP: Mapping[str, tuple[int, str]] = {
    "tests/support/processes.py": (1, "`wait_until` itself"),
    "tests/e2e/chaos.py": (2, "a program lives for a while by chance before it is killed"),
    "tests/e2e/test_a_takers_bad_day.py": (2, "the network is away for as long as the test is about"),
    "tests/e2e/test_doors.py": (
        2,
        "Playwright hands over what happened only meanwhile; and nothing may be sent for so long",
    ),
    "tests/e2e/test_one_stream_through_it_all.py": (1, "nothing may be sent for so long"),
    "tests/e2e/test_taking_it_back.py": (1, "a press just after its question came does not count"),
    "tests/e2e/test_the_gallery.py": (3, "a key just after its tile came does not count, nor one before it was seen"),
    "tests/e2e/test_the_database_goes_away.py": (1, "the database is away for as long as the test is about"),
    "tests/e2e/test_a_review_by_keyboard.py": (4, "the time between two presses is what the test is about"),
    "tests/e2e/test_what_was_not_seen.py": (4, "the time between two presses is what the test is about"),
}
SLEEPS = {
    "time": "import time\ntime.sleep(1)",
    "time by its name": "from time import sleep\nsleep(1)",
    "an event loop": "import asyncio\nasync def test(): await asyncio.sleep(0.1)",
    "a page": "def test(page): page.wait_for_timeout(100)",
    "an event that nobody sets": "import threading\nthreading.Event().wait(0.2)",
    "a program in a text": "PROGRAM = 'import time; time.sleep(60)'",
}
WAITS = {
    "an event": "def test(done): done.wait(5)",
    "a turn of the loop": "import asyncio\nasync def test(): await asyncio.sleep(0)",
    "no end": "import asyncio\nasync def test(): await asyncio.Event().wait()",
    "a clock of the test": "def test(clock): clock.pass_time(5)",
}


def sleeps_in(code: str) -> list[int]:
    """The lines that sleep."""
    if not any(word in code for word in ("sleep", "wait_for_timeout", "Event")):
        return []
    nodes = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.expr))
    return sorted(node.lineno for node in nodes if is_sleep(node))


def is_sleep(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name("asyncio"), attr="sleep"), args=[ast.Constant(0)]):
            return False
        case ast.Call(func=ast.Attribute(attr="sleep" | "wait_for_timeout") | ast.Name("sleep")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Call(func=maker), attr="wait"), args=[_, *_]):
            return ast.unparse(maker).endswith("Event")
        case ast.Constant(str() as text):
            return "sleep(" in text
        case _:
            return False


def files_of_tests() -> Iterator[Path]:
    return (path for path in (ROOT / "tests").rglob("*.py") if path != OURSELVES)


def test_no_test_sleeps_but_those_with_a_reason() -> None:
    found = Counter[str]()
    for path in files_of_tests():
        found[path.relative_to(ROOT).as_posix()] = len(sleeps_in(path.read_text(encoding="utf-8")))
    assert +found == Counter({file: number for file, (number, _) in MAY_SLEEP.items()})


@pytest.mark.parametrize("kind", SLEEPS)
def test_each_way_to_sleep_is_found(kind: str) -> None:
    assert len(sleeps_in(SLEEPS[kind])) == 1


@pytest.mark.parametrize("kind", WAITS)
def test_what_waits_for_something_is_none(kind: str) -> None:
    assert sleeps_in(WAITS[kind]) == []
