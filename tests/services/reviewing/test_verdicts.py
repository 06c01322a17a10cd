"""What a moderator says about one incident: who may, what is kept of it, and that a press is about what was on the screen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from db.engine import reading, transaction
from db.queries.survey_sessions import locked_session
from db.tables import AuditEvent, IncidentVerdict, ProctorReview, User, Violation
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.errors import Conflict, IllegalMove, NotAllowed, NotFound
from proctor_core.services.auditing import AuditAction
from proctor_core.services.keeping.privacy import empty_session, forget_measurements
from proctor_core.services.reviewing.case_incidents import CaseIncident
from proctor_core.services.reviewing.verdicts import VerdictService
from tests.support.processes import wait_until
from tests.support.review_world import World

CONFIRM, DISMISS, UNSURE = VerdictKind.CONFIRM, VerdictKind.DISMISS, VerdictKind.UNSURE


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


def judge(
    world: World, by: User, review: ProctorReview, number: int, kind: VerdictKind, reason: VerdictReason | None = None
) -> IncidentVerdict:
    """A verdict about incident `number` as the case shows it now."""
    members = incident(world, review, number).anchor.members
    return verdicts(world).give(by, review.id, members, kind, reason)


def verdicts(world: World) -> VerdictService:
    return world.services.reviewing.verdicts


def incident(world: World, review: ProctorReview, number: int) -> CaseIncident:
    return world.reviewing.case(world.person("witness"), review.session_id).incidents[number - 1]


def shown(world: World, review: ProctorReview) -> list[VerdictKind | None]:
    """What stands about each incident of the case."""
    case = world.reviewing.case(world.person("witness"), review.session_id)
    return [one.verdict.row.kind if one.verdict else None for one in case.incidents]


def rows(world: World) -> list[IncidentVerdict]:
    with reading(world.engine) as db:
        return list(db.exec(select(IncidentVerdict).order_by(col(IncidentVerdict.at))).all())


def test_a_verdict_says_who_said_what_about_which_part_of_the_session(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    world.signal(review, SignalKind.CAMERA_COVERED, 55.0, 61.0)
    members = incident(world, review, 1)
    given = judge(world, lee, review, 1, DISMISS, VerdictReason.ALLOWED_OBJECT)
    (row,) = rows(world)
    assert (row.id, row.moderator_id, row.session_id, row.review_id) == (given.id, lee.id, review.session_id, review.id)
    assert (row.kind, row.reason, row.takes_back) == (DISMISS, VerdictReason.ALLOWED_OBJECT, None)
    assert (row.type, row.onset_s, row.offset_s) == (ViolationType.MOBILE_DETECTED, 41.0, 61.0)
    assert row.violation_ids == [str(one.violation.id) for one in members.violations]
    assert row.signal_ids == [str(signal.id) for signal in members.signals]
    assert (len(row.violation_ids), len(row.signal_ids)) == (2, 1)
    case = world.reviewing.case(world.person("witness"), review.session_id)
    assert [one.verdict.author if one.verdict else None for one in case.incidents] == ["Lee", None]


def test_a_verdict_leaves_a_line_in_the_audit_log_that_says_nothing_of_the_taker(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    given = judge(world, lee, review, 1, CONFIRM)
    verdicts(world).take_back(lee, given.id)
    actions = (AuditAction.VERDICT_GIVEN, AuditAction.VERDICT_TAKEN_BACK)
    with reading(world.engine) as db:
        lines = db.exec(
            select(AuditEvent).where(col(AuditEvent.action).in_(actions)).order_by(col(AuditEvent.at))
        ).all()
    assert [line.action for line in lines] == list(actions)
    assert {(line.actor_id, line.object_id, line.detail) for line in lines} == {
        (lee.id, str(review.id), f"session {review.session_id}")
    }


def test_the_newest_word_stands_and_every_word_is_kept(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    for kind in (CONFIRM, UNSURE, DISMISS):
        judge(quick_world, lee, review, 2, kind)
    assert shown(quick_world, review) == [None, DISMISS]
    assert [row.kind for row in rows(quick_world)] == [CONFIRM, UNSURE, DISMISS]


def test_taking_back_appends_and_what_stood_before_stands_again(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    first, second = judge(world, lee, review, 1, CONFIRM), judge(world, lee, review, 1, DISMISS)
    back = verdicts(world).take_back(lee, second.id)
    assert (back.kind, back.reason, back.takes_back) == (None, None, second.id)
    assert (back.violation_ids, back.onset_s, back.type) == (second.violation_ids, second.onset_s, second.type)
    assert shown(world, review) == [CONFIRM, None]
    verdicts(world).take_back(lee, first.id)
    assert shown(world, review) == [None, None]
    assert len(rows(world)) == 4


def test_only_the_word_that_stands_is_taken_back_and_only_once(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    first, second = (judge(quick_world, lee, review, 1, kind) for kind in (CONFIRM, DISMISS))
    with pytest.raises(IllegalMove, match="taken back or replaced"):
        verdicts(quick_world).take_back(lee, first.id)
    back = verdicts(quick_world).take_back(lee, second.id)
    for gone in (second, back):
        with pytest.raises(IllegalMove, match="taken back or replaced"):
            verdicts(quick_world).take_back(lee, gone.id)
    with pytest.raises(NotFound, match="no such verdict"):
        verdicts(quick_world).take_back(lee, uuid4())
    assert shown(quick_world, review) == [CONFIRM, None]


def test_nobody_takes_another_moderator_s_word_back_and_everybody_may_say_otherwise(quick_world: World) -> None:
    review, lee, kim = quick_world.flagged(quick_world.survey()), quick_world.person("lee"), quick_world.person("kim")
    of_lee = judge(quick_world, lee, review, 1, CONFIRM)
    quick_world.reviewing.release(lee, review.id)
    with pytest.raises(NotAllowed, match="only who gave a verdict takes it back"):
        verdicts(quick_world).take_back(kim, of_lee.id)
    of_kim = judge(quick_world, kim, review, 1, DISMISS)
    assert shown(quick_world, review) == [DISMISS, None]
    verdicts(quick_world).take_back(kim, of_kim.id)
    assert shown(quick_world, review) == [CONFIRM, None]


def test_a_case_that_another_holds_is_not_judged_and_one_that_nobody_holds_is_taken(quick_world: World) -> None:
    review, lee, kim = quick_world.flagged(quick_world.survey()), quick_world.person("lee"), quick_world.person("kim")
    given = judge(quick_world, lee, review, 1, CONFIRM)
    assert quick_world.reviewing.case(kim, review.session_id).holder == "Lee"
    with pytest.raises(Conflict, match="Lee has this session until"):
        judge(quick_world, kim, review, 1, DISMISS)
    quick_world.wait(minutes=16)
    judge(quick_world, kim, review, 1, DISMISS)
    for act in (
        lambda: judge(quick_world, lee, review, 2, DISMISS),
        lambda: verdicts(quick_world).take_back(lee, given.id),
    ):
        with pytest.raises(Conflict, match="Kim has this session until"):
            act()
    assert shown(quick_world, review) == [DISMISS, None]


def test_a_claim_that_a_verdict_takes_is_in_the_history_once(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    judge(quick_world, lee, review, 1, CONFIRM)
    judge(quick_world, lee, review, 2, CONFIRM)
    case = quick_world.reviewing.case(lee, review.session_id)
    assert [entry.event.kind for entry in case.history] == ["claimed"]


def test_a_verdict_makes_no_decision_void(quick_world: World) -> None:
    """Who holds the case sees what they said themselves; nobody else says anything meanwhile."""
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    on_screen = quick_world.reviewing.open_case(lee, review.session_id).review.revision
    judge(quick_world, lee, review, 1, CONFIRM)
    quick_world.reviewing.decide(lee, review.id, DecisionKind.APPROVE, "", on_screen)


def test_what_is_decided_is_judged_no_more_and_what_is_opened_again_is(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    given = judge(quick_world, lee, review, 1, CONFIRM)
    now = quick_world.reviewing.case(lee, review.session_id).review.revision
    quick_world.reviewing.decide(lee, review.id, DecisionKind.REJECT, "a phone", now)
    for act in (
        lambda: judge(quick_world, lee, review, 2, DISMISS),
        lambda: verdicts(quick_world).take_back(lee, given.id),
    ):
        with pytest.raises(IllegalMove, match="this review is rejected; open it again to change that"):
            act()
    quick_world.reviewing.reopen(lee, review.id, "look again")
    verdicts(quick_world).take_back(lee, given.id)
    assert shown(quick_world, review) == [None, None]


def test_nobody_judges_a_session_of_their_own_and_nobody_but_moderators_judges(quick_world: World) -> None:
    review = quick_world.flagged(quick_world.survey(), taker=quick_world.person("both"))
    members = incident(quick_world, review, 1).anchor.members
    others = [quick_world.person(f"a {role}", role) for role in Role if role is not Role.MODERATOR]
    for nobody in (quick_world.person("both"), *others):
        with pytest.raises(NotAllowed):
            verdicts(quick_world).give(nobody, review.id, members, CONFIRM)
    assert rows(quick_world) == []


def test_who_escalated_a_case_leaves_its_incidents_to_another(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    quick_world.reviewing.decide(lee, review.id, DecisionKind.ESCALATE, "", 0, "look at the phone")
    with pytest.raises(NotAllowed, match="another moderator decides it"):
        judge(quick_world, lee, review, 1, CONFIRM)
    judge(quick_world, quick_world.person("kim"), review, 1, CONFIRM)


def test_an_incident_that_the_case_does_not_have_is_not_judged(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    other = quick_world.flagged(quick_world.survey("Other"))
    for members in (frozenset(), {uuid4()}, incident(quick_world, other, 1).anchor.members):
        with pytest.raises(NotFound, match="no such incident"):
            verdicts(quick_world).give(lee, review.id, members, CONFIRM)
    assert rows(quick_world) == []


def test_an_incident_that_has_grown_since_it_was_on_the_screen_is_not_judged(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    on_screen = incident(quick_world, review, 1).anchor.members
    quick_world.signal(review, SignalKind.CAMERA_COVERED, 55.0, 61.0)
    for members in (
        on_screen,
        incident(quick_world, review, 1).anchor.members | incident(quick_world, review, 2).anchor.members,
    ):
        with pytest.raises(Conflict, match="shows more or less than when it was on your screen"):
            verdicts(quick_world).give(lee, review.id, members, CONFIRM)
    judge(quick_world, lee, review, 1, CONFIRM)


def test_a_verdict_that_was_not_on_the_screen_is_not_replaced(world: World) -> None:
    """Lee's claim ends while Lee looks at the incident; Kim judges it and lets the case go."""
    review, lee, kim = world.flagged(world.survey()), world.person("lee"), world.person("kim")
    world.reviewing.open_case(lee, review.session_id)
    members = incident(world, review, 1).anchor.members
    world.wait(minutes=16)
    of_kim = judge(world, kim, review, 1, DISMISS)
    world.reviewing.release(kim, review.id)
    for on_screen in (frozenset(), {uuid4()}):
        with pytest.raises(Conflict, match="what is said about this incident has changed"):
            verdicts(world).give(lee, review.id, members, CONFIRM, replaces=on_screen)
    assert shown(world, review) == [DISMISS, None]
    assert world.reviewing.case(kim, review.session_id).holder is None, "what is refused takes no case"
    verdicts(world).give(lee, review.id, members, CONFIRM, replaces={of_kim.id})
    assert shown(world, review) == [CONFIRM, None]


