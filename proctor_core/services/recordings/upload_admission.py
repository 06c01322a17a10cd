"""Who may send a recording of a session, how large, how long, how many: asked when one begins and again when it has come."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from db.queries.recordings import uploaded_count
from db.tables import SurveySession
from proctor_core.codes.missing import Missing
from proctor_core.codes.recording_refusals import RecordingRefusal
from proctor_core.domain.consent import Purpose
from proctor_core.errors import IllegalMove, InvalidInput, NotFound, TooLarge
from proctor_core.media.container_layout import FIELD
from proctor_core.services.taking.consents import is_agreed
from proctor_core.services.taking.violations import require_watched

MOST_RECORDINGS = 8
"""Uploaded recordings of one session: a client that begins again a few times, and no store for films."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """`largest`: bytes of one file; raising it lets longer videos in. `lasts`: from the beginning to the end of an upload."""

    largest: int = 2 << 30
    lasts: timedelta = timedelta(hours=24)

    def require_size(self, length: int) -> None:
        """Raises InvalidInput for nothing, TooLarge for too much."""
        if length <= 0:
            raise InvalidInput(FIELD, RecordingRefusal.EMPTY)
        if length > self.largest:
            raise TooLarge(FIELD, RecordingRefusal.TOO_LARGE, largest=self.largest, length=length)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose session it is, and who sends: the taker, or a platform for them."""

    taker_id: UUID
    actor_id: UUID


def require_open(db: Session, sender: Sender | None, session: SurveySession) -> None:
    """Whether a session takes a recording of this sender (None: the program itself, for what had come before a kill).

    Raises:
        NotFound: somebody else's session.
        IllegalMove: it is not watched or over, the taker did not agree to a recording, or it has enough.
    """
    if sender is not None and session.taker_id != sender.taker_id:
        raise NotFound(Missing.SESSION)
    require_watched(session)
    if not is_agreed(db, session.id, Purpose.RECORDING):
        raise IllegalMove(RecordingRefusal.NO_YES_TO_RECORDING)
    if uploaded_count(db, session.id) >= MOST_RECORDINGS:
        raise IllegalMove(RecordingRefusal.ENOUGH, most=MOST_RECORDINGS)
