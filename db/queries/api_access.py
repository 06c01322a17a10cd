"""Reads of API tokens and of other platforms' people."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from db.tables import ApiToken, ExternalPerson, SurveySession, User
from proctor_core.domain.token_scope import TokenScope


def live_token(db: Session, token_hash: str, now: datetime) -> tuple[ApiToken, User] | None:
    """A token that is neither over nor revoked, with its active person: one read, by the unique index on the hash."""
    return db.exec(
        select(ApiToken, User)
        .join(User, col(User.id) == ApiToken.user_id)
        .where(
            ApiToken.token_hash == token_hash,
            col(ApiToken.revoked_at).is_(None),
            ApiToken.expires_at > now,
            col(User.is_active).is_(True),
        )
    ).one_or_none()


def issued_tokens(db: Session, token_hashes: Collection[str]) -> Sequence[str]:
    """Those of some hashes that a token was issued for, whatever became of it."""
    return db.exec(select(ApiToken.token_hash).where(col(ApiToken.token_hash).in_(token_hashes))).all()


def lasting_tokens(db: Session, limit: int) -> Sequence[tuple[ApiToken, User]]:
    """The tokens that an administrator made, newest first; not the short ones of single sessions."""
    return db.exec(
        select(ApiToken, User)
        .join(User, col(User.id) == ApiToken.user_id)
        .where(col(ApiToken.session_id).is_(None))
        .order_by(col(ApiToken.created_at).desc(), col(ApiToken.id).desc())
        .limit(limit)
    ).all()


def external_person(db: Session, platform: str, external_id: str) -> User | None:
    """The account that stands for a platform's person."""
    return db.exec(
        select(User)
        .join(ExternalPerson, col(ExternalPerson.user_id) == User.id)
        .where(ExternalPerson.platform == platform, ExternalPerson.external_id == external_id)
    ).one_or_none()


def platform_names(db: Session) -> Sequence[str]:
    """Every platform that has, or had, a token or a person here, in order."""
    tokens = select(ApiToken.name).where(ApiToken.scope == TokenScope.SERVICE)
    return sorted({*db.exec(tokens).all(), *db.exec(select(ExternalPerson.platform).distinct()).all()})


def is_person_of_platform(db: Session, platform: str, user_id: UUID) -> bool:
    """Whether the account stands for one of the platform's people."""
    known = select(ExternalPerson.id).where(ExternalPerson.platform == platform, ExternalPerson.user_id == user_id)
    return db.exec(known).first() is not None


def session_of_platform(db: Session, platform: str, session_id: UUID) -> SurveySession | None:
    """A session of one of the platform's people; None for any other."""
    return db.exec(
        select(SurveySession)
        .join(ExternalPerson, col(ExternalPerson.user_id) == SurveySession.taker_id)
        .where(SurveySession.id == session_id, ExternalPerson.platform == platform)
    ).one_or_none()
