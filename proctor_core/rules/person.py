"""Is this still the same person in front of the camera, and whose resting pose holds?

Nobody is recognised. In a recording that was joined from clips a cut brings another person before another camera: nothing of the
rest before holds. On a live camera, and wherever the scene stays, the camera stands where it stood: a rest that held there holds
until a new one was learned from a head that rests, and the new one is believed near the first of this scene only.
"""

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.baseline import ENROLLED, believe
from proctor_core.rules.cuts import CutDetector, SceneChange
from proctor_core.rules.lesson import Lesson
from proctor_core.rules.signals import is_covered

GAP_S = 1.2
"""Seconds without exactly one face after which the person may have changed; without any look, the stream was interrupted."""


class PersonTracker:
    """Whose rest holds now: the enrolled one until another person may sit there; None until one is learned in a new scene.

    `is_live`: a camera that is watched as it runs. Its picture can't be cut while it runs, so another scene is believed
    only after the stream was interrupted (another camera, a page that came back).
    """

    def __init__(self, baseline: Baseline | None, policy: Policy, *, is_live: bool = False) -> None:
        self.baseline = believe(baseline, ENROLLED) if baseline else None
        self._policy = policy
        self._is_live = is_live
        self._cuts = CutDetector()
        self._first = self.baseline
        """The first rest of this scene: those learned later stay near it, however often the face comes and goes."""
        self._before_cut: tuple[Baseline | None, Baseline | None] | None = None
        self._lesson = None if baseline else Lesson(policy, None)
        self._is_new = False
        self.is_cut = False
        """Whether another scene begins with this look: nothing that was measured against the rest before goes on."""
        self._last_s: float | None = None
        self._face_s: float | None = None

    def advance(self, observation: Observation) -> None:
        """Follow one look."""
        self.is_cut = False
        self._follow_scene(observation)
        self._last_s = observation.t_s
        if observation.only_face is None or is_covered(observation, self._policy):
            return
        begins_anew, self._is_new = self._is_new, False
        if not begins_anew and self._face_s is not None and observation.t_s - self._face_s > GAP_S:
            self._learn_beside()
        self._face_s = observation.t_s
        self._learn(observation)

    def _follow_scene(self, observation: Observation) -> None:
        is_interrupted = self._last_s is None or observation.t_s - self._last_s > GAP_S
        match self._cuts.advance(observation):
            case SceneChange.BEGINS if self._is_live and not is_interrupted:
                self._learn_beside()
            case SceneChange.BEGINS:
                self._before_cut = (self.baseline, self._first)
                self.baseline = self._first = None
                self._lesson, self._is_new, self.is_cut = Lesson(self._policy, None), True, True
            case SceneChange.UNDONE if self._before_cut:
                self.baseline, self._first = self._before_cut
                self._before_cut, self._is_new = None, False
                self._learn_beside()
            case _:
                return

    def _learn_beside(self) -> None:
        """Begin to learn while what is known goes on holding."""
        self._lesson = Lesson(self._policy, self._first)

    def _learn(self, observation: Observation) -> None:
        if self._lesson is None:
            return
        self.baseline = self._lesson.advance(observation) or self.baseline
        if self._lesson.is_done:
            self._first = self._first or self.baseline
            self._lesson = None
