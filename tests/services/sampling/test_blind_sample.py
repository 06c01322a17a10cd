"""The blind sample: drawn sessions come to a moderator like any other case, and what is said of them changes nothing."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from db.engine import reading, transaction
from db.tables import (
    AuditEvent,
    BlindSample,
    Consent,
    IncidentVerdict,
    ProctorReview,
    ReviewEvent,
    SampleOpinion,
    SampleVerdict,
    SessionMessage,
    SurveySession,
    WebhookDelivery,
)
from proctor_core.api.moderating import FlaggedSession
from proctor_core.codes.notice import NoticeText
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.blind_sample import Lottery, SampleKind
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.notice import NoticeTerms, notice_text, sha256_of
from proctor_core.domain.paging import Cursor
from proctor_core.domain.policy import STANDARD, FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.violation import IncidentType, ViolationType
from proctor_core.errors import Conflict, NotFound
from proctor_core.media.store import MediaStore
from proctor_core.services.auditing import AuditAction
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.privacy import PrivacyService, forget_measurements
from proctor_core.services.reviewing.case import Case
from proctor_core.services.reviewing.drawing import draw_unflagged
from proctor_core.services.reviewing.flagging import flag_session
from proctor_core.services.reviewing.gallery import GalleryFilter
from proctor_core.services.reviewing.review_changes import count_change
from proctor_core.services.reviewing.reviewing import QueueOrder, QueueSort, QueueView
from proctor_core.services.surveys.kept_policies import keep_policy
from tests.support.review_world import ALLEGED, NAMING_OWNERS, NOON, World

APPROVE, REJECT, ESCALATE = DecisionKind.APPROVE, DecisionKind.REJECT, DecisionKind.ESCALATE
EVERY = replace(STANDARD, blind_sample_share=1.0)
"""Draws each session that may be drawn."""
EARLIER_NOTICE = sha256_of(notice_text(NoticeTerms(3), NoticeText.V_2026_11_6))
Row = TypeVar("Row", bound=SQLModel)


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


def rows(world: World, table: type[Row]) -> Sequence[Row]:
    with reading(world.engine) as db:
        return db.exec(select(table)).all()


def policy(world: World) -> str:
    with transaction(world.engine) as db:
        return keep_policy(db, EVERY, world.clock()).sha256


def passed(world: World, read: str = NAMING_OWNERS, **values: Any) -> SurveySession:
    """An unflagged session with one allegation, handed in and drawn if it may be."""
    survey = world.survey(f"Study {uuid4().hex[:6]}")
    session = world.session(survey, world.person("tam", Role.TAKER), policy_sha256=policy(world), **values)
    kind, onset_s, offset_s = ALLEGED[0]
    world.allege(session, kind, onset_s, offset_s)
    given: dict[str, Any] = {
        "purpose": "monitoring",
        "text_version": "x",
        "text_sha256": read,
        "is_given": True,
        "given_at": NOON,
    }
    world.add(Consent(session_id=session.id, **given))
    with transaction(world.engine) as db:
        draw_unflagged(db, db.get_one(SurveySession, session.id), Lottery(b"k"), world.clock())
    return session


def decided(world: World, kind: DecisionKind = REJECT) -> ProctorReview:
    """A case that Lee has judged and decided; it is drawn to be looked at once more."""
    survey = world.survey(f"Study {uuid4().hex[:6]}")
    review, lee = world.flagged(survey, policy_sha256=policy(world), snapshots=9), world.person("lee")
    judge(world, "lee", review.session_id, VerdictKind.CONFIRM)
    case = world.reviewing.case(lee, review.session_id)
    world.reviewing.decide(lee, review.id, kind, "a phone", case.review.revision)
    return review


def case_of(world: World, name: str, session_id: UUID) -> Case:
    return world.reviewing.case(world.person(name), session_id)


def judge(world: World, name: str, session_id: UUID, kind: VerdictKind) -> None:
    """The same verdict about each incident."""
    case = case_of(world, name, session_id)
    for incident in case.incidents:
        if incident.violations:
            members = incident.anchor.members
            world.services.reviewing.verdicts.give(world.person(name), case.review.id, members, kind)


def hold(world: World, name: str, session_id: UUID, kind: DecisionKind) -> None:
    review = case_of(world, name, session_id).review
    held = world.services.reviewing.held_decisions
    held.decide(world.person(name), review.id, kind, "kim's reason", review.revision, "kim's note")


def waiting(world: World, name: str, view: QueueView = QueueView.WAITING) -> list[UUID]:
    return [row.session.id for row in world.reviewing.queue(world.person(name), view).rows]


def everything_but_the_sample(world: World) -> dict[str, list[str]]:
    """All rows of what takers, owners, statistics and other servers read."""
    tables = (SurveySession, ProctorReview, ReviewEvent, IncidentVerdict, WebhookDelivery)
    return {table.__name__: sorted(str(row.model_dump()) for row in rows(world, table)) for table in tables}


# ---- who is drawn ----


def test_a_share_is_drawn_that_the_key_alone_knows_and_each_try_gives_the_same() -> None:
    ids = [uuid4() for _ in range(4000)]
    drawn = {one for one in ids if Lottery(b"k").draws(one, SampleKind.UNFLAGGED, 0.1)}
    assert 300 < len(drawn) < 500
    assert drawn == {one for one in ids if Lottery(b"k").draws(one, SampleKind.UNFLAGGED, 0.1)}
    assert drawn <= {one for one in ids if Lottery(b"k").draws(one, SampleKind.UNFLAGGED, 0.2)}
    assert drawn != {one for one in ids if Lottery(b"other").draws(one, SampleKind.UNFLAGGED, 0.1)}
    assert not any(Lottery(b"k").draws(one, SampleKind.UNFLAGGED, 0.0) for one in ids)


def test_only_who_read_the_notice_that_says_so_is_drawn(quick_world: World) -> None:
    passed(quick_world, EARLIER_NOTICE)
    passed(quick_world, "0" * 64)
    passed(quick_world, proctoring_enabled=False)
    assert rows(quick_world, BlindSample) == []
    session = passed(quick_world)
    (drawn,) = rows(quick_world, BlindSample)
    assert (drawn.session_id, drawn.kind, drawn.share) == (session.id, SampleKind.UNFLAGGED, 1.0)
    with transaction(quick_world.engine) as db:
        draw_unflagged(db, db.get_one(SurveySession, session.id), Lottery(b"k"), quick_world.clock())
    assert len(rows(quick_world, BlindSample)) == 1


def test_a_held_decision_is_drawn_when_it_is_announced_and_not_before(quick_world: World) -> None:
    review = quick_world.flagged(quick_world.survey(), policy_sha256=policy(quick_world))
    hold(quick_world, "lee", review.session_id, APPROVE)
    assert rows(quick_world, BlindSample) == []
    quick_world.announce()
    (drawn,) = rows(quick_world, BlindSample)
    assert (drawn.kind, drawn.earlier) == (SampleKind.DECIDED, APPROVE)


# ---- unmarked ----


def test_whoever_decided_or_spoke_never_gets_it_and_others_find_it_among_the_waiting(world: World) -> None:
    review = decided(world)
    assert (waiting(world, "lee"), waiting(world, "lee", QueueView.DECIDED)) == ([], [review.session_id])
    assert (waiting(world, "kim"), waiting(world, "kim", QueueView.DECIDED)) == ([review.session_id], [])
    for name, count in (("lee", 0), ("kim", 1)):
        assert world.reviewing.counts(world.person(name))[QueueView.WAITING] == count
    assert world.reviewing.claim_next(world.person("lee")) is None
    claimed = world.reviewing.claim_next(world.person("kim"))
    assert claimed is not None and claimed.session_id == review.session_id
    assert waiting(world, "kim", QueueView.MINE) == [review.session_id]
    with pytest.raises(Conflict):
        world.reviewing.claim(world.person("lee"), claimed.id)


@pytest.mark.parametrize("view", [QueueView.WAITING, QueueView.MINE])
def test_a_line_of_the_queue_says_of_a_drawn_session_what_it_says_of_any(quick_world: World, view: QueueView) -> None:
    world, kim = quick_world, quick_world.person("kim")
    flagged, drawn = world.flagged(world.survey()).session_id, [decided(world).session_id, passed(world).id]
    for session_id in [flagged, *drawn] if view is QueueView.MINE else []:
        world.reviewing.claim(kim, world.reviewing.review_of(kim, session_id))
    lines = {row.session.id: FlaggedSession.of(row) for row in world.reviewing.queue(kim, view).rows}
    said = {
        session_id: (line.session.status, line.session.flagged_for_review, line.review_status, line.reasons)
        for session_id, line in lines.items()
    }
    assert set(said) == {flagged, *drawn}
    assert len({str(line) for line in said.values()}) == 1


def test_the_gallery_shows_a_drawn_session_as_one_that_waits(world: World) -> None:
    cases = [passed(world, snapshots=3).id, decided(world).session_id]
    gallery, kim = world.services.reviewing.gallery, world.person("kim")
    by_lee = {tile.session.id: tile.incident.stands for tile in gallery.page(world.person("lee")).tiles}
    assert by_lee == {cases[0]: None, cases[1]: VerdictKind.CONFIRM}
    for wanted in (GalleryFilter(), GalleryFilter(only_open=True), GalleryFilter(type=ALLEGED[0][0])):
        tiles = gallery.page(kim, wanted).tiles
        assert {tile.session.id for tile in tiles} == set(cases)
        assert {(tile.can_judge, tile.holder, tile.incident.stands) for tile in tiles} == {(True, None, None)}
        assert {(tile.session.status, tile.review.status) for tile in tiles} == {
            (SessionStatus.UNDER_REVIEW, ReviewStatus.PENDING)
        }
    for session_id in cases:
        judge(world, "kim", session_id, VerdictKind.DISMISS)
    dismissed = gallery.page(kim, GalleryFilter(verdict=VerdictKind.DISMISS)).tiles
    assert {tile.session.id for tile in dismissed} == set(cases)
    assert not gallery.page(kim, GalleryFilter(verdict=VerdictKind.CONFIRM)).tiles
    first = dismissed[0]
    others = gallery.page(kim, after=Cursor(first.review.created_at, first.review.id)).tiles
    assert first.session.id not in {tile.session.id for tile in others}


@pytest.mark.parametrize("find", [lambda world: passed(world).id, lambda world: decided(world).session_id])
def test_an_opinion_of_the_sample_is_not_opened_again(quick_world: World, find: Callable[[World], UUID]) -> None:
    kim, session_id = quick_world.person("kim"), find(quick_world)
    sample_id = case_of(quick_world, "kim", session_id).review.id
    hold(quick_world, "kim", session_id, REJECT)
    quick_world.announce()
    with pytest.raises(NotFound):
        quick_world.reviewing.reopen(kim, sample_id, "again")


def shape(case: Case) -> dict[str, Any]:
    """What a case says, without what is each session's own."""
    review, session = case.review, case.session
    return {
        "review": (review.status, review.moderator_id, review.notes, review.decided_at),
        "session": (session.status, session.flagged_for_review),
        "said": (case.flag_reasons, case.hides_reasons, [entry.event.kind for entry in case.history], case.revealed),
        "who": (case.holder, case.escalated_by, case.second_look, case.held_decision, case.is_open),
        "verdicts": {incident.stands for incident in case.incidents},
    }


