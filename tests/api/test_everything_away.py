"""While database, disk or store is away every door says so alike: no 5xx but 503, with Retry-After and a sentence."""

import errno
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from proctor_core.api.problems import ROOM_AGAIN_S
from proctor_core.domain.roles import Role
from tests.api.test_matrix import MAY
from tests.support.api_matrix import CALLERS, Matrix, built_matrix
from tests.support.away import away
from tests.support.session_world import PASSWORD
from tests.support.web_world import WebWorld

Trouble = Callable[[WebWorld], AbstractContextManager[None]]
STREAMS = ("GET /sessions/{session_id}/events",)
"""Ends with the session."""


@contextmanager
def database_away(world: WebWorld) -> Generator[None]:
    with away(world.engine):
        yield


@contextmanager
def disk_full(world: WebWorld) -> Generator[None]:
    """SQLite may not grow by a page, and no file that is not there yet can be made."""

    def no_more(connection: Any, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS x (y)")

    def full(conn: Any, cursor: Any, statement: str, *_: object) -> None:
        if statement.lstrip().split(" ")[0] in {"INSERT", "UPDATE", "DELETE"}:
            cursor.execute("PRAGMA max_page_count = 1")
            cursor.execute("CREATE TABLE no_room AS SELECT zeroblob(1000000)")

    event.listen(world.engine, "connect", no_more)
    event.listen(world.engine, "before_cursor_execute", full)
    world.engine.dispose()
    try:
        yield
    finally:
        event.remove(world.engine, "connect", no_more)
        event.remove(world.engine, "before_cursor_execute", full)
        world.engine.dispose()


@contextmanager
def store_away(world: WebWorld) -> Generator[None]:
    """The folder is gone and a file stands in its place, as where a mount is missing."""
    folder = world.folder / "media"
    kept = folder.rename(world.folder / "media-elsewhere")
    folder.write_bytes(b"")
    try:
        yield
    finally:
        folder.unlink()
        kept.rename(folder)


TROUBLES: dict[str, Trouble] = {"database": database_away, "disk": disk_full, "store": store_away}


@pytest.fixture(scope="module")
def matrix(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    with built_matrix(migrated_sqlite, tmp_path_factory.mktemp("away")) as built:
        built.world.add_demo_people()
        yield built


def is_right(answer: httpx.Response) -> bool:
    """Any answer but a 5xx, or a 503 that says when to ask again and what is wrong."""
    if answer.status_code < 500:
        return True
    is_problem = answer.headers["content-type"] == "application/problem+json"
    sentence = answer.json().get("detail", "") if is_problem and answer.content else answer.text
    is_explained = "again" in sentence or answer.request.method == "HEAD"
    return answer.status_code == 503 and int(answer.headers["retry-after"]) > 0 and is_explained


@pytest.mark.parametrize("trouble", TROUBLES)
def test_no_operation_of_the_api_answers_5xx_but_503_with_a_time_and_a_sentence(matrix: Matrix, trouble: str) -> None:
    with TROUBLES[trouble](matrix.world):
        answers = {
            f"{operation} as {caller}": matrix.ask(operation, caller, matrix.own)
            for operation in MAY
            if operation not in STREAMS
            for caller in CALLERS
        }
    wrong = {asked: (answer.status_code, answer.text[:80]) for asked, answer in answers.items() if not is_right(answer)}
    assert wrong == {}
    assert 503 in {answer.status_code for answer in answers.values()}, "the trouble is felt"


def doors(world: WebWorld) -> dict[str, Callable[[], httpx.Response]]:
    """Every page outside Streamlit, and one of Streamlit's."""
    cookie = world.cookies.sign(world.accounts.sign_in(world.administrator.name, PASSWORD))
    invited = world.people.invite(world.administrator, "someone", "Someone", Role.TAKER)
    token = invited.rpartition("/")[2] if isinstance(invited, str) else invited.token

    def asked(method: str, path: str, form: dict[str, str] | None = None) -> Callable[[], httpx.Response]:
        return lambda: world.ask(method, path, form=form, cookie=cookie)

    right = {"name": world.administrator.name, "password": PASSWORD}
    return {
        "the sign-in page": asked("GET", "/account/login"),
        "signing in": asked("POST", "/account/login", right),
        "a wrong password": asked("POST", "/account/login", {**right, "password": "wrong"}),
        "a name that nobody has": asked("POST", "/account/login", {"name": "nobody", "password": "x"}),
        "a form of nobody's": lambda: world.ask("POST", "/account/login", form={**right, "form_token": "x"}),
        "the demo": asked("POST", "/account/demo", {"role": "taker"}),
        "an invitation": asked("GET", f"/account/invitation/{token}"),
        "a first password": asked("POST", f"/account/invitation/{token}", {"password": PASSWORD, "again": PASSWORD}),
        "the question whether to sign out": asked("GET", "/account/logout"),
        "signing out": asked("POST", "/account/logout"),
        "a page": asked("GET", "/review"),
        "a page's address that is made up": asked("GET", "/no/such?x=1"),
    }


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_page_says_that_something_is_away_instead_of_a_bare_error(sqlite_world: WebWorld, trouble: str) -> None:
    asked = doors(sqlite_world)
    with TROUBLES[trouble](sqlite_world):
        answers = {door: ask() for door, ask in asked.items()}
    wrong = {door: answer.status_code for door, answer in answers.items() if not is_right(answer)}
    assert wrong == {}
    felt = {door for door, answer in answers.items() if answer.status_code == 503}
    expected = {"database": {"signing in", "a wrong password", "an invitation", "a page"}, "disk": {"signing in"}}
    assert expected.get(trouble, set()) <= felt
    assert all("text/html" in answers[door].headers["content-type"] for door in felt)


@pytest.fixture
def sqlite_world(migrated_sqlite: Path, tmp_path: Path) -> Iterator[WebWorld]:
    with built_matrix(migrated_sqlite, tmp_path) as built:
        built.world.add_demo_people()
        yield built.world


def test_a_disk_that_fills_up_in_the_middle_of_a_request_is_503_too(
    sqlite_world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/a/secret/place")

    cookie = sqlite_world.cookie_of(sqlite_world.taker)
    monkeypatch.setattr("proctor_core.services.accounts.accounts.AccountService.sign_in", full)
    answer = sqlite_world.ask("POST", "/account/login", form={"name": "root", "password": PASSWORD})
    assert is_right(answer) and answer.status_code == 503
    assert "secret" not in answer.text
    monkeypatch.setattr("proctor_core.services.taking.sessions.SessionService.my_sessions", full)
    answer = sqlite_world.ask("GET", "/api/sessions", cookie=cookie)
    assert is_right(answer) and (answer.status_code, answer.json()["reason"]) == (503, "no_room")
    assert "secret" not in answer.text


def test_a_database_whose_disk_is_full_says_so(sqlite_world: WebWorld) -> None:
    cookie = sqlite_world.cookies.sign(sqlite_world.accounts.sign_in(sqlite_world.administrator.name, PASSWORD))
    with disk_full(sqlite_world):
        page = sqlite_world.ask("POST", "/account/login", form={"name": "root", "password": PASSWORD})
        answer = sqlite_world.ask("GET", "/api/audit-log.csv", cookie=cookie)
    assert (page.status_code, page.headers["retry-after"]) == (503, str(ROOM_AGAIN_S))
    assert "room" in page.text
    assert (answer.status_code, answer.json()["reason"]) == (503, "no_room")


def test_a_mistake_of_ours_is_no_database_that_is_away(sqlite_world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "no such file")

    monkeypatch.setattr("proctor_core.services.taking.sessions.SessionService.my_sessions", wrong)
    answer = sqlite_world.ask("GET", "/api/sessions", cookie=sqlite_world.cookie_of(sqlite_world.taker))
    assert answer.status_code == 500
