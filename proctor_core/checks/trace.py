"""What is remembered of the frame before, so that motion and repeated images can be told.

The caller keeps one `FrameTrace` per stream and hands it to `Observer.observe` with the next frame; detectors keep nothing.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from proctor_core.checks.scene import scene_kept
from proctor_core.domain.observation import Frame, Picture

_SIZE = (80, 60)
_ANOTHER_SCENE = 8.0
"""Motion below which no two looks show different scenes, even dark ones; the comparison is spared then."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameTrace:
    """A frame's shrunken luma and its source time.

    Attributes:
        luma: (60, 80) uint8.
        source_time_s: the source's own stamp, None where it has none.
    """

    luma: Picture
    source_time_s: float | None

    @classmethod
    def of(cls, frame: Frame) -> Self:
        """Shrink first, convert after: 0.1 ms for 640x480."""
        small = cv2.resize(frame.picture, _SIZE, interpolation=cv2.INTER_AREA)
        luma = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        return cls(luma=luma, source_time_s=frame.source_time_s)

    def motion_since(self, previous: Self) -> float:
        """Mean absolute luma difference, 0 to 255."""
        return float(np.mean(np.abs(self.luma.astype(np.int16) - previous.luma.astype(np.int16))))

    def kept_since(self, previous: Self) -> float | None:
        """Share of the scene before that is still there, 0 to 1; None where nobody can say (`checks.scene`)."""
        if self.motion_since(previous) < _ANOTHER_SCENE:
            return 1.0
        return scene_kept(previous.luma, self.luma)

    def is_same_image_as(self, previous: Self) -> bool:
        """Whether the source delivered no new image: by its time stamps, since picture difference can't tell (design.md 5)."""
        if self.source_time_s is None or previous.source_time_s is None:
            return False
        return self.source_time_s <= previous.source_time_s
