"""What is changed for single takers in how their sessions are judged."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, time_field


class AccommodationRow(SQLModel, table=True):
    """Which checks are eased for one taker, in all surveys or in one; no word why. One row for each, replaced by the next.

    Personal data: taker_id, survey_id, eased, set_at (until the taker is erased).
    No personal data: id.
    """

    __tablename__ = "accommodation"

    id: Id = id_field()
    taker_id: Id = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    survey_id: Id | None = Field(
        default=None, foreign_key="survey.id", ondelete="CASCADE", description="None: all surveys."
    )
    eased: dict[str, str] = json_field(description="Violation type -> `Easing` of `domain.accommodation`.")
    set_at: datetime = time_field()
