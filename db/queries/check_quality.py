"""What moderators said about single violations: the rows behind the precision of each check."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, exists, func, null, or_
from sqlmodel import Session, col, select

from db.queries.chunks import chunks
from db.queries.statistics import Span, began, of_chosen, of_surveys
from db.queries.statistics_tables import shown_question
from db.tables import Evidence, IncidentVerdict, KeptPolicy, Signal, Survey, SurveySession, Violation
from proctor_core.domain.policy import PolicyName
from proctor_core.domain.violation import CLIENT, SignalKind, SnapshotKind, ViolationType


def verdicts_of_span(db: Session, span: Span) -> Sequence[IncidentVerdict]:
    """What was said of sessions with a violation that began in the span, in the order in which it was said.

    What was dismissed in bulk is left out: nobody looked, so it says nothing about a check.
    """
    alleged = of_surveys(select(Violation.session_id).where(*began(span)), span)
    verdict = IncidentVerdict
    said = select(verdict).where(col(verdict.session_id).in_(alleged), col(verdict.batch_id).is_(None))
    return db.exec(said.order_by(col(verdict.session_id), col(verdict.at), col(verdict.id))).all()


class JudgedViolation(NamedTuple):
    """A violation of a session about which something was said, with what it may be grouped by.

    `confidence`: its own, 0 to 1. `face_boxes`: of its picture at the peak, the taker's own first, in parts of the picture; None
    where nobody looked. `brightness` (0 to 255), `overexposed` (0 to 1), `frames_per_s`: of that picture, or of the one
    that a client sent; None where it was not measured. `is_dark`: the signal `too_dark` was raised meanwhile.
    `question`: the one that was shown last before it began; None where that was not asked, too.
    """

    id: UUID
    type: ViolationType
    taker_id: UUID
    platform: str
    slug: str
    profile: PolicyName
    policy_version: int
    policy_sha256: str
    confidence: float
    face_boxes: list[list[float]] | None
    brightness: float | None
    overexposed: float | None
    frames_per_s: float | None
    is_dark: bool
    question: str | None


def judged_violations(db: Session, span: Span, *, with_question: bool = False) -> Sequence[JudgedViolation]:
    """Those that began in the span; what each looks up by itself is asked for by `with_question`."""
    columns: list[Any] = [
        *(Violation.id, Violation.type, SurveySession.taker_id, Survey.platform, Survey.slug),
        *(KeptPolicy.profile, KeptPolicy.version, KeptPolicy.sha256, Violation.confidence),
        *(Evidence.face_boxes, Evidence.brightness, Evidence.overexposed, Evidence.frames_per_s, _is_dark()),
        shown_question() if with_question else null(),
    ]
    is_only_one = and_(col(Violation.source) == CLIENT, col(Evidence.kind) == SnapshotKind.START)
    is_its_peak = or_(col(Evidence.kind) == SnapshotKind.PEAK, is_only_one)
    at_its_peak = and_(col(Evidence.violation_id) == Violation.id, is_its_peak)
    found = (
        select(*columns)
        .select_from(Violation)
        .join(SurveySession, col(SurveySession.id) == Violation.session_id)
        .join(Survey, col(Survey.id) == SurveySession.survey_id)
        .join(KeptPolicy, col(KeptPolicy.sha256) == SurveySession.policy_sha256)
        .outerjoin(Evidence, at_its_peak)
        .where(*began(span), *of_chosen(span), col(Violation.session_id).in_(select(IncidentVerdict.session_id)))
    )
    return [JudgedViolation(*row) for row in db.exec(found).all()]


def kept_contents(db: Session, keys: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """What the policies of these keys say, by key."""
    found: dict[str, Mapping[str, Any]] = {}
    for some in chunks(list(keys)):
        asked = select(KeptPolicy.sha256, KeptPolicy.content).where(col(KeptPolicy.sha256).in_(some))
        found.update(db.exec(asked).all())
    return found


def _is_dark() -> Any:
    ends_s = func.coalesce(Violation.offset_s, Violation.onset_s)
    goes_on = col(Signal.offset_s).is_(None) | (col(Signal.offset_s) >= Violation.onset_s)
    is_meanwhile = and_(col(Signal.session_id) == Violation.session_id, col(Signal.onset_s) <= ends_s, goes_on)
    return exists().where(is_meanwhile, col(Signal.kind) == SignalKind.TOO_DARK)
