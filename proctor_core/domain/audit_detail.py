"""The detail of an audit line as code and values: what rows keep beside its English sentence."""

from collections.abc import Mapping
from typing import Any

from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import Code, CodedMessage, Value
from proctor_core.domain.policy import FlagRule

_CODES: Mapping[str, Code] = {code.value: code for family in (AuditDetail, FlagRule) for code in family}


def stored_detail(detail: CodedMessage | str) -> tuple[str | None, dict[str, Any] | None]:
    """Code and values as they are stored; two None of what has no code."""
    if isinstance(detail, str) or _CODES.get(detail.code) is not detail.code:
        return None, None
    return detail.code.value, {name: _as_json(value) for name, value in detail.values.items()}


def read_detail(written: str, code: str | None, values: Mapping[str, Any] | None) -> CodedMessage | str:
    """A stored detail; `written` where there is no code, or one that this version does not know."""
    known, given = _CODES.get(code or ""), values or {}
    if known is None or not known.placeholders <= given.keys():
        return written
    return CodedMessage(known, {name: _from_json(value) for name, value in given.items()})


def _as_json(value: Value) -> Any:
    if isinstance(value, CodedMessage):
        code, values = stored_detail(value)
        return {"text": str(value), "code": code, "values": values}
    return value.english if isinstance(value, Code) else value


def _from_json(value: Any) -> Value:
    return read_detail(value["text"], value["code"], value["values"]) if isinstance(value, dict) else value
