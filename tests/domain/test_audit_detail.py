"""A detail of the audit log comes back from its row as the code and the values that it was stored with."""

import json

import pytest

from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.webhook_refusals import WebhookRefusal
from proctor_core.domain.audit_detail import read_detail, stored_detail
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.retention import SweepReport

SWEEP = SweepReport(1, 2, 3, 4, 5, 6, 7, is_overwritten=True, failed=8, unknown=9)


@pytest.mark.parametrize(
    "detail",
    [message(AuditDetail.CLOSED), message(AuditDetail.VIOLATION_FROM, type="no_face", second=4.25), SWEEP.message()],
)
def test_what_was_stored_is_read_again(detail: CodedMessage) -> None:
    code, values = stored_detail(detail)
    assert read_detail(str(detail), code, json.loads(json.dumps(values))) == detail


def test_a_detail_within_a_detail_keeps_its_code() -> None:
    code, values = stored_detail(SWEEP.message())
    assert code == AuditDetail.SWEPT_UNKNOWN
    assert values is not None and values["swept"]["code"] == AuditDetail.SWEPT_FAILED


@pytest.mark.parametrize(
    ("code", "values"), [(None, None), ("of a newer version", {"x": 1}), (AuditDetail.TRY.value, None)]
)
def test_what_has_no_code_that_is_known_stays_as_it_was_written(
    code: str | None, values: dict[str, int] | None
) -> None:
    assert read_detail("try 3", code, values) == "try 3"


def test_text_and_other_families_are_stored_as_text_alone() -> None:
    assert stored_detail("a name") == stored_detail(message(WebhookRefusal.ENDED)) == (None, None)


def test_no_word_stands_for_two_details() -> None:
    words = [code.value for family in (AuditDetail, FlagRule) for code in family]
    assert len(words) == len(set(words)) and max(map(len, words)) <= 40
