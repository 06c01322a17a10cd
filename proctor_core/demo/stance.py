"""How a person sits at one instant: what `scenes` decides and `portrait` draws. Pure numbers, no chance, no clock."""

from dataclasses import dataclass, replace

from proctor_core.demo.turning import HeadTurn

STRAIGHT = HeadTurn()


@dataclass(frozen=True, slots=True)
class Stance:
    """One instant of one person.

    Attributes:
        turn: head turn against the camera.
        gaze_x, gaze_y: iris offset in parts of the eye's width, as in `domain.observation.Gaze`.
        eyes_open: 1 is at rest, 0 shut.
        shift_x, shift_y: pixels that the whole person is moved by.
        size: pixels per head (half the width of the face).
        mouth_open: 0 closed, 1 a spoken "ah".
        phone: how far a phone is up: 0 not there, 1 beside the face.
        paper: how far a sheet of paper is before the face: 0 not there, 1 up to the eyes.
    """

    turn: HeadTurn = STRAIGHT
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    eyes_open: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    size: float = 80.0
    mouth_open: float = 0.0
    phone: float = 0.0
    paper: float = 0.0

    def turned_by(self, yaw_deg: float = 0.0, pitch_deg: float = 0.0, roll_deg: float = 0.0) -> "Stance":
        """The same stance with the head turned further."""
        turn = self.turn
        return replace(
            self, turn=HeadTurn(turn.yaw_deg + yaw_deg, turn.pitch_deg + pitch_deg, turn.roll_deg + roll_deg)
        )
