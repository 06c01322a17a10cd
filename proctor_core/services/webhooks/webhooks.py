"""Which servers are told what happens to sessions: an administrator adds and ends them, reads the log, sends again."""

import hmac
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import col, select

from db.engine import reading, transaction
from db.queries.webhooks import SentDelivery, count_failed, newest_deliveries
from db.tables import User, Webhook, WebhookDelivery
from proctor_core.codes.missing import Missing
from proctor_core.codes.webhook_refusals import WebhookRefusal
from proctor_core.domain.storable import storable
from proctor_core.domain.webhook import SECRET_PREFIX, DeliveryState
from proctor_core.errors import IllegalMove, InvalidInput, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator
from proctor_core.services.webhooks.webhook_outbox import AT_ONCE, announce_again
from proctor_core.services.webhooks.webhook_post import WebhookPost

NAME_LENGTH = 80
LOG_LINES = 50


@dataclass(frozen=True, slots=True)
class WebhookSecrets:
    """Makes each webhook's secret from the program's key: no database and no backup of one holds it."""

    key: bytes

    def secret_of(self, webhook_id: UUID) -> str:
        """`whsec_` and 32 bytes in base64."""
        made = hmac.new(self.key, b"webhook " + webhook_id.bytes, sha256).digest()
        return SECRET_PREFIX + b64encode(made).decode()


@dataclass(frozen=True, slots=True)
class AddedWebhook:
    """A new webhook and its secret, which is told here and never again."""

    row: Webhook
    secret: str


@dataclass(frozen=True, slots=True)
class WebhookService:
    """Every method raises NotAllowed for whoever is no administrator."""

    engine: Engine
    clock: Callable[[], datetime]
    secrets: WebhookSecrets
    post: WebhookPost

    def webhooks(self, actor: User) -> Sequence[Webhook]:
        """Those that are told now, the oldest first."""
        require_administrator(actor)
        with reading(self.engine) as db:
            living = select(Webhook).where(col(Webhook.ended_at).is_(None))
            return db.exec(living.order_by(col(Webhook.created_at), col(Webhook.id))).all()

    def add(self, actor: User, name: str, url: str, platform: str = "") -> AddedWebhook:
        """Tell a server from now on: of one platform's sessions, or of all where `platform` is empty.

        Raises:
            InvalidInput: the name is missing, or the address is none that may be told.
        """
        require_administrator(actor)
        given, of_platform = storable(name.strip(), "name"), storable(platform.strip(), "platform")
        if not 0 < len(given) <= NAME_LENGTH or len(of_platform) > NAME_LENGTH:
            raise InvalidInput("name", WebhookRefusal.WRONG_LENGTH, longest=NAME_LENGTH)
        self.post.require_target(url.strip())
        now = self.clock()
        row = Webhook(name=given, url=url.strip(), platform=of_platform or None, created_by=actor.id, created_at=now)
        with transaction(self.engine) as db:
            db.add(row)
            audit(db, now, AuditAction.WEBHOOK_ADDED, row, actor_id=actor.id, detail=given)
        return AddedWebhook(row, self.secrets.secret_of(row.id))

    def end(self, actor: User, webhook_id: UUID) -> None:
        """Tell this server nothing any more, also not what still waits.

        Raises:
            NotFound: there is none.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            row = db.get(Webhook, webhook_id)
            if row is None or row.ended_at is not None:
                raise NotFound(Missing.WEBHOOK)
            row.ended_at = self.clock()
            audit(db, row.ended_at, AuditAction.WEBHOOK_ENDED, row, actor_id=actor.id, detail=row.name)

    def log(self, actor: User) -> Sequence[SentDelivery]:
        """The newest deliveries, the newest first."""
        require_administrator(actor)
        with reading(self.engine) as db:
            return newest_deliveries(db, LOG_LINES)

    def failed(self, actor: User) -> int:
        """How many deliveries were given up."""
        require_administrator(actor)
        with reading(self.engine) as db:
            return count_failed(db)

    def send_again(self, actor: User, delivery_id: UUID) -> None:
        """Send a message again at once, with tries of its own; its id stays, so that the server knows it.

        Raises:
            NotFound: it is gone.
            IllegalMove: its server is not told any more.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            delivery = db.get(WebhookDelivery, delivery_id)
            if delivery is None:
                raise NotFound(Missing.DELIVERY)
            webhook = db.get_one(Webhook, delivery.webhook_id)
            if webhook.ended_at is not None:
                raise IllegalMove(WebhookRefusal.ENDED)
            now = self.clock()
            delivery.state, delivery.tries, delivery.next_try_at = DeliveryState.WAITING, 0, AT_ONCE
            audit(db, now, AuditAction.WEBHOOK_SENT_AGAIN, delivery, actor_id=actor.id)
            announce_again(db)
