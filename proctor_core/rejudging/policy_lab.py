"""The policy lab: what analysts and administrators may try on their page, within bounds; what is more is for the command."""

import threading
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from db.engine import reading
from db.queries.rejudged_sessions import Choice
from db.queries.statistics import survey_titles
from db.tables import User
from proctor_core.codes.policy_faults import TrialRefusal
from proctor_core.domain.policy_change import NumbersChange
from proctor_core.domain.policy_values import checked_values
from proctor_core.domain.rejudgement import Found, SessionDifference, Wanted
from proctor_core.domain.roles import Role
from proctor_core.errors import Conflict, InvalidInput
from proctor_core.rejudging.chosen import chosen
from proctor_core.rejudging.judging_processes import LOWEST
from proctor_core.rejudging.trials import PolicyTrials
from proctor_core.services.permissions import require_role

ROLES = (Role.ANALYST, Role.ADMINISTRATOR)
MOST = 200
"""Sessions that a page judges at once: under a minute of one core."""


@dataclass(frozen=True, slots=True)
class PolicyLab:
    """One per process: only one trial runs at a time, in one process of the lowest priority."""

    trials: PolicyTrials
    clock: Callable[[], datetime]
    _running: threading.Lock = field(default_factory=threading.Lock)

    def survey_titles(self, actor: User) -> Mapping[tuple[str, str], str]:
        """(Owner, slug) -> newest title.

        Raises:
            NotAllowed: neither analyst nor administrator.
        """
        require_role(actor, *ROLES)
        with reading(self.trials.engine) as db:
            return survey_titles(db)

    def today(self) -> date:
        """By the program's clock, in UTC."""
        return self.clock().date()

    def look(self, actor: User, wanted: Wanted) -> Found:
        """Which sessions these are.

        Raises:
            NotAllowed: neither analyst nor administrator.
            InvalidInput: the last day is before the first, or there is no such survey.
        """
        choice = _choice(actor, wanted)
        return Found(self.trials.count(choice), MOST, self.trials.usual_policy(choice))

    def run(
        self, actor: User, wanted: Wanted, numbers: Mapping[str, float]
    ) -> Generator[SessionDifference, None, None]:
        """Each of them under its own policy with these numbers of `domain.policy_values` put in; whoever stops asking stops it.

        Raises:
            NotAllowed, InvalidInput: as `look`; also for more than `MOST` sessions, and a number out of its bounds.
            Conflict: another trial runs.
        """
        choice, change = _choice(actor, wanted), NumbersChange(checked_values(numbers))
        found = self.trials.count(choice)
        if found > MOST:
            raise InvalidInput("", TrialRefusal.TOO_MANY, most=MOST, found=found)
        if not self._running.acquire(blocking=False):
            raise Conflict(TrialRefusal.ONE_AT_A_TIME)
        try:
            yield from self.trials.run(choice, change, processes=1, niceness=LOWEST)
        finally:
            self._running.release()


def _choice(actor: User, wanted: Wanted) -> Choice:
    require_role(actor, *ROLES)
    return chosen((), wanted.slug, wanted.first, wanted.last, wanted.platform)
