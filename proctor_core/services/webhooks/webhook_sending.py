"""Sends what waits in the outbox: each message until its server has taken it, with back-off, at least once.

A message is claimed for a while before it is sent: of several workers one sends it, and what a killed one held comes again.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from db.away import is_away
from db.engine import reading, transaction
from db.queries.webhooks import SentDelivery, claim_delivery, due_deliveries, next_try
from db.shared_clock import SharedClock
from db.tables import WebhookDelivery
from proctor_core.domain.webhook import BACK_OFF_S, DeliveryState, signed_headers
from proctor_core.services.webhooks.webhook_post import PostOutcome, WebhookPost
from proctor_core.services.webhooks.webhooks import WebhookSecrets

log = logging.getLogger(__name__)

BATCH = 20
CLAIM = timedelta(seconds=60)
"""Longer than any try takes."""
LONGEST = timedelta(seconds=BACK_OFF_S[-1])
"""A message that would wait longer was put off before the clock was set back."""


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Called by a background task; by one at a time, or by several. `shared`: the clock by which they agree who sends."""

    engine: Engine
    clock: Callable[[], datetime]
    secrets: WebhookSecrets
    post: WebhookPost
    shared: SharedClock | None = None

    def send_due(self) -> float | None:
        """Send what is due; returns the seconds until something is due again, None when nothing waits."""
        with reading(self.engine) as db:
            due = due_deliveries(db, self._now(db), LONGEST, BATCH)
        for one in due:
            self._send_or_note(one)
        with reading(self.engine) as db:
            next_at, now = next_try(db), self._now(db)
        return None if next_at is None else max(0.0, (next_at - now).total_seconds())

    def _send_or_note(self, one: SentDelivery) -> None:
        """One that can't be sent at all counts a try and holds up no other."""
        try:
            self._send(one)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("message %s can't be sent", one.delivery.id)
            self._note(one.delivery, PostOutcome(None, f"unexpected: {type(error).__name__}"))

    def _send(self, one: SentDelivery) -> None:
        now = self.clock()
        with transaction(self.engine) as db:
            if not claim_delivery(db, one.delivery, self._now(db) + CLAIM):
                return
        body = _body(one.delivery)
        headers = signed_headers(
            self.secrets.secret_of(one.webhook.id), str(one.delivery.id), int(now.timestamp()), body
        )
        outcome = self.post.send(one.webhook.url, {**headers, "Content-Type": "application/json"}, body)
        if not outcome.is_delivered:
            log.info("message %s not delivered: %s", one.delivery.id, outcome.error)
        self._note(one.delivery, outcome)

    def _note(self, sent: WebhookDelivery, outcome: PostOutcome) -> None:
        with transaction(self.engine) as db:
            delivery = db.get(WebhookDelivery, sent.id)
            if delivery is None:  # erased meanwhile, with its session
                return
            delivery.status, delivery.error = outcome.status, outcome.error
            delivery.state, delivery.next_try_at = _after(delivery.tries, outcome, self._now(db))
            delivery.tries += 1

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()


def _after(tries: int, outcome: PostOutcome, now: datetime) -> tuple[DeliveryState, datetime]:
    if outcome.is_delivered:
        return DeliveryState.DELIVERED, now
    if tries >= len(BACK_OFF_S):
        return DeliveryState.FAILED, now
    return DeliveryState.WAITING, now + timedelta(seconds=BACK_OFF_S[tries])


def _body(delivery: WebhookDelivery) -> bytes:
    body = {"type": delivery.event, "timestamp": delivery.created_at.isoformat(), "data": delivery.payload}
    return json.dumps(body, separators=(",", ":")).encode()
