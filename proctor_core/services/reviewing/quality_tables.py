"""How often each check was right, by what its violations have in common: survey, policy, reason, and measured facts."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from sqlmodel import Session

from db.queries.check_quality import JudgedViolation, judged_violations, kept_contents, verdicts_of_span
from db.queries.statistics import Span
from db.queries.statistics_tables import Counted
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.policy import of_everybody, sha256_of_policy
from proctor_core.rules.standing_verdicts import verdicts_by_member
from proctor_core.services.reviewing.case_incidents import as_verdict

QUALITY_COLUMNS = ("confirmed", "dismissed", "unsure")
_KINDS = (VerdictKind.CONFIRM, VerdictKind.DISMISS, VerdictKind.UNSURE)
FACE_BORDERS = (0.2, 0.35, 0.5)
"""Height of the taker's face, as a share of the picture's."""
CONFIDENCE_BORDERS = (0.5, 0.7, 0.85)
OVEREXPOSED_BORDERS = (0.01, 0.05, 0.15)
"""Share of the picture."""
BRIGHTNESS_BORDERS = (35.0, 80.0, 140.0, 200.0)
"""Mean luma of 255; 35: below it the standard policy calls a picture too dark."""
RATE_BORDERS = (5.0, 10.0, 15.0, 25.0)
"""Frames a second."""

Key = tuple[object, ...]


class QualityBy(StrEnum):
    """What verdicts are counted by, besides the check."""

    SURVEY = "survey"
    QUESTION = "question"
    POLICY = "policy"
    REASON = "reason"
    FACE_HEIGHT = "face_height"
    CONFIDENCE = "confidence"
    LIGHT = "light"
    BRIGHTNESS = "brightness"
    OVEREXPOSED = "overexposed"
    FRAME_RATE = "frames_per_s"

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings of its keys."""
        return {
            QualityBy.SURVEY: ("check", "owner", "survey"),
            QualityBy.QUESTION: ("check", "owner", "survey", "question"),
            QualityBy.POLICY: ("check", "profile", "version", "policy"),
        }.get(self, ("check", str(self)))


def quality_by(db: Session, span: Span, by: QualityBy) -> list[Counted]:
    """Verdicts that stand about violations of the span; by reason, only those that dismiss."""
    rows = verdicts_of_span(db, span)
    said, reasons = verdicts_by_member([as_verdict(row) for row in rows]), {row.id: row.reason for row in rows}
    counts: defaultdict[Key, Counter[VerdictKind]] = defaultdict(Counter)
    people: defaultdict[tuple[Key, VerdictKind], set[UUID]] = defaultdict(set)
    kinds = _KINDS if by is not QualityBy.REASON else (VerdictKind.DISMISS,)
    found = judged_violations(db, span, with_question=by is QualityBy.QUESTION)
    for one in _of_everybody(db, found) if by is QualityBy.POLICY else found:
        verdict = said.get(one.id)
        if verdict is None or verdict.kind is None or verdict.kind not in kinds:
            continue
        group = (reasons[verdict.id] or "",) if by is QualityBy.REASON else _GROUP[by](one)
        counts[one.type, *group][verdict.kind] += 1
        people[(one.type, *group), verdict.kind].add(one.taker_id)
    return [
        Counted(
            key,
            tuple(counts[key][kind] for kind in kinds),
            tuple(len(people[key, kind]) for kind in kinds),
        )
        for key in sorted(counts, key=lambda key: [_place(part) for part in key])
    ]


def _of_everybody(db: Session, found: Sequence[JudgedViolation]) -> list[JudgedViolation]:
    """Each under its policy without what is eased for one taker: a line of its own would tell of one person's session."""
    contents = kept_contents(db, {one.policy_sha256 for one in found})
    shown = {sha256: sha256_of_policy(of_everybody(content)) for sha256, content in contents.items()}
    return [one._replace(policy_sha256=shown[one.policy_sha256]) for one in found]


def share_band(share: float | None, borders: tuple[float, ...]) -> str:
    """Between which borders a share lies, in hundredths, such as `20-35`; empty: it was not measured."""
    return band(None if share is None else share * 100, tuple(border * 100 for border in borders), most=100)


def band(value: float | None, borders: tuple[float, ...], most: float | None = None) -> str:
    """Between which borders a number lies, such as `35-80`, and above the last up to `most`, or `25+`; empty: not measured."""
    if value is None:
        return ""
    low = max((border for border in borders if border <= value), default=0.0)
    high = min((border for border in borders if border > value), default=most)
    return f"{low:.0f}+" if high is None else f"{low:.0f}-{high:.0f}"


def _place(part: object) -> tuple[int, str]:
    """Bands by where they begin, all else by its letters."""
    begin = re.match(r"\d+(?=[-+])", str(part))
    return (int(begin[0]) if begin else -1), str(part)


def _face_height(one: JudgedViolation) -> float | None:
    return one.face_boxes[0][3] if one.face_boxes else None


_GROUP: Mapping[QualityBy, Callable[[JudgedViolation], Key]] = MappingProxyType(
    {
        QualityBy.SURVEY: lambda one: (one.platform, one.slug),
        QualityBy.QUESTION: lambda one: (one.platform, one.slug, one.question),
        QualityBy.POLICY: lambda one: (one.profile, one.policy_version, one.policy_sha256[:12]),
        QualityBy.FACE_HEIGHT: lambda one: (share_band(_face_height(one), FACE_BORDERS),),
        QualityBy.CONFIDENCE: lambda one: (share_band(one.confidence, CONFIDENCE_BORDERS),),
        QualityBy.BRIGHTNESS: lambda one: (band(one.brightness, BRIGHTNESS_BORDERS, most=255),),
        QualityBy.OVEREXPOSED: lambda one: (share_band(one.overexposed, OVEREXPOSED_BORDERS),),
        QualityBy.FRAME_RATE: lambda one: (band(one.frames_per_s, RATE_BORDERS),),
        QualityBy.LIGHT: lambda one: ("dark" if one.is_dark else "light",),
    }
)
