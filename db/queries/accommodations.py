"""What is eased for a taker."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, or_, select

from db.tables import AccommodationRow


def accommodations_in(db: Session, taker_id: UUID, survey_id: UUID) -> Sequence[AccommodationRow]:
    """What holds for a taker in a survey: what was set for all surveys, and for this version."""
    asked = or_(col(AccommodationRow.survey_id).is_(None), col(AccommodationRow.survey_id) == survey_id)
    return db.exec(select(AccommodationRow).where(col(AccommodationRow.taker_id) == taker_id, asked)).all()


def accommodation_set(db: Session, taker_id: UUID, survey_id: UUID | None) -> AccommodationRow | None:
    """What was set for a taker in one survey, or with None in all of them."""
    place = col(AccommodationRow.survey_id)
    is_there = place.is_(None) if survey_id is None else place == survey_id
    return db.exec(select(AccommodationRow).where(col(AccommodationRow.taker_id) == taker_id, is_there)).first()
