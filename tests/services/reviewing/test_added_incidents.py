"""Incidents that moderators add: who may, how they stand among the others, and how they end."""

from concurrent.futures import ThreadPoolExecutor
from math import inf, nan
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from db.engine import reading, transaction
from db.queries.survey_sessions import locked_session
from db.tables import AddedIncident, AuditEvent, ProctorReview, User, Violation
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import IncidentType, ViolationType
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed, NotFound
from proctor_core.services.auditing import AuditAction
from proctor_core.services.keeping.privacy import forget_measurements
from proctor_core.services.reviewing.additions import AdditionService
from proctor_core.services.reviewing.case import Case
from tests.support.review_world import World

OTHER = IncidentType.IDENTITY_MISMATCH


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


def additions(world: World) -> AdditionService:
    return world.services.reviewing.additions


def case(world: World, review: ProctorReview) -> Case:
    return world.reviewing.case(world.person("witness"), review.session_id)


def rows(world: World) -> list[AddedIncident]:
    with reading(world.engine) as db:
        return list(db.exec(select(AddedIncident).order_by(col(AddedIncident.at))).all())


def test_an_added_incident_stands_among_the_others_as_a_finding_with_its_authors_name(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    additions(world).add(lee, review.id, OTHER, 100.0, 110.0004)
    first, added, last = case(world, review).incidents
    assert (first.number, added.number, last.number) == (1, 2, 3)
    assert (added.onset_s, added.offset_s, added.shown_type) == (100.0, 110.0, OTHER)
    assert added.added is not None
    assert (added.added.author, added.stands, first.stands) == ("Lee", VerdictKind.CONFIRM, None)
    assert first.shown_type == IncidentType.MOBILE_DETECTED
    assert case(world, review).holder == "Lee", "who adds one to a free case takes it"
    with reading(world.engine) as db:
        assert len(db.exec(select(Violation)).all()) == 3, "the machine's rows stay as they are"
        [line] = db.exec(select(AuditEvent).where(AuditEvent.action == AuditAction.INCIDENT_ADDED)).all()
    assert line.actor_id == lee.id


def test_it_changes_nothing_that_is_said_about_what_was_alleged(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    additions(quick_world).add(lee, review.id, IncidentType.MOBILE_DETECTED, 41.0, 50.0)
    alleged, added = (one for one in case(quick_world, review).incidents if one.onset_s < 60)
    alleged, added = (added, alleged) if alleged.added else (alleged, added)
    verdicts = quick_world.services.reviewing.verdicts
    verdicts.give(lee, review.id, alleged.anchor.members, VerdictKind.DISMISS)
    stands = {bool(one.added): one.stands for one in case(quick_world, review).incidents if one.onset_s < 60}
    assert stands == {False: VerdictKind.DISMISS, True: VerdictKind.CONFIRM}


def test_the_same_again_adds_nothing_and_one_undoing_undoes_it(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(lambda _: additions(world).add(lee, review.id, OTHER, 3.0, 4.0).id, range(2)))
    assert (len(set(given)), len(rows(world))) == (1, 1)
    additions(world).take_back(lee, given[0])
    assert [one.added for one in case(world, review).incidents] == [None, None]
    with pytest.raises(IllegalMove, match="taken back already"):
        additions(world).take_back(lee, given[0])
    additions(world).add(lee, review.id, OTHER, 3.0, 4.0)
    assert len(case(world, review).incidents) == 3, "added again after it was taken back, it stands"


@pytest.mark.parametrize(
    ("onset_s", "offset_s"), [(-1.0, 5.0), (5.0, 5.0), (6.0, 5.0), (5.0, 700.0), (nan, 5.0), (1.0, nan), (1.0, inf)]
)
def test_what_does_not_lie_within_the_session_is_refused(quick_world: World, onset_s: float, offset_s: float) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    with pytest.raises(InvalidInput, match="within the session's 600 seconds"):
        additions(quick_world).add(lee, review.id, OTHER, onset_s, offset_s)
    assert (rows(quick_world), case(quick_world, review).holder) == ([], None), "what is refused takes no case"


def test_only_who_may_decide_adds_and_only_the_author_takes_back(quick_world: World) -> None:
    review, lee, kim = quick_world.flagged(quick_world.survey()), quick_world.person("lee"), quick_world.person("kim")
    for nobody in (Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            additions(quick_world).add(quick_world.person(nobody, nobody), review.id, OTHER, 3.0, 4.0)
    given = additions(quick_world).add(lee, review.id, OTHER, 3.0, 4.0)
    with pytest.raises(Conflict, match="Lee has this session until"):
        additions(quick_world).add(kim, review.id, OTHER, 3.0, 4.0)
    quick_world.reviewing.release(lee, review.id)
    with pytest.raises(NotAllowed, match="only who added an incident"):
        additions(quick_world).take_back(kim, given.id)
    with pytest.raises(NotFound, match="no such added incident"):
        additions(quick_world).take_back(lee, uuid4())


def test_after_the_decision_nothing_is_added_or_taken_back(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    given = additions(quick_world).add(lee, review.id, OTHER, 3.0, 4.0)
    revision = case(quick_world, review).review.revision
    quick_world.reviewing.decide(lee, review.id, DecisionKind.APPROVE, "", revision)
    with pytest.raises(IllegalMove, match="open it again"):
        additions(quick_world).add(lee, review.id, OTHER, 5.0, 6.0)
    with pytest.raises(IllegalMove, match="open it again"):
        additions(quick_world).take_back(lee, given.id)


def test_it_goes_with_what_was_measured_and_outlives_its_author(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    additions(world).add(lee, review.id, OTHER, 3.0, 4.0)
    with transaction(world.engine) as db:
        db.delete(db.get_one(User, lee.id))
    added = case(world, review).incidents[0].added
    assert added is not None
    assert (added.author, added.row.moderator_id) == (None, None)
    with transaction(world.engine) as db:
        forget_measurements(db, locked_session(db, review.session_id), world.clock(), AuditAction.RETENTION_ENDED)
    assert rows(world) == []


def test_no_check_rule_or_client_has_a_word_for_another_person() -> None:
    assert set(IncidentType) - set(ViolationType) == {OTHER}
    assert set(ViolationType) < set(IncidentType)
