"""Tells listening servers that work waits too long: each once a day, while its longest waiting session is older than an age."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.waiting_work import heard_since, living_webhooks, longest_waiting
from db.shared_clock import SharedClock
from db.tables import Webhook
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.services.webhooks.webhook_outbox import send_to

AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WaitingNews:
    """`age`: how long a session waits before that is told; None: it never is."""

    engine: Engine
    clock: Callable[[], datetime]
    age: timedelta | None = None
    shared: SharedClock | None = None

    def announce_due(self) -> int:
        """Put what is to be told into the outbox; returns how many messages."""
        if self.age is None:
            return 0
        with reading(self.engine) as db:
            oldest = longest_waiting(db, None)
            if oldest is None or oldest.since > self._now(db) - self.age:
                return 0
        with transaction(self.engine) as db:
            now = self._now(db)
            return sum(self._announce(db, webhook, now, self.age) for webhook in living_webhooks(db))

    def _announce(self, db: Session, webhook: Webhook, now: datetime, age: timedelta) -> bool:
        """A platform hears of its own people's sessions alone."""
        if heard_since(db, webhook.id, now - AGAIN_AFTER):
            return False
        oldest = longest_waiting(db, webhook.platform)
        if oldest is None or oldest.since > now - age:
            return False
        more = {"waiting": oldest.waiting, "waiting_since": oldest.since.isoformat()}
        send_to(db, [webhook], oldest.session, WebhookEvent.QUEUE_WAITING, now, more)
        return True

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()
