"""Messages to other servers: signed, written with what they tell, delivered at least once, never into an own network."""

import hmac
import json
import socket
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from db.engine import transaction
from db.queries.webhooks import erase_old_deliveries
from db.tables import AuditEvent, ExternalPerson, SurveySession, User, Webhook, WebhookDelivery
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.webhook import BACK_OFF_S, DeliveryState, WebhookEvent
from proctor_core.errors import IllegalMove, InvalidInput, NotAllowed, NotFound
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.webhooks import public_address
from proctor_core.services.webhooks.public_address import addresses_of, is_public, parsed_target
from proctor_core.services.webhooks.webhook_outbox import call_after_commit
from proctor_core.services.webhooks.webhook_post import WebhookPost
from proctor_core.start.certificate import own_certificate
from tests.support.receiver import Receiver, receiver
from tests.support.session_world import SessionWorld


@pytest.fixture
def other() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


@pytest.fixture
def secret(world: SessionWorld, other: Receiver) -> str:
    """Of a webhook that is told about every session."""
    return world.webhooks.add(world.administrator, "quiz", f"{other.url}/hook?of=us").secret


def received(other: Receiver) -> list[tuple[str, str]]:
    bodies = [json.loads(body) for _, body in other.received]
    return [(body["type"], body["data"]["status"]) for body in bodies]


def deliveries(world: SessionWorld) -> list[WebhookDelivery]:
    return sorted(world.rows(WebhookDelivery), key=lambda delivery: delivery.created_at)


def submitted(world: SessionWorld, coverage: float = 1.0) -> SurveySession:
    session = world.answered()
    return world.sessions.submit(world.taker, session.id, coverage)


# ---- what is told ----


def test_a_session_is_told_when_it_is_flagged_submitted_and_decided(
    world: SessionWorld, other: Receiver, secret: str
) -> None:
    session = world.answered()
    world.allege(session.id, times=4)
    world.clock.pass_time(1)
    world.sessions.submit(world.taker, session.id, 1.0)
    reviewing, moderator = ReviewService(world.engine, world.clock), world.person("mo", Role.MODERATOR)
    world.clock.pass_time(1)
    case = reviewing.case(moderator, session.id)
    reviewing.decide(moderator, case.review.id, DecisionKind.REJECT, "A phone.", case.review.revision)
    world.sender.send_due()
    assert received(other) == [
        (WebhookEvent.FLAGGED, "in_progress"),
        (WebhookEvent.SUBMITTED, "under_review"),
        (WebhookEvent.DECIDED, "rejected"),
    ], "flagged once, however many rules follow"
    last = json.loads(other.received[-1][1])
    assert last["data"] == {
        "session_id": str(session.id),
        "survey_id": str(session.survey_id),
        "status": "rejected",
        "flagged_for_review": True,
        "violations_count": 4,
        "decision": "reject",
    }
    sent = b"".join(body for _, body in other.received).decode()
    assert world.taker.name not in sent and "A phone" not in sent and "daily" not in sent


def test_a_decision_that_is_taken_back_is_told_and_so_is_the_next(
    world: SessionWorld, other: Receiver, secret: str
) -> None:
    session = submitted(world, coverage=0.2)
    reviewing = ReviewService(world.engine, world.clock)
    for decision, name in ((DecisionKind.REJECT, "mo"), (DecisionKind.APPROVE, "mia")):
        moderator = world.person(name, Role.MODERATOR)
        world.clock.pass_time(1)
        case = reviewing.case(moderator, session.id)
        decided = reviewing.decide(moderator, case.review.id, decision, "Seen.", case.review.revision)
        if decision is DecisionKind.REJECT:
            world.clock.pass_time(1)
            reviewing.reopen(moderator, decided.id, "It was the cat, says Otto.")
    world.sender.send_due()
    assert received(other)[2:] == [
        (WebhookEvent.DECIDED, "rejected"),
        (WebhookEvent.REOPENED, "under_review"),
        (WebhookEvent.DECIDED, "passed"),
    ]
    assert "Otto" not in b"".join(body for _, body in other.received).decode()


def test_who_is_flagged_by_submitting_is_told_in_that_order(world: SessionWorld, other: Receiver, secret: str) -> None:
    for _ in range(4):
        submitted(world, coverage=0.2)
        world.clock.pass_time(1)
    world.sender.send_due()
    assert [event for event, _ in received(other)] == [WebhookEvent.FLAGGED, WebhookEvent.SUBMITTED] * 4


