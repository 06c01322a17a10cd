"""Who may send a session's recording: its taker, also with a token for the session, or a platform's server for its people."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from proctor_core.api.given import Platforms
from proctor_core.api.signed_in import SomeCaller, taking_caller
from proctor_core.codes.upload_faults import UploadFault
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import InvalidInput
from proctor_core.services.accounts.api_tokens import Caller
from proctor_core.services.platforms.platforms import PlatformService
from proctor_core.services.recordings.upload_admission import Sender


@dataclass(frozen=True, slots=True)
class Uploader:
    """Whoever asks."""

    caller: Caller
    platforms: PlatformService

    def sender(self, session_id: UUID) -> Sender:
        """Who sends for whom.

        Raises:
            NotFound: the token does not reach this session.
        """
        token = self.caller.token
        if token and token.scope is TokenScope.SERVICE:
            session = self.platforms.session(token, session_id)
            return Sender(session.taker_id, self.caller.person.id)
        person = self.caller.reach(session_id)
        return Sender(person.id, person.id)

    def session_id(self, named: UUID | None) -> UUID:
        """The session that was named, or the one that the token is for.

        Raises:
            InvalidInput: neither.
        """
        session_id = named or self.caller.session_id
        if session_id is None:
            raise InvalidInput("session_id", UploadFault.NO_SESSION)
        return session_id


def uploader_of(caller: SomeCaller, platforms: Platforms) -> Uploader:
    """The asker.

    Raises:
        NotAllowed: neither a taker nor a platform.
    """
    if caller.token is None or caller.token.scope is not TokenScope.SERVICE:
        taking_caller(caller)
    return Uploader(caller, platforms)


SomeUploader = Annotated[Uploader, Depends(uploader_of)]
