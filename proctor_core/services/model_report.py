"""What the models of this machine are good for: for the pages, which know no model files."""

from dataclasses import dataclass

from proctor_core.codes.code import CodedMessage
from proctor_core.models.manifest import ModelRole, ModelRow, ModelSet, model_rows
from proctor_core.models.profile import ModelProfile, ProfileName, profile_of

__all__ = ["ModelProfile", "ModelReport", "ModelRow", "report_models"]


@dataclass(frozen=True, slots=True)
class ModelReport:
    """One machine's models.

    Attributes:
        rows: one for each role, filled or not.
        notes: what was tried and did not work.
        has_phone_check: whether phones are looked for at all.
        is_less_accurate: the profile of a closed network, without the second face detector.
    """

    profile: ModelProfile
    rows: tuple[ModelRow, ...]
    notes: tuple[CodedMessage | str, ...]
    has_phone_check: bool
    is_less_accurate: bool


def report_models(models: ModelSet) -> ModelReport:
    """Say of the models that were found what pages draw."""
    profile = profile_of(models)
    return ModelReport(
        profile=profile,
        rows=model_rows(models),
        notes=tuple(models.notes),
        has_phone_check=models.path(ModelRole.PHONE_DETECTOR) is not None,
        is_less_accurate=profile.name is ProfileName.PACKAGE_INDEX,
    )
