"""What the camera would have seen in a drawn session: allegations, signals and face runs, of plausible number and length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from random import Random

from db.tables import FaceVerification, Signal, Violation
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.seen import SignalReason, Turn
from proctor_core.demo.crowd.chance import one_of
from proctor_core.demo.crowd.rows import SessionRows
from proctor_core.domain.policy import Policy
from proctor_core.domain.reason import Reason, code_of, numbers_of
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, ViolationType
from proctor_core.rules.conditions import dwell_of
from proctor_core.rules.flags import unseen_s
from proctor_core.rules.reading import Reading
from proctor_core.rules.reasons import reason_of
from proctor_core.services.auditing import AuditAction

LOOKS_A_SECOND, LOOKS_CALM = 5, 2
_LONGEST_S = 240.0
_APART_S = 2.0
_BEFORE_THE_END_S = 3.0
_HOW_MANY = (0, 1, 2, 3, 4, 6, 9)
_OF_EACH_NUMBER = (64, 17, 8, 5, 3, 2, 1)
_TYPES = tuple(ViolationType)
_OF_EACH_TYPE = {
    ViolationType.LOOKING_AWAY: 46,
    ViolationType.NO_FACE: 22,
    ViolationType.MOBILE_DETECTED: 13,
    ViolationType.LOW_CONFIDENCE: 11,
    ViolationType.MULTIPLE_FACES: 8,
}
_TYPE_WEIGHTS = [_OF_EACH_TYPE[type_] for type_ in _TYPES]
_MIDDLE_S = {
    ViolationType.LOOKING_AWAY: 4.5,
    ViolationType.NO_FACE: 7.0,
    ViolationType.MOBILE_DETECTED: 9.0,
    ViolationType.LOW_CONFIDENCE: 6.0,
    ViolationType.MULTIPLE_FACES: 5.0,
}
_SPREAD = 0.7
_KINDS = tuple(SignalKind)
_OF_EACH_KIND = {
    SignalKind.PAGE_HIDDEN: 38,
    SignalKind.NETWORK_GAP: 26,
    SignalKind.CAMERA_LOST: 10,
    SignalKind.TOO_DARK: 10,
    SignalKind.CAMERA_COVERED: 8,
    SignalKind.FROZEN: 5,
    SignalKind.STILL_PICTURE: 3,
}
_SIGNAL_CODES = {
    SignalKind.PAGE_HIDDEN: SignalReason.PAGE_IN_BACKGROUND,
    SignalKind.NETWORK_GAP: SignalReason.PAGE_AWAY,
    SignalKind.CAMERA_LOST: SignalReason.NO_PICTURE_COMES,
    SignalKind.TOO_DARK: SignalReason.DARK_PICTURE,
    SignalKind.CAMERA_COVERED: SignalReason.BLACK_PICTURE,
    SignalKind.FROZEN: SignalReason.SAME_IMAGE,
    SignalKind.STILL_PICTURE: SignalReason.NOTHING_MOVES,
}
_KIND_WEIGHTS = [_OF_EACH_KIND[kind] for kind in _KINDS]
_SIGNALLED, _POORLY_SEEN = 0.14, 0.02
_NO_RUN = frozenset({SignalKind.NETWORK_GAP, SignalKind.CAMERA_LOST})
_FACES = {ViolationType.NO_FACE: 0, ViolationType.MULTIPLE_FACES: 2}
_TURNS = tuple(Turn)


@dataclass(frozen=True, slots=True)
class Incidents:
    """All that was noted, in order of time; `coverage` is a share, 0 to 1."""

    violations: Sequence[AllegedViolation]
    signals: Sequence[RaisedSignal]
    coverage: float


@dataclass(frozen=True, slots=True)
class _Span:
    """Between two seconds of the session: what was alleged or raised then, or neither."""

    from_s: float
    to_s: float
    violation: ViolationType | None = None
    signal: SignalKind | None = None


def draw_incidents(duration_s: float, policy: Policy, chance: Random) -> Incidents:
    """What happens within a session; nothing overlaps."""
    [count] = chance.choices(_HOW_MANY, _OF_EACH_NUMBER)
    noted: list[ViolationType | SignalKind] = chance.choices(_TYPES, _TYPE_WEIGHTS, k=count) if count else []
    if chance.random() < _SIGNALLED:
        noted += chance.choices(_KINDS, _KIND_WEIGHTS)
        chance.shuffle(noted)
    placed = list(_placed(noted, duration_s, policy, chance)) if noted else []
    violations = [_violation(span, policy, chance) for span in placed if span.violation]
    signals = [_signal(span, chance) for span in placed if span.signal]
    missed = 0.25 * chance.random() if chance.random() < _POORLY_SEEN else 0.02 * chance.random()
    seen = 1.0 - missed - unseen_s(signals) / max(duration_s, 1.0)
    return Incidents(violations, signals, round(max(seen, 0.0), 4))


def add_incidents(rows: SessionRows, incidents: Incidents, duration_s: float, policy: Policy) -> None:
    """Their rows, those of the face runs between them, and the lines of the audit log."""
    for alleged in incidents.violations:
        _add_violation(rows, alleged, policy)
    for signal in incidents.signals:
        _add_signal(rows, signal)
    for span in _runs(incidents, duration_s):
        _add_run(rows, span)


# ---- drawn ----


def _placed(
    noted: Sequence[ViolationType | SignalKind], duration_s: float, policy: Policy, chance: Random
) -> Iterator[_Span]:
    """One behind the other; what does not fit in any more is left out."""
    reached_s = _APART_S
    for onset_s, what in zip(sorted(chance.random() * duration_s for _ in noted), noted, strict=True):
        is_violation = isinstance(what, ViolationType)
        shortest_s = dwell_of(what, policy).onset_s if is_violation else 1.5
        middle_s = _MIDDLE_S[what] if is_violation else 6.0
        length_s = min(max(chance.lognormvariate(log(middle_s), _SPREAD), shortest_s), _LONGEST_S)
        from_s = round(max(onset_s, reached_s), 1)
        to_s = round(from_s + length_s, 1)
        if to_s > duration_s - _BEFORE_THE_END_S:
            return
        yield _Span(from_s, to_s, violation=what) if is_violation else _Span(from_s, to_s, signal=what)
        reached_s = to_s + _APART_S


def _violation(span: _Span, policy: Policy, chance: Random) -> AllegedViolation:
    assert span.violation is not None, "a span of an allegation"
    length_s = span.to_s - span.from_s
    looks = max(3, round(length_s * LOOKS_A_SECOND))
    positive = max(2, round(looks * (0.7 + 0.3 * chance.random())))
    reading = _reading(span.violation, policy, chance)
    return AllegedViolation(
        type=span.violation,
        onset_s=span.from_s,
        offset_s=span.to_s,
        peak_s=round(span.from_s + chance.random() * length_s, 1),
        confidence=round(positive / looks * (0.65 + 0.35 * chance.random()), 3),
        looks=looks,
        positive=positive,
        measured=reading.measured,
        limit=reading.limit,
        reason=reason_of(span.violation, reading, positive, looks),
    )


def _reading(type_: ViolationType, policy: Policy, chance: Random) -> Reading:
    """What was measured at the peak: beyond the policy's limit."""
    drawn = chance.random()
    match type_:
        case ViolationType.LOOKING_AWAY:
            limit = policy.pose_off_baseline_deg
            return Reading(True, measured=round(limit + 35 * drawn, 1), limit=limit, turn=one_of(_TURNS, chance))
        case ViolationType.NO_FACE:
            return Reading(True, measured=round(0.8 * policy.min_confidence * drawn, 3), limit=policy.min_confidence)
        case ViolationType.MOBILE_DETECTED:
            limit = policy.phone_score_limit
            return Reading(True, measured=round(limit + (0.95 - limit) * drawn, 3), limit=limit)
        case ViolationType.LOW_CONFIDENCE:
            limit = policy.min_confidence
            return Reading(True, measured=round(limit * (0.5 + 0.5 * drawn), 3), limit=limit)
        case ViolationType.MULTIPLE_FACES:
            return Reading(True, measured=2.0 if drawn < 0.9 else 3.0, limit=1.0)


