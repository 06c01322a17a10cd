"""What a taker said last, purpose by purpose."""

from uuid import UUID

from sqlmodel import Session, col, select

from db.tables import Consent


def consents_of(db: Session, session_id: UUID) -> list[Consent]:
    """Every row of a session, in the order in which it was said."""
    return list(db.exec(select(Consent).where(Consent.session_id == session_id).order_by(col(Consent.given_at))).all())


def newest_consents(db: Session, session_id: UUID) -> dict[str, Consent]:
    """The row that holds now, by purpose."""
    return {consent.purpose: consent for consent in consents_of(db, session_id)}
