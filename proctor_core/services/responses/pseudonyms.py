"""Numbers instead of names, made from the program's key: whoever has them and not the key can't tell whose they are.

Another key makes other numbers; nothing is stored. A place in the list is sealed as well, since it is made of a session's id and
of the moment at which it was handed in.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.paging import Cursor
from proctor_core.errors import InvalidInput

_DIGITS = 20
"""80 bits: no two of a million meet by chance, and nobody guesses one."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """`key`: the program's."""

    key: bytes

    def participant(self, survey_key: UUID, taker_id: UUID) -> str:
        """The taker's number in one survey; `survey_key` is the id of its first version."""
        return self._number(b"participant", survey_key.bytes + taker_id.bytes)

    def response(self, session_id: UUID) -> str:
        """The session's number."""
        return self._number(b"response", session_id.bytes)

    def seal(self, survey_id: UUID, place: Cursor) -> str:
        """A place in the list of a survey's responses, for who asks for the next page."""
        place_key = f"{survey_id} {place.at.isoformat()} {place.id}"
        return self._sealer().encrypt(place_key.encode()).decode()

    def opened(self, survey_id: UUID, sealed: str) -> Cursor:
        """The place.

        Raises:
            InvalidInput: it was not given here, or for another survey.
        """
        try:
            of, at, session_id = self._sealer().decrypt(sealed.encode()).decode().split()
        except (InvalidToken, UnicodeEncodeError):
            raise InvalidInput("after", SurveyRefusal.NO_PAGE) from None
        if of != str(survey_id):
            raise InvalidInput("after", SurveyRefusal.PAGE_OF_ANOTHER_SURVEY)
        return Cursor(datetime.fromisoformat(at), UUID(session_id))

    def _number(self, kind: bytes, of: bytes) -> str:
        return hmac.new(self.key, b"responses " + kind + b" " + of, sha256).hexdigest()[:_DIGITS]

    def _sealer(self) -> Fernet:
        return Fernet(urlsafe_b64encode(hmac.new(self.key, b"responses place", sha256).digest()))
