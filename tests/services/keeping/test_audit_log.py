"""The audit log is found by who, what, when and object, page by page without loss, and its copy is a line of it."""

import csv
from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from db.engine import transaction
from db.tables import AuditEvent, Evidence
from pages.texts_operation import AUDIT_ACTION, AUDIT_GROUP
from proctor_core.domain.filters import AuditFilter
from proctor_core.domain.paging import Cursor
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed
from proctor_core.services.auditing import CROWD_FILLED, STORY_PLAYED, AuditAction, actions_of
from proctor_core.services.keeping.audit_log import AuditLogService
from proctor_core.services.reviewing.evidence_views import note_view
from tests.support.review_world import World as ReviewWorld
from tests.support.session_world import DEFINITION, SessionWorld


@pytest.fixture
def audit_log(world: SessionWorld) -> AuditLogService:
    return AuditLogService(world.engine, world.clock)


def actions(world: SessionWorld, audit_log: AuditLogService, **wanted: object) -> list[str]:
    return [found.event.action for found in audit_log.events(world.administrator, AuditFilter(**wanted))]  # type: ignore[arg-type]


def test_lines_are_found_by_who_what_when_and_object(world: SessionWorld, audit_log: AuditLogService) -> None:
    other = world.person("otto", Role.ADMINISTRATOR)
    world.clock.pass_time(3600)
    at = world.clock()
    survey = world.surveys.add_version(other, "study", DEFINITION)
    world.clock.pass_time(3600)
    world.surveys.set_open(world.administrator, survey.id, is_open=False)
    assert actions(world, audit_log, actor_id=other.id) == ["survey.added"]
    assert actions(world, audit_log, action="survey.") == ["survey.changed", "survey.added"]
    assert actions(world, audit_log, action="survey.changed") == ["survey.changed"]
    assert actions(world, audit_log, object_id=str(survey.id)) == ["survey.changed", "survey.added"]
    assert actions(world, audit_log, since=at, until=at + timedelta(seconds=1)) == ["survey.added"]
    assert not actions(world, audit_log, object_id="100%_")


def add_many(engine: Engine, world: SessionWorld, count: int) -> None:
    with transaction(engine) as db:
        for _ in range(count):
            db.add(AuditEvent(at=world.clock(), action="account.x", object_type="user_account", object_id=str(uuid4())))


def pages(world: SessionWorld, audit_log: AuditLogService) -> Iterator[AuditEvent]:
    after = None
    while found := audit_log.events(world.administrator, AuditFilter(action="account.x"), after=after, limit=3):
        yield from (logged.event for logged in found)
        after = Cursor(found[-1].event.at, found[-1].event.id)


def test_lines_of_one_moment_are_paged_without_loss(world: SessionWorld, audit_log: AuditLogService) -> None:
    add_many(world.engine, world, 10)
    assert len({event.id for event in pages(world, audit_log)}) == 10


def test_a_look_at_a_case_is_one_line_with_its_pictures_counted(engine: Engine) -> None:
    world = ReviewWorld(engine)
    review, lee, root = world.flagged(world.survey()), world.person("lee"), world.person("root", Role.ADMINISTRATOR)
    log, viewed = AuditLogService(engine, world.clock), AuditFilter(action="evidence.viewed")
    case = world.reviewing.case(lee, review.session_id)
    pictures = [picture for found in case.violations for picture in found.evidence]

    def look(pictures: Sequence[Evidence]) -> None:
        for picture in pictures:
            note_view(engine, lee, picture, world.clock(), "sharp", picture.session_id)

    look(pictures[:1])
    world.wait(seconds=1)
    world.reviewing.open_case(lee, review.session_id)
    look(pictures[1:])
    begins = world.clock()
    look(pictures[:1])
    found = log.events(root, viewed)
    assert [(one.event.detail, one.pictures) for one in found] == [("case", 8), ("sharp", 0)], (
        "one came before the case"
    )
    assert len(list(log.export(root, viewed))) == 1 + 10, "the copy holds every line, and its heading"
    picture_id = str(pictures[3].id)
    assert [one.event.object_id for one in log.events(root, AuditFilter(object_id=picture_id))] == [picture_id]
    world.wait(minutes=1)
    look(pictures[2:3])
    since = AuditFilter(action="evidence.viewed", since=begins)
    assert log.events(root, since) == [], "looks again within the time are no lines"


def test_pictures_of_a_look_from_before_the_time_that_is_asked_for_are_shown(engine: Engine) -> None:
    world = ReviewWorld(engine)
    review, lee, root = world.flagged(world.survey()), world.person("lee"), world.person("root", Role.ADMINISTRATOR)
    world.reviewing.open_case(lee, review.session_id)
    begins = world.clock()
    (picture, *_) = world.reviewing.case(lee, review.session_id).violations[0].evidence
    note_view(engine, lee, picture, world.clock(), "sharp", picture.session_id)
    found = AuditLogService(engine, world.clock).events(root, AuditFilter(since=begins))
    assert [one.event.object_id for one in found] == [str(picture.id)]


def test_a_copy_holds_every_line_of_the_filter_and_is_a_line_itself(
    world: SessionWorld, audit_log: AuditLogService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proctor_core.services.keeping.audit_log._BATCH", 4)
    add_many(world.engine, world, 9)
    world.clock.pass_time(1)
    lines = audit_log.export(world.administrator, AuditFilter(action="account.x"))
    rows = list(csv.DictReader(StringIO("".join(lines))))
    assert len({row["object_id"] for row in rows}) == 9
    newest = audit_log.events(world.administrator, AuditFilter())[0]
    assert (newest.event.action, newest.actor_name) == (AuditAction.AUDIT_EXPORTED, "root")
    assert newest.event.detail == "what account.x"


@pytest.mark.parametrize("typed", ["=1+1", "+x", "-x", "@x", '=cmd|"/c"', "a,b\nc"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(world: SessionWorld, audit_log: AuditLogService, typed: str) -> None:
    event = AuditEvent(at=world.clock(), action="account.x", object_type="t", object_id="1", detail=typed)
    with transaction(world.engine) as db:
        db.add(event)
    world.clock.pass_time(1)
    lines = audit_log.export(world.administrator, AuditFilter(action="account.x"))
    (row,) = csv.DictReader(StringIO("".join(lines), newline=""))
    assert row["detail"] == (f"'{typed}" if typed[0] in "=+-@" else typed)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_read_and_copy_it(world: SessionWorld, audit_log: AuditLogService, role: Role) -> None:
    actor = world.person("otto", role)
    with pytest.raises(NotAllowed):
        audit_log.events(actor, AuditFilter())
    with pytest.raises(NotAllowed):
        audit_log.export(actor, AuditFilter())


def test_a_group_of_the_page_is_all_actions_that_begin_so() -> None:
    for group in AUDIT_GROUP:
        assert set(actions_of(group)) == {action for action in AUDIT_ACTION if action.startswith(group)} != set()


def test_every_action_has_its_words_on_the_page() -> None:
    assert set(AUDIT_ACTION) == {
        CROWD_FILLED,
        STORY_PLAYED,
        *AuditAction,
        *(f"review.{kind}" for kind in ReviewEventKind),
    }