def test_a_drawn_case_looks_as_one_that_waits(world: World) -> None:
    ordinary = world.flagged(world.survey(), alleged=ALLEGED[:1])
    cases = [ordinary.session_id, passed(world).id, decided(world).session_id]
    seen = [shape(case_of(world, "kim", one)) for one in cases]
    assert seen[0] == seen[1] == seen[2]
    assert seen[0]["verdicts"] == {None}
    opened = [world.reviewing.open_case(world.person("kim"), one) for one in cases]
    assert [(case.holder, [entry.author for entry in case.history]) for case in opened] == [("Kim", ["Kim"])] * 3
    with pytest.raises(Conflict, match="Kim has this session"):
        world.reviewing.claim(world.person("max"), opened[1].review.id)
    for case in opened:
        world.reviewing.release(world.person("kim"), case.review.id)
    assert [entry.event.kind for entry in case_of(world, "max", cases[1]).history] == ["claimed", "released"]


def paged(world: World, order: QueueOrder) -> list[UUID]:
    kim = world.person("kim")
    page = world.reviewing.queue(kim, QueueView.WAITING, limit=1, order=order)
    found = [row.session.id for row in page.rows]
    while page.next is not None:
        page = world.reviewing.queue(kim, QueueView.WAITING, page.next, limit=1, order=order)
        found += [row.session.id for row in page.rows]
    return found


