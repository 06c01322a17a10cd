"""Wrong tokens and passwords beside right ones, from one address: what fails is refused, and nobody else pays for it."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from db.tables import SurveySession
from proctor_core.api.lanes import WAITING_PER_LANE, WAITING_PER_NAME, Lanes
from proctor_core.api.rate_limits import KEPT_BUCKETS, Buckets, Rates
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import TooManyTries
from tests.support.session_world import PASSWORD
from tests.support.turns import turns_of_the_loop, until
from tests.support.web_world import HOST, WebWorld

ADDRESS = "198.51.100.7"


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


class Building:
    """People of one address, and what they ask for."""

    def __init__(self, world: WebWorld) -> None:
        self.world = world
        self.path = f"/api/sessions/{world.in_progress().id}"

    def ask(self, **headers: str) -> int:
        return self.world.ask("GET", self.path, client=ADDRESS, headers=headers).status_code

    def health(self) -> int:
        return self.world.ask("GET", "/api/health", client=ADDRESS).status_code

    def token(self) -> dict[str, str]:
        return bearer(self.world.token(TokenScope.TAKER, self.world.taker))


@pytest.fixture
def building(world: WebWorld) -> Building:
    object.__setattr__(world.parts, "rates", Rates(per_token=600, per_address=600, refused=60))
    world.app = world.new_application()
    return Building(world)


def test_made_up_tokens_lock_out_neither_right_tokens_nor_pages_nor_health(building: Building) -> None:
    met, page = building.token(), {"cookie": f"proctor_sign_in={building.world.cookie_of(building.world.taker)}"}
    assert building.ask(**met) == 200
    assert {building.ask(**bearer(f"spt_made-up-{number}")) for number in range(700)} == {401}
    assert building.ask(**met) == 200
    assert building.ask(**building.token()) == 200, "a token that was never seen before"
    assert building.ask(**page) == 200
    assert building.health() == 200


def test_an_address_that_asks_without_anything_locks_out_only_what_has_nothing(building: Building) -> None:
    assert [building.ask() for _ in range(650)][-1] == 429
    assert building.ask(cookie="proctor_sign_in=made.up") == 429
    assert building.ask(**building.token()) == 200
    assert building.ask(cookie=f"proctor_sign_in={building.world.cookie_of(building.world.taker)}") == 200
    assert building.health() == 200


def test_the_client_of_an_erased_taker_is_told_to_wait_and_nobody_beside_it(building: Building) -> None:
    world = building.world
    gone, stays = world.token(TokenScope.TAKER, world.taker), world.person("eve")
    other = bearer(world.token(TokenScope.TAKER, stays))
    assert building.ask(**bearer(gone)) == 200
    world.people.deactivate(world.administrator, world.taker.id)
    statuses = [building.ask(**bearer(gone)) for _ in range(70)]
    assert (statuses[0], statuses[-1]) == (401, 429)
    assert {building.ask(**other) for _ in range(5)} == {404}
    world.clock.pass_time(2)
    world.people.activate(world.administrator, world.taker.id)
    assert building.ask(**bearer(gone)) == 200, "it works again as soon as its person does"


def test_a_browser_whose_sign_in_is_over_waits_alone(building: Building) -> None:
    world = building.world
    over, other = world.cookie_of(world.taker), world.cookie_of(world.taker)
    world.accounts.sign_out(world.cookies.read(over) or "")
    assert [building.ask(cookie=f"proctor_sign_in={over}") for _ in range(70)][-1] == 429
    assert building.ask(cookie=f"proctor_sign_in={other}") == 200


def test_wrong_passwords_keep_no_newcomer_at_the_address_out(world: WebWorld) -> None:
    def sign_in(name: str, password: str) -> int:
        form = {"name": name, "password": password}
        return world.ask("POST", "/account/login", form=form, client=ADDRESS).status_code

    assert {sign_in(f"name {number}", "a wrong guess") for number in range(40)} == {401}
    assert sign_in("root", "a wrong guess") == 401
    assert sign_in("ada", PASSWORD) == 303
    assert [sign_in("eve", "a wrong guess") for _ in range(10)][-1] == 429, "guessing one name is slow all the same"


def test_a_token_is_asked_for_once_and_made_up_ones_never_reach_a_route(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    service = type(building.world.tokens)
    look_up = service.caller_of
    monkeypatch.setattr(service, "caller_of", lambda self, token: asked.append(token) or look_up(self, token))
    right = building.token()
    assert [building.ask(**right) for _ in range(3)] == [200] * 3
    assert len(asked) == 1 + 3, "once before the first, then by each route"
    asked.clear()
    assert [building.ask(**bearer("spt_x")) for _ in range(3)] == [401] * 3
    assert asked == [], "one that was never issued is nobody's"


def test_while_the_database_is_away_a_new_token_is_not_taken_for_a_wrong_one(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    right = building.token()
    with monkeypatch.context() as broken:
        broken.setattr(type(building.world.tokens), "caller_of", away)
        assert {building.ask(**right) for _ in range(70)} == {503}
    assert building.ask(**right) == 200


def test_a_flood_of_made_up_tokens_at_once_refuses_no_new_token_that_works(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, holds, questions = building.world, threading.Event(), list[int]()
    look_up = type(world.tokens).working_among

    def slowly(service: Any, tokens: Sequence[str]) -> Any:
        questions.append(len(tokens))
        holds.wait(10)
        return look_up(service, tokens)

    monkeypatch.setattr(type(world.tokens), "working_among", slowly)
    world.app, right = world.new_application(), building.token()

    async def flood() -> tuple[set[int], int]:
        transport = httpx.ASGITransport(world.app, client=(ADDRESS, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            wrong = [
                asyncio.create_task(client.get(building.path, headers=bearer(f"spt_{number}"))) for number in range(600)
            ]
            await until(lambda: bool(questions), "the first question")
            await turns_of_the_loop()
            wrong.pop().cancel()
            innocent = asyncio.create_task(client.get(building.path, headers=right))
            await turns_of_the_loop()
            holds.set()
            return {answer.status_code for answer in await asyncio.gather(*wrong)}, (await innocent).status_code

    assert asyncio.run(flood()) == ({401}, 200)
    assert len(questions) <= 4, "asked together"


# ---- lanes ----


def run(ask: Callable[[Lanes], object]) -> None:
    async def all_of_it() -> None:
        await asyncio.wait_for(ask(Lanes(2, "test")), 10)  # pyright: ignore[reportArgumentType]

    asyncio.run(all_of_it())


def test_whoever_floods_queues_behind_themselves() -> None:
    holds = threading.Event()

    async def flooded(lanes: Lanes) -> None:
        flood = [asyncio.create_task(lanes.run("attacker", f"name {n}", holds.wait)) for n in range(WAITING_PER_LANE)]
        await asyncio.sleep(0)
        assert await lanes.run("somebody else", "ada", lambda: "in") == "in"
        with pytest.raises(TooManyTries):
            await lanes.run("attacker", "one more", lambda: "in")
        holds.set()
        await asyncio.gather(*flood)
        assert await lanes.run("attacker", "one more", lambda: "in") == "in"

    run(flooded)


def test_guessing_one_name_in_parallel_leaves_room_for_others_of_the_address() -> None:
    holds = threading.Event()

    async def flooded(lanes: Lanes) -> None:
        flood = [asyncio.create_task(lanes.run("a building", "ada", holds.wait)) for _ in range(WAITING_PER_NAME)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyTries):
            await lanes.run("a building", "ada", lambda: "in")
        newcomer = asyncio.create_task(lanes.run("a building", "eve", lambda: "in"))
        await asyncio.sleep(0)
        holds.set()
        assert await newcomer == "in"
        await asyncio.gather(*flood)

    run(flooded)


# ---- buckets ----


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    buckets = Buckets(60)
    assert buckets.wait_s("a", 10_000.0) == 0
    assert buckets.wait_s("a", 10_000.0 - 3600) == 0
    assert buckets.wait_s("a", 10_000.0 - 3600) == 0


def test_what_is_remembered_of_made_up_keys_is_bounded() -> None:
    buckets = Buckets(60)
    for number in range(KEPT_BUCKETS + 50):
        buckets.wait_s(str(number), 0.0)
    assert len(buckets._left) == KEPT_BUCKETS  # pyright: ignore[reportPrivateUsage]


def test_a_form_of_a_gigabyte_is_refused_before_it_is_read(world: WebWorld) -> None:
    answer = world.ask("POST", "/account/login", form={"name": "x" * 70_000})
    assert answer.status_code == 413
    assert world.rows(SurveySession) == []


def test_setting_the_clock_closes_nothing(sqlite_engine: Engine, building: Building) -> None:
    right = building.token()
    for set_by_s in (-3600, 7200, -90_000):
        building.world.clock.set_by(set_by_s)
        assert building.ask(**right) in (200, 401)
        assert building.ask() == 401