def _signal(span: _Span, chance: Random) -> RaisedSignal:
    assert span.signal is not None, "a span of a signal"
    return RaisedSignal(span.signal, span.from_s, span.to_s, _signal_reason(span.signal, chance))


def _signal_reason(kind: SignalKind, chance: Random) -> Reason:
    code, drawn = _SIGNAL_CODES[kind], chance.random()
    if code is SignalReason.BLACK_PICTURE:
        return Reason(code, {"contrast": round(5 * drawn, 1)})
    return Reason(code, {"brightness": round(34 * drawn, 1)} if code is SignalReason.DARK_PICTURE else {})


def _runs(incidents: Incidents, duration_s: float) -> Iterator[_Span]:
    """From the first second to the last, in turn with and without something noted."""
    noted = [_Span(v.onset_s, v.offset_s or v.onset_s, violation=v.type) for v in incidents.violations]
    noted += [_Span(s.onset_s, s.offset_s or s.onset_s, signal=s.kind) for s in incidents.signals]
    reached_s = 0.0
    for span in sorted(noted, key=lambda span: span.from_s):
        yield _Span(reached_s, span.from_s)
        if span.signal not in _NO_RUN:
            yield span
        reached_s = span.to_s
    yield _Span(reached_s, duration_s)


# ---- rows ----


