"""Looks for model files in the configured folder and the cache; only whole files with the right hash count."""

from pathlib import Path

from proctor_core.errors import ModelUnavailable
from proctor_core.models.file import FoundModel, ModelFile, ModelRole, ModelSet
from proctor_core.models.hashes import HashMemory

CONFIGURED = "models folder"
CACHED = "cache"


def search_folders(manifest: tuple[ModelFile, ...], models_dir: Path | None, cache_dir: Path) -> ModelSet:
    """The first right file for each role: the configured folder before the cache, then the manifest's order."""
    memory = HashMemory(cache_dir)
    folders = [(CACHED, cache_dir)] if models_dir is None else [(CONFIGURED, models_dir), (CACHED, cache_dir)]
    found = ModelSet()
    if models_dir is not None and not models_dir.is_dir():
        found = found.with_notes(f"the models folder {models_dir} does not exist")
    for role in ModelRole:
        files = [file for file in manifest if file.role is role]
        found = _search_role(found, files, folders, memory)
    memory.save()
    return found


def _search_role(
    found: ModelSet, files: list[ModelFile], folders: list[tuple[str, Path]], memory: HashMemory
) -> ModelSet:
    for origin, folder in folders:
        for file in files:
            path = folder / file.file_name
            if not path.is_file():
                continue
            try:
                check_file(file, path, memory)
            except ModelUnavailable as error:
                found = found.with_notes(str(error))
                continue
            return found.with_model(FoundModel(file.role, path, file, _where(origin, file)))
    return found


def check_file(file: ModelFile, path: Path, memory: HashMemory) -> None:
    """Compare a file with its line of the manifest.

    Raises:
        ModelUnavailable: the file can't be read, or its size or hash is another one.
    """
    try:
        size, sha256 = path.stat().st_size, ""
        if size == file.size_bytes:
            sha256 = memory.hash_of(path)
    except OSError as error:
        raise ModelUnavailable(f"{path} can't be read: {error}") from error
    if size != file.size_bytes:
        raise ModelUnavailable(f"{path} is not used: expected {file.size_bytes} bytes, found {size}")
    if sha256 != file.sha256:
        raise ModelUnavailable(f"{path} is not used: expected SHA-256 {file.sha256[:12]}..., found {sha256[:12]}...")


def _where(origin: str, file: ModelFile) -> str:
    """A cached file came by the only ways its line of the manifest knows."""
    if origin == CONFIGURED or not file.sources:
        return origin
    return f"{origin}, {' or '.join(source.sentence for source in file.sources)}"
