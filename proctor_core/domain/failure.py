"""Why a recording failed, or its analysis: codes and values beside the English text that its row has kept from the beginning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from proctor_core.codes.code import Code, CodedMessage, Value
from proctor_core.codes.recording_faults import FFmpegProblem, RecordingFault
from proctor_core.codes.storage_faults import RoomFault, StoreFault
from proctor_core.codes.video_faults import VideoFault
from proctor_core.domain.storable import readable_value
from proctor_core.errors import ProctorError

FAMILIES: tuple[type[Code], ...] = (RecordingFault, FFmpegProblem, RoomFault, StoreFault, VideoFault)
_CODES: Mapping[str, Code] = {code.value: code for family in FAMILIES for code in family}
LONGEST_VALUE = 400


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong.

    Attributes:
        text: in English, as it is stored, sent and logged.
        causes: the same as codes; none where only the text is known, as in rows from before there were codes.
    """

    text: str
    causes: tuple[CodedMessage, ...] = ()


def failure(code: Code, /, **values: Value) -> Failure:
    """A failure of one cause."""
    cause = CodedMessage(code, values)
    return Failure(str(cause), (cause,))


def failure_by(error: ProctorError, text: str | None = None) -> Failure:
    """An error as a failure; `text` stands for the error's own."""
    causes = (CodedMessage(error.code, error.values),) if isinstance(error.code, FAMILIES) else ()
    return Failure(str(error) if text is None else text, causes)


def joined(before: Failure, more: Failure) -> Failure:
    """Both; as codes only where both are known by theirs."""
    if not before.text:
        return more
    causes = (*before.causes, *more.causes) if before.causes and more.causes else ()
    return Failure(f"{before.text}; {more.text}", causes)


def codes_of(why: Failure) -> list[dict[str, Any]] | None:
    """What is stored beside the text, as JSON: `[{"code": "not_read", "values": {"said": {"code": "invalid_data"}}}]`."""
    return [_stored(cause) for cause in why.causes] or None


def read_failure(text: str, codes: Sequence[Mapping[str, Any]] | None) -> Failure:
    """A stored failure; its text alone where there are no codes, or some that this version can't say."""
    try:
        return Failure(text, tuple(_cause(one) for one in codes or ()))
    except (AttributeError, LookupError, TypeError, ValueError):
        return Failure(text)


def _stored(cause: CodedMessage) -> dict[str, Any]:
    return {"code": cause.code.value, "values": {name: _stored_value(value) for name, value in cause.values.items()}}


def _stored_value(value: Value) -> Any:
    if isinstance(value, CodedMessage):
        return _stored(value)
    return {"code": value.value} if isinstance(value, Code) else readable_value(value)


def _cause(stored: Mapping[str, Any]) -> CodedMessage:
    values = {name: _value(value) for name, value in stored["values"].items()}
    cause = CodedMessage(_CODES[stored["code"]], values)
    str(cause)  # raises where a value is missing, or of another kind than its sentence needs
    return cause


def _value(stored: Any) -> Value:
    if isinstance(stored, dict):
        within = cast("dict[str, Any]", stored)
        return _cause(within) if "values" in within else _CODES[within["code"]]
    if isinstance(stored, str):
        return stored[:LONGEST_VALUE]
    if isinstance(stored, int | float):
        return stored
    raise TypeError(f"expected a code, a text or a number, got {type(stored).__name__}")
