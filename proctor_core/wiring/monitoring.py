"""The live side of the process that serves: who looks at frames and pictures, who may begin, and how all of it is."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from proctor_core.demo.camera import DemoCameras
from proctor_core.domain.health import HealthReport
from proctor_core.monitoring.admission import Admission
from proctor_core.monitoring.clients.picture_look import PictureLook
from proctor_core.monitoring.composition import Monitoring, compose_monitoring, compose_writing
from proctor_core.monitoring.health import Health
from proctor_core.monitoring.monitors.analysis_pool import AnalysisPool
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.services.composition import Services
from proctor_core.wiring import detectors
from proctor_core.wiring.clock import now
from proctor_core.wiring.ground import Ground


@dataclass(frozen=True, slots=True)
class Watching:
    """One per process: the live side with the threads and detectors that drive it."""

    monitoring: Monitoring
    pool: AnalysisPool
    looks: PictureLook
    admission: Admission
    demo_cameras: DemoCameras
    health: Callable[[], HealthReport]

    def is_idle(self) -> bool:
        """Whether nobody's session is watched here."""
        return not (self.monitoring.monitors.all() or self.monitoring.writing.heartbeats.sessions())


def wire_monitoring(ground: Ground, services: Services) -> Watching:
    """Starts nothing."""
    demo_cameras = DemoCameras(now)
    monitoring = compose_monitoring(services, compose_writing(services), stop_playing=demo_cameras.stop)
    pool = _pool(ground, monitoring.monitors)
    waiting = services.taking.waiting_times
    return Watching(
        monitoring=monitoring,
        pool=pool,
        looks=PictureLook(lambda: detectors.new_observer(ground.models)),
        admission=Admission(monitoring.monitors, pool.looks_per_second, waiting, ground.settings.admission_floor),
        demo_cameras=demo_cameras,
        health=_health(ground, services, monitoring, pool).report,
    )


def _pool(ground: Ground, monitors: MonitorRegistry) -> AnalysisPool:
    threads = ground.settings.analysis_threads or os.cpu_count() or 1
    return AnalysisPool(lambda: detectors.new_observer(ground.models), monitors.all, monitors.tick, now, threads)


def _health(ground: Ground, services: Services, monitoring: Monitoring, pool: AnalysisPool) -> Health:
    return Health(
        engine=ground.engine,
        media=ground.media,
        pool=pool,
        writer=monitoring.writing.writer,
        models=ground.models,
        heartbeats=monitoring.writing.heartbeats,
        retention=services.keeping.retention,
        recordings=services.recordings.listed.standing,
        appeals=services.reviewing.appeals.standing,
        clock=now,
        video_dir=ground.folders.observations,
    )
