"""Demo content whose looks are played instead of drawn and detected; stories, services, rules and database are the real ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from proctor_core.checks.trace import FrameTrace
from proctor_core.demo.content import DemoContent, DemoParts
from proctor_core.demo.rendered_looks import DrawnLook
from proctor_core.demo.scenes import Act, Moment
from proctor_core.demo.stories import Story
from proctor_core.domain.observation import NotMeasurable, Observation, Unmeasured
from proctor_core.media.store import MediaStore
from proctor_core.services.composition import Services, ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from proctor_core.services.surveys.session_policy import SessionRules
from tests.rules import observations as seen

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
SEES: dict[Act, Callable[[float], Observation]] = {
    Act.READS: seen.calm,
    Act.LOOKS_ASIDE: seen.turned,
    Act.LEAVES: seen.absent,
    Act.SECOND_PERSON: seen.two_faces,
    Act.PHONE: seen.phone,
    Act.COVERS_LENS: seen.covered,
}


@dataclass(slots=True)
class PlayedLooks:
    """Looks of a tiny, moving picture; what is seen in them follows from the act."""

    has_phone_model: bool = True
    fails: bool = False
    asked: int = 0

    def look_at(self, moment: Moment) -> DrawnLook:
        self.asked += 1
        if self.fails:
            raise OSError("no space left")
        observation = SEES[moment.act](0.0)
        if not self.has_phone_model:
            observation = replace(observation, phone=NotMeasurable(Unmeasured.MODEL_MISSING))
        picture = np.full((48, 64, 3), moment.tick % 256, dtype=np.uint8)
        luma = np.full((60, 80), moment.tick % 256, dtype=np.uint8)
        return DrawnLook(observation, FrameTrace(luma, None), picture)

    def close(self) -> None:
        """Nothing is held."""


def no_observer() -> object:
    raise AssertionError("played looks need no detectors")


@dataclass(slots=True)
class PlayedContent:
    """One program's demo content over a database, with its folders."""

    engine: Engine
    folder: Path
    stories: Sequence[Story]
    rules: SessionRules = field(default_factory=SessionRules)
    looks: Callable[[], PlayedLooks] = PlayedLooks
    now: datetime = NOW

    @property
    def media(self) -> MediaStore:
        return MediaStore.open(self.folder / "media")

    def services(self) -> Services:
        """The program's, by the told clock."""
        settings = ServiceSettings(key=b"k" * 40, folders=DataFolders.within(self.folder), rules=self.rules)
        return compose_services(self.engine, lambda: self.now, self.media, settings)

    def content(self) -> DemoContent:
        """As a start of the program makes it."""
        parts = DemoParts(self.services())
        return DemoContent(
            parts,
            no_observer,  # pyright: ignore[reportArgumentType]
            self.folder / "demo",
            stories=self.stories,
            new_looks=self.looks,
        )

    def filled(self) -> DemoContent:
        """Content whose background work has ended."""
        content = self.content()
        content.begin_if_new()
        assert content.wait(60.0)
        return content

    def later(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())
