"""What a chained row is called in a sentence: by what stands in it, or by when it was recorded where it is gone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

Row = Mapping[Any, Any]


def _at(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S} UTC" if isinstance(value, datetime) else str(value)


_BY_ROW: Mapping[str, Callable[[Row], str]] = MappingProxyType(
    {
        "survey_session": lambda _: "the session's own row (taker, survey, policy, counts, flag, outcome, times)",
        "answer": lambda row: f"the answer to {row['question_id']}",
        "consent": lambda row: f"the consent to {row['purpose']} of {_at(row['given_at'])}",
        "face_verification": lambda row: f"the verification of the first face of {_at(row['started_at'])}",
        "violation": lambda row: f"the violation {row['type']} at {row['onset_s']:.1f} s",
        "evidence": lambda row: f"the picture at {row['taken_s']:.1f} s",
        "signal": lambda row: f"the signal {row['kind']} at {row['onset_s']:.1f} s",
        "session_recording": lambda row: f"the {row['source']} video",
        "recording_segment": lambda row: f"segment {row['number']}",
        "recording_analysis": lambda _: "what the analysis of an uploaded video found",
        "proctor_review": lambda row: f"the review (its decision, moderator, reasons; now {row['status']})",
        "review_event": lambda row: f"the entry {row['kind']} of {_at(row['at'])} in the review's history",
        "incident_verdict": lambda row: f"the verdict of {_at(row['at'])} about {row['onset_s']:.1f} s",
        "added_incident": lambda row: f"the incident {row['type']} that was added at {row['onset_s']:.1f} s",
        "face_mute": lambda row: f"the muted face of {_at(row['at'])}",
        "appeal": lambda row: f"the appeal of {_at(row['at'])}",
        "appeal_answer": lambda row: f"the answer of {_at(row['at'])} to the appeal",
        "legal_hold": lambda row: f"the {'end of a legal hold' if row['lifts'] else 'legal hold'} of {_at(row['at'])}",
        "session_message": lambda row: f"the message of {_at(row['at'])}",
        "audit_event": lambda row: f"the audit line {row['action']} of {_at(row['at'])}",
        "survey": lambda row: f"the survey {row['slug']}, version {row['version']}",
    }
)
_GONE: Mapping[str, str] = MappingProxyType(
    {
        "survey_session": "the session's own row",
        "answer": "an answer",
        "consent": "a consent",
        "face_verification": "a verification of the first face",
        "violation": "a violation",
        "evidence": "a picture",
        "signal": "a signal",
        "session_recording": "a recording",
        "recording_segment": "a segment",
        "recording_analysis": "an analysis of an uploaded video",
        "proctor_review": "the review",
        "review_event": "an entry of the review's history",
        "incident_verdict": "a verdict",
        "added_incident": "an added incident",
        "face_mute": "a muted face",
        "appeal": "an appeal",
        "appeal_answer": "the answer to an appeal",
        "legal_hold": "a legal hold",
        "session_message": "a message",
        "audit_event": "an audit line",
        "survey": "a version of a survey",
    }
)


def name_of(kind: str, row: Row) -> str:
    """Of a row that is there; what stands in it may have been altered, and be of any kind."""
    try:
        return _BY_ROW[kind](row)
    except (KeyError, TypeError, ValueError):
        return f"{_GONE.get(kind, kind)} {row.get('id')}"


def name_of_gone(kind: str, recorded_at: datetime) -> str:
    """Of a row that is not there, or can't be read."""
    return f"{_GONE.get(kind, kind)} recorded last at {_at(recorded_at)}"
