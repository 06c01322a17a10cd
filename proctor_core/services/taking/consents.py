"""A taker's yes and no, purpose by purpose: appended inside the caller's transaction, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from db.queries.consents import consents_of, newest_consents
from db.tables import Consent, SurveySession
from proctor_core.domain.consent import TAKEN_BACK_TOGETHER, Purpose, Subject
from proctor_core.services.auditing import AuditAction, audit

_LATER = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What the taker read for one purpose: version of the text and SHA-256 of its sentences (hex)."""

    purpose: Subject
    version: str
    sha256: str


def record_consents(
    db: Session, session: SurveySession, texts: Iterable[ConsentText], at: datetime, *, is_given: bool
) -> None:
    """Append a yes or a no for each text."""
    said = list(texts)
    _append(db, session, [(text.purpose, text.version, text.sha256) for text in said], at, is_given)
    if said:
        action = AuditAction.CONSENT_GIVEN if is_given else AuditAction.CONSENT_REFUSED
        detail = ", ".join(f"{text.purpose} {text.version}" for text in said)
        audit(db, at, action, session, actor_id=session.taker_id, detail=detail)


def take_back_consents(db: Session, session: SurveySession, at: datetime, only: Purpose | None = None) -> bool:
    """Append a no for each purpose (or `only` this) whose newest row is a yes; returns whether there was one."""
    newest = newest_consents(db, session.id)
    ends = TAKEN_BACK_TOGETHER if only is None else frozenset[Subject]({only})
    given = [said for purpose, said in newest.items() if said.is_given and purpose in ends]
    _append(db, session, [(c.purpose, c.text_version, c.text_sha256) for c in given], at, False)
    if given:
        purposes = ", ".join(consent.purpose for consent in given)
        audit(db, at, AuditAction.CONSENT_WITHDRAWN, session, actor_id=session.taker_id, detail=purposes)
    return bool(given)


def is_agreed(db: Session, session_id: UUID, purpose: Purpose) -> bool | None:
    """What the taker said last to this purpose; None: nothing yet."""
    newest = newest_consents(db, session_id).get(purpose)
    return newest.is_given if newest else None


def taken_back_at(db: Session, session_id: UUID) -> datetime | None:
    """When the yes to the camera was taken back; None: it holds, or there was none."""
    said = [consent for consent in consents_of(db, session_id) if consent.purpose == Purpose.MONITORING]
    was_given = any(consent.is_given for consent in said)
    return said[-1].given_at if was_given and not said[-1].is_given else None


def _append(
    db: Session, session: SurveySession, said: Iterable[tuple[str, str, str]], at: datetime, is_given: bool
) -> None:
    before = newest_consents(db, session.id)
    for purpose, version, sha256 in said:
        row = Consent(
            session_id=session.id,
            purpose=purpose,
            text_version=version,
            text_sha256=sha256,
            is_given=is_given,
            # What was said later must read as later, also within one tick of the clock.
            given_at=max(at, before[purpose].given_at + _LATER) if purpose in before else at,
        )
        db.add(row)
    db.flush()
