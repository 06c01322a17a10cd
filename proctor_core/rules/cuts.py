"""Does the picture go on, or does another scene begin? Told by what is still there (`checks.scene`), never by brightness.

A cut of a joined recording is one step after which the new scene stays. Steps that follow each other are a hand before the lens,
a lid that is tilted, an edited zoom: the camera looks at the same room afterwards.
"""

from enum import Enum, auto

from proctor_core.domain.observation import Observation

SCENE_LEFT = 0.3
"""Share of the earlier scene that is still there at a cut, at most. 31 of the 40 cuts between people in joined clips: 0.03 to
0.27; the others, before one studio's wall: 0.31 and more. A near face that moves before a still camera: 0.34 and more; an edited
zoom 0.10, and back. Raising it takes more movement for a cut, lowering it misses cuts between scenes that are alike."""
HOLDS_S = 1.0
"""Seconds that a new scene stays; what is undone sooner was none. People are not changed twice in a second."""


class SceneChange(Enum):
    """What a look says about the scene."""

    NONE = auto()
    BEGINS = auto()
    """Another scene, it seems."""
    UNDONE = auto()
    """It was none: the next step came too soon."""


class CutDetector:
    """Follows the scene of one stream."""

    def __init__(self) -> None:
        self._cut_s: float | None = None
        self._is_unsettled = False

    def advance(self, observation: Observation) -> SceneChange:
        """Follow one look, with a face or without."""
        t_s = observation.t_s
        if self._cut_s is not None and t_s - self._cut_s >= HOLDS_S:
            self._cut_s, self._is_unsettled = None, False
        if observation.scene_kept is None or observation.scene_kept >= SCENE_LEFT:
            return SceneChange.NONE
        is_first, self._cut_s = self._cut_s is None, t_s
        if is_first:
            return SceneChange.BEGINS
        was_unsettled, self._is_unsettled = self._is_unsettled, True
        return SceneChange.NONE if was_unsettled else SceneChange.UNDONE