def test_drawn_cases_stand_in_every_order_where_they_belong_and_each_once(world: World) -> None:
    for _ in range(2):
        world.flagged(world.survey(f"S {uuid4().hex[:5]}"), alleged=ALLEGED[:1])
        world.wait(hours=1)
        passed(world)
        world.wait(hours=1)
    for order in (QueueOrder(by, is_reversed) for by in QueueSort for is_reversed in (False, True)):
        whole = world.reviewing.queue(world.person("kim"), QueueView.WAITING, order=order).rows
        assert paged(world, order) == [row.session.id for row in whole]
        assert len({row.session.id for row in whole}) == 4


# ---- what is said of it ----


@pytest.mark.parametrize("kind", [APPROVE, REJECT])
def test_an_opinion_changes_nothing_but_the_sample(quick_world: World, kind: DecisionKind) -> None:
    cases = [passed(quick_world).id, decided(quick_world).session_id]
    before = everything_but_the_sample(quick_world)
    for session_id in cases:
        judge(quick_world, "kim", session_id, VerdictKind.CONFIRM)
        case = case_of(quick_world, "kim", session_id)
        assert all(incident.stands is VerdictKind.CONFIRM for incident in case.incidents)
        added = quick_world.services.reviewing.additions.add(
            quick_world.person("kim"), case.review.id, IncidentType.IDENTITY_MISMATCH, 300.0, 310.0
        )
        assert len(case_of(quick_world, "kim", session_id).incidents) == len(case.incidents) + 1
        quick_world.services.reviewing.additions.take_back(quick_world.person("kim"), added.id)
        assert len(case_of(quick_world, "kim", session_id).incidents) == len(case.incidents)
        hold(quick_world, "kim", session_id, kind)
    assert everything_but_the_sample(quick_world) == before
    quick_world.announce()
    assert everything_but_the_sample(quick_world) == before
    assert {row.decision for row in rows(quick_world, SampleOpinion)} == {kind}
    assert {row.findings for row in rows(quick_world, SampleOpinion)} == {1, 2}
    assert waiting(quick_world, "kim") == waiting(quick_world, "max") == []


