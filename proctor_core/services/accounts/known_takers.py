"""What this process knows of the takers whose sessions it watches: asked only while the database does not answer.

A sign-out, the end of a session or of its monitoring ends what is known, so nobody comes back by it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import SQLModel

from db.tables import Answer, Survey, SurveySession, User
from proctor_core.domain.roles import Role
from proctor_core.services.permissions import has_role

Row = TypeVar("Row", bound=SQLModel)

MOST = 1000
"""Sessions and sign-ins that are remembered; the one that was used longest ago goes first."""
FRESH = timedelta(seconds=15)
"""A sign-in counts when the database bore it out so shortly before it went away; a survey's page asks every 4 s."""
LONGEST = timedelta(minutes=30)
"""After so long without the database nobody is let in."""


@dataclass(slots=True)
class KnownSession:
    """A session with its survey and its answers by question, as the taker last saw them."""

    session: SurveySession
    survey: Survey | None = None
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])


@dataclass(frozen=True, slots=True)
class _KnownPerson:
    person: User
    seen_at: datetime


class KnownTakers:
    """One per process. Rows are copied on the way in and out: each page has its own.

    `is_watched` says whether a monitor of this process lives for a session; until it is set, nobody's session is remembered.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.is_watched: Callable[[UUID], bool] = lambda _: False
        self._clock = clock
        self._lock = threading.Lock()
        self._people: OrderedDict[str, _KnownPerson] = OrderedDict()
        self._sessions: OrderedDict[UUID, KnownSession] = OrderedDict()
        self._away_since: datetime | None = None

    # ---- people ----

    def note_person(self, token_hash: str, person: User | None) -> None:
        """What the database says of a sign-in; it answers, so it is there."""
        with self._lock:
            self._away_since = None
            if person is None or not has_role(person, Role.TAKER):
                self._people.pop(token_hash, None)
                return
            self._people[token_hash] = _KnownPerson(_copy(person), self._clock())
            _keep_newest(self._people, token_hash)

    def forget_sign_in(self, token_hash: str) -> None:
        """It ended."""
        with self._lock:
            self._people.pop(token_hash, None)

    def person(self, token_hash: str) -> User | None:
        """A taker who was signed in just before the database went away, and whose session is watched."""
        with self._lock:
            now = self._clock()
            self._away_since = self._away_since or now
            known = self._people.get(token_hash)
            if known is None or now - self._away_since > LONGEST or self._away_since - known.seen_at > FRESH:
                return None
            is_taking = any(
                s.session.taker_id == known.person.id and self.is_watched(s.session.id) for s in self._sessions.values()
            )
            return _copy(known.person) if is_taking else None

    # ---- sessions ----

    def note_session(self, session: SurveySession) -> None:
        """The session as it is stored; one that nobody watches is not remembered."""
        with self._lock:
            if not self.is_watched(session.id):
                self._sessions.pop(session.id, None)
                return
            known = self._sessions.setdefault(session.id, KnownSession(session))
            known.session = _copy(session)
            _keep_newest(self._sessions, session.id)

    def note_survey(self, session: SurveySession, survey: Survey) -> None:
        """What it asks."""
        with self._lock:
            if known := self._sessions.get(session.id):
                known.survey = _copy(survey)

    def note_answers(self, session_id: UUID, answers: Sequence[Answer]) -> None:
        """These answers are the newest."""
        with self._lock:
            if known := self._sessions.get(session_id):
                known.answers |= {answer.question_id: _copy(answer) for answer in answers}

    def session(self, session_id: UUID) -> KnownSession | None:
        """A copy of what is known of a watched session; None: nothing, or nobody watches it."""
        with self._lock:
            known = self._sessions.get(session_id)
            if known is None or not self.is_watched(session_id):
                return None
            survey = _copy(known.survey) if known.survey else None
            answers = {question_id: _copy(answer) for question_id, answer in known.answers.items()}
            return KnownSession(_copy(known.session), survey, answers)

    def sessions_of(self, taker_id: UUID) -> list[SurveySession]:
        """The watched sessions of a taker."""
        with self._lock:
            found = [known.session for known in self._sessions.values() if known.session.taker_id == taker_id]
            return [_copy(session) for session in found if self.is_watched(session.id)]


def _copy(row: Row) -> Row:
    copy = type(row)(**row.model_dump())
    if isinstance(row, SurveySession) and isinstance(copy, SurveySession):
        copy.judge_by(row.kept_policy)
    return copy


def _keep_newest(kept: OrderedDict[Any, Any], key: Any) -> None:
    kept.move_to_end(key)
    while len(kept) > MOST:
        kept.popitem(last=False)
