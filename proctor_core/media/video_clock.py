"""Which track of a video holds its pictures, and at which second of the file's own clock it begins: for all that read videos.

Tracks begin and end at different times, and a clock need not begin at 0. A recording begins where its first track does, so a
picture's second is its own time less that; where sound is and no picture, the picture is missing.
"""

from typing import TYPE_CHECKING, Any

from av.stream import Disposition

if TYPE_CHECKING:
    from av.video.stream import VideoStream


def picture_tracks(container: Any) -> "list[VideoStream]":
    """The tracks of moving pictures; a cover picture that belongs to the sound is none."""
    return [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]


def beginning_s(container: Any) -> float:
    """Seconds on the container's clock at which its first track of sound or pictures begins; 0 where no track says."""
    covers = {stream.index for stream in container.streams.video} - {s.index for s in picture_tracks(container)}
    tracks = [s for s in (*container.streams.video, *container.streams.audio) if s.index not in covers]
    begins = [float(s.start_time * s.time_base) for s in tracks if s.start_time is not None and s.time_base]
    return min(begins, default=0.0)
