"""The process that is measured: `python -m benchmarks.heartbeats.served KIND DATABASE_URL PORT FOLDER`, on one core."""

import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from benchmarks.heartbeats.plain import plain_api
from db.engine import open_engine
from proctor_core.api.rate_limits import Rates
from proctor_core.api.server import create_api
from proctor_core.bootstrap import build
from proctor_core.settings import Settings

NO_LIMIT = Rates(10**9, 10**9, 10**9)


def main() -> None:
    """Serve until killed."""
    kind, url, port, folder = sys.argv[1:5]
    os.sched_setaffinity(0, {0})
    logging.disable(logging.WARNING)
    if kind == "plain":
        app: Any = plain_api(open_engine(url))
    else:
        application = build(
            Settings(database_url=url, data_dir=Path(folder), api_rate_per_token=10**9, heartbeat_interval=60)
        )
        object.__setattr__(application.api_parts, "rates", NO_LIMIT)
        application.monitoring.writing.heartbeats.writer.start()
        app = Starlette(routes=[Mount("/api", create_api(application.api_parts))])
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="critical", access_log=False)


if __name__ == "__main__":
    print(datetime.now(UTC), flush=True)
    main()
