"""Technical states of camera, light and network: on the timeline, never a violation, and no check is suppressed by one."""

from dataclasses import dataclass

from proctor_core.codes.seen import SignalReason
from proctor_core.domain.observation import NotMeasurable, Observation, Unmeasured
from proctor_core.domain.policy import Dwell, Policy
from proctor_core.domain.reason import Reason
from proctor_core.domain.violation import RaisedSignal, SignalKind
from proctor_core.rules.reading import Reading
from proctor_core.rules.window import DwellWindow

_STILL_MOTION = 0.35
"""Luma difference between two looks below which nothing moved; a person's breathing makes about 1."""
_BLINK = 0.05
"""Change of the lids' distance that counts as life."""


@dataclass(frozen=True, slots=True)
class SignalChange:
    """Signals that began and ended with one look."""

    opened: tuple[RaisedSignal, ...] = ()
    closed: tuple[RaisedSignal, ...] = ()


def is_covered(observation: Observation, policy: Policy) -> bool:
    """Black or featureless, or so blurred that a hand or cloth must lie on the lens: nothing can be seen in it."""
    if isinstance(observation.faces, NotMeasurable) and observation.faces.reason is Unmeasured.COVERED:
        return True
    is_blurred = observation.light.sharpness < policy.covered_sharpness and not observation.face_count
    return is_blurred or observation.light.contrast < policy.covered_contrast


class SignalTracker:
    """The signals that frames show; `camera_lost` comes from the silence between them."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._windows = {
            SignalKind.CAMERA_COVERED: DwellWindow(policy.camera_covered),
            SignalKind.TOO_DARK: DwellWindow(policy.too_dark),
            SignalKind.FROZEN: DwellWindow(_all_of(policy.frozen_after_s)),
            SignalKind.STILL_PICTURE: DwellWindow(_all_of(policy.still_after_s)),
        }
        self._open: dict[SignalKind, RaisedSignal] = {}
        self._last_eyes: float | None = None

    def advance(self, observation: Observation) -> SignalChange:
        """Take one look in; a lost camera is back with it."""
        t_s, opened, closed = observation.t_s, list[RaisedSignal](), list[RaisedSignal]()
        if SignalKind.CAMERA_LOST in self._open:
            closed.append(self._end(SignalKind.CAMERA_LOST, t_s))
        for kind, reading in self._read(observation).items():
            window = self._windows[kind]
            window.add(t_s, reading)
            if kind in self._open:
                if window.should_close(t_s):
                    closed.append(self._end(kind, window.gone_since_s(t_s)))
                    window.clear()
            elif reading.is_positive and window.should_open(t_s):
                opened.append(self._begin(kind, window.positives(t_s)[0].t_s, _reason(kind, observation)))
        return SignalChange(tuple(opened), tuple(closed))

    def lose_camera(self, last_frame_s: float, is_connected: bool) -> SignalChange:
        """No frame for long: the other signals end with the last frame."""
        if SignalKind.CAMERA_LOST in self._open:
            return SignalChange()
        closed = self._end_all(last_frame_s)
        code = SignalReason.NO_PICTURE_COMES if is_connected else SignalReason.CONNECTION_GONE
        return SignalChange((self._begin(SignalKind.CAMERA_LOST, last_frame_s, Reason(code, {})),), closed)

    def finish(self, now_s: float) -> SignalChange:
        """End what is open."""
        return SignalChange(closed=self._end_all(now_s))

    def _end_all(self, now_s: float) -> tuple[RaisedSignal, ...]:
        closed = tuple(self._end(kind, now_s) for kind in tuple(self._open))
        for window in self._windows.values():
            window.clear()
        return closed

    def _begin(self, kind: SignalKind, onset_s: float, reason: Reason) -> RaisedSignal:
        self._open[kind] = RaisedSignal(kind=kind, onset_s=onset_s, offset_s=None, reason=reason)
        return self._open[kind]

    def _end(self, kind: SignalKind, offset_s: float) -> RaisedSignal:
        began = self._open.pop(kind)
        return RaisedSignal(
            kind=kind, onset_s=began.onset_s, offset_s=max(offset_s, began.onset_s), reason=began.reason
        )

    def _read(self, observation: Observation) -> dict[SignalKind, Reading]:
        covered = is_covered(observation, self._policy)
        dark = observation.light.brightness < self._policy.dark_luma
        return {
            SignalKind.CAMERA_COVERED: Reading(covered),
            SignalKind.TOO_DARK: Reading(dark and not covered),
            SignalKind.FROZEN: Reading(not observation.is_new_image),
            SignalKind.STILL_PICTURE: Reading(self._is_still(observation) and not covered),
        }

    def _is_still(self, observation: Observation) -> bool:
        eyes, before = observation.eyes_open, self._last_eyes
        self._last_eyes = None if isinstance(eyes, NotMeasurable) else eyes
        has_blinked = self._last_eyes is not None and before is not None and abs(self._last_eyes - before) > _BLINK
        has_moved = observation.motion is None or observation.motion > _STILL_MOTION
        return observation.is_new_image and not has_moved and not has_blinked


def _reason(kind: SignalKind, observation: Observation) -> Reason:
    """By what a look shows a state."""
    match kind:
        case SignalKind.CAMERA_COVERED:
            return Reason(SignalReason.BLACK_PICTURE, {"contrast": observation.light.contrast})
        case SignalKind.TOO_DARK:
            return Reason(SignalReason.DARK_PICTURE, {"brightness": observation.light.brightness})
        case SignalKind.FROZEN:
            return Reason(SignalReason.SAME_IMAGE, {})
        case _:
            return Reason(SignalReason.NOTHING_MOVES, {})


def _all_of(window_s: float) -> Dwell:
    """Opens only when nearly every look of the window agrees."""
    return Dwell(onset_s=window_s, offset_s=1.0, open_share=0.97, close_share=0.3)