def test_a_message_is_signed_over_its_id_time_and_body(world: SessionWorld, other: Receiver, secret: str) -> None:
    submitted(world)
    world.sender.send_due()
    ((headers, body),) = other.received
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"))
    assert len(key) == 32
    assert headers["webhook-signature"] == "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["webhook-timestamp"] == str(int(world.clock().timestamp()))
    assert headers["content-type"] == "application/json"
    stored = "\n".join(
        str(row) for row in (*world.rows(Webhook), *world.rows(WebhookDelivery), *world.rows(AuditEvent))
    )
    assert secret not in stored, "it is in no table"


def test_a_platform_hears_of_its_own_people_alone(world: SessionWorld, other: Receiver) -> None:
    world.webhooks.add(world.administrator, "quiz", other.url, "quiz.example")
    submitted(world)
    assert deliveries(world) == []
    known = ExternalPerson(platform="quiz.example", external_id="p", user_id=world.taker.id, created_at=world.clock())
    with transaction(world.engine) as db:
        db.add(known)
    submitted(world)
    assert len(deliveries(world)) == 1


def test_what_is_rolled_back_was_never_told(world: SessionWorld, secret: str) -> None:
    session = world.in_progress()
    with pytest.raises(InvalidInput):
        world.sessions.submit(world.taker, session.id, 1.0)
    assert deliveries(world) == []


def test_the_worker_is_told_after_the_commit_and_only_then(world: SessionWorld, secret: str) -> None:
    seen: list[int] = []
    call_after_commit(world.engine, lambda: seen.append(len(world.rows(WebhookDelivery))))
    with pytest.raises(InvalidInput):
        world.sessions.submit(world.taker, world.in_progress().id, 1.0)
    assert seen == []
    submitted(world)
    assert seen == [1], "once for a transaction, with its message there"


# ---- trying again ----


def test_what_fails_is_tried_again_after_longer_and_longer_waits(
    world: SessionWorld, other: Receiver, secret: str
) -> None:
    submitted(world)
    other.answers = [500, 503, 302]
    waits = []
    for wait_s in BACK_OFF_S[:3]:
        waits.append(world.sender.send_due())
        assert world.sender.send_due() == pytest.approx(wait_s), "not before its time"
        world.clock.pass_time(wait_s)
    assert waits == [pytest.approx(wait_s) for wait_s in BACK_OFF_S[:3]]
    assert deliveries(world)[0].error == "answered with a redirect, which is not followed"
    assert world.sender.send_due() is None
    (delivered,) = deliveries(world)
    assert (delivered.state, delivered.tries, delivered.status, delivered.error) == (
        DeliveryState.DELIVERED,
        4,
        204,
        "",
    )
    assert len({headers["webhook-id"] for headers, _ in other.received}) == 1, "the same id at every try"
    assert len(other.received) == 4, "no redirect was followed"


def test_it_is_given_up_in_the_end_and_can_be_sent_again(world: SessionWorld, other: Receiver, secret: str) -> None:
    submitted(world)
    other.answers = [500] * (len(BACK_OFF_S) + 1)
    for wait_s in (*BACK_OFF_S, 0):
        world.sender.send_due()
        world.clock.pass_time(wait_s)
    (failed,) = deliveries(world)
    assert (failed.state, failed.status, failed.error) == (DeliveryState.FAILED, 500, "answered 500")
    assert world.sender.send_due() is None
    assert world.webhooks.failed(world.administrator) == 1
    world.webhooks.send_again(world.administrator, failed.id)
    world.sender.send_due()
    assert deliveries(world)[0].state is DeliveryState.DELIVERED
    assert AuditAction.WEBHOOK_SENT_AGAIN in {event.action for event in world.rows(AuditEvent)}


