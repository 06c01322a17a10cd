"""Verbs that bring what the program needs: model files, shared libraries, the database's tables."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import typer

from proctor_core.cli.operators_language import say
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.codes.code import CodedMessage
from proctor_core.settings import Settings
from proctor_core.start.data_folder import FolderLock, require_room


def models() -> None:
    """Print which model files are there, from where, what is missing and what that costs."""
    from proctor_core.models.manifest import describe_models, find_models

    with plain_errors():
        settings = Settings.load()
        _print_report(describe_models(find_models(settings.models_dir, settings.models_cache)))


def fetch_models(
    offline: Annotated[bool, typer.Option(help="Look into the folders only, download nothing.")] = False,
    again: Annotated[bool, typer.Option(help="Also try what could not be had within the last day.")] = False,
) -> None:
    """Get the model files that are missing, from the first source that has them."""
    from proctor_core.models.manifest import describe_models, find_models
    from proctor_core.models.manifest import fetch_models as fetch
    from proctor_core.models.patience import note_what_is_missing, was_tried_lately

    with plain_errors():
        settings = Settings.load()
        require_room(settings.data_dir.resolve())
        found = find_models(settings.models_dir, settings.models_cache)
        if found.missing and (again or not was_tried_lately(found, settings.models_cache, datetime.now(UTC))):
            found = fetch(settings.models_dir, settings.models_cache, progress=say, offline=offline)
            note_what_is_missing(found, settings.models_cache)
        _print_report(describe_models(found))


def migrate() -> None:
    """Bring the database to the tables that this program knows."""
    from proctor_core.start.database import prepare_database

    with plain_errors():
        settings = Settings.load()
        folder = settings.data_dir.resolve()
        require_room(folder)
        FolderLock(folder).require_free()
        say(prepare_database(settings.database_address))


def libraries() -> None:
    """Get the shared libraries that cv2 and mediapipe need and this machine lacks; without root, into .cache/."""
    from proctor_core.start.shared_libraries import get_libraries

    with plain_errors():
        get_libraries(say)


def _print_report(lines: Iterable[CodedMessage | str]) -> None:
    for line in lines:
        say(line)
