"""One try of a write, and what became of it: done, later, or never."""

import logging
from enum import Enum, auto

from sqlalchemy import exc

from db.away import is_away
from proctor_core.errors import NotFound, ProctorError, Unavailable
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.monitoring.writing.write import Write

log = logging.getLogger(__name__)

PART = "writer"
"""By which `RefusedWrites` counts what this writer could not store."""
_AGAIN = "will be tried again: %s: %s"


class Outcome(Enum):
    """What became of a try: `OVER` is done, or has no object any more; `UNKNOWN` says that its session is not there."""

    OVER = auto()
    LATER = auto()
    UNKNOWN = auto()
    REFUSED = auto()


class Attempts:
    """Of one writer's thread; `refused` counts what can never be written."""

    def __init__(self, refused: RefusedWrites | None) -> None:
        self._refused = refused
        self._is_away = False

    def store(self, write: Write) -> Outcome:
        """Try once; what went wrong is in the log."""
        outcome = Outcome.OVER
        try:
            write.store()
        except Unavailable as error:
            return self._not_now(write, error)
        except ProctorError as error:
            log.error("can't be written: %s: %s", write.what, error)
            outcome = Outcome.UNKNOWN if isinstance(error, NotFound) else Outcome.OVER
        except Exception as error:
            if is_away(error):
                return self._not_now(write, error)
            log.exception("can't be written: %s", write.what)
            outcome = Outcome.REFUSED
            if self._refused:
                self._refused.note(PART)
        self._is_away = False
        return outcome

    def is_stored_together(self, write: Write) -> bool:
        """Try several records at once. What stood in the way is told by each of them alone, and whether it can wait."""
        try:
            write.store()
        except (ProctorError, exc.SQLAlchemyError) as error:
            log.debug("not together: %s: %s", write.what, type(error).__name__)
            return False
        except Exception:
            log.exception("not together: %s", write.what)
            return False
        self._is_away = False
        return True

    def _not_now(self, write: Write, error: Exception) -> Outcome:
        # Once: a minute without database would be a minute of the same line.
        log.log(logging.DEBUG if self._is_away else logging.WARNING, _AGAIN, write.what, type(error).__name__)
        self._is_away = True
        return Outcome.LATER
