"""Records a survey session through Chromium and measures the joined file: `python -m benchmarks.recording_size --seconds 600`.

Plays each camera file in a session of its own: real people from ../shared where it is there, else a drawn person. Prints bytes
(also for 20 minutes), kbit/s, picture sizes, frames, the share of frames with a face, and what `verify` says.
"""

import argparse
import io
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from av.container import InputContainer
from playwright.sync_api import Page, sync_playwright

from db.tables import SessionRecording
from pages import texts_taker as sentences
from proctor_core.domain.observation import Frame
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.states import RecordingState
from proctor_core.media.store import MediaStore
from proctor_core.models.manifest import find_models
from proctor_core.wiring.detectors import new_observer
from tests.e2e import acts, footage
from tests.e2e.visit import visiting
from tests.e2e.world import Invited, World
from tests.support.browser import find_chromium, running_browser
from tests.support.camera import camera_from_video
from tests.support.processes import wait_until
from tests.support.program import ROOT, running_program

JOINED_WITHIN_S = 90.0
EVERY = 5
"""Every fifth frame is looked at for a face: enough for a share, and five times as quick."""
TWENTY_MINUTES_S = 1200


def main() -> None:
    """Measure each camera and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=600)
    arguments.add_argument("--clips", nargs="*", type=Path, default=None, help="Videos that the cameras play.")
    arguments.add_argument("--cameras", type=int, default=2, help="How many of the cameras.")
    given = arguments.parse_args()
    with TemporaryDirectory() as folder:
        for number, camera in enumerate(cameras(Path(folder), given.clips)[: given.cameras]):
            measure(Path(folder) / f"served-{number}", camera, given.seconds)


def cameras(folder: Path, clips: list[Path] | None) -> list[Path]:
    """The files that the fake camera plays."""
    shared = ROOT.parent / "shared"
    if clips is None and not (shared / footage.VIDEOS).is_dir():
        return [footage.calm(None, folder)]
    found = clips or sorted((shared / footage.VIDEOS).rglob("*.mp4"))
    return [camera_from_video(clip, folder / f"{clip.stem}.mjpeg", [(0, 60)]) for clip in found]


def measure(folder: Path, camera: Path, seconds: float) -> None:
    """One session of so long before this camera."""
    folder.mkdir()
    chromium = find_chromium()
    assert chromium is not None, "expected Chromium"
    settings = {"PROCTORING_MODELS_DIR": os.environ.get("PROCTORING_MODELS_DIR", ""), "DEMO": "0"}
    world = World(folder / "data")
    taker = world.invited(recording_mode=RecordingMode.FULL)
    with (
        running_program(folder, settings) as program,
        sync_playwright() as playwright,
        running_browser(playwright, chromium, camera) as browser,
        visiting(browser, program.url, taker.name) as visit,
    ):
        take(visit.page, taker, seconds)
        wait_until(lambda: is_joined(world, taker), "a joined recording", timeout_s=JOINED_WITHIN_S, log=program.log)
        said = program.command("verify", str(taker.session_id)).strip()
        media = MediaStore.open(folder / "data" / "media")
        [recording] = world.rows(SessionRecording, session_id=taker.session_id)
        report(camera.stem, recording, media)
        print(f"  verify: {said}", flush=True)
    world.close()


def take(page: Page, taker: Invited, seconds: float) -> None:
    """Agree to the video, enrol, stay on the questions, hand in."""
    acts.open_survey(page)
    page.get_by_text(sentences.AGREE_TO_RECORDING).click()
    acts.agree(page)
    acts.start_camera(page)
    acts.enrol_before_running_camera(page, taker)
    time.sleep(seconds)
    acts.answer_all(page, taker.survey)
    acts.hand_in(page)


def is_joined(world: World, taker: Invited) -> bool:
    """Whether the recording has come to an end."""
    recordings = world.rows(SessionRecording, session_id=taker.session_id)
    return any(recording.state in (RecordingState.PROCESSED, RecordingState.FAILED) for recording in recordings)


def report(camera: str, recording: SessionRecording, media: MediaStore) -> None:
    """Print what the file holds."""
    if recording.media_key is None or not recording.duration_s:
        print(f"{camera}: {recording.state}: {recording.failure}")
        return
    observer = new_observer(find_models(Path(os.environ["PROCTORING_MODELS_DIR"]), Path(".cache/models")))
    sizes: Counter[tuple[int, int]] = Counter()
    changes: list[str] = []
    refused: list[str] = []
    seen = faces = 0
    with av.open(io.BytesIO(media.get(recording.media_key))) as container:
        for number, image in enumerate(playable(container, refused)):
            if not changes or not changes[-1].startswith(f"{image.width}x{image.height} "):
                changes.append(f"{image.width}x{image.height} from {float(image.time or 0):.0f} s")
            sizes[(image.width, image.height)] += 1
            if number % EVERY == 0:
                at_s = float(image.time or 0)
                found = observer.observe(Frame(image.to_ndarray(format="rgb24"), at_s, number, at_s), check_phone=False)
                seen, faces = seen + 1, faces + bool(isinstance(found.faces, tuple) and found.faces)
    size, duration_s = recording.size_bytes, recording.duration_s
    print(
        f"{camera}: {size:,} bytes in {duration_s:.1f} s, {size * 8 / duration_s / 1000:.1f} kbit/s, "
        f"{size / duration_s * TWENTY_MINUTES_S / 1e6:.2f} MB in 20 minutes\n"
        f"  {recording.segments} segments, {sum(sizes.values())} frames, sizes {dict(sizes)} ({', '.join(changes)}), "
        f"a face in {faces} of {seen} frames looked at, {len(refused)} frames that FFmpeg refuses {refused[:3]}"
    )


def playable(container: InputContainer, refused: list[str]) -> Iterator[av.VideoFrame]:
    """The frames that FFmpeg's decoder takes; `refused` says of each other packet when and how large it is."""
    container.streams.video[0].thread_type = "NONE"  # as video_file.py
    for packet in container.demux(video=0):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            refused.append(
                f"{packet.size} bytes at {float((packet.pts or 0) * (packet.time_base or 0)):.1f} s: {bytes(packet)[:12].hex()}"
            )


if __name__ == "__main__":
    main()
