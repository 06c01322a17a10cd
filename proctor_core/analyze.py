"""The command `analyze`: recordings and pictures from files, by the very same checks and rules as a live session."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer

from proctor_core.checks.observer import Observer
from proctor_core.codes.analysis_notices import AnalysisNotice
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.domain.observation import Frame, PhoneLook, Picture
from proctor_core.domain.policy import Policy
from proctor_core.errors import InvalidInput
from proctor_core.media.pictures import picture_in
from proctor_core.monitoring.recordings.analysis_files import AnalysisFolder, observation_json
from proctor_core.monitoring.recordings.recording_analysis import LOOKS_PER_SECOND, analyse_recording, observe_frames
from proctor_core.monitoring.recordings.video_file import VideoFile

REPORTED_EVERY_S = 5.0
Say = Callable[[CodedMessage], object]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The detectors and the policy of one call; `say` prints how far it is, to standard error."""

    observer: Observer
    policy: Policy
    say: Say

    def file(self, path: Path, out: Path | None, baseline_s: float) -> None:
        """A picture is printed as a JSON line; a recording is written into `out`.

        Raises:
            InvalidInput: the file can't be analysed, or a recording has no folder to go to.
        """
        picture = picture_in(path)
        if picture is not None:
            typer.echo(json.dumps(self.picture(path, picture)))
        elif out is None:
            VideoFile(path)
            raise InvalidInput("--out", RecordingFault.NO_FOLDER, path=str(path))
        else:
            self.recording(VideoFile(path), out, baseline_s)

    def picture(self, path: Path, picture: Picture) -> dict[str, object]:
        """One picture's observation with the shipped phone limit applied."""
        observation = self.observer.observe(Frame(picture, 0.0, 0), check_phone=True)
        phone = observation.phone
        is_phone = phone.score >= self.policy.phone_score_limit if isinstance(phone, PhoneLook) else None
        return {"file": str(path), **observation_json(observation, self.policy), "mobile_detected": is_phone}

    def recording(self, video: VideoFile, out: Path, baseline_s: float) -> None:
        """Observe, judge, write."""
        looks = observe_frames(self.observer, video.frames(LOOKS_PER_SECOND))
        with AnalysisFolder(out, self.policy, _Progress(video, self.say).report) as found:
            analyse_recording(looks, self.policy, found, baseline_s, ends_s=lambda: video.ends_s)
        path, violations, signals = str(video.path), found.violations, found.signals
        self.say(
            message(
                AnalysisNotice.FOUND, path=path, looks=found.looks, violations=violations, signals=signals, out=str(out)
            )
        )
        if video.unread:
            self.say(message(AnalysisNotice.UNREAD, path=path, count=video.unread))
        if video.other_tracks:
            self.say(message(AnalysisNotice.OTHER_TRACKS, path=path, count=video.other_tracks))


class _Progress:
    def __init__(self, video: VideoFile, say: Say) -> None:
        self._video, self._say = video, say
        self._next_s = REPORTED_EVERY_S

    def report(self, t_s: float) -> None:
        if t_s >= self._next_s:
            self._next_s = t_s + REPORTED_EVERY_S
            path, duration_s = str(self._video.path), self._video.duration_s
            self._say(message(AnalysisNotice.PROGRESS, path=path, t_s=t_s, duration_s=duration_s))
