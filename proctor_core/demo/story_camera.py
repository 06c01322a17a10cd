"""The camera of a story: a clip's looks as the monitor takes them, numbered, timed, and compared with the look before."""

from dataclasses import dataclass, field, replace

from proctor_core.checks.trace import FrameTrace
from proctor_core.demo.clips import Clip
from proctor_core.demo.rendered_looks import LookSource
from proctor_core.domain.observation import NotMeasurable, Observation, Picture, Unmeasured


@dataclass(slots=True)
class StoryCamera:
    """One clip before the checks. `sees_phones` turns False with the first look whose phone model is missing."""

    clip: Clip
    looks: LookSource
    sees_phones: bool = True
    _sequence: int = 0
    _before: FrameTrace | None = field(default=None)

    def look(self, clip_s: float, t_s: float) -> tuple[Observation, Picture] | None:
        """The look at a time of the clip, as one of second `t_s` of the session; None while the camera is lost."""
        moment = self.clip.moment_at(clip_s)
        if moment is None:
            return None
        drawn = self.looks.look_at(moment)
        motion = drawn.trace.motion_since(self._before) if self._before else None
        kept = drawn.trace.kept_since(self._before) if self._before else None
        self._before = drawn.trace
        self._sequence += 1
        observation = replace(drawn.observation, t_s=t_s, sequence=self._sequence, motion=motion, scene_kept=kept)
        if observation.phone == NotMeasurable(Unmeasured.MODEL_MISSING):
            self.sees_phones = False
        return observation, drawn.picture