def test_ten_seconds_long_it_is_taken_back_as_any_decision(quick_world: World) -> None:
    session = passed(quick_world)
    hold(quick_world, "kim", session.id, REJECT)
    assert (waiting(quick_world, "kim"), waiting(quick_world, "max")) == ([], [session.id])
    case = case_of(quick_world, "kim", session.id)
    assert case.held_decision is not None and case.held_decision.kind is REJECT
    held = quick_world.services.reviewing.held_decisions
    held.undo_decision(quick_world.person("kim"), case.review.id)
    quick_world.announce()
    assert rows(quick_world, SampleOpinion) == []
    case = case_of(quick_world, "kim", session.id)
    assert (case.holder, case.is_open) == ("Kim", True)


def test_a_verdict_of_a_sample_is_taken_back_as_any(quick_world: World) -> None:
    session = passed(quick_world)
    judge(quick_world, "kim", session.id, VerdictKind.DISMISS)
    (given,) = rows(quick_world, SampleVerdict)
    quick_world.services.reviewing.verdicts.take_back(quick_world.person("kim"), given.id)
    assert [incident.stands for incident in case_of(quick_world, "kim", session.id).incidents] == [None]


def test_its_moderator_is_told_afterwards_and_nobody_else(quick_world: World) -> None:
    unflagged, review = passed(quick_world), decided(quick_world, APPROVE)
    for session_id in (unflagged.id, review.session_id):
        hold(quick_world, "kim", session_id, REJECT)
    quick_world.announce()
    revealed = case_of(quick_world, "kim", unflagged.id).revealed
    assert revealed is not None and (revealed.opinion, revealed.earlier) == (REJECT, None)
    judged = case_of(quick_world, "kim", unflagged.id)
    assert (judged.flag_reasons, judged.hides_reasons) == ((), False), "it has none, and nothing is kept for later"
    revealed = case_of(quick_world, "kim", review.session_id).revealed
    assert revealed is not None and (revealed.opinion, revealed.earlier) == (REJECT, APPROVE)
    assert case_of(quick_world, "lee", review.session_id).revealed is None
    with pytest.raises(NotFound):
        case_of(quick_world, "max", unflagged.id)


