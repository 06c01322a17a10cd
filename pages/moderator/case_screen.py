"""A case on one screen: the component that plays, judges and decides, and what it is given.

Its verdicts and decisions go to the API by themselves (docs/decisions/0056). The script runs again only when a decision was
stored, when the case turned out to be another one than was drawn, and now and then while somebody works on it, so that it stays
theirs.
"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Any, Literal, cast

import streamlit as st

from db.tables import Evidence, Signal, Survey, User
from pages import texts, texts_review
from pages import texts_decisions as decisions
from pages import texts_recordings as words
from pages.components import spoken
from pages.components.addresses import reliability_address
from pages.components.asked_runs import count_run, runs_asked_for
from pages.components.colours import TYPE_COLOUR
from pages.components.plain_component import plain_component
from pages.components.reason_words import reason_words
from pages.components.services import services
from pages.components.signed_in import token_of_browser
from pages.components.verdict_words import given_by, is_own_look, reason_word, verdict_words
from pages.moderator.case_video import is_playable, said_about_video
from pages.moderator.judging import is_to_decide
from pages.moderator.shown_incident import asked_for
from pages.reader import reader
from pages.texts_spoken import listed
from proctor_core.codes.verdicts import VerdictReason
from proctor_core.domain.policy import Policy
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import IncidentType, SnapshotKind, ViolationType
from proctor_core.services.reviewing.case import Case, Mark, Milestone
from proctor_core.services.reviewing.case_incidents import (
    CaseAddition,
    CaseIncident,
    CaseMute,
    CaseVerdict,
    CaseViolation,
)

KEY = "case_screen"
Act = Callable[[], None]


def case_screen(actor: User, case: Case, *, on_decided: Act, on_returned: Act) -> None:
    """Draw it; before the next run, `on_decided` is called once a decision was stored, `on_returned` once it was taken back."""
    plain_component("case_screen")(
        key=KEY,
        data=case_data(actor, case),
        height="content",
        on_decided_change=on_decided,
        on_returned_change=on_returned,
        on_changed_change=count_run(KEY),
    )


def said_by_screen(what: Literal["decided", "returned"]) -> dict[str, Any]:
    """What the component said just now: the session and the decision that it is about."""
    return cast(dict[str, Any], st.session_state[KEY][what])


def case_data(actor: User, case: Case) -> dict[str, Any]:
    """Everything that `assets/case_data.d.ts` lists."""
    can_play, session_id = is_playable(actor, case), case.session.id
    return {
        "language": reader().format_tag,
        "run": runs_asked_for(KEY),
        "actor": str(actor.id),
        "name": actor.display_name,
        "session": str(session_id),
        "code": session_code(session_id),
        "review": str(case.review.id),
        "revision": case.review.revision,
        "csrf": services().cookies.csrf_token(token_of_browser() or ""),
        "length": case.duration_s,
        "canJudge": is_to_decide(actor, case),
        "kinds": [{"id": kind.value} for kind in _kinds(case)],
        "incidents": [_incident(actor, case, incident) for incident in case.incidents],
        "gaps": [{"onset": gap.onset_s, "offset": gap.offset_s} for gap in case.gaps],
        "questions": [_question(milestone) for milestone in case.milestones],
        "marks": [_mark(mark) for mark in case.marks],
        "video": _video(case) if can_play else None,
        "videoSays": "" if can_play else said_about_video(case),
        "reference": f"/api/media/reference/{session_id}" if case.session.face_reference_image else "",
        "traces": f"/api/moderator/users/session/{session_id}/traces" if case.session.observation_log else "",
        "focus": asked_for(case),
        "ownHeld": _held(case),
        "limits": _limits(case.policy),
        **_words(),
        "presets": _ready_reasons(case.survey),
    }


def _question(shown: Milestone) -> dict[str, Any]:
    allowed = listed([texts_review.ALLOWED[allowance] for allowance in sorted(shown.allows)])
    text = texts_review.QUESTION_ALLOWS.format(question=shown.text, allowed=allowed) if allowed else shown.text
    return {"number": shown.number, "text": text, "at": shown.shown_s}


def _ready_reasons(survey: Survey) -> dict[str, Sequence[dict[str, str]]]:
    """The survey's own, or the program's."""
    own = {DecisionKind.REJECT: survey.rejection_reasons, DecisionKind.ESCALATE: survey.escalation_reasons}
    return {
        kind.value: _presets(dict(_numbered(own[kind])) or texts_review.PRESETS[kind]) for kind in texts_review.PRESETS
    }


def _numbered(text: str) -> list[tuple[str, str]]:
    """Each line with its number as its id."""
    return [(str(number), line) for number, line in enumerate(text.splitlines(), start=1)]


def _limits(policy: Policy) -> dict[str, float]:
    return {
        "yaw": policy.pose_off_baseline_deg,
        "gaze": policy.gaze_off_baseline_deg,
        "eye": policy.gaze_deg_per_eye_width,
        "phone": policy.phone_score_limit,
    }


def _held(case: Case) -> dict[str, Any] | None:
    """A decision of one's own that can still be taken back, after a reload too; never over before its time."""
    held = case.held_decision
    return {"kind": {"id": held.kind.value}, "seconds": ceil(held.seconds_left * 10) / 10} if held else None


def _kinds(case: Case) -> list[DecisionKind]:
    return [kind for kind in DecisionKind if not (kind is DecisionKind.ESCALATE and case.escalated_by)]


def _mark(mark: Mark) -> dict[str, Any]:
    form = texts_review.MARKED_WITH if mark.words else texts_review.MARKED
    return {"at": mark.at_s, "sentence": form.format(name=mark.author or texts.GONE_PERSON, words=mark.words)}


