"""Which moderators want a mail about waiting work, and what is due: numbers alone, once a day and only while something waits."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from db.engine import reading, transaction
from db.queries.inserting import insert_if_absent
from db.queries.review_queue import QueueView, queue_count
from db.queries.waiting_work import claim_mail, mails_due, waits_since
from db.shared_clock import SharedClock
from db.tables import QueueMail, User
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.mail import is_address, last_due
from proctor_core.errors import InvalidInput, Unavailable
from proctor_core.services.reviewing.review_guards import require_moderator

log = logging.getLogger(__name__)

SEND_FOR_S = 30.0
"""How long one run sends. Its thread does other work too, and a server that does not answer is waited for with each mail."""


@dataclass(frozen=True, slots=True)
class WaitingNumbers:
    """What one moderator is told; `language`: BCP 47 tag, None where they chose none."""

    address: str
    language: str | None
    waiting: int
    escalated: int
    longest_h: int


@dataclass(frozen=True, slots=True)
class QueueMailService:
    """`hour`: of the server's day, 0 to 23; None: no mail server is named, so nothing is ever due."""

    engine: Engine
    clock: Callable[[], datetime]
    hour: int | None = None
    shared: SharedClock | None = None
    steady_s: Callable[[], float] = time.monotonic

    @property
    def can_mail(self) -> bool:
        """Whether there is a mail server."""
        return self.hour is not None

    def wished(self, actor: User) -> str | None:
        """Where the actor wants mail; None: none."""
        require_moderator(actor)
        with reading(self.engine) as db:
            return db.exec(select(QueueMail.address).where(QueueMail.moderator_id == actor.id)).first()

    def want(self, actor: User, address: str) -> None:
        """Mail the actor each day, the first time when it is due next.

        Raises:
            NotAllowed: not a moderator.
            Unavailable: there is no mail server.
            InvalidInput: that is no address.
        """
        require_moderator(actor)
        if not self.can_mail:
            raise Unavailable(ReviewRefusal.NO_MAIL)
        given = address.strip()
        if not is_address(given):
            raise InvalidInput("address", ReviewRefusal.NO_ADDRESS)
        with transaction(self.engine) as db:
            row = QueueMail(moderator_id=actor.id, address=given, mailed_at=self._now(db))
            if not insert_if_absent(db, row):
                known = db.exec(select(QueueMail).where(QueueMail.moderator_id == actor.id)).first()
                if known is not None:
                    known.address = given

    def stop(self, actor: User) -> None:
        """Mail the actor no more, and forget the address."""
        require_moderator(actor)
        with transaction(self.engine) as db:
            db.exec(delete(QueueMail).where(col(QueueMail.moderator_id) == actor.id))

    def send_due(self, send: Callable[[WaitingNumbers], None]) -> int:
        """Send what is due; returns how many. What `send` can't send (OSError, ValueError) stays due, and holds up no other;
        after `SEND_FOR_S` the rest stays due too.

        Claimed before it is sent: who dies in between lets a day's mail go, and nobody is mailed twice.
        """
        if self.hour is None:
            return 0
        sent, ends_at_s = 0, self.steady_s() + SEND_FOR_S
        for mail, numbers in self._claimed(self.hour):
            try:
                send(numbers)
                sent += 1
            except (OSError, ValueError) as error:
                # Not the error's text: a server's answer may name the address.
                log.warning("a mail about waiting work was not taken: %s", type(error).__name__)
                self._give_back(mail)
            if self.steady_s() >= ends_at_s:
                break
        return sent

    def _claimed(self, hour: int) -> Iterator[tuple[QueueMail, WaitingNumbers]]:
        with reading(self.engine) as db:
            now = self._now(db)
            due = mails_due(db, last_due(now.astimezone(), hour))
        for mail, person in due:
            with transaction(self.engine) as db:
                is_claimed, numbers = claim_mail(db, mail, now), _numbers(db, mail, person, now)
            if is_claimed and numbers.waiting + numbers.escalated:
                yield mail, numbers

    def _give_back(self, mail: QueueMail) -> None:
        with transaction(self.engine) as db:
            row = db.get(QueueMail, mail.id)
            if row is not None:
                row.mailed_at = mail.mailed_at

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()


def _numbers(db: Session, mail: QueueMail, person: User, now: datetime) -> WaitingNumbers:
    since = waits_since(db, person.id, now)
    waiting, escalated = (queue_count(db, view, person.id, now) for view in (QueueView.WAITING, QueueView.ESCALATED))
    hours = int((now - since).total_seconds() // 3600) if since else 0
    return WaitingNumbers(mail.address, person.language, waiting, escalated, hours)
