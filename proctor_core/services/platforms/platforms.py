"""Another survey platform's server: opens sessions for its own people, by their ids there, and gets tokens for their browsers.

A platform is the name of its service tokens: a new token of the same name reaches the same people.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.api_access import external_person, session_of_platform
from db.queries.inserting import insert_if_absent
from db.queries.surveys import survey_for_platform
from db.tables import ApiToken, ExternalPerson, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.storable import storable
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import IllegalMove, InvalidInput, NotFound
from proctor_core.services.accounts.accounts import new_account
from proctor_core.services.accounts.api_tokens import PREFIX, IssuedToken, fresh_api_token, keep_token
from proctor_core.services.platforms.platform_surveys import owner_of
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.taking.submitting import is_submitted

LONGEST_TOKEN = timedelta(hours=24)
EXTERNAL_ID_LENGTH = 200


@dataclass(frozen=True, slots=True)
class PlatformService:
    """What a service token may do; every method raises NotFound for people and sessions that are not the platform's.

    Attributes:
        secret: keys the tokens that are asked for again under one key.
    """

    engine: Engine
    clock: Callable[[], datetime]
    asking: AskingService
    secret: bytes

    def open_session(self, platform: ApiToken, survey_id: UUID, external_id: str) -> SurveySession:
        """Ask the platform's person to take a survey; the person is made at the first time.

        Raises:
            InvalidInput: the external id does not fit, or the survey is closed.
            NotFound: no such survey, or another platform's.
        """
        checked = storable(external_id.strip(), "external_id")
        if not 0 < len(checked) <= EXTERNAL_ID_LENGTH:
            raise InvalidInput(
                "external_id", SurveyRefusal.WRONG_LENGTH, longest=EXTERNAL_ID_LENGTH, length=len(checked)
            )
        with transaction(self.engine) as db:
            survey = survey_for_platform(db, owner_of(platform), survey_id)
            person = external_person(db, platform.name, checked) or self._new_person(db, platform, checked)
            return self.asking.assign_within(db, survey, person, owner_of(platform))

    def session_token(
        self, platform: ApiToken, session_id: UUID, lasts: timedelta, again_key: str | None = None
    ) -> IssuedToken:
        """A token for the person's browser, for this session alone; the same for the same `again_key`.

        Raises:
            NotFound: no such session of this platform's people.
            InvalidInput: it would last too long.
            IllegalMove: the session was handed in, and not rejected: then its taker may object.
        """
        if not timedelta(0) < lasts <= LONGEST_TOKEN:
            raise InvalidInput("lasts_s", SurveyRefusal.LASTS_TOO_LONG, longest_s=LONGEST_TOKEN.total_seconds())
        session = self.session(platform, session_id)
        if is_submitted(session) and session.status is not SessionStatus.REJECTED:
            raise IllegalMove(SurveyRefusal.NOTHING_LEFT, status=session.status)
        now = self.clock()
        row = ApiToken(
            name=platform.name,
            scope=TokenScope.TAKER,
            user_id=session.taker_id,
            session_id=session.id,
            token_hash="",
            created_by=platform.user_id,
            created_at=now,
            expires_at=now + lasts,
        )
        token = self._token_for(platform, session_id, again_key) if again_key else fresh_api_token()
        with transaction(self.engine) as db:
            return keep_token(db, row, token, platform.user_id)

    def session(self, platform: ApiToken, session_id: UUID) -> SurveySession:
        """A session of one of the platform's people.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        with reading(self.engine) as db:
            session = session_of_platform(db, platform.name, session_id)
        if session is None:
            raise NotFound(Missing.SESSION)
        return session

    def person(self, platform: ApiToken, external_id: str) -> User:
        """The account that stands for the platform's person.

        Raises:
            NotFound: no session was opened for this id.
        """
        with reading(self.engine) as db:
            person = external_person(db, platform.name, external_id.strip())
        if person is None:
            raise NotFound(Missing.PERSON)
        return person

    def _new_person(self, db: Session, platform: ApiToken, external_id: str) -> User:
        now = self.clock()
        made = User(name=f"external-{uuid4().hex}", display_name=external_id, role=Role.TAKER, created_at=now)
        user = new_account(db, made, None)
        known = ExternalPerson(platform=platform.name, external_id=external_id, user_id=user.id, created_at=now)
        if not insert_if_absent(db, known):
            raise IllegalMove(SurveyRefusal.BEING_ADDED)
        return user

    def _token_for(self, platform: ApiToken, session_id: UUID, again_key: str) -> str:
        """Made from the key, so that the database need not keep it for whoever lost the first answer.

        Of the platform and not of its token: the next token asks again and is told the same.
        """
        made_of = f"session token {platform.name} {session_id} {again_key}".encode()
        return PREFIX + urlsafe_b64encode(hmac.new(self.secret, made_of, sha256).digest()).decode().rstrip("=")
