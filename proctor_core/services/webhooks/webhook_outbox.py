"""Puts what happened to a session into the outbox of webhooks, inside the transaction in which it happens.

What rolls back was never told; what was committed is told, also when the process dies in the next moment.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event
from sqlmodel import Session

from db.queries.webhooks import listening_webhooks
from db.tables import SurveySession, Webhook, WebhookDelivery
from proctor_core.domain.webhook import WebhookEvent

_LISTENERS: WeakKeyDictionary[Engine, Callable[[], object]] = WeakKeyDictionary()
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
"""Due by any clock: the time of whoever sends may be behind that of whoever tells."""
_AFTER_COMMIT = "webhooks are sent after the commit"


def call_after_commit(engine: Engine, call: Callable[[], object]) -> None:
    """Call this each time that messages were committed to this database from here; it must return at once and not raise."""
    _LISTENERS[engine] = call


def announce(
    db: Session, session: SurveySession, what: WebhookEvent, at: datetime, more: Mapping[str, Any] | None = None
) -> None:
    """Tell every server that listens to this session's platform. `more` is added to the ids and numbers; no names, no answers."""
    db.flush()
    send_to(db, listening_webhooks(db, session.taker_id), session, what, at, more)


def send_to(
    db: Session,
    webhooks: Sequence[Webhook],
    session: SurveySession,
    what: WebhookEvent,
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> None:
    """The same to these servers alone."""
    payload = {
        "session_id": str(session.id),
        "survey_id": str(session.survey_id),
        "status": session.status.value,
        "flagged_for_review": session.flagged_for_review,
        "violations_count": session.violations_count,
        **(more or {}),
    }
    for webhook in webhooks:
        db.add(
            WebhookDelivery(
                webhook_id=webhook.id,
                session_id=session.id,
                event=what,
                payload=payload,
                created_at=at,
                next_try_at=AT_ONCE,
            )
        )
    if webhooks:
        announce_again(db)


def announce_again(db: Session) -> None:
    """Something waits in the outbox once this transaction is committed."""
    engine = db.get_bind().engine
    call = _LISTENERS.get(engine)
    if call is not None and _AFTER_COMMIT not in db.info:
        db.info[_AFTER_COMMIT] = True
        event.listen(db, "after_commit", lambda _: call(), once=True)
