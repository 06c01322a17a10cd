"""The manifest of model files, and the front door to finding, fetching and describing them.

`bootstrap` and the command line come here; the detectors get their paths from the `ModelSet` that this returns.
The sources of a file are tried in order: the configured folder, the local cache, the official address, and, where only
a package index can be reached, the routes through one (docs: design.md, section 5).
"""

from pathlib import Path

from proctor_core.codes.code import message
from proctor_core.codes.model_faults import ModelFault
from proctor_core.codes.model_report import ModelPurpose
from proctor_core.models.client import Progress
from proctor_core.models.fetch import DEFAULT_TIMEOUT_S, fetch_missing
from proctor_core.models.file import (
    FoundModel,
    MissingModel,
    ModelFile,
    ModelRole,
    ModelSet,
    OfficialAddress,
    PackageRoute,
)
from proctor_core.models.report import ModelRow, describe_models, model_rows
from proctor_core.models.search import search_folders

__all__ = [
    "MANIFEST",
    "FoundModel",
    "MissingModel",
    "ModelFile",
    "ModelRole",
    "ModelRow",
    "ModelSet",
    "describe_models",
    "fetch_models",
    "find_models",
    "model_rows",
]

_MEDIAPIPE = "https://storage.googleapis.com/mediapipe-models"
# Two exports of the same weights. The figures are those of the second; Megvii's own could not be had where they were made.
_MEGVII_YOLOX = "https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0/yolox_nano.onnx"
_YOLOX_SAMPLE = "https://raw.githubusercontent.com/Kazuhito00/YOLOX-ONNX-TFLite-Sample/HEAD/model/yolox_nano.onnx"
# The raw address of the repository answers with a Git LFS pointer.
_OPENCV_ZOO = "https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models"

MANIFEST: tuple[ModelFile, ...] = (
    ModelFile(
        role=ModelRole.FACE_DETECTOR,
        file_name="blaze_face_short_range.tflite",
        purpose=ModelPurpose.FACES,
        sha256="b4578f35940bf5a1a655214a1cce5cab13eba73c1297cd78e1a04c2380b0152f",
        size_bytes=229_746,
        licence="Apache-2.0",
        sources=(
            OfficialAddress(
                f"{_MEDIAPIPE}/face_detector/blaze_face_short_range/float16/1/blaze_face_short_range.tflite"
            ),
        ),
    ),
    ModelFile(
        role=ModelRole.FACE_DETECTOR,
        file_name="face_detection_short_range.tflite",
        purpose=ModelPurpose.FACES,
        sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        size_bytes=229_714,
        licence="Apache-2.0",
        sources=(PackageRoute.WHEEL_DETECTOR,),
    ),
    ModelFile(
        role=ModelRole.FACE_LANDMARKER,
        file_name="face_landmarker.task",
        purpose=ModelPurpose.LANDMARKS,
        sha256="64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
        size_bytes=3_758_596,
        licence="Apache-2.0",
        sources=(OfficialAddress(f"{_MEDIAPIPE}/face_landmarker/face_landmarker/float16/1/face_landmarker.task"),),
    ),
    ModelFile(
        role=ModelRole.FACE_LANDMARKER,
        file_name="face_landmarker_assembled.task",
        purpose=ModelPurpose.LANDMARKS,
        sha256="cfdb128d0df8f29ce7612a7c0644feee3926293d89ba24c78c2c5207fbfaab0d",
        size_bytes=2_726_004,
        licence="Apache-2.0",
        sources=(PackageRoute.WHEEL_LANDMARKER,),
    ),
    ModelFile(
        role=ModelRole.SECOND_FACE_DETECTOR,
        file_name="face_detection_yunet_2023mar.onnx",
        purpose=ModelPurpose.SECOND_OPINION,
        sha256="8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
        size_bytes=232_589,
        licence="MIT",
        sources=(OfficialAddress(f"{_OPENCV_ZOO}/face_detection_yunet/face_detection_yunet_2023mar.onnx"),),
    ),
    ModelFile(
        role=ModelRole.PHONE_DETECTOR,
        file_name="nanodet_g.onnx",
        purpose=ModelPurpose.PHONES,
        sha256="1e94730adea2338d307729d2f79be27069d7ceb7dae019127aab88c12c0b2f9d",
        size_bytes=15_154_134,
        licence="Apache-2.0 (RangiLyu/nanodet), packed by @vladmandic/human under MIT",
        sources=(PackageRoute.NPM_PHONE_DETECTOR,),
    ),
    ModelFile(
        role=ModelRole.SECOND_PHONE_DETECTOR,
        file_name="yolox_nano.onnx",
        purpose=ModelPurpose.OTHER_PHONES,
        sha256="c789161ed43c8269fcd4e67c67eeeb4e80c622da2eb296a20bc6007bd18a0b7d",
        size_bytes=3_659_407,
        licence="Apache-2.0",
        sources=(OfficialAddress(_MEGVII_YOLOX),),
    ),
    ModelFile(
        role=ModelRole.SECOND_PHONE_DETECTOR,
        file_name="yolox_nano.onnx",
        purpose=ModelPurpose.OTHER_PHONES,
        sha256="695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14",
        size_bytes=3_660_092,
        licence="Apache-2.0",
        sources=(OfficialAddress(_YOLOX_SAMPLE),),
    ),
)


def find_models(models_dir: Path | None, cache_dir: Path, *, manifest: tuple[ModelFile, ...] = MANIFEST) -> ModelSet:
    """The checked models in the two folders; nothing is fetched, and a second call re-hashes nothing."""
    return search_folders(manifest, models_dir, cache_dir)


def fetch_models(
    models_dir: Path | None,
    cache_dir: Path,
    *,
    progress: Progress,
    offline: bool = False,
    timeout_s: float = DEFAULT_TIMEOUT_S,
    manifest: tuple[ModelFile, ...] = MANIFEST,
) -> ModelSet:
    """The models in the two folders, after obtaining into the cache what is missing.

    No source's failure stops the others, nor the program: each is a sentence in `ModelSet.notes` and in `progress`.

    Args:
        progress: is given one message at a time.
        offline: look into the folders only.
        timeout_s: how long a source may be silent before the next one is tried.
    """
    found = search_folders(manifest, models_dir, cache_dir)
    if not found.missing:
        return found
    if offline:
        return found.with_notes(message(ModelFault.OFFLINE))
    return fetch_missing(manifest, models_dir, cache_dir, progress=progress, timeout_s=timeout_s)
