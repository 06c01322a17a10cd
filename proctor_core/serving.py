"""Serves the program: what must be so first, in the order in which it is cheapest to say no, then uvicorn on a socket of ours.

Stands between the command line and `bootstrap`.
"""

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from db.engine import open_engine
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.start_notices import ServingNotice
from proctor_core.errors import Unavailable
from proctor_core.services.accounts.sign_in_throttle import network_of
from proctor_core.settings import LOOPBACK, Settings
from proctor_core.start.certificate import Certificate, names_of_this_machine, own_certificate
from proctor_core.start.data_folder import FolderLock, require_room
from proctor_core.start.database import require_tables
from proctor_core.start.open_files import raise_open_files
from proctor_core.start.port import listening_socket
from proctor_core.start.shared_libraries import require_libraries

if TYPE_CHECKING:
    from proctor_core.application import Application

Say = Callable[[CodedMessage], None]

WORKER_ENDS_S = 5.0
LOCALLY = frozenset({*LOOPBACK, "0.0.0.0", "::"})


def serve(settings: Settings, say: Say) -> None:
    """Serve until SIGTERM or Ctrl-C.

    Raises:
        NoRoom, LibrariesMissing, AlreadyServed, PortTaken: what `start` found.
        ModelUnavailable, DatabaseAway, OtherTables, MisconfiguredError: what building the parts found.
    """
    folder = settings.data_dir.resolve()
    require_room(folder)
    require_libraries()
    FolderLock(folder).require_free()
    with listening_socket(settings.host, settings.port) as listening:
        _require_tables(settings.database_address)
        # Not before: the networks' runtimes take seconds, and what is wrong is told at once.
        import uvicorn

        from proctor_core.api.forwarded_host import ForwardedHost, TrustedProxies
        from proctor_core.bootstrap import application
        from proctor_core.start.patient_http import PatientServer, patient_http

        # Here and not in the server's start, so that a missing model is one sentence and an exit code.
        parts = application()
        parts.folder.take(address_of(settings))
        secured = _secured(settings, say)
        say(message(ServingNotice.SERVED, address=address_of(settings)))
        _say_what_is_still_to_do(settings, parts, say)
        trusted = TrustedProxies(settings.trusted_proxies)
        config = uvicorn.Config(
            "app:app",
            http=patient_http(trusted, raise_open_files(), network_of),
            access_log=False,
            log_level="warning",
            # Three seconds: an open event stream would keep the server alive after SIGTERM.
            timeout_graceful_shutdown=3,
            # uvicorn's own default believes every proxy on this machine.
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=list(settings.trusted_proxies),
            ssl_certfile=secured.certificate if secured else None,
            ssl_keyfile=secured.key if secured else None,
        )
        config.load()
        # Outermost: further in, the peer's address is the browser's already.
        config.loaded_app = ForwardedHost(cast(Any, config.loaded_app), trusted)
        # After Ctrl-C uvicorn has ended in order and raises the signal again.
        with suppress(KeyboardInterrupt):
            PatientServer(config).run(sockets=[listening])


def work(settings: Settings, say: Say) -> None:
    """Analyse uploaded recordings until SIGTERM or Ctrl-C, beside a program that serves, on its machine or on others.

    Raises:
        NoRoom, LibrariesMissing: what `start` found.
        ModelUnavailable, DatabaseAway, OtherTables, MisconfiguredError: what building the parts found.
    """
    require_room(settings.data_dir.resolve())
    require_libraries()
    _require_tables(settings.database_address)
    from proctor_core.wiring.uploaded import build_worker

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    engine, recordings = build_worker(settings)
    recordings.start()
    say(message(ServingNotice.WORKER, name=recordings.worker.name))
    ended.wait()
    recordings.stop(WORKER_ENDS_S)
    engine.dispose()


def address_of(settings: Settings) -> str:
    """What to type into a browser on this machine."""
    host = "localhost" if settings.host in LOCALLY else settings.host
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if settings.https else 'http'}://{shown}:{settings.port}"


def _require_tables(address: str) -> None:
    engine = open_engine(address)
    try:
        require_tables(engine)
    finally:
        engine.dispose()


def _secured(settings: Settings, say: Say) -> Certificate | None:
    if not settings.https:
        return None
    folder = settings.data_dir.resolve() / "https"
    own = own_certificate(folder, names_of_this_machine(settings.host), datetime.now(UTC))
    say(message(ServingNotice.FINGERPRINT, fingerprint=own.fingerprint))
    return own


def _say_what_is_still_to_do(settings: Settings, parts: "Application", say: Say) -> None:
    if not (settings.is_loopback or settings.https or settings.trusted_proxies):
        say(message(ServingNotice.PLAIN_HTTP))
    # A store that is away keeps nobody from being served; its own line of the health says so.
    with suppress(Unavailable):
        if trouble := parts.services.keeping.identity.trouble():
            say(trouble)
    if not parts.wants_demo and not parts.services.accounts.accounts.has_own_people():
        say(message(ServingNotice.NOBODY_YET))
