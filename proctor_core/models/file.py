"""What a model file is: its role, its purpose, where it may come from, and the set of them that a machine has.

Stands before everything in `checks`: `models.py` lists the files, the detectors are opened from a `ModelSet`.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.model_faults import ModelFault
from proctor_core.codes.model_report import ModelCost, ModelOrigin, ModelPurpose
from proctor_core.errors import ModelUnavailable


class ModelRole(StrEnum):
    """What a model is used for; one role may be filled by any of several files."""

    FACE_DETECTOR = "face_detector"
    FACE_LANDMARKER = "face_landmarker"
    SECOND_FACE_DETECTOR = "second_face_detector"
    PHONE_DETECTOR = "phone_detector"
    SECOND_PHONE_DETECTOR = "second_phone_detector"


class PackageRoute(StrEnum):
    """A way to a model through a package index, for networks that have nothing else."""

    WHEEL_DETECTOR = "wheel_detector"
    WHEEL_LANDMARKER = "wheel_landmarker"
    NPM_PHONE_DETECTOR = "npm_phone_detector"

    @property
    def origin(self) -> CodedMessage:
        """Where the file comes from, for people."""
        return message(ModelOrigin(self.value))


@dataclass(frozen=True, slots=True)
class OfficialAddress:
    """The address at which a model's makers publish it."""

    url: str

    @property
    def origin(self) -> CodedMessage:
        """Where the file comes from, for people."""
        return message(ModelOrigin.ADDRESS, url=self.url)


Source = OfficialAddress | PackageRoute


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One line of the manifest.

    Attributes:
        file_name: two lines of one role may share it, where one model is published as two files.
        sha256: 64 hex digits; a file with any other hash is never used.
        sources: ways to get the file, in the order in which they are tried; the folders come before all of them.
    """

    role: ModelRole
    file_name: str
    purpose: ModelPurpose
    sha256: str
    size_bytes: int
    licence: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A checked file on this machine; `source` says in words where it came from."""

    role: ModelRole
    path: Path
    file: ModelFile
    source: CodedMessage


@dataclass(frozen=True, slots=True)
class MissingModel:
    """A role that no file fills, and what the program can't do without it."""

    role: ModelRole
    cost: CodedMessage


@dataclass(frozen=True, slots=True)
class ModelSet:
    """The models of one machine; `notes` are sentences about what was tried and refused."""

    found: tuple[FoundModel, ...] = ()
    notes: tuple[CodedMessage | str, ...] = ()

    def model(self, role: ModelRole) -> FoundModel | None:
        """The model that fills the role, or None."""
        return next((model for model in self.found if model.role is role), None)

    def path(self, role: ModelRole) -> Path | None:
        """Where the role's file lies, or None."""
        model = self.model(role)
        return model.path if model else None

    def require(self, role: ModelRole) -> Path:
        """Where the role's file lies.

        Raises:
            ModelUnavailable: no file fills the role; the message says what that costs.
        """
        path = self.path(role)
        if path is None:
            raise ModelUnavailable(ModelFault.NO_MODEL, role=role.value, cost=cost_of(role))
        return path

    @property
    def missing(self) -> tuple[MissingModel, ...]:
        """Every role that no file fills, in the order of `ModelRole`."""
        return tuple(MissingModel(role, cost_of(role)) for role in ModelRole if self.model(role) is None)

    def with_model(self, model: FoundModel) -> "ModelSet":
        """The same set with one more model."""
        return replace(self, found=(*self.found, model))

    def with_notes(self, *notes: CodedMessage | str) -> "ModelSet":
        """The same set with more notes."""
        return replace(self, notes=(*self.notes, *notes))


def cost_of(role: ModelRole) -> CodedMessage:
    """What the program can't do without the role."""
    return message(ModelCost(role.value))