# ---- an escalation is a person's act ----


def test_an_escalation_makes_an_unflagged_session_an_ordinary_case(world: World) -> None:
    session = passed(world)
    judge(world, "kim", session.id, VerdictKind.CONFIRM)
    hold(world, "kim", session.id, ESCALATE)
    world.announce()
    (review,) = rows(world, ProctorReview)
    assert (review.status, review.flagged_by) == (ReviewStatus.ESCALATED, world.person("kim").id)
    assert [reason["rule"] for reason in review.flag_reasons] == [FlagRule.SAMPLE_ESCALATED]
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW
    assert [row.review_id for row in rows(world, IncidentVerdict)] == [review.id]
    assert [event.kind for event in rows(world, ReviewEvent)] == ["sample_escalated"]
    assert waiting(world, "max", QueueView.ESCALATED) == [session.id]


def test_an_escalated_second_look_opens_the_case_again_for_another(quick_world: World) -> None:
    review = decided(quick_world)
    hold(quick_world, "kim", review.session_id, ESCALATE)
    quick_world.announce()
    (now,) = rows(quick_world, ProctorReview)
    assert (now.status, now.flagged_by, now.notes) == (ReviewStatus.ESCALATED, quick_world.person("kim").id, "")
    assert quick_world.status_of(review) is SessionStatus.UNDER_REVIEW
    assert waiting(quick_world, "max", QueueView.ESCALATED) == [review.session_id]
    case = case_of(quick_world, "max", review.session_id)
    quick_world.reviewing.decide(quick_world.person("max"), review.id, APPROVE, "fine", case.review.revision)
    assert len(rows(quick_world, BlindSample)) == 1, "once in a session's life"


# ---- what ends it ----


def test_it_falls_out_when_what_it_was_drawn_for_holds_no_more(quick_world: World) -> None:
    review, unflagged = decided(quick_world), passed(quick_world)
    assert set(waiting(quick_world, "kim")) == {review.session_id, unflagged.id}
    hold(quick_world, "kim", unflagged.id, REJECT)
    lee = quick_world.person("lee")
    quick_world.reviewing.reopen(lee, review.id, "again")
    case = case_of(quick_world, "kim", review.session_id)
    assert (case.review.id, [entry.event.kind for entry in case.history]) == (
        review.id,
        ["claimed", "reject", "reopened"],
    )
    for second in (100.0, 200.0, 300.0):
        quick_world.allege(unflagged, ViolationType.NO_FACE, second, second + 5)
    with transaction(quick_world.engine) as db:
        session = db.get_one(SurveySession, unflagged.id)
        flag_session(db, session, [FlagReason(FlagRule.VIOLATION_COUNT, 4.0, 3.0)], quick_world.clock())
    quick_world.announce()
    assert rows(quick_world, SampleOpinion) == []
    assert case_of(quick_world, "kim", unflagged.id).review.status is ReviewStatus.PENDING


