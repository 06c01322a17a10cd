"""The verb that looks at files instead of sessions."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from proctor_core.cli.operators_language import say
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.settings import Settings


def analyze(
    files: Annotated[list[Path], typer.Argument(help="Recordings or pictures.")],
    out: Annotated[Path | None, typer.Option(help="Folder for what is found in a recording.")] = None,
    baseline_s: Annotated[float, typer.Option(min=0, help="First seconds that teach the resting pose.")] = 5.0,
) -> None:
    """Analyse recordings and pictures by the same checks and rules as a live session."""
    from proctor_core.analyze import Analysis
    from proctor_core.models.manifest import find_models
    from proctor_core.wiring.detectors import new_observer

    with plain_errors():
        settings = Settings.load()
        observer = new_observer(find_models(settings.models_dir, settings.models_cache))
        analysis = Analysis(observer, settings.base_policy, partial(say, err=True))
        for file in files:
            # Several recordings in one call go into a folder each, named by the file.
            analysis.file(file, out / file.stem if out and len(files) > 1 else out, baseline_s)
