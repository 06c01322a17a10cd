"""The page for other platforms does what it says: its code is run, from zero to a flagged session and to the erasure."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from tests.api.pictures import jpeg
from tests.rules.observations import calm
from tests.support.api_client import browser
from tests.support.receiver import receiver
from tests.support.videos import video
from tests.support.web_world import WebWorld

PAGE = Path(__file__).resolve().parents[2] / "docs" / "platforms.md"


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path) -> Iterator[WebWorld]:
    made = WebWorld(sqlite_engine, tmp_path)
    yield made
    made.close()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


def test_the_page_goes_from_zero_to_a_decision_and_an_erasure(
    world: WebWorld,
    tmp_path: Path,
    stack: ExitStack,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world.observer.scene = calm
    server = stack.enter_context(receiver())
    hook = world.webhooks.add(world.administrator, "quiz", server.url, "quiz.example")
    into_the_world = browser(world)
    monkeypatch.setattr(httpx, "Client", lambda **_: into_the_world)
    film = tmp_path / "film.webm"
    film.write_bytes(video())
    names: dict[str, Any] = {
        "SERVICE_TOKEN": world.token(TokenScope.SERVICE),
        "MODERATOR_TOKEN": world.token(TokenScope.MODERATOR, world.person("mo", Role.MODERATOR)),
        "FACE": jpeg(),
        "VIDEO": film,
        "wait": world.clock.pass_time,
        "WEBHOOK_SECRET": hook.secret,
        "NOW": world.clock().timestamp(),
        "received_messages": lambda: (world.sender.send_due(), server.received)[1],
    }
    for code in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        exec(code, names)
    assert (names["handed_in"].status, names["decided"].status) == ("under_review", "passed")
    assert names["receipt"]["rows"]["violation"] == 3
    assert (names["response"]["answers"], names["response"]["camera"]) == ({"often": "daily"}, None)
    assert b"answer.often" in names["table"]
    said = capsys.readouterr().out
    assert "3 of 3 confirmed: False" in said
    assert [line.split()[1:] for line in said.splitlines() if line.startswith("True session.")] == [
        ["session.flagged", "in_progress"],
        ["session.submitted", "under_review"],
        ["session.decided", "passed"],
    ]
