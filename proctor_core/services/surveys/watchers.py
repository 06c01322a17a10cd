"""Who watches a session: the one place that sets it, and the guards of those who come in another's place.

Set by the survey while a session is only invited, fixed by the consent or the beginning; after that a refusal or a
withdrawal may end the watching, with an event in the audit log that moderators read in the session's history.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db.tables import Survey, SurveySession
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.watching import WatchedBy, WatchingReason
from proctor_core.errors import IllegalMove, WatchedByServer
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.surveys.session_policy import SessionRules


def watcher_of(survey: Survey, platform: str | None, rules: SessionRules) -> WatchedBy:
    """Who watches a new session of this survey; `platform` is the name of the service tokens that open it, None for nobody's."""
    if not rules.is_watched(survey):
        return WatchedBy.OFF
    return WatchedBy.SERVER if platform is None else WatchedBy.HYBRID


def change_watcher(
    db: Session,
    session: SurveySession,
    watched_by: WatchedBy,
    at: datetime,
    why: WatchingReason,
    actor_id: UUID | None = None,
) -> None:
    """Let somebody else watch a locked session, or nobody, and append why; the same as before changes nothing."""
    before = session.watched_by
    session.watched_by, session.proctoring_enabled = watched_by, watched_by is not WatchedBy.OFF
    db.add(session)
    if before is not watched_by:
        detail = f"{before} -> {watched_by}: {why}"
        audit(db, at, AuditAction.WATCHING_CHANGED, session, actor_id=actor_id, detail=detail)


def refuse_clients_of_server(session: SurveySession) -> None:
    """A client may not report, begin, answer or hand in where the server's own camera watches.

    Raises:
        WatchedByServer: it does.
    """
    if session.watched_by is WatchedBy.SERVER:
        raise WatchedByServer(SessionRefusal.SERVER_WATCHES)


def require_client_watching(session: SurveySession) -> None:
    """What a client says it saw is taken for a session that rests on it, and for no other.

    Raises:
        WatchedByServer: the server watches it.
        IllegalMove: nobody does.
    """
    refuse_clients_of_server(session)
    if session.watched_by is not WatchedBy.HYBRID:
        raise IllegalMove(SessionRefusal.NOBODY_WATCHES)
