"""Collects the looks of the initial verification for a few seconds and judges them: the reference face and the baseline."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from proctor_core.domain.enrolment import RefusalReason
from proctor_core.domain.observation import Observation, Picture
from proctor_core.domain.policy import Policy
from proctor_core.domain.reference import ReferenceResult
from proctor_core.monitoring.monitors.evidence import encode_jpeg
from proctor_core.rules.enrolment import judge_reference

SPAN = timedelta(seconds=3)


class ReferenceTaking:
    """One attempt; `wait` is called from another thread than `look`."""

    def __init__(self, begins_at: datetime, policy: Policy) -> None:
        self._until = begins_at + SPAN
        self._policy = policy
        self._looks: list[Observation] = []
        self._pictures: dict[int, Picture] = {}
        self._done = threading.Event()
        self._result = ReferenceResult(RefusalReason.NO_PICTURE, b"", None, 0.0)

    def look(self, observation: Observation, picture: Picture, at: datetime) -> bool:
        """Take one look in; True when the attempt is over."""
        self._looks.append(observation)
        self._pictures[observation.sequence] = picture
        if at < self._until:
            return False
        self._result = self._judge(self._looks)
        self._done.set()
        return True

    def wait(self, timeout_s: float) -> ReferenceResult:
        """The result; "no picture" when no frame came in time."""
        self._done.wait(timeout_s)
        return self._result

    def _judge(self, looks: Sequence[Observation]) -> ReferenceResult:
        judged = judge_reference(looks, self._policy)
        best = self._pictures.get(judged.best_sequence) if judged.best_sequence is not None else None
        if judged.refusal or best is None:
            return ReferenceResult(judged.refusal or RefusalReason.NO_PICTURE, b"", None, judged.confidence)
        return ReferenceResult(None, encode_jpeg(best), judged.baseline, judged.confidence)