def test_what_a_killed_worker_held_is_sent_by_the_next(
    world: SessionWorld, other: Receiver, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(world)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(WebhookPost, "send", die)
        with pytest.raises(KeyboardInterrupt):
            world.sender.send_due()
    assert world.sender.send_due() == pytest.approx(60), "the claim of the dead one still holds"
    assert other.received == []
    world.clock.pass_time(60)
    world.sender.send_due()
    assert [delivery.state for delivery in deliveries(world)] == [DeliveryState.DELIVERED]


def test_of_two_workers_one_sends(world: SessionWorld, other: Receiver, secret: str) -> None:
    submitted(world)
    both = threading.Barrier(2)
    workers = [threading.Thread(target=lambda: (both.wait(), world.sender.send_due())) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert len(other.received) == 1


def test_a_session_that_is_erased_meanwhile_is_noted_nowhere(world: SessionWorld, other: Receiver, secret: str) -> None:
    submitted(world)

    def erase() -> None:
        with transaction(world.engine) as db:
            db.delete(db.get_one(WebhookDelivery, deliveries(world)[0].id))

    other.hold = erase
    assert world.sender.send_due() is None
    assert deliveries(world) == []


def test_nobody_there_and_no_end_of_an_answer_are_told_in_the_log(world: SessionWorld, other: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert WebhookPost(True, longest_s=0.3).send(address, {}, b"{}").error.startswith("not reachable: ")
    assert WebhookPost(True).send(address, {}, b"{}").error == "not reachable: ConnectionRefusedError"


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    made = own_certificate(tmp_path, ["localhost"], datetime.now(UTC))
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(made.certificate, made.key)
    knowing = ssl.create_default_context(cafile=str(made.certificate))
    with receiver(theirs) as other:
        assert WebhookPost(True).send(other.url, {}, b"{}").error.startswith("no safe connection: CERTIFICATE_VERIFY")
        assert WebhookPost(True, tls=knowing).send(other.url, {}, b"{}").status == 204
        by_address = other.url.replace("localhost", "127.0.0.1")
        assert WebhookPost(True, tls=knowing).send(by_address, {}, b"{}").status is None, "another name than it is for"


# ---- who may be told ----


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *(
            "168.63.129.16",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.7",
            "::1",
            "::",
            "fe80::1",
            "fe80::1%eth0",
            "fd00::1",
        ),
        *("192.0.0.192", "192.0.0.9", "192.88.99.1", "198.18.0.1", "203.0.113.9", "240.0.0.1", "100.100.100.200"),
        *(
            "fec0::1",
            "feff::1",
            "100::1",
            "100:0:0:1::1",
            "2001:2::1",
            "2001:20::1",
            "2001::1",
            "3fff::1",
            "5f00::1",
            "4000::1",
        ),
        *(
            "2002:808:808::1",
            "64:ff9b:1::1",
            "64:ff9b::c000:c0",
            "::8.8.8.8",
            "::ffff:0:8.8.8.8",
            "fd00:ec2::254",
            "no address",
        ),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "ff02::1", "2001:db8::1"),
    ],
)
def test_an_address_of_an_own_network_is_no_public_one(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://[::1/x",
        "https://[zz]/",
        "https://ex\u2100mple.com/",
        "https://x:0/",
        "https://[fe80::1%eth0]/",
        "https://",
    ],
)
def test_an_address_that_nobody_can_take_apart_is_refused_in_words(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        WebhookPost().require_target(url)
    assert refused.value.field == "url"


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_an_address_of_the_internet_is_a_public_one(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/"),
        *(
            "http://example.org/",
            "ftp://example.org/",
            "https://a:b@example.org/",
            "https://example.org/#x",
            "https:///x",
        ),
        *("https://example.org:99999/", "https://exa mple.org/", "https://example.org/\r\nHost: x", "", "no address"),
    ],
)
def test_what_may_not_be_told_is_refused_when_it_is_saved(world: SessionWorld, url: str) -> None:
    world.webhooks = type(world.webhooks)(
        world.engine, world.clock, world.webhooks.secrets, WebhookPost(allows_own_network=False)
    )
    with pytest.raises(InvalidInput):
        world.webhooks.add(world.administrator, "sly", url)
    assert world.rows(Webhook) == []


def answer_of_dns(*answers: list[str]) -> Callable[..., Any]:
    """`getaddrinfo` that gives one answer after the other."""
    left = list(answers)
    return lambda host, port, **_: [(0, 0, 0, "", (address, port)) for address in left.pop(0)]


