"""Who may see a picture of a person: the moderators, and the taker whose own session it is."""

from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading
from db.tables import Evidence, SurveySession, User
from proctor_core.domain.roles import Role
from proctor_core.errors import NotFound


class EvidenceAccess:
    """Turns an id into a media key for those who may see it; a stranger hears "not found"."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def snapshot_key(self, actor: User, evidence_id: UUID, only_session: UUID | None = None) -> str:
        """The media key of a violation's snapshot; `only_session` is what the actor's token is bound to.

        Raises:
            NotFound: no such snapshot, or not for this person.
        """
        with reading(self._engine) as db:
            evidence = db.get(Evidence, evidence_id)
            session = db.get(SurveySession, evidence.session_id) if evidence else None
        is_elsewhere = evidence is not None and only_session not in (None, evidence.session_id)
        if evidence is None or is_elsewhere or not _may_see(actor, session):
            raise NotFound("no such picture")
        return evidence.media_key

    def reference_key(self, actor: User, session_id: UUID) -> str:
        """The media key of a session's reference face.

        Raises:
            NotFound: no such session, no reference, or not for this person.
        """
        with reading(self._engine) as db:
            session = db.get(SurveySession, session_id)
        if session is None or session.face_reference_image is None or not _may_see(actor, session):
            raise NotFound("no such picture")
        return session.face_reference_image


def _may_see(actor: User, session: SurveySession | None) -> bool:
    if session is None:
        return False
    return actor.role is Role.MODERATOR or (actor.role is Role.TAKER and session.taker_id == actor.id)
