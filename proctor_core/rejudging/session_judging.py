"""One session under another policy: its observations are read, judged and compared with what is stored. No database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from proctor_core.codes.policy_faults import NotJudged
from proctor_core.domain.judgement import Judgement
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import FlagRule, Policy
from proctor_core.domain.rejudgement import IncidentChange, SessionDifference
from proctor_core.errors import NotFound
from proctor_core.media.store import MediaStore
from proctor_core.monitoring.monitors.observation_log import begins_at, read_observations
from proctor_core.rejudging.replay import Replayed, replay
from proctor_core.rejudging.stored_session import StoredSession
from proctor_core.rules.flags import flag_reasons
from proctor_core.rules.policy_difference import is_alleged, without_counterpart

RULES_OF_OBSERVATIONS = frozenset(
    {FlagRule.VIOLATION_COUNT, FlagRule.LONG_VIOLATION, FlagRule.UNSEEN_TIME, FlagRule.LOW_COVERAGE}
)
"""What another policy may change; the other rules rest on what people did, and stay as they are."""


@dataclass(frozen=True, slots=True)
class LogPart:
    """One file of an observation log; `begins_s`: the second of the session that its name says, None where it says none."""

    begins_s: float | None
    content: bytes


def judge_session(media: MediaStore, stored: StoredSession, policy: Policy) -> SessionDifference:
    """What `policy` makes of the session, beside what is stored.

    Raises:
        Unavailable: the media store does not answer.
    """
    if stored.not_judged:
        return _not_judged(stored, stored.not_judged)
    try:
        parts = _parts(media, stored.log)
    except NotFound:
        parts = []
    if not parts:
        return _not_judged(stored, NotJudged.FILES_MISSING)
    begins_s = tuple(part.begins_s for part in parts if part.begins_s is not None)
    replayed = replay(_looks(parts), replace(stored.watched, begins_s=begins_s), policy)
    if not replayed.looks:
        return _not_judged(stored, NotJudged.UNREADABLE)
    return _compared(stored, replayed, policy)


def _parts(media: MediaStore, folder: str) -> list[LogPart]:
    """In the order of time, which is that of their names."""
    keys = sorted(entry.key for entry in media.list(folder))
    return [LogPart(begins_at(key.rpartition("/")[2]), media.get(key)) for key in keys]


def _looks(parts: Sequence[LogPart]) -> Iterator[Observation]:
    for part in parts:
        yield from read_observations(part.content)


def _compared(stored: StoredSession, replayed: Replayed, policy: Policy) -> SessionDifference:
    judgement, end_s = replayed.judgement, stored.watched.end_s
    after = (*judgement.violations, *stored.reported)
    before = (*stored.own, *stored.reported)
    lost, gained = without_counterpart(stored.own, judgement.violations, end_s)
    return SessionDifference(
        session_id=stored.session_id,
        slug=stored.slug,
        submitted_at=stored.submitted_at,
        policy_sha256=stored.policy_sha256,
        before=before,
        after=after,
        gained=gained,
        lost=lost,
        incidents=tuple(
            IncidentChange(one, is_alleged(one, before, end_s), is_alleged(one, after, end_s))
            for one in stored.incidents
        ),
        was_flagged=stored.was_flagged,
        rules_before=stored.rules,
        rules_after=_rules(stored, judgement, replayed.coverage, policy),
        coverage_before=stored.coverage,
        coverage_after=replayed.coverage,
    )


def _rules(stored: StoredSession, judgement: Judgement, coverage: float, policy: Policy) -> frozenset[FlagRule]:
    violations = (*judgement.violations, *stored.reported)
    met = {reason.rule for reason in flag_reasons(violations, judgement.signals, coverage, policy)}
    return frozenset(met | (stored.rules - RULES_OF_OBSERVATIONS))


def _not_judged(stored: StoredSession, why: NotJudged) -> SessionDifference:
    return SessionDifference(stored.session_id, stored.slug, stored.submitted_at, stored.policy_sha256, why)
