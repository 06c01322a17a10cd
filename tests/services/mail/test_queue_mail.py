"""The daily mail about waiting work: to whom, when, what it says, and what becomes of one that is not taken."""

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db.engine import transaction
from db.tables import User
from proctor_core.domain.mail import MailSecurity, is_address, last_due
from proctor_core.domain.policy import STRICT
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.errors import InvalidInput, NotAllowed, Unavailable
from proctor_core.services.mail.mail_post import MailPost
from proctor_core.services.mail.queue_mail import QueueMailService, WaitingNumbers
from proctor_core.services.surveys.kept_policies import keep_policy
from proctor_core.tasks.waiting import mail_text
from tests.support.mail_server import MailServer, mail_server
from tests.support.review_world import World

LEE = "lee@example.org"


@pytest.fixture
def world(engine: Engine) -> World:
    """At noon, where the server's own zone is."""
    world = World(engine)
    world.now = world.now.astimezone().replace(hour=12)
    return world


@pytest.fixture
def mails(world: World) -> QueueMailService:
    return QueueMailService(world.engine, world.clock, hour=7)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def due(mails: QueueMailService) -> list[WaitingNumbers]:
    sent: list[WaitingNumbers] = []
    assert mails.send_due(sent.append) == len(sent)
    return sent


def test_who_wants_it_is_mailed_once_a_day_while_something_waits(world: World, mails: QueueMailService) -> None:
    lee = world.person("lee")
    mails.want(lee, f" {LEE} ")
    assert mails.wished(lee) == LEE
    review = world.flagged(world.survey())
    assert due(mails) == [], "the first one comes at the next hour"
    world.wait(hours=20)
    assert due(mails) == [WaitingNumbers(LEE, None, waiting=1, escalated=0, longest_h=20)]
    assert due(mails) == []
    world.wait(hours=24)
    world.reviewing.decide(world.person("kim"), review.id, DecisionKind.ESCALATE, "look", revision=0)
    assert due(mails) == [WaitingNumbers(LEE, None, waiting=0, escalated=1, longest_h=44)]
    world.wait(hours=24)
    world.reviewing.decide(lee, review.id, DecisionKind.APPROVE, "", revision=1)
    assert due(mails) == [], "nothing waits"
    world.flagged(world.survey("Other"))
    assert due(mails) == [], "what comes later waits for the next day's mail"
    mails.stop(lee)
    world.wait(hours=24)
    assert due(mails) == [] and mails.wished(lee) is None


def test_it_counts_nobodys_own_session_and_goes_to_active_moderators_alone(
    world: World, mails: QueueMailService
) -> None:
    lee, kim = world.person("lee"), world.person("kim")
    for person in (lee, kim):
        mails.want(person, f"{person.name}@example.org")
    world.flagged(world.survey(), taker=lee)
    world.wait(hours=20)
    assert [one.address for one in due(mails)] == ["kim@example.org"]
    with transaction(world.engine) as db:
        db.get_one(User, kim.id).is_active = False
    world.wait(hours=24)
    assert due(mails) == []


def test_what_was_not_taken_is_tried_again_and_holds_up_no_other(world: World, mails: QueueMailService) -> None:
    for name in ("lee", "kim"):
        mails.want(world.person(name), f"{name}@example.org")
    world.flagged(world.survey())
    world.wait(hours=20)
    sent: list[str] = []

    def send(numbers: WaitingNumbers) -> None:
        if numbers.address == LEE and not sent.count("again"):
            raise smtplib.SMTPServerDisconnected("away")
        sent.append(numbers.address)

    assert mails.send_due(send) == 1
    assert sent == ["kim@example.org"]
    sent.append("again")
    assert mails.send_due(send) == 1 and sent[-1] == LEE
    assert mails.send_due(send) == 0


def test_the_age_of_what_waits_is_of_what_its_reader_finds_in_the_queue(world: World, mails: QueueMailService) -> None:
    lee, survey = world.person("lee"), world.survey()
    for name in ("kim", "max"):
        world.person(name)
    mails.want(lee, LEE)
    with transaction(world.engine) as db:
        strict = keep_policy(db, STRICT, world.clock()).sha256
    proposed = world.flagged(survey, policy_sha256=strict)
    world.wait(hours=10)
    world.reviewing.decide(lee, proposed.id, DecisionKind.REJECT, "as seen", revision=0)
    world.flagged(world.survey("Other"))
    world.wait(hours=12)
    assert due(mails) == [WaitingNumbers(LEE, None, waiting=1, escalated=0, longest_h=12)], (
        "the own proposal waits for others"
    )


