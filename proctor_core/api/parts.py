"""What the API is built with; `bootstrap` fills it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from proctor_core.api.cookies import CookieSigner
from proctor_core.api.rate_limits import Rates
from proctor_core.api.request_counts import ApiCounts
from proctor_core.domain.health import HealthReport
from proctor_core.monitoring.clients.client_monitoring import ClientMonitoring
from proctor_core.monitoring.composition import Monitoring
from proctor_core.services.composition import Services


@dataclass(frozen=True, slots=True)
class ApiParts:
    """What routes are given the few of that they use (`given.py`).

    Attributes:
        clients: the server's own looks at what clients send.
        steady_s: seconds that only grow, for limits; the services' clock is for what is written down.
        cors_origins: other origins whose scripts may call, with a token.
    """

    services: Services
    monitoring: Monitoring
    clients: ClientMonitoring
    health: Callable[[], HealthReport]
    cookies: CookieSigner
    version: str
    steady_s: Callable[[], float] = time.monotonic
    rates: Rates = field(default_factory=Rates)
    cors_origins: tuple[str, ...] = ()
    counts: ApiCounts = field(default_factory=ApiCounts)
