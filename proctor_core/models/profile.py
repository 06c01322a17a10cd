"""Which of three profiles a machine's models make, and what is less accurate in it than in the full one.

Read by `model_report.py` and the pages.
"""

from dataclasses import dataclass

from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.model_report import ProfileLoss, ProfileName, ProfileSentence
from proctor_core.models.file import ModelRole, ModelSet


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """What one machine's models are good for; `losses` are sentences, empty where every file is there."""

    name: ProfileName
    sentence: CodedMessage
    losses: tuple[CodedMessage, ...]


WITHOUT_SECOND_DETECTOR = (ProfileLoss.MULTIPLE_FACES, ProfileLoss.LOOKING_AWAY, ProfileLoss.NO_FACE)


def profile_of(models: ModelSet) -> ModelProfile:
    """The profile of the models that were found."""
    name = _name_of(models)
    losses = WITHOUT_SECOND_DETECTOR if name is ProfileName.PACKAGE_INDEX else ()
    if name is not ProfileName.UNUSABLE:
        losses = (*losses, *_phone_losses(models))
    return ModelProfile(name, message(ProfileSentence(name.value)), tuple(message(loss) for loss in losses))


def _phone_losses(models: ModelSet) -> tuple[ProfileLoss, ...]:
    if models.model(ModelRole.PHONE_DETECTOR) is None:
        return (ProfileLoss.PHONE,)
    has_second = models.model(ModelRole.SECOND_PHONE_DETECTOR) is not None
    return () if has_second else (ProfileLoss.ONE_PHONE_DETECTOR,)


def _name_of(models: ModelSet) -> ProfileName:
    if not (models.model(ModelRole.FACE_DETECTOR) and models.model(ModelRole.FACE_LANDMARKER)):
        return ProfileName.UNUSABLE
    has_second = models.model(ModelRole.SECOND_FACE_DETECTOR) is not None
    return ProfileName.FULL if has_second else ProfileName.PACKAGE_INDEX
