"""What a machine's models are good for is said by name, with what is less accurate."""

from pathlib import Path

import pytest

from proctor_core.codes.code import message
from proctor_core.codes.model_report import ProfileLoss, ProfileName
from proctor_core.models.file import FoundModel, ModelRole, ModelSet
from proctor_core.models.manifest import MANIFEST
from proctor_core.models.profile import WITHOUT_SECOND_DETECTOR, profile_of


def without(*roles: ModelRole) -> ModelSet:
    files = {file.role: file for file in MANIFEST if file.role not in roles}
    return ModelSet(tuple(FoundModel(role, Path("x"), f, message(f.purpose)) for role, f in files.items()))


@pytest.mark.parametrize(
    ("missing", "name", "losses"),
    [
        ((), ProfileName.FULL, ()),
        ((ModelRole.SECOND_PHONE_DETECTOR,), ProfileName.FULL, (ProfileLoss.ONE_PHONE_DETECTOR,)),
        ((ModelRole.PHONE_DETECTOR,), ProfileName.FULL, (ProfileLoss.PHONE,)),
        (
            (ModelRole.SECOND_FACE_DETECTOR, ModelRole.SECOND_PHONE_DETECTOR),
            ProfileName.PACKAGE_INDEX,
            (*WITHOUT_SECOND_DETECTOR, ProfileLoss.ONE_PHONE_DETECTOR),
        ),
        ((ModelRole.FACE_DETECTOR,), ProfileName.UNUSABLE, ()),
    ],
    ids=["all there", "one phone detector", "no phone detector", "a closed network", "no faces"],
)
def test_what_is_missing_is_said_as_what_is_less_accurate(
    missing: tuple[ModelRole, ...], name: ProfileName, losses: tuple[ProfileLoss, ...]
) -> None:
    profile = profile_of(without(*missing))
    assert profile.name is name
    assert profile.losses == tuple(message(loss) for loss in losses)
