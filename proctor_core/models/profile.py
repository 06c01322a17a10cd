"""Which of three profiles a machine's models make, and what is less accurate in it than in the full one.

Read by `model_report.py` and the pages. The figures are those of docs/accuracy.md, "In a closed network"; a test compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from proctor_core.models.file import ModelRole, ModelSet


class ProfileName(StrEnum):
    """The second face detector makes the difference: no package carries it."""

    FULL = "full"
    PACKAGE_INDEX = "package index"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """What one machine's models are good for; `losses` are sentences, empty in the full profile."""

    name: ProfileName
    sentence: str
    losses: tuple[str, ...]


_SENTENCES: Mapping[ProfileName, str] = MappingProxyType(
    {
        ProfileName.FULL: "every check on the models that it was measured with.",
        ProfileName.PACKAGE_INDEX: "without the second face detector (YuNet), which no package carries.",
        ProfileName.UNUSABLE: "no survey can be proctored on this machine until the face models are there.",
    }
)

WITHOUT_SECOND_DETECTOR = (
    "Multiple faces: a group in a still picture is seen as more than one face in 6 of 21 pictures instead of 21 of 21; "
    "in video all incidents are found (4 of 4), with 25 of their 29 seconds instead of 28.",
    "Looking away: one false incident in 2.1 innocent minutes instead of none; all true ones are found (2 of 2).",
    "No face and unclear face: as accurate as in the full profile on the same set (2 of 2, none false).",
)
WITHOUT_PHONES = "Phone: not checked at all."


def profile_of(models: ModelSet) -> ModelProfile:
    """The profile of the models that were found."""
    name = _name_of(models)
    losses = WITHOUT_SECOND_DETECTOR if name is ProfileName.PACKAGE_INDEX else ()
    if name is not ProfileName.UNUSABLE and models.model(ModelRole.PHONE_DETECTOR) is None:
        losses = (*losses, WITHOUT_PHONES)
    return ModelProfile(name, _SENTENCES[name], losses)


def _name_of(models: ModelSet) -> ProfileName:
    if not (models.model(ModelRole.FACE_DETECTOR) and models.model(ModelRole.FACE_LANDMARKER)):
        return ProfileName.UNUSABLE
    has_second = models.model(ModelRole.SECOND_FACE_DETECTOR) is not None
    return ProfileName.FULL if has_second else ProfileName.PACKAGE_INDEX