def test_a_name_that_leads_into_an_own_network_is_refused_also_among_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_address.socket, "getaddrinfo", answer_of_dns(["1.1.1.1", "10.0.0.1"]))
    target = parsed_target("https://sly.example/hook", allows_own_network=False)
    with pytest.raises(InvalidInput, match="own network"):
        addresses_of(target, allows_own_network=False)


def test_a_name_that_turns_to_an_own_network_after_it_was_saved_is_refused_at_the_connection(
    monkeypatch: pytest.MonkeyPatch, other: Receiver
) -> None:
    post, port = WebhookPost(allows_own_network=False), other.url.rpartition(":")[2]
    monkeypatch.setattr(public_address.socket, "getaddrinfo", answer_of_dns(["1.1.1.1"], ["127.0.0.1"]))
    post.require_target(f"https://sly.example:{port}/")
    outcome = post.send(f"https://sly.example:{port}/", {}, b"{}")
    assert (outcome.status, outcome.error) == (None, "the host sly.example lies in an own network")
    assert other.received == []


def test_a_host_is_tried_at_each_of_its_addresses(monkeypatch: pytest.MonkeyPatch, other: Receiver) -> None:
    port = other.url.rpartition(":")[2]
    found = "proctor_core.services.webhooks.webhook_post.addresses_of"
    monkeypatch.setattr(found, lambda *_, **__: ["127.0.0.2", "127.0.0.1"])
    connect = socket.create_connection

    def one_is_silent(address: tuple[str, int], timeout: float) -> socket.socket:
        if address[0] == "127.0.0.2":
            raise TimeoutError
        return connect(address, timeout)

    monkeypatch.setattr("proctor_core.services.webhooks.webhook_post.socket.create_connection", one_is_silent)
    assert WebhookPost(allows_own_network=True).send(f"http://two.example:{port}/", {}, b"{}").status == 204
    assert len(other.received) == 1


def test_a_host_of_which_no_address_answers_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def silent(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(address[0])
        assert timeout <= 8
        raise TimeoutError

    monkeypatch.setattr(public_address.socket, "getaddrinfo", answer_of_dns([f"203.0.113.{n}" for n in range(20)]))
    monkeypatch.setattr("proctor_core.services.webhooks.webhook_post.socket.create_connection", silent)
    outcome = WebhookPost(allows_own_network=True).send("http://many.example/", {}, b"{}")
    assert (outcome.status, len(tried)) == (None, 4)


def test_a_setting_lets_the_own_network_in(world: SessionWorld, other: Receiver) -> None:
    assert WebhookPost(allows_own_network=True).send(other.url, {}, b"{}").status == 204


# ---- the administrator ----


def test_an_ended_webhook_hears_nothing_more(world: SessionWorld, other: Receiver, secret: str) -> None:
    submitted(world)
    (webhook,) = world.webhooks.webhooks(world.administrator)
    world.webhooks.end(world.administrator, webhook.id)
    submitted(world)
    assert world.sender.send_due() is None
    assert other.received == []
    (waits,) = deliveries(world)
    with pytest.raises(IllegalMove):
        world.webhooks.send_again(world.administrator, waits.id)
    with pytest.raises(NotFound):
        world.webhooks.end(world.administrator, webhook.id)
    actions = [event.action for event in world.rows(AuditEvent, object_id=str(webhook.id))]
    assert sorted(actions) == [AuditAction.WEBHOOK_ADDED, AuditAction.WEBHOOK_ENDED]


def test_webhooks_are_the_administrators_alone(world: SessionWorld, secret: str) -> None:
    for role in (Role.TAKER, Role.MODERATOR, Role.ANALYST):
        somebody: User = world.person(f"a {role}", role)
        for ask in (world.webhooks.webhooks, world.webhooks.log, world.webhooks.failed):
            with pytest.raises(NotAllowed):
                ask(somebody)
        with pytest.raises(NotAllowed):
            world.webhooks.add(somebody, "mine", "https://example.org/")


def test_the_log_is_the_newest_first_and_ends_with_its_retention(world: SessionWorld, secret: str) -> None:
    first = submitted(world)
    world.clock.pass_time(60)
    second = submitted(world)
    log = world.webhooks.log(world.administrator)
    assert [one.delivery.session_id for one in log] == [second.id, first.id]
    with transaction(world.engine) as db:
        assert erase_old_deliveries(db, world.clock() - timedelta(seconds=30)) == 1
