"""Says which models are there, from where, which are missing and what that costs: for the command line and the pages."""

from dataclasses import dataclass
from pathlib import Path

from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.model_report import ModelLabel, ReportLine
from proctor_core.models.download import size_text
from proctor_core.models.file import FoundModel, ModelRole, ModelSet, cost_of
from proctor_core.models.profile import profile_of


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One role on this machine. `cost` is what the program can't do without it, None when the role is filled."""

    role: ModelRole
    label: CodedMessage
    path: Path | None
    purpose: CodedMessage | str
    source: CodedMessage | str
    size: str
    licence: str
    sha256: str
    cost: CodedMessage | None


def model_rows(models: ModelSet) -> tuple[ModelRow, ...]:
    """One row for each role, in the order of `ModelRole`."""
    return tuple(_row(role, models.model(role)) for role in ModelRole)


def describe_models(models: ModelSet) -> tuple[CodedMessage | str, ...]:
    """All rows and notes, line by line."""
    profile = profile_of(models)
    lines = [
        message(ReportLine.PROFILE, name=profile.name, sentence=profile.sentence),
        *(message(ReportLine.INDENTED, line=loss) for loss in profile.losses),
        "",
    ]
    lines += [line for row in model_rows(models) for line in _row_lines(row)]
    if models.notes:
        lines += ["", message(ReportLine.TRIED), *(message(ReportLine.NOTE, note=note) for note in models.notes)]
    return tuple(lines)


def _row(role: ModelRole, model: FoundModel | None) -> ModelRow:
    label = message(ModelLabel(role.value))
    if model is None:
        return ModelRow(role, label, None, "", "", "", "", "", cost_of(role))
    file = model.file
    size, purpose = size_text(file.size_bytes), message(file.purpose)
    return ModelRow(role, label, model.path, purpose, model.source, size, file.licence, file.sha256, None)


def _row_lines(row: ModelRow) -> tuple[CodedMessage, ...]:
    if row.path is None:
        return (
            message(ReportLine.MISSING, label=row.label),
            message(ReportLine.INDENTED, line=row.cost or ""),
        )
    return (
        message(ReportLine.THERE, label=row.label, file=row.path.name, size=row.size, purpose=row.purpose),
        message(ReportLine.AT, path=str(row.path)),
        message(ReportLine.ORIGIN, source=row.source),
        message(ReportLine.CHECKED, sha256=row.sha256, licence=row.licence),
    )
