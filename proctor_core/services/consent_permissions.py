"""What the taker of a session agreed to besides that a moderator sees what was noted, by the text that was read."""

from sqlmodel import Session

from db.queries.consents import newest_consents
from db.tables import SurveySession
from proctor_core.domain.consent import Purpose
from proctor_core.domain.notice import Permission, permitted_by
from proctor_core.domain.policy import policy_from_json


def permissions_of(db: Session, session: SurveySession) -> frozenset[Permission]:
    """None of them where the camera was refused, the agreement was taken back, or the text was none of the program's own."""
    consent = newest_consents(db, session.id).get(Purpose.MONITORING)
    if consent is None or not consent.is_given:
        return frozenset()
    return permitted_by(consent.text_sha256, policy_from_json(session.policy).violation_threshold)
