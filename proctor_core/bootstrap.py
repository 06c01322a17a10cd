"""The one place where the rooms of `wiring` come together: settings in, one Application per process out."""

import threading

from proctor_core import __version__
from proctor_core.api.cookies import CookieSigner
from proctor_core.api.parts import ApiParts
from proctor_core.api.rate_limits import Rates
from proctor_core.application import Application
from proctor_core.demo.content import DemoContent, DemoParts
from proctor_core.monitoring.composition import compose_clients
from proctor_core.rejudging.policy_lab import PolicyLab
from proctor_core.rejudging.trials import PolicyTrials
from proctor_core.services.composition import Services, compose_services
from proctor_core.settings import Settings, settings_in_force
from proctor_core.start.data_folder import FolderLock
from proctor_core.wiring.background import background_tasks
from proctor_core.wiring.clock import go_on_from, now
from proctor_core.wiring.detectors import new_observer
from proctor_core.wiring.ground import Ground, lay_ground, service_settings
from proctor_core.wiring.monitoring import Watching, wire_monitoring
from proctor_core.wiring.page_services import AroundPages, PageServices, SettingRow, page_services
from proctor_core.wiring.uploaded import recording_tasks

_lock = threading.Lock()
_application: list[Application] = []


def application() -> Application:
    """This process's Application, built at the first call: `app.py` and the page script both run more than once."""
    with _lock:
        if not _application:
            _application.append(build(Settings.load()))
        return _application[0]


def build(settings: Settings) -> Application:
    """Wire the parts by the settings; starts nothing and reads no table.

    Raises:
        ModelUnavailable: the face models are missing.
        Unavailable: the media store can't be opened.
    """
    ground = lay_ground(settings)
    recordings = recording_tasks(ground, works_here=settings.analyses_here)
    services = compose_services(ground.engine, now, ground.media, service_settings(ground, recordings.announce))
    watching = wire_monitoring(ground, services)
    # Before the demo: its video is joined by one of them.
    tasks = background_tasks(ground, services, watching)
    demo, cookies = _demo(ground, services, watching), _cookies(ground)
    trials = PolicyTrials(ground.engine, settings.media_address)
    return Application(
        folder=FolderLock(ground.data_dir),
        go_on_from=go_on_from,
        services=services,
        watching=watching,
        tasks=tasks,
        recordings=recordings,
        demo=demo,
        trials=trials,
        pages=_pages(ground, services, watching, demo, cookies, PolicyLab(trials, now)),
        api_parts=_api(ground, services, watching, cookies),
        wants_demo=ground.allows_demo,
    )


def _cookies(ground: Ground) -> CookieSigner:
    settings = ground.settings
    return CookieSigner(
        ground.key,
        is_secure=settings.secure_cookies,
        max_age_s=int(settings.sign_in_hours * 3600),
        clock=lambda: now().timestamp(),
    )


def _demo(ground: Ground, services: Services, watching: Watching) -> DemoContent:
    models = ground.models
    files = " ".join(model.file.sha256 for model in models.found)
    monitoring = watching.monitoring
    parts = DemoParts(services, files, monitoring.letting_go.let_go, monitoring.monitors.video_is_over)
    return DemoContent(parts, lambda: new_observer(models), ground.data_dir / "demo")


def _pages(
    ground: Ground,
    services: Services,
    watching: Watching,
    demo: DemoContent,
    cookies: CookieSigner,
    lab: PolicyLab,
) -> PageServices:
    around = AroundPages(
        cookies=cookies,
        models=ground.models,
        admission=watching.admission,
        health=watching.health,
        demo=demo,
        demo_cameras=watching.demo_cameras,
        offers_demo_camera=ground.allows_demo,
        lab=lab,
        ice_servers=ground.settings.ice_servers,
        settings_in_force=tuple(SettingRow(*row) for row in settings_in_force(ground.settings)),
    )
    return page_services(services, watching.monitoring, around)


def _api(ground: Ground, services: Services, watching: Watching, cookies: CookieSigner) -> ApiParts:
    settings = ground.settings
    return ApiParts(
        services=services,
        monitoring=watching.monitoring,
        clients=compose_clients(services, watching.looks),
        health=watching.health,
        cookies=cookies,
        version=__version__,
        rates=Rates(settings.api_rate_per_token, settings.api_rate_per_address),
        cors_origins=settings.cors_origins,
    )
