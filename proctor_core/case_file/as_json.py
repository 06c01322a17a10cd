"""The JSON of a case file: what the PDF says, for programs; stored words and English reasons, whatever the reader's language."""

import json
from typing import Any

from db.tables import Signal
from proctor_core.case_file.contents import FiledCase
from proctor_core.case_file.document import said_in
from proctor_core.language.translation import ENGLISH
from proctor_core.services.keeping.case_file import CaseFileContents
from proctor_core.services.reviewing.case import HistoryEntry
from proctor_core.services.reviewing.case_incidents import (
    CaseAddition,
    CaseIncident,
    CaseMute,
    CaseVerdict,
    CaseViolation,
)

FORMAT = 1


def case_as_json(filed: FiledCase) -> bytes:
    """UTF-8, times in UTC (ISO 8601) and in seconds of the session."""
    return json.dumps(_case(filed), ensure_ascii=False, indent=1, default=_plain).encode()


def _case(filed: FiledCase) -> dict[str, Any]:
    contents, case = filed.contents, filed.contents.case
    session = case.session
    return {
        "format": FORMAT,
        "made_at": contents.made_at,
        "session": {
            "id": session.id,
            "code": filed.code,
            "status": session.status,
            "survey": {"slug": case.survey.slug, "version": case.survey.version, "title": case.survey.title},
            "started_at": session.started_at,
            "submitted_at": session.submitted_at,
            "duration_s": case.duration_s,
            "watched_by": session.watched_by,
            "coverage": session.coverage,
            "phone_check_available": session.phone_check_available,
            "policy": session.policy,
            "policy_sha256": session.policy_sha256,
            "reference_sha256": session.reference_sha256,
            "observation_log_sha256": session.observation_log_sha256,
        },
        "flag_reasons": [
            {"rule": one.rule, "measured": one.measured, "limit": one.limit, "said": str(one)}
            for one in case.flag_reasons
        ],
        "consents": [one.model_dump(exclude={"id", "session_id"}) for one in case.consents],
        "review": {"status": case.review.status, "decided_at": case.review.decided_at, "reason": case.review.notes},
        "history": [_entry(entry) for entry in filed.history],
        "appeal": _appeal(contents),
        "incidents": [_incident(incident, filed) for incident in case.incidents],
        "gaps": [{"onset_s": gap.onset_s, "offset_s": gap.offset_s} for gap in case.gaps],
        "questions": [{"number": one.number, "text": one.text, "shown_s": one.shown_s} for one in case.milestones],
        "checked": [str(contents.checked.message()), *contents.checked.broken],
        "chain": {"records": contents.tail.records, "head": contents.tail.head} if contents.tail else None,
    }


def _appeal(contents: CaseFileContents) -> dict[str, Any] | None:
    appeal, answer = contents.appeal, contents.answer
    if appeal is None:
        return None
    answered = {"outcome": answer.outcome, "words": answer.words, "at": answer.at} if answer else None
    return {"words": appeal.words, "at": appeal.at, "answer_by": appeal.answer_by, "answer": answered}


def _entry(entry: HistoryEntry) -> dict[str, Any]:
    return {"kind": entry.event.kind, "by": entry.author, "at": entry.event.at, "said": said_in(entry, ENGLISH)}


def _incident(incident: CaseIncident, filed: FiledCase) -> dict[str, Any]:
    given, added, muted = incident.verdict, incident.added, incident.muted
    verdict = _verdict(given) if given else None
    return {
        "number": incident.number,
        "onset_s": incident.onset_s,
        "offset_s": incident.offset_s,
        "stands": incident.stands,
        "verdict": verdict,
        "added": {"type": added.row.type, **_said(added)} if added else None,
        "muted": {"face_box": muted.row.face_box, **_said(muted)} if muted else None,
        "violations": [_violation(one, filed) for one in incident.violations],
        "signals": [_signal(one) for one in incident.signals],
    }


def _verdict(given: CaseVerdict) -> dict[str, Any]:
    row = given.row
    return {"kind": row.kind, "reason": row.reason, "in_bulk": row.batch_id is not None, **_said(given)}


def _said(by_a_moderator: CaseVerdict | CaseAddition | CaseMute) -> dict[str, Any]:
    return {"by": by_a_moderator.author, "at": by_a_moderator.row.at}


def _violation(one: CaseViolation, filed: FiledCase) -> dict[str, Any]:
    row = one.violation
    names = ("id", "type", "onset_s", "offset_s", "peak_s", "confidence", "measured", "limit", "source", "reason")
    return {
        **{name: getattr(row, name) for name in names},
        "stills": [_still(picture, filed) for picture in one.evidence],
    }


def _still(picture: Any, filed: FiledCase) -> dict[str, Any]:
    kept = filed.stills[picture.id]
    return {
        "moment": picture.kind,
        "taken_s": picture.taken_s,
        "file": kept.name,
        "file_sha256": kept.sha256,
        "recorded_sha256": picture.sha256,
        "is_blurred": kept.still.is_blurred,
        "is_altered": kept.still.is_altered,
    }


def _signal(row: Signal) -> dict[str, Any]:
    return {"kind": row.kind, "onset_s": row.onset_s, "offset_s": row.offset_s, "reason": row.reason}


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
