"""Looks for model files in the configured folder and the cache; only whole files with the right hash count."""

from functools import reduce
from pathlib import Path

from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.model_faults import ModelFault
from proctor_core.codes.model_report import ModelOrigin
from proctor_core.errors import ModelUnavailable
from proctor_core.models.file import FoundModel, ModelFile, ModelRole, ModelSet
from proctor_core.models.hashes import HashMemory


def search_folders(manifest: tuple[ModelFile, ...], models_dir: Path | None, cache_dir: Path) -> ModelSet:
    """The first right file for each role: the configured folder before the cache, then the manifest's order."""
    memory = HashMemory(cache_dir)
    folders = [(ModelOrigin.CACHE, cache_dir)]
    if models_dir is not None:
        folders.insert(0, (ModelOrigin.FOLDER, models_dir))
    found = ModelSet()
    if models_dir is not None and not models_dir.is_dir():
        found = found.with_notes(message(ModelFault.NO_FOLDER, folder=str(models_dir)))
    for role in ModelRole:
        files = [file for file in manifest if file.role is role]
        found = _search_role(found, files, folders, memory)
    memory.save()
    return found


def _search_role(
    found: ModelSet, files: list[ModelFile], folders: list[tuple[ModelOrigin, Path]], memory: HashMemory
) -> ModelSet:
    for origin, folder in folders:
        for name in dict.fromkeys(file.file_name for file in files):
            named, path = [file for file in files if file.file_name == name], folder / name
            if not path.is_file():
                continue
            file, refusals = _fitting(named, path, memory)
            if file:
                return found.with_model(FoundModel(file.role, path, file, _where(origin, file)))
            found = found.with_notes(*refusals)
    return found


def _fitting(
    files: list[ModelFile], path: Path, memory: HashMemory
) -> tuple[ModelFile | None, list[CodedMessage | str]]:
    """The line of the manifest that the file at `path` is, or why it is none of them."""
    refusals: list[CodedMessage | str] = []
    for file in files:
        try:
            check_file(file, path, memory)
        except ModelUnavailable as error:
            refusals.append(error.coded)
            continue
        return file, refusals
    return None, refusals


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
        raise ModelUnavailable(ModelFault.NOT_READ, path=str(path), error=str(error)) from error
    if size != file.size_bytes:
        raise ModelUnavailable(ModelFault.OTHER_SIZE, path=str(path), size=file.size_bytes, found=size)
    if sha256 != file.sha256:
        raise ModelUnavailable(ModelFault.OTHER_HASH, path=str(path), sha256=file.sha256[:12], found=sha256[:12])


def _where(origin: ModelOrigin, file: ModelFile) -> CodedMessage:
    """A cached file came by the only ways its line of the manifest knows."""
    if origin is ModelOrigin.FOLDER or not file.sources:
        return message(origin)
    ways = [source.origin for source in file.sources]
    return message(ModelOrigin.CACHED, source=reduce(_either, ways))


def _either(first: CodedMessage, other: CodedMessage) -> CodedMessage:
    return message(ModelOrigin.EITHER, first=first, other=other)