def _video(case: Case) -> dict[str, Any]:
    assert case.recording is not None, "expected a video: see is_playable"
    recording = case.recording
    return {
        "src": f"/api/media/recording/{recording.session_id}",
        "start": recording.start_s,
        "length": recording.duration_s or 0.0,
    }


def _incident(actor: User, case: Case, incident: CaseIncident) -> dict[str, Any]:
    alleged = [one.violation for one in incident.violations]
    return {
        "number": incident.number,
        "onset": incident.onset_s,
        "offset": incident.offset_s,
        "span": spoken.span(incident.onset_s, incident.offset_s),
        "violations": [str(one.violation.id) for one in incident.violations],
        "signals": [str(signal.id) for signal in incident.signals],
        "alleged": [_allegation(case, one) for one in incident.violations] + _added_fact(incident),
        "states": [_state(case, signal) for signal in incident.signals],
        "pictures": [_picture(one.violation.type, p) for one in incident.violations for p in one.evidence],
        "verdict": _verdict(actor, incident.verdict) if incident.verdict else None,
        "added": _appended(actor, incident.added) if incident.added else None,
        "muted": _appended(actor, incident.muted) if incident.muted else None,
        "mutable": next((str(row.id) for row in alleged if row.type is ViolationType.MULTIPLE_FACES), None),
    }


def _added_fact(incident: CaseIncident) -> list[dict[str, Any]]:
    """An added incident as one of its allegations, which is a person's."""
    kind = incident.shown_type
    if incident.added is None or kind is None:
        return []
    length = spoken.duration(incident.offset_s - incident.onset_s)
    return [
        {
            "label": texts.TYPE_LABEL[kind],
            "colour": TYPE_COLOUR[kind],
            "onset": incident.onset_s,
            "offset": incident.offset_s,
            "span": f"{spoken.span(incident.onset_s, incident.offset_s)}, {length}",
            "why": texts_review.SCREEN["added"].format(name=incident.added.author or texts.GONE_PERSON),
        }
    ]


def _appended(actor: User, appended: CaseAddition | CaseMute) -> dict[str, Any]:
    row = appended.row
    return {"id": str(row.id), "by": appended.author or "", "isOwn": row.moderator_id == actor.id}


def _allegation(case: Case, one: CaseViolation) -> dict[str, Any]:
    row = one.violation
    end_s = case.duration_s if row.offset_s is None else row.offset_s
    length = texts.VIOLATION_OPEN if row.offset_s is None else spoken.duration(end_s - row.onset_s)
    return {
        "label": texts.TYPE_LABEL[row.type],
        "colour": TYPE_COLOUR[row.type],
        "onset": row.onset_s,
        "offset": end_s,
        "span": f"{spoken.span(row.onset_s, end_s)}, {length}",
        "why": _why(one),
        "reliability": reliability_address(row.type),
    }


def _why(one: CaseViolation) -> str:
    row = one.violation
    facts = texts.VIOLATION_FACTS.format(confidence=row.confidence)
    source = f"; {words.SOURCE[row.source]}" if row.source in words.SOURCE else ""
    refused = f" {words.PICTURE_REFUSED[row.snapshot_refused]}." if row.snapshot_refused else ""
    return f"{reason_words(row)}; {facts}{source}.{refused}"


def _state(case: Case, signal: Signal) -> dict[str, Any]:
    end_s = case.duration_s if signal.offset_s is None else signal.offset_s
    return {
        "label": texts.SIGNAL_LABEL[signal.kind],
        "onset": signal.onset_s,
        "offset": end_s,
        "span": spoken.span(signal.onset_s, end_s),
        "why": texts_review.SIGNAL_FACT.format(reason=reason_words(signal)),
    }


def _picture(kind: ViolationType, picture: Evidence) -> dict[str, Any]:
    time, moment = spoken.clock(picture.taken_s), texts.SNAPSHOT_LABEL[picture.kind]
    return {
        "src": f"/api/media/evidence/{picture.id}",
        "at": picture.taken_s,
        "time": time,
        "moment": moment,
        "isPeak": picture.kind is SnapshotKind.PEAK,
        "colour": TYPE_COLOUR[kind],
        "missing": texts.PICTURE_MISSING_HASH.format(sha256=picture.sha256),
        "sentence": texts.PICTURE.format(label=texts.TYPE_LABEL[kind], moment=moment, time=time),
    }


def _verdict(actor: User, verdict: CaseVerdict) -> dict[str, Any]:
    row = verdict.row
    return {
        "id": str(row.id),
        "kind": row.kind,
        "reason": row.reason,
        "by": given_by(verdict),
        "isOwn": is_own_look(verdict, actor),
    }


def _words() -> dict[str, Any]:
    return {
        "verdicts": verdict_words(),
        "reasons": [{"id": reason.value, "text": reason_word(reason)} for reason in VerdictReason],
        "decisions": {kind.value: _decision_words(kind) for kind in DecisionKind},
        "types": _presets({kind.value: texts.TYPE_LABEL[kind] for kind in IncidentType}),
        "said": dict(texts_review.SCREEN),
        "held": reader().plural_forms(texts_review.HELD),
        "keys": _presets(texts_review.KEYS),
    }


def _decision_words(kind: DecisionKind) -> dict[str, str]:
    return {
        "button": texts.DECIDE[kind][0],
        "help": texts.DECIDE_HELP[kind],
        "done": decisions.HELD[kind][0],
    }


def _presets(of: Mapping[str, str]) -> Sequence[dict[str, str]]:
    return [{"id": name, "text": text} for name, text in of.items()]