def _add_violation(rows: SessionRows, alleged: AllegedViolation, policy: Policy) -> None:
    started_at = rows.session["started_at"]
    assert alleged.offset_s is not None, "drawn with its end"
    ended_at = started_at + timedelta(seconds=alleged.offset_s)
    rows.add(
        Violation,
        session_id=rows.id,
        type=alleged.type,
        onset_s=alleged.onset_s,
        offset_s=alleged.offset_s,
        peak_s=alleged.peak_s,
        started_at=started_at + timedelta(seconds=alleged.onset_s),
        ended_at=ended_at,
        confidence=alleged.confidence,
        measured=alleged.measured,
        limit=alleged.limit,
        looks=alleged.looks,
        positive=alleged.positive,
        reason=str(alleged.reason),
        reason_code=code_of(alleged.reason),
        reason_numbers=numbers_of(alleged.reason),
    )
    word, dwell = alleged.type.value, dwell_of(alleged.type, policy)
    opened = message(AuditDetail.VIOLATION_FROM, type=word, second=alleged.onset_s)
    rows.line(opened_at(rows, alleged, policy), AuditAction.VIOLATION_OPENED, detail=opened)
    closed = message(AuditDetail.VIOLATION_TO, type=word, second=alleged.offset_s)
    rows.line(ended_at + timedelta(seconds=dwell.offset_s), AuditAction.VIOLATION_CLOSED, detail=closed)


def opened_at(rows: SessionRows, alleged: AllegedViolation, policy: Policy) -> datetime:
    """When it was alleged: after its dwell."""
    return rows.session["started_at"] + timedelta(seconds=alleged.onset_s + dwell_of(alleged.type, policy).onset_s)


def _add_signal(rows: SessionRows, signal: RaisedSignal) -> None:
    started_at = rows.session["started_at"]
    rows.add(
        Signal,
        session_id=rows.id,
        kind=signal.kind,
        onset_s=signal.onset_s,
        offset_s=signal.offset_s,
        started_at=started_at + timedelta(seconds=signal.onset_s),
        ended_at=started_at + timedelta(seconds=signal.offset_s or signal.onset_s),
        reason=str(signal.reason),
        reason_code=code_of(signal.reason),
        reason_numbers=numbers_of(signal.reason),
    )


def _add_run(rows: SessionRows, span: _Span) -> None:
    chance, started_at = rows.chance, rows.session["started_at"]
    is_dark = span.signal in {SignalKind.CAMERA_COVERED, SignalKind.TOO_DARK}
    faces = None if is_dark else _FACES.get(span.violation, 1) if span.violation else 1
    away = 25.0 if span.violation is ViolationType.LOOKING_AWAY else 0.0
    rows.add(
        FaceVerification,
        session_id=rows.id,
        started_at=started_at + timedelta(seconds=span.from_s),
        ended_at=started_at + timedelta(seconds=span.to_s),
        samples=max(1, round((span.to_s - span.from_s) * LOOKS_CALM)),
        face_detected=None if faces is None else faces > 0,
        face_count=faces,
        confidence=round(0.75 + 0.24 * chance.random(), 3) if faces else None,
        gaze_direction=("left" if away else "ahead") if faces else None,
        yaw_deg=round(away + 8 * chance.random() - 4, 1) if faces else None,
        pitch_deg=round(8 * chance.random() - 4, 1) if faces else None,
        roll_deg=round(4 * chance.random() - 2, 1) if faces else None,
        mobile_detected=span.violation is ViolationType.MOBILE_DETECTED,
        violation_type=span.violation,
        signal=span.signal,
    )
