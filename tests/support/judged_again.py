"""One session of a world judged again in this process."""

from typing import Any
from uuid import UUID

from db.queries.rejudged_sessions import Choice, chosen_sessions
from proctor_core.domain.policy_change import policy_change
from proctor_core.domain.rejudgement import SessionDifference
from proctor_core.rejudging.session_judging import judge_session
from proctor_core.rejudging.session_reading import PolicyReader, stored_sessions
from tests.support.monitor_world import MonitorWorld


def judged_again(world: MonitorWorld, session_id: UUID, **changed: Any) -> SessionDifference:
    """Under the session's own policy with these fields changed."""
    world.written()
    (rows,) = chosen_sessions(world.engine, Choice(sessions=(session_id,)))
    (stored,) = stored_sessions(rows, PolicyReader())
    return judge_session(world.media, stored, policy_change(changed).applied(stored.watched.own))
