"""Reads and claims of messages to other servers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, delete, func, update
from sqlmodel import Session, col, or_, select

from db.tables import ExternalPerson, Webhook, WebhookDelivery
from proctor_core.domain.webhook import DeliveryState, WebhookEvent

_PLACE = case({event: place for place, event in enumerate(WebhookEvent)}, value=WebhookDelivery.event)
"""What one transaction tells twice, such as flagged and submitted, goes out in the order of a session's life."""


class SentDelivery(NamedTuple):
    """A delivery and where it goes."""

    delivery: WebhookDelivery
    webhook: Webhook


def listening_webhooks(db: Session, taker_id: UUID) -> Sequence[Webhook]:
    """Who is told about this taker's sessions."""
    platforms = select(ExternalPerson.platform).where(ExternalPerson.user_id == taker_id)
    is_theirs = or_(col(Webhook.platform).is_(None), col(Webhook.platform).in_(platforms))
    return db.exec(select(Webhook).where(col(Webhook.ended_at).is_(None), is_theirs)).all()


def due_deliveries(db: Session, now: datetime, longest: timedelta, limit: int) -> Sequence[SentDelivery]:
    """What is to be sent now, in the order in which it happened; none waits longer than `longest`."""
    next_at = col(WebhookDelivery.next_try_at)
    statement = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, col(Webhook.id) == WebhookDelivery.webhook_id)
        .where(WebhookDelivery.state == DeliveryState.WAITING, or_(next_at <= now, next_at > now + longest))
        .where(col(Webhook.ended_at).is_(None))
        .order_by(col(WebhookDelivery.created_at), _PLACE, col(WebhookDelivery.id))
        .limit(limit)
    )
    return [SentDelivery(delivery, webhook) for delivery, webhook in db.exec(statement).all()]


def claim_delivery(db: Session, delivery: WebhookDelivery, until: datetime) -> bool:
    """Take a due delivery until then; False when another worker was quicker. Who dies with it leaves it to the next one."""
    claim = (
        update(WebhookDelivery)
        .where(col(WebhookDelivery.id) == delivery.id, col(WebhookDelivery.next_try_at) == delivery.next_try_at)
        .where(col(WebhookDelivery.state) == DeliveryState.WAITING)
        .values(next_try_at=until)
        .execution_options(synchronize_session=False)
    )
    return db.exec(claim).rowcount == 1


def next_try(db: Session) -> datetime | None:
    """When the next message is due; None: none waits."""
    waiting = select(WebhookDelivery.next_try_at).join(Webhook, col(Webhook.id) == WebhookDelivery.webhook_id)
    due = waiting.where(WebhookDelivery.state == DeliveryState.WAITING, col(Webhook.ended_at).is_(None))
    return db.exec(due.order_by(col(WebhookDelivery.next_try_at)).limit(1)).first()


def newest_deliveries(db: Session, limit: int) -> Sequence[SentDelivery]:
    """The log, the newest first."""
    statement = select(WebhookDelivery, Webhook).join(Webhook, col(Webhook.id) == WebhookDelivery.webhook_id)
    newest = statement.order_by(col(WebhookDelivery.created_at).desc(), col(WebhookDelivery.id).desc()).limit(limit)
    return [SentDelivery(delivery, webhook) for delivery, webhook in db.exec(newest).all()]


def count_failed(db: Session) -> int:
    """How many deliveries were given up."""
    failed = select(func.count()).select_from(WebhookDelivery).where(WebhookDelivery.state == DeliveryState.FAILED)
    return db.exec(failed).one()


def erase_old_deliveries(db: Session, before: datetime) -> int:
    """Remove from the log what is older; how many those were."""
    old = delete(WebhookDelivery).where(col(WebhookDelivery.created_at) < before)
    return int(db.exec(old.execution_options(synchronize_session=False)).rowcount)
