"""Another policy tried on sessions that were judged already: what callers use. Reads alone; nothing stored changes."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass

from sqlalchemy import Engine

from db.engine import reading
from db.queries.rejudged_sessions import (
    Choice,
    chosen_sessions,
    count_chosen,
    has_survey,
    unknown_sessions,
    usual_policy,
)
from proctor_core.codes.missing import Missing
from proctor_core.codes.policy_faults import TrialRefusal
from proctor_core.domain.policy import Policy, policy_from_json
from proctor_core.domain.policy_change import NumbersChange, PolicyChange
from proctor_core.domain.rejudgement import SessionDifference
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.rejudging.judging_processes import Work, judged_in_processes
from proctor_core.rejudging.session_reading import PolicyReader, stored_sessions


@dataclass(frozen=True, slots=True)
class PolicyTrials:
    """`media_address`: of the media store, which each judging process opens for itself."""

    engine: Engine
    media_address: str

    def count(self, choice: Choice) -> int:
        """How many sessions are chosen.

        Raises:
            NotFound: a session that was named is not there.
            InvalidInput: no survey is called so.
        """
        with reading(self.engine) as db:
            for unknown in unknown_sessions(db, choice.sessions):
                raise NotFound(Missing.SESSION_ID, session_id=str(unknown))
            if choice.survey_slug is not None and not has_survey(db, choice.survey_slug):
                raise InvalidInput("survey", TrialRefusal.NO_SURVEY, name=choice.survey_slug)
            return count_chosen(db, choice)

    def usual_policy(self, choice: Choice) -> Policy | None:
        """The policy that most of the chosen sessions were judged by; None where there are none."""
        with reading(self.engine) as db:
            kept = usual_policy(db, choice)
        return policy_from_json(kept.content) if kept else None

    def run(
        self, choice: Choice, change: PolicyChange | NumbersChange, processes: int, niceness: int = 0
    ) -> Generator[SessionDifference, None, None]:
        """Each chosen session under its own policy with `change` put in, one after the other.

        Raises:
            InvalidInput: a number of the change does not go with another one of a session's policy.
            Unavailable: database or media store do not answer.
        """
        return judged_in_processes(self.media_address, self._work(choice, change), processes, niceness)

    def _work(self, choice: Choice, change: PolicyChange | NumbersChange) -> Iterable[Work]:
        policies, changed = PolicyReader(), dict[str, Policy]()
        for rows in chosen_sessions(self.engine, choice):
            for stored in stored_sessions(rows, policies):
                key = stored.policy_sha256
                if key not in changed:
                    changed[key] = change.applied(stored.watched.own)
                yield Work(stored, changed[key])
