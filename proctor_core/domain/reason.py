"""A reason as code and numbers: what rows keep, and what the catalogue says in a reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from proctor_core.codes.code import Code, in_english
from proctor_core.codes.seen import SignalReason, Turn, ViolationReason
from proctor_core.domain.policy import FlagRule

ReasonCode = ViolationReason | SignalReason | FlagRule
_CODES: Mapping[str, ReasonCode] = {
    code.value: code for family in (ViolationReason, SignalReason, FlagRule) for code in family
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What was measured; as a string it is its English sentence."""

    code: ReasonCode
    numbers: Mapping[str, int | float | Turn]

    def __str__(self) -> str:
        return in_english(self.code, self.numbers)


Words = Reason | str
"""A reason; a string is one that was stored before reasons had codes."""


def read_reason(written: str, code: str | None, numbers: Mapping[str, int | float | str] | None) -> Words:
    """A stored reason; `written` where there is no code, or one that this version does not know."""
    known = _CODES.get(code or "")
    if known is None or not known.placeholders <= (numbers or {}).keys():
        return written
    return Reason(known, {name: _number(value) for name, value in (numbers or {}).items()})


def code_of(reason: Words) -> str | None:
    """The word that is stored."""
    return reason.code.value if isinstance(reason, Reason) else None


def numbers_of(reason: Words) -> dict[str, int | float | str] | None:
    """The values that are stored beside it, as JSON."""
    if isinstance(reason, str):
        return None
    return {name: value.value if isinstance(value, Code) else value for name, value in reason.numbers.items()}


def _number(value: float | str) -> int | float | Turn:
    return Turn(value) if isinstance(value, str) else value
