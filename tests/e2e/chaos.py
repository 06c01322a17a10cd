"""A survey whose server is killed again and again, and what must be left of it: for a test and for `benchmarks/chaos`."""

import random
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import av
from playwright.sync_api import Browser, Page, expect

from db.tables import (
    AuditEvent,
    Evidence,
    FaceVerification,
    RecordingSegment,
    SessionRecording,
    Signal,
    SurveySession,
    Violation,
)
from pages import texts_taker as sentences
from proctor_core.demo.clips import Clip
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Scene
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.states import RecordingState, SessionStatus
from proctor_core.domain.survey_definition import Question
from proctor_core.domain.violation import SignalKind
from proctor_core.media.store import MediaStore
from proctor_core.monitoring.video.session_recorder import UNFINISHED
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.cable import Cable, cable_to
from tests.e2e.footage import drawn
from tests.e2e.visit import visiting
from tests.e2e.world import Invited, World
from tests.support.processes import wait_until
from tests.support.program import RunningProgram, running_program

BACK_WITHIN_S = 45.0
JOINED_WITHIN_S = 90.0
ALLEGED_WITHIN_S = 60.0
LIVES_S = (0.3, 8.0)
"""How long the camera is seen before the next kill."""
SAVED_FIRST = 0.5
"""Share of the kills before which the page's answer is known to be stored; the others come in the middle of saving."""
LOST_S = 1.0
"""A killed process loses the last cluster of its video."""
HEARTBEAT_S = 5.0
ACTIVE = Clip(
    PEOPLE[4],
    (Scene(Act.READS, 3), Scene(Act.LEAVES, 5), Scene(Act.READS, 3), Scene(Act.SECOND_PERSON, 5), Scene(Act.READS, 2)),
)
"""Something to allege at nearly any moment; the browser begins it anew with each new stream."""


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill, the next process that answered, and the badge that said "live" again: seconds of the session."""

    at_s: float
    served_s: float
    back_s: float


@dataclass(slots=True)
class Chaos:
    """What was seen of a session; empty `wrong` is what should be.

    Attributes:
        video_s: by stretch between two kills: (seconds of video, seconds for which the badge said "live").
    """

    kills: list[Killed] = field(default_factory=list[Killed])
    wrong: list[str] = field(default_factory=list[str])
    video_s: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    rows: int = 0
    violations: int = 0
    pictures: int = 0
    segments: int = 0
    frames: int = 0
    joined_s: float = 0.0
    wall_s: float = 0.0
    coverage: float = 0.0
    verified: str = ""

    def expect(self, is_so: bool, otherwise: str) -> None:
        """Note what is wrong."""
        if not is_so:
            self.wrong.append(otherwise)


class Camera:
    """The file that the fake camera plays: somebody calm to be enrolled, and another picture from the next stream on."""

    def __init__(self, calm: Path, folder: Path) -> None:
        self.path = folder / "camera.mjpeg"
        shutil.copy(calm, self.path)
        self._active = drawn(ACTIVE, folder / "active.mjpeg")

    def become_active(self) -> None:
        """Chromium opens the file when a stream begins; the one that runs keeps what it has."""
        self._active.replace(self.path)


class KilledSession:
    """One taker, one browser, and a server that dies under them."""

    def __init__(self, folder: Path, models_dir: Path, chance: random.Random) -> None:
        self.folder = folder
        self.settings = {"PROCTORING_MODELS_DIR": str(models_dir), "DEMO": "0"}
        self.chance = chance
        self.world = World(folder / "data")
        self.taker: Invited = self.world.invited(recording_mode=RecordingMode.FULL)
        self.media = MediaStore.open(folder / "data" / "media")
        self.seen = Chaos()
        self._frames: dict[str, int] = {}

    @property
    def id(self) -> UUID:
        """The survey session."""
        return self.taker.session_id

    def take(self, browser: Browser, camera: Camera, kills: int) -> Chaos:
        """Enrol, be killed so often, hand in; what was seen."""
        with ExitStack() as last:
            program = last.enter_context(running_program(self.folder, self.settings))
            with cable_to(program.url) as cable, visiting(browser, cable.url, self.taker.name) as visit:
                page = visit.page
                self._enrol(page)
                camera.become_active()
                for number in range(kills):
                    program = self._kill(last, program, cable, page, number)
                self._end(page, program)
        self.world.close()
        return self.seen

    # ---- before the first kill ----

    def _enrol(self, page: Page) -> None:
        acts.open_survey(page)
        page.get_by_text(sentences.AGREE_TO_RECORDING).click()
        acts.agree(page)
        acts.start_camera(page)
        acts.enrol_before_running_camera(page, self.taker)
        self._to_the_typed_question(page)
        self._live_s = self.second()

    def _to_the_typed_question(self, page: Page) -> None:
        questions = self.taker.survey.questions
        self.number = next(n for n, question in enumerate(questions, 1) if "text" in question.kind.value)
        for at in range(1, self.number):
            acts.answer(page, questions[at - 1])
            acts.go_forward(page, self.taker.survey, at + 1)

    # ---- a kill ----

    def _kill(self, last: ExitStack, program: RunningProgram, cable: Cable, page: Page, number: int) -> RunningProgram:
        page.wait_for_timeout(1000 * self.chance.uniform(*LIVES_S))
        typed = f"word {number}"
        self._type(page, typed, is_saved=self.chance.random() < SAVED_FIRST)
        known = self.committed()
        at_s = self.second()
        program.process.send_signal(signal.SIGKILL)
        program.process.wait(20)
        self._read_log(program, f"before kill {number}")
        kept = self.committed()
        self.seen.expect(known <= kept, f"kill {number}: committed and gone: {known - kept}")
        self.seen.wrong += [f"kill {number}: {what}" for what in self.broken()]
        last.close()
        again = last.enter_context(running_program(self.folder, self.settings))
        served_at = now()
        cable.lead_to(again.url)
        self._wait_until_it_goes_on(page, typed, served_at)
        self.seen.kills.append(Killed(at_s, self.second(served_at), self.second()))
        self.seen.expect(kept <= self.committed(), f"kill {number}: lost by the restart: {kept - self.committed()}")
        self._check_gap(number)
        return again

    def _is_filmed_since(self, at: datetime) -> bool:
        written = (self.folder / "data" / "observations" / str(self.id)).glob(f"*{UNFINISHED}")
        with suppress(FileNotFoundError):  # it was finished just now
            return any(path.stat().st_mtime > at.timestamp() for path in written)
        return False

    def _type(self, page: Page, typed: str, *, is_saved: bool) -> None:
        field = page.get_by_role("textbox", name=self._question.text)
        field.fill(typed)
        field.press("Tab")
        if is_saved:
            wait_until(lambda: self._stored() == typed, "a stored answer", timeout_s=10)

    def _wait_until_it_goes_on(self, page: Page, typed: str, served_at: datetime) -> None:
        """Nobody presses anything."""
        # A restart within the 4 s between two reports of the page finds a badge that still says "live".
        wait_until(lambda: self._is_filmed_since(served_at), "video in the new process", timeout_s=BACK_WITHIN_S)
        acts.expect_badge(page, "live", timeout_s=BACK_WITHIN_S)
        expect(page.get_by_role("textbox", name=self._question.text)).to_have_value(typed, timeout=acts.STEP_MS)
        wait_until(lambda: self._stored() == typed, f"the answer {typed!r}", timeout_s=15)
        wait_until(lambda: self.session.status is SessionStatus.IN_PROGRESS, "a session that goes on", timeout_s=5)
        wait_until(lambda: not self.left_over(), "pictures and rows that agree", timeout_s=15)
        acts.settle(page)

    def _check_gap(self, number: int) -> None:
        kill = self.seen.kills[-1]
        gaps = [s for s in self.world.signals(self.id) if s.kind is SignalKind.NETWORK_GAP and s.offset_s is not None]
        fitting = [
            gap
            for gap in gaps
            if kill.at_s - HEARTBEAT_S - 1 <= gap.onset_s <= kill.at_s
            and kill.served_s <= (gap.offset_s or 0) <= kill.back_s
        ]
        spans = [(round(gap.onset_s, 1), round(gap.offset_s or 0, 1)) for gap in gaps]
        self.seen.expect(len(fitting) == 1, f"kill {number}: {kill} is not the one of the gaps {spans}")

    # ---- the end ----

    def _end(self, page: Page, program: RunningProgram) -> None:
        page.wait_for_timeout(1000 * self.chance.uniform(*LIVES_S))
        # Where all lives were short, the one in the picture has not left it yet.
        wait_until(
            lambda: bool(self.world.violations(self.id)), "something that is alleged", timeout_s=ALLEGED_WITHIN_S
        )
        acts.answer_all(page, self.taker.survey, from_number=self.number)
        before = self.committed()
        self._play_segments()
        acts.hand_in(page)
        wait_until(self._is_joined, "a joined recording", timeout_s=JOINED_WITHIN_S, log=program.log)
        seen, session = self.seen, self.session
        seen.expect(before <= self.committed(), f"lost by the end: {before - self.committed()}")
        seen.wrong += [*self.broken(), *self.left_over()]
        answered = set(self.world.answers(self.id))
        seen.expect(answered == {q.id for q in self.taker.survey.questions}, f"answers: {sorted(answered)}")
        seen.verified = program.command("verify", str(self.id)).strip()
        seen.rows = len(self.committed())
        seen.violations = len(self.world.violations(self.id))
        seen.pictures = len(self.world.rows(Evidence, session_id=self.id))
        seen.coverage = session.coverage or 0.0
        seen.expect(session.violations_count == seen.violations, f"counted: {session.violations_count}")
        seen.expect(all(v.offset_s is not None for v in self.world.violations(self.id)), "a violation without an end")
        self._measure_video()
        self._read_log(program, "at the end")

    def _read_log(self, program: RunningProgram, when: str) -> None:
        lines = program.log.read_text(errors="replace").splitlines()
        errors = [line for line in lines if "ERROR" in line or "Traceback" in line]
        self.seen.expect(not errors, f"the log {when}: {errors[:3]}")

    def _measure_video(self) -> None:
        """The joined file against the clock: every second that the camera was seen is in it, but for the last before a kill."""
        seen, session, segments = self.seen, self.session, self.segments()
        [recording] = self.world.rows(SessionRecording, session_id=self.id)
        seen.segments, seen.joined_s = len(segments), recording.duration_s or 0.0
        assert session.started_at and session.submitted_at, "a session that was handed in"
        end_s = (session.submitted_at - session.started_at).total_seconds()
        seen.wall_s = end_s - recording.start_s
        seen.expect(abs(seen.joined_s - seen.wall_s) <= LOST_S, f"joined {seen.joined_s:.1f} s of {seen.wall_s:.1f} s")
        seen.expect(recording.state is RecordingState.PROCESSED, f"{recording.state}: {recording.failure}")
        froms = [self._live_s, *(kill.back_s for kill in seen.kills)]
        borders = [0.0, *(kill.served_s for kill in seen.kills), end_s + 1]
        untils = [*(kill.at_s for kill in seen.kills), end_s]
        for from_s, until_s, border_s, next_s in zip(froms, untils, borders, borders[1:], strict=False):
            parts = [s for s in segments if border_s <= s.start_s < next_s]
            video_s = sum(s.start_s + s.duration_s - max(s.start_s, from_s) for s in parts)
            seen.video_s.append((video_s, until_s - from_s))
            is_whole = abs(video_s - (until_s - from_s)) <= LOST_S
            seen.expect(is_whole, f"video {video_s:.1f} s of {until_s - from_s:.1f} s before {until_s:.1f} s")
        assert recording.media_key, "a joined file"
        frames = decoded(self._file(recording.media_key))
        seen.frames = sum(s.frames for s in segments)
        seen.expect(frames == seen.frames, f"joined {frames} frames of {seen.frames}")

    def _play_segments(self) -> None:
        """Each segment named plays to its end, by FFmpeg's decoder."""
        for segment in self.segments():
            assert segment.media_key, "a segment that is not joined yet"
            path = self._file(segment.media_key)
            frames = decoded(path)
            self.seen.expect(
                frames == segment.frames, f"segment {segment.number}: {frames} frames of {segment.frames} play"
            )
            self.seen.expect(plays_in_ffmpeg(path), f"segment {segment.number} does not play in ffmpeg")

    # ---- what is kept ----

    def committed(self) -> set[tuple[object, ...]]:
        """What the database says now, by what must never go or change again."""
        return set(self._rows())

    def _rows(self) -> Iterator[tuple[object, ...]]:
        rows, which = self.world.rows, {"session_id": self.id}
        for v in rows(Violation, **which):
            yield "violation", v.id, v.type, v.onset_s
            if v.offset_s is not None:
                yield "end of violation", v.id, v.offset_s
        yield from (("picture", e.id, e.violation_id, e.media_key, e.sha256) for e in rows(Evidence, **which))
        yield from (("signal", s.id, s.kind) for s in rows(Signal, **which))
        yield from (("run", r.id, r.started_at) for r in rows(FaceVerification, **which))
        yield from (("segment", s.number, s.sha256, s.link_sha256) for s in self.segments())
        yield from (("event", e.id, e.action, e.detail) for e in rows(AuditEvent))

    def broken(self) -> list[str]:
        """Rows whose file is not what they say: at no moment may there be one."""
        named = [(e.media_key, e.sha256) for e in self.world.rows(Evidence, session_id=self.id)]
        named += [(s.media_key, s.sha256) for s in self.segments() if s.media_key]
        return [f"{key} is not its row's" for key, digest in named if not self._is_kept(key, digest)]

    def left_over(self) -> list[str]:
        """Pictures that no row names: for a moment there is one, since a file comes before its row."""
        named = {e.media_key for e in self.world.rows(Evidence, session_id=self.id)}
        kept = [entry.key for entry in self.media.list(f"sessions/{self.id}")]
        pictures = {key for key in kept if key.endswith(".jpg") and "/reference-" not in key}
        return [f"{key} has no row" for key in sorted(pictures - named)]

    def segments(self) -> Sequence[RecordingSegment]:
        """As they are named, in order."""
        return sorted(self.world.rows(RecordingSegment, session_id=self.id), key=lambda segment: segment.number)

    @property
    def session(self) -> SurveySession:
        """As it is stored."""
        return self.world.session(self.id)

    def second(self, at: datetime | None = None) -> float:
        """Seconds since the session began."""
        began = self.session.started_at
        return ((at or now()) - began) / timedelta(seconds=1) if began else 0.0

    @property
    def _question(self) -> Question:
        return self.taker.survey.questions[self.number - 1]

    def _stored(self) -> object:
        return self.world.answers(self.id).get(self._question.id)

    def _is_joined(self) -> bool:
        recordings = self.world.rows(SessionRecording, session_id=self.id)
        return any(r.state in (RecordingState.PROCESSED, RecordingState.FAILED) for r in recordings)

    def _is_kept(self, key: str, digest: str) -> bool:
        return self.media.exists(key) and sha256(self.media.get(key)).hexdigest() == digest

    def _file(self, key: str) -> Path:
        path = self.folder / "looked-at.webm"
        path.write_bytes(self.media.get(key))
        return path


def decoded(video: Path) -> int:
    """How many frames FFmpeg's decoder makes of it."""
    with av.open(str(video)) as container:
        container.streams.video[0].thread_type = "NONE"  # as video_file.py
        return sum(1 for _ in container.decode(video=0))


def plays_in_ffmpeg(video: Path) -> bool:
    """Whether the program ffmpeg plays it without a word; True where there is none (`decoded` has asked its library)."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        return True
    said = subprocess.run(
        [ffmpeg, "-v", "error", "-i", video, "-f", "null", "-"], check=False, capture_output=True, text=True
    )
    return said.returncode == 0 and not said.stderr
