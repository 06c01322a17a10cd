"""Rows at random: whatever can be written of sessions, violations, reviews and verdicts, well or not."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, update
from sqlmodel import SQLModel, col, select

from db.engine import reading, transaction
from db.queries.inserting import insert_if_absent
from db.rollups.folding import fold_changes
from db.tables import IncidentVerdict, ProctorReview, ReviewEvent, SurveySession, Violation
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType
from tests.support.review_world import NOON, World

KINDS = ("approve", "reject", "flag", "claimed", "reopened")


class Hand:
    """Writes whatever can be written, well or not."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine, self.chance, self.world = engine, Random(seed), World(engine)
        self.surveys = [self.world.survey("one"), self.world.survey("two")]
        self.taker = self.world.person("tam")
        for _ in range(3):
            self.begin()

    def step(self) -> None:
        steps: Sequence[Callable[[], object]] = (
            *(self.begin, self.hand_in, self.allege, self.allege, self.allege_again, self.change_violation),
            *(self.forget_some, self.review, self.decide, self.note, self.change_note, self.judge, self.judge),
            *(self.take_back, self.judge_in_bulk, self.forget_review, self.erase, self.move_all, self.undo, self.fold),
        )
        self.chance.choice(steps)()

    # ---- rows ----

    def at(self) -> datetime:
        return NOON - timedelta(minutes=self.chance.randrange(4 * 1440), seconds=self.chance.choice((0, 1, 899)))

    def new_id(self) -> UUID:
        """By the seed: rows are chosen in the order of their ids."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def any_id(self, table: type[SQLModel], *where: Any) -> UUID | None:
        with reading(self.engine) as db:
            found = sorted(db.exec(select(table.id).where(*where)).all())  # type: ignore[attr-defined]
        return self.chance.choice(found) if found else None

    def session_id(self) -> UUID:
        return self.any_id(SurveySession) or self.begin()

    def review_of(self) -> tuple[UUID, UUID] | None:
        review_id = self.any_id(ProctorReview)
        if review_id is None:
            return None
        with reading(self.engine) as db:
            return review_id, db.get_one(ProctorReview, review_id).session_id

    def one_of_each(self) -> None:
        """A fact of each kind, whatever was drawn."""
        session = self.world.session(self.surveys[0], self.taker, id=self.new_id())
        times = (NOON, NOON - timedelta(days=2))
        self.world.add(*(self.violation(session.id, type=ViolationType.NO_FACE, started_at=at) for at in times))
        review = ProctorReview(id=self.new_id(), session_id=session.id, flag_reasons=[], created_at=NOON)
        self.world.add(review)
        self.world.add(ReviewEvent(id=self.new_id(), review_id=review.id, kind="approve", at=NOON))

    # ---- steps ----

    def begin(self) -> UUID:
        is_over, survey = self.chance.random() < 0.3, self.chance.choice(self.surveys)
        values = {"proctoring_enabled": self.chance.random() < 0.8, "submitted_at": self.at() if is_over else None}
        return self.world.session(survey, self.taker, id=self.new_id(), **values).id

    def hand_in(self) -> None:
        with transaction(self.engine) as db:
            session = db.get_one(SurveySession, self.session_id())
            session.submitted_at, session.flagged_for_review = self.at(), self.chance.random() < 0.5
            session.status = self.chance.choice((SessionStatus.UNDER_REVIEW, SessionStatus.PASSED))
            session.violations_count = self.chance.randrange(5)
            session.survey_id = self.chance.choice(self.surveys).id

    def violation(self, session_id: UUID, **values: Any) -> Violation:
        given: dict[str, Any] = {
            "id": self.new_id(),
            "type": self.chance.choice(list(ViolationType)),
            "started_at": self.at(),
            **values,
        }
        return Violation(session_id=session_id, onset_s=1, peak_s=2, confidence=0.9, reason="drawn", **given)

    def allege(self) -> None:
        session_id = self.session_id()
        self.world.add(*(self.violation(session_id) for _ in range(self.chance.randrange(1, 4))))

    def allege_again(self) -> None:
        """A row that is there already is not inserted."""
        violation_id = self.any_id(Violation)
        if violation_id:
            with transaction(self.engine) as db:
                assert not insert_if_absent(db, self.violation(self.session_id(), id=violation_id))

    def change_violation(self) -> None:
        violation_id = self.any_id(Violation)
        values = {"type": self.chance.choice(list(ViolationType)), "started_at": self.at()}
        self.run(update(Violation).where(col(Violation.id) == violation_id).values(**values))

    def forget_some(self) -> None:
        is_first = col(Violation.started_at) < self.at()
        self.run(delete(Violation).where(col(Violation.session_id) == self.session_id(), is_first))

    def review(self) -> None:
        row = ProctorReview(
            id=self.new_id(), session_id=self.session_id(), flag_reasons=[], created_at=NOON, ranks_since=NOON
        )
        with transaction(self.engine) as db:
            insert_if_absent(db, row)

    def decide(self) -> None:
        review_id = self.any_id(ProctorReview)
        status = self.chance.choice(list(ReviewStatus))
        values = {"status": status, "decided_at": self.at() if status in {"approved", "rejected"} else None}
        self.run(update(ProctorReview).where(col(ProctorReview.id) == review_id).values(**values))

    def note(self) -> None:
        found = self.review_of()
        if found:
            kind, at = self.chance.choice(KINDS), self.at()
            self.world.add(ReviewEvent(id=self.new_id(), review_id=found[0], kind=kind, at=at))

    def change_note(self) -> None:
        values = {"kind": self.chance.choice(KINDS), "at": self.at()}
        self.run(update(ReviewEvent).where(col(ReviewEvent.id) == self.any_id(ReviewEvent)).values(**values))

    def judge(self, batch_id: UUID | None = None) -> None:
        found = self.review_of()
        if found is None:
            return
        with reading(self.engine) as db:
            ids = sorted(db.exec(select(Violation.id).where(Violation.session_id == found[1])).all())
        some = [str(one) for one in ids if self.chance.random() < 0.6]
        self.world.add(self.verdict(*found, self.chance.choice(list(VerdictKind)), some, batch_id=batch_id))

    def verdict(self, review_id: UUID, session_id: UUID, kind: Any, ids: list[str], **values: Any) -> IncidentVerdict:
        span = {
            "id": self.new_id(),
            "onset_s": 0,
            "offset_s": 1,
            "at": self.at(),
            "violation_ids": ids,
            "signal_ids": [],
        }
        return IncidentVerdict(review_id=review_id, session_id=session_id, kind=kind, **span, **values)

    def judge_in_bulk(self) -> None:
        self.judge(self.new_id())

    def take_back(self) -> None:
        said = self.any_id(IncidentVerdict)
        if said:
            with reading(self.engine) as db:
                row = db.get_one(IncidentVerdict, said)
            self.world.add(self.verdict(row.review_id, row.session_id, None, row.violation_ids, takes_back=said))

    def forget_review(self) -> None:
        """What hangs on it goes by cascade."""
        self.run(delete(ProctorReview).where(col(ProctorReview.id) == self.any_id(ProctorReview)))

    def erase(self) -> None:
        two = [self.session_id(), self.session_id()]
        if self.chance.random() < 0.3:
            self.run(delete(SurveySession).where(col(SurveySession.id).in_(two)))

    def move_all(self) -> None:
        """Many rows of one statement."""
        values = {"status": self.chance.choice((SessionStatus.UNDER_REVIEW, SessionStatus.PASSED))}
        self.run(update(SurveySession).values(**values))
        if self.chance.random() < 0.2:
            self.run(update(Violation).values(started_at=self.at()))
            self.run(delete(IncidentVerdict).where(col(IncidentVerdict.at) < self.at()))

    def undo(self) -> None:
        with pytest.raises(RuntimeError), transaction(self.engine) as db:
            db.execute(delete(Violation))
            raise RuntimeError

    def fold(self) -> None:
        with transaction(self.engine) as db:
            assert fold_changes(db.connection())

    def run(self, statement: Any) -> None:
        with transaction(self.engine) as db:
            db.execute(statement.execution_options(synchronize_session=False))