def test_a_server_that_answers_nobody_is_not_waited_for_with_each_mail(world: World, mails: QueueMailService) -> None:
    for name in ("lee", "kim", "max", "ben"):
        mails.want(world.person(name), f"{name}@example.org")
    world.flagged(world.survey())
    world.wait(hours=20)
    passed_s, asked = [0.0], list[str]()

    def time_out(numbers: WaitingNumbers) -> None:
        asked.append(numbers.address)
        passed_s[0] += 20.0
        raise TimeoutError

    assert replace(mails, steady_s=lambda: passed_s[0]).send_due(time_out) == 0
    assert len(asked) == 2
    assert len(due(mails)) == 4, "all of them are still due"


def test_two_processes_mail_nobody_twice(world: World, mails: QueueMailService) -> None:
    mails.want(world.person("lee"), LEE)
    world.flagged(world.survey())
    world.wait(hours=20)
    sent: list[WaitingNumbers] = []

    def send(numbers: WaitingNumbers) -> None:
        sent.append(numbers)
        replace(mails).send_due(sent.append)

    mails.send_due(send)
    assert len(sent) == 1


def test_it_is_for_moderators_and_only_where_there_is_a_mail_server(world: World, mails: QueueMailService) -> None:
    lee = world.person("lee")
    with pytest.raises(NotAllowed):
        mails.want(world.person("ann", Role.ANALYST), LEE)
    for wrong in ("lee", "lee@example", "a@b.c, d@e.f", "Lee <lee@example.org>", "lee@example.org\nBcc: x@y.z", ""):
        with pytest.raises(InvalidInput):
            mails.want(lee, wrong)
    with pytest.raises(Unavailable):
        QueueMailService(world.engine, world.clock).want(lee, LEE)
    assert QueueMailService(world.engine, world.clock).send_due(print) == 0


def test_a_mail_says_numbers_and_where_the_queue_is(server: MailServer) -> None:
    post = MailPost("127.0.0.1", server.port, "proctor@example.org", security=MailSecurity.NONE)
    numbers = WaitingNumbers(LEE, None, waiting=3, escalated=1, longest_h=30)
    post.send(LEE, *mail_text(numbers, "https://proctor.example.org"))
    [(to, mail)] = server.received
    assert (to, mail["From"], mail["To"]) == (LEE, "proctor@example.org", LEE)
    assert mail["Subject"] == "Review queue: 3 waiting, 1 escalated"
    text = mail.get_content()
    assert "The longest waits for 30 h." in text and "https://proctor.example.org" in text
    assert mail["Auto-Submitted"] == "auto-generated" and "example.org" in mail["Message-ID"]
    assert "The queue:" not in mail_text(numbers, "")[1]


def test_a_mail_is_in_the_language_that_its_reader_chose() -> None:
    subject, text = mail_text(WaitingNumbers(LEE, "en-XA", 3, 1, 30), "")
    assert "Review queue" not in subject and "3" in subject
    assert "The longest" not in text


def test_a_server_that_refuses_or_can_not_encrypt_gets_nothing(server: MailServer) -> None:
    server.refuses = {LEE}
    post = MailPost("127.0.0.1", server.port, "proctor@example.org", security=MailSecurity.NONE)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        post.send(LEE, "subject", "text")
    with pytest.raises(smtplib.SMTPException):
        replace(post, security=MailSecurity.STARTTLS).send(LEE, "subject", "text")
    with pytest.raises(ValueError, match="line"):
        post.send("kim@example.org", "subject\nBcc: x@y.z", "text")
    assert server.received == []


def test_it_is_due_at_its_hour_of_the_zone(world: World) -> None:
    noon = world.now
    assert last_due(noon, 7) == noon.replace(hour=7, minute=0, second=0, microsecond=0)
    assert last_due(noon, 13) == noon.replace(hour=13, minute=0, second=0, microsecond=0) - timedelta(days=1)
    assert is_address(LEE) and not is_address("löe@example.org")
