"""Reads of people and their sign-ins."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from db.tables import Invitation, SignIn, User
from proctor_core.codes.missing import Missing
from proctor_core.domain.crowd import CROWD
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.errors import NotFound


def user_by_name(db: Session, name: str) -> User | None:
    """The person who signs in with this name, active or not."""
    return db.exec(select(User).where(User.name == name)).one_or_none()


def users_by_names(db: Session, names: Collection[str]) -> Mapping[str, User]:
    """The people who sign in with these names, by name; names that nobody has are left out."""
    return {user.name: user for user in db.exec(select(User).where(col(User.name).in_(names))).all()}


def display_names(db: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What these people are called, by id; whoever is gone is left out."""
    return dict(db.exec(select(User.id, User.display_name).where(col(User.id).in_(list(ids)))).all())


def find_user(db: Session, user_id: UUID) -> User:
    """The person with this id.

    Raises:
        NotFound: there is none.
    """
    user = db.get(User, user_id)
    if user is None:
        raise NotFound(Missing.PERSON)
    return user


def hold_user(db: Session, user_id: UUID) -> User:
    """The same, held until the transaction ends; raises NotFound."""
    user = db.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFound(Missing.PERSON)
    return user


def signed_in_user(db: Session, token_hash: str, now: datetime) -> User | None:
    """The active person behind a token that is neither over nor revoked: one read, by the unique index on the hash."""
    return db.exec(
        select(User)
        .join(SignIn, col(SignIn.user_id) == User.id)
        .where(
            SignIn.token_hash == token_hash,
            col(SignIn.revoked_at).is_(None),
            SignIn.expires_at > now,
            col(User.is_active).is_(True),
        )
    ).one_or_none()


def first_demo_user(db: Session, role: Role) -> User | None:
    """The demo person who stands for a role: the first that was made, of the crowd nobody."""
    is_of_crowd = col(User.name).startswith(CROWD, autoescape=True)
    return db.exec(
        select(User)
        .where(col(User.is_demo).is_(True), col(User.is_active).is_(True), User.role == role, ~is_of_crowd)
        .order_by(col(User.created_at), col(User.name))
        .limit(1)
    ).first()


def has_own_user(db: Session) -> bool:
    """Whether anybody but the demo's people has an account."""
    return db.exec(select(User.id).where(col(User.is_demo).is_(False)).limit(1)).first() is not None


def users_after(db: Session, name: str, wanted: PeopleFilter, limit: int) -> Sequence[User]:
    """People in the order of their names, beginning after `name`."""
    statement = select(User).where(User.name > name, *_people(wanted)).order_by(col(User.name)).limit(limit)
    return db.exec(statement).all()


def moderator_names(db: Session) -> Mapping[UUID, str]:
    """Whoever has the role, also where the account was switched off: id -> shown name, in the order of names."""
    statement = select(User.id, User.display_name).where(User.role == Role.MODERATOR)
    return dict(db.exec(statement.order_by(col(User.display_name), col(User.id))).all())


def active_moderators(db: Session) -> set[UUID]:
    """The ids of all who may judge now."""
    return set(db.exec(select(User.id).where(User.role == Role.MODERATOR, col(User.is_active).is_(True))).all())


def people_count(db: Session, wanted: PeopleFilter) -> int:
    """How many people the filter lets through."""
    return db.exec(select(func.count()).select_from(User).where(*_people(wanted))).one()


def _people(wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    conditions = [_is_called(word) for word in wanted.search.replace("\0", "").split()]
    if wanted.role is not None:
        conditions.append(col(User.role) == wanted.role)
    if wanted.only_active:
        conditions.append(col(User.is_active).is_(True))
    return conditions


def _is_called(word: str) -> ColumnElement[bool]:
    # SQLite knows the case of ASCII alone, and either database only the composition of letters that was typed.
    cases = {word, word.casefold(), word.upper(), word.capitalize()}
    spellings = {normalize(form, case) for form in ("NFC", "NFD") for case in cases}
    held = [
        column.icontains(one, autoescape=True)
        for column in (col(User.name), col(User.display_name))
        for one in spellings
    ]
    return or_(*held)


def has_signed_in_from(db: Session, user_id: UUID, address_hash: str) -> bool:
    """Whether this person signed in from this address before, as far back as sign-ins are kept."""
    known = select(SignIn.id).where(SignIn.user_id == user_id, SignIn.address_hash == address_hash).limit(1)
    return db.exec(known).first() is not None


def live_sign_ins(db: Session, user_id: UUID, now: datetime) -> Sequence[SignIn]:
    """The sign-ins that are neither over nor revoked, newest first."""
    return db.exec(
        select(SignIn)
        .where(SignIn.user_id == user_id, col(SignIn.revoked_at).is_(None), SignIn.expires_at > now)
        .order_by(col(SignIn.created_at).desc(), col(SignIn.id).desc())
    ).all()


def invited_user(db: Session, token_hash: str, now: datetime) -> User | None:
    """The active person whom an unused link is for."""
    return db.exec(
        select(User)
        .join(Invitation, col(Invitation.user_id) == User.id)
        .where(
            Invitation.token_hash == token_hash,
            col(Invitation.used_at).is_(None),
            Invitation.expires_at > now,
            col(User.is_active).is_(True),
        )
    ).one_or_none()


def locked_administrators(db: Session) -> Sequence[User]:
    """The active administrators, locked in one order: of two who switch each other off, one comes first."""
    return db.exec(
        select(User)
        .where(User.role == Role.ADMINISTRATOR, col(User.is_active).is_(True))
        .order_by(col(User.id))
        .with_for_update()
    ).all()
