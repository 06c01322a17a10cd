"""Detectors from the models that this machine has."""

from typing import TYPE_CHECKING

from proctor_core.models.manifest import ModelRole, ModelSet

if TYPE_CHECKING:
    from proctor_core.checks.observer import DetectorFiles, Observer


def detector_files(models: ModelSet) -> "DetectorFiles":
    """Where the detectors' models lie.

    Raises:
        ModelUnavailable: no face detector or no face landmarker.
    """
    from proctor_core.checks.observer import DetectorFiles

    return DetectorFiles(
        face_detector=models.require(ModelRole.FACE_DETECTOR),
        face_landmarker=models.require(ModelRole.FACE_LANDMARKER),
        second_face_detector=models.path(ModelRole.SECOND_FACE_DETECTOR),
        phone_detector=models.path(ModelRole.PHONE_DETECTOR),
        second_phone_detector=models.path(ModelRole.SECOND_PHONE_DETECTOR),
    )


def detector_paths(models: ModelSet) -> dict[str, str | None]:
    """Where each of `checks.observer.DetectorFiles` lies, for a process of its own."""
    roles = {
        "face_detector": ModelRole.FACE_DETECTOR,
        "face_landmarker": ModelRole.FACE_LANDMARKER,
        "second_face_detector": ModelRole.SECOND_FACE_DETECTOR,
        "phone_detector": ModelRole.PHONE_DETECTOR,
        "second_phone_detector": ModelRole.SECOND_PHONE_DETECTOR,
    }
    for name in ("face_detector", "face_landmarker"):
        models.require(roles[name])
    return {name: str(path.resolve()) if (path := models.path(role)) else None for name, role in roles.items()}


def new_observer(models: ModelSet) -> "Observer":
    """One more set of detectors; the networks' runtimes are imported here and not before, since that takes a second."""
    from proctor_core.checks.observer import Observer

    return Observer(detector_files(models))