def test_the_same_word_again_adds_nothing_and_one_undoing_undoes_it(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    given = judge(world, lee, review, 1, CONFIRM)
    again = verdicts(world).give(lee, review.id, incident(world, review, 1).anchor.members, CONFIRM, replaces=())
    assert (again.id, len(rows(world))) == (given.id, 1)
    verdicts(world).take_back(lee, given.id)
    assert shown(world, review) == [None, None]


def test_the_same_word_about_an_incident_that_has_grown_or_for_a_reason_is_a_new_one(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    judge(quick_world, lee, review, 1, CONFIRM)
    quick_world.signal(review, SignalKind.CAMERA_COVERED, 55.0, 61.0)
    judge(quick_world, lee, review, 1, CONFIRM)
    judge(quick_world, lee, review, 1, CONFIRM, VerdictReason.POOR_LIGHT)
    assert [len(row.signal_ids) for row in rows(quick_world)] == [0, 1, 1]


def test_a_verdict_survives_that_the_session_is_judged_anew(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    judge(quick_world, lee, review, 2, CONFIRM)
    with transaction(quick_world.engine) as db:
        old = db.exec(select(Violation).where(Violation.type == ViolationType.NO_FACE)).one()
        session = locked_session(db, review.session_id)
        db.delete(old)
    quick_world.allege(session, ViolationType.NO_FACE, 202.0, 230.0)
    assert shown(quick_world, review) == [None, CONFIRM]


def test_the_order_is_that_in_which_they_came_also_when_clocks_differ(quick_world: World) -> None:
    review, lee = quick_world.flagged(quick_world.survey()), quick_world.person("lee")
    judge(quick_world, lee, review, 1, CONFIRM)
    quick_world.now -= timedelta(seconds=2)
    judge(quick_world, lee, review, 1, DISMISS)
    assert shown(quick_world, review) == [DISMISS, None]


def test_two_presses_at_once_are_two_words_of_which_the_later_one_stands(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    members = incident(world, review, 1).anchor.members
    judge(world, lee, review, 2, UNSURE)
    with ThreadPoolExecutor(2) as pool:
        kinds = list(
            pool.map(lambda kind: verdicts(world).give(lee, review.id, members, kind).kind, (CONFIRM, DISMISS))
        )
    newest = rows(world)[-1]
    assert (set(kinds), len(rows(world))) == ({CONFIRM, DISMISS}, 3)
    assert shown(world, review) == [newest.kind, UNSURE]


def test_verdicts_go_with_what_was_measured_and_leave_the_decision(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    judge(world, lee, review, 1, CONFIRM)
    with transaction(world.engine) as db:
        forget_measurements(db, locked_session(db, review.session_id), world.clock(), AuditAction.RETENTION_ENDED)
    assert rows(world) == []
    with reading(world.engine) as db:
        assert db.get(ProctorReview, review.id)


def test_a_case_that_is_erased_while_a_verdict_waits_for_it_is_not_there(postgres_engine: Engine) -> None:
    """On SQLite nothing is read before its turn."""
    world = World(postgres_engine)
    review, lee = world.flagged(world.survey()), world.person("lee")
    members = incident(world, review, 1).anchor.members
    with ThreadPoolExecutor(1) as pool:
        with transaction(world.engine) as db:
            session = locked_session(db, review.session_id)
            session.status = SessionStatus.WITHDRAWN
            db.flush()
            late = pool.submit(verdicts(world).give, lee, review.id, members, CONFIRM)
            wait_until(lambda: _waits_for_a_lock(world.engine), "the verdict waits", timeout_s=20)
            empty_session(db, session, world.clock(), files=0)
        with pytest.raises(NotFound, match="no such review"):
            late.result()


def _waits_for_a_lock(engine: Engine) -> bool:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql(asked).scalar())


def test_a_moderator_who_is_gone_leaves_the_word_without_the_name(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    judge(world, lee, review, 1, CONFIRM)
    with transaction(world.engine) as db:
        db.delete(db.get_one(User, lee.id))
    case = world.reviewing.case(world.person("witness"), review.session_id)
    found = case.incidents[0].verdict
    assert found is not None
    assert (found.row.kind, found.row.moderator_id, found.author) == (CONFIRM, None, None)