def test_of_two_who_decide_one_is_first_and_the_other_reads_what_is_read_of_any_case(quick_world: World) -> None:
    session = passed(quick_world)
    first, second = (case_of(quick_world, name, session.id).review for name in ("kim", "max"))
    quick_world.reviewing.decide(quick_world.person("kim"), first.id, APPROVE, "", first.revision)
    with pytest.raises(Conflict, match="has changed since you opened it"):
        quick_world.reviewing.decide(quick_world.person("max"), second.id, REJECT, "no", second.revision)
    assert [row.decision for row in rows(quick_world, SampleOpinion)] == [APPROVE]


def test_a_case_that_shows_more_goes_back_to_its_moderator_as_any(quick_world: World) -> None:
    session = passed(quick_world)
    hold(quick_world, "kim", session.id, APPROVE)
    with transaction(quick_world.engine) as db:
        count_change(db, session.id)
    quick_world.announce()
    case = case_of(quick_world, "kim", session.id)
    assert (rows(quick_world, SampleOpinion), case.holder) == ([], "Kim")
    assert [entry.event.kind for entry in case.history] == ["decision_not_announced"]


def test_with_the_pictures_it_is_gone_and_in_no_figure(quick_world: World) -> None:
    session, review = passed(quick_world), decided(quick_world)
    hold(quick_world, "kim", session.id, APPROVE)
    quick_world.announce()
    judge(quick_world, "kim", review.session_id, VerdictKind.DISMISS)
    for session_id in (session.id, review.session_id):
        with transaction(quick_world.engine) as db:
            of = db.get_one(SurveySession, session_id)
            forget_measurements(db, of, quick_world.clock(), AuditAction.RETENTION_ENDED)
    assert [rows(quick_world, table) for table in (BlindSample, SampleOpinion, SampleVerdict)] == [[], [], []]
    assert waiting(quick_world, "kim") == []
    assert quick_world.status_of(review) is SessionStatus.REJECTED


def test_the_log_says_that_it_was_drawn_and_looked_at_and_not_what_was_said(quick_world: World) -> None:
    session = passed(quick_world)
    hold(quick_world, "kim", session.id, REJECT)
    quick_world.announce()
    lines = {line.action: line.detail for line in rows(quick_world, AuditEvent)}
    assert {"session.sampled", "review.sample_judged"} <= set(lines)
    assert "reject" not in " ".join(lines.values())


def test_its_taker_learns_that_it_was_looked_at_and_not_what_was_said_or_marked(
    quick_world: World, tmp_path: Path
) -> None:
    world, session, tam = quick_world, passed(quick_world), quick_world.person("tam", Role.TAKER)
    mark: dict[str, Any] = {"kind": MessageKind.MARK, "sentence": "look here", "at": world.clock()}
    world.add(SessionMessage(session_id=session.id, author_id=world.person("lee").id, **mark))
    judge(world, "kim", session.id, VerdictKind.CONFIRM)
    review = case_of(world, "kim", session.id).review
    world.services.reviewing.additions.add(world.person("kim"), review.id, IncidentType.NO_FACE, 300.0, 310.0)
    hold(world, "kim", session.id, REJECT)
    world.announce()
    privacy = PrivacyService(world.engine, world.clock, SessionFiles(MediaStore.open("memory:///"), tmp_path))
    counts = {count.table: count.rows for count in privacy.what_is_kept(tam, tam.id).rows}
    with (tmp_path / "copy.zip").open("w+b") as file:
        privacy.export(tam, tam.id, file)
        with ZipFile(file) as copy:
            rows_in_copy = {table: json.loads(copy.read(f"rows/{table}.json")) for table in (*counts, "audit_event")}
    assert counts == {table: len(rows_in_copy[table]) for table in counts}
    assert (counts["blind_sample"], counts["sample_addition"], counts["session_message"]) == (1, 0, 0)
    actions = {line["action"] for line in rows_in_copy["audit_event"]}
    assert {"session.sampled", "review.sample_judged"} <= actions
    assert not actions & {"review.verdict_given", "review.incident_added"}
    asked_for = {count.table: count.rows for count in privacy.what_is_kept(None, tam.id).rows}
    assert (asked_for["sample_addition"], asked_for["session_message"]) == (1, 1)
