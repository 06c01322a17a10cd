"""Says which models are there, from where, which are missing and what that costs: for the command line and the pages."""

from dataclasses import dataclass
from pathlib import Path

from proctor_core.models.download import size_text
from proctor_core.models.file import ROLE_COSTS, FoundModel, ModelRole, ModelSet
from proctor_core.models.profile import profile_of

_ROLE_LABELS = {
    ModelRole.FACE_DETECTOR: "Face detector",
    ModelRole.FACE_LANDMARKER: "Face landmarks",
    ModelRole.SECOND_FACE_DETECTOR: "Second face detector",
    ModelRole.PHONE_DETECTOR: "Phone detector",
}


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One role on this machine. `cost` is what the program can't do without it, empty when the role is filled."""

    role: ModelRole
    label: str
    path: Path | None
    purpose: str
    source: str
    size: str
    licence: str
    sha256: str
    cost: str


def model_rows(models: ModelSet) -> tuple[ModelRow, ...]:
    """One row for each role, in the order of `ModelRole`."""
    return tuple(_row(role, models.model(role)) for role in ModelRole)


def describe_models(models: ModelSet) -> str:
    """All rows and notes as plain text."""
    profile = profile_of(models)
    lines = [f"Profile: {profile.name}, {profile.sentence}", *(f"    {loss}" for loss in profile.losses), ""]
    lines += [line for row in model_rows(models) for line in _row_lines(row)]
    if models.notes:
        lines += ["", "What was tried and did not work:", *(f"- {note}" for note in models.notes)]
    return "\n".join(lines)


def _row(role: ModelRole, model: FoundModel | None) -> ModelRow:
    label = _ROLE_LABELS[role]
    if model is None:
        return ModelRow(role, label, None, "", "", "", "", "", ROLE_COSTS[role])
    file = model.file
    size = size_text(file.size_bytes)
    return ModelRow(role, label, model.path, file.purpose, model.source, size, file.licence, file.sha256, "")


def _row_lines(row: ModelRow) -> tuple[str, ...]:
    if row.path is None:
        return (f"{row.label}: MISSING", f"    {row.cost}")
    return (
        f"{row.label}: {row.path.name}, {row.size}, {row.purpose}",
        f"    at {row.path}",
        f"    from {row.source}",
        f"    SHA-256 {row.sha256} (checked), licence {row.licence}",
    )
