"""The measurement as one JSON object: every figure of the card, with counts and intervals, and each miss by clip and time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from proctor_core.domain.share import share_of
from proctor_core.domain.violation import ViolationType
from proctor_core.evaluation.fitting import LeftOut, f1_of
from proctor_core.evaluation.groups import CIRCUMSTANCES, PEOPLE, by_group
from proctor_core.evaluation.intervals import bootstrap, most_of
from proctor_core.evaluation.labels import TRUTH
from proctor_core.evaluation.measurement import ClipResult, Measurement, total
from proctor_core.evaluation.pictures import PhoneScore
from proctor_core.evaluation.scoring import Score

Json = dict[str, Any]
HOUR_S = 3600.0


def report(measured: Measurement, fits: Sequence[LeftOut], versions: Mapping[str, Any]) -> Json:
    """All of it; ratios are `{"hits", "of", "share", "between"}`, times in seconds unless their name says otherwise."""
    return {
        "versions": dict(versions),
        "types": {type_.value: _type(measured.clips, type_) for type_ in TRUTH},
        "circumstances": {name: _groups(measured.clips, of) for name, of in CIRCUMSTANCES.items()},
        "groups": {name: _groups(measured.clips, of) for name, of in PEOPLE.items()},
        "pictures": [
            {"label": one.label, "question": one.question, "right": ratio(one.right, one.total), "wrong": one.wrong}
            for one in measured.pictures
        ],
        "phone_pictures": _phones(measured.phones) if measured.phones else None,
        "left_out": [_left_out(one) for one in fits],
        "cpu_ms_per_look": _cpu(measured.clips),
        "clips": [_clip(one) for one in measured.clips],
    }


def ratio(hits: int, of: int) -> Json:
    """With Wilson's interval of 95 in 100."""
    share = share_of(hits, of)
    between = (share.low, share.high) if share else None
    return {"hits": hits, "of": of, "share": share.value if share else None, "between": between}


def _type(clips: Sequence[ClipResult], type_: ViolationType) -> Json:
    one = total(clips, type_)
    hours = one.ok_s / HOUR_S
    return {
        "incidents": _incidents(one),
        "f1": f1_of(one),
        "f1_between": bootstrap(clips, lambda drawn: f1_of(total(drawn, type_))),
        "false_per_innocent_hour": {
            "false": one.false_in_ok,
            "minutes": one.ok_s / 60,
            "per_hour": one.false_in_ok / hours if hours else None,
            "at_most": most_of(one.false_in_ok) / hours if hours else None,
        },
        "seconds": {
            "precision": ratio(one.hit_s, one.hit_s + one.false_s),
            "recall": ratio(one.hit_s, one.hit_s + one.missed_s),
        },
        "half_seconds": {
            "head": ratio(one.head_halves_hit, one.head_halves),
            "eyes_only": ratio(one.eyes_halves_hit, one.eyes_halves),
        },
        "delay_s": {
            "onset_off_by": median(one.onset_delays_s) if one.onset_delays_s else None,
            "known_after": median(one.known_delays_s) if one.known_delays_s else None,
            "known_after_at_most": max(one.known_delays_s, default=None),
        },
    }


def _incidents(one: Score) -> Json:
    return {
        "precision": ratio(one.right, one.right + one.false),
        "recall": ratio(one.found, one.found + one.missed),
    }


def _groups(clips: Sequence[ClipResult], group_of: Any) -> Json:
    return {
        type_.value: [
            {
                "group": one.group,
                "clips": one.clips,
                "found": ratio(one.score.found, one.incidents),
                "false_in_ok": one.score.false_in_ok,
                "ok_minutes": one.score.ok_s / 60,
            }
            for one in by_group(clips, group_of, type_)
        ]
        for type_ in TRUTH
    }


def _phones(one: PhoneScore) -> Json:
    return {
        "precision": ratio(one.hits, one.hits + one.false),
        "recall": ratio(one.hits, one.hits + one.misses),
        "missed": one.missed,
        "said_wrongly": one.said_wrongly,
    }


def _left_out(one: LeftOut) -> Json:
    return {
        "threshold": one.threshold,
        "type": one.type.value,
        "shipped_value": one.shipped_value,
        "shipped": {**_incidents(one.shipped), "f1": f1_of(one.shipped)},
        "unseen": {**_incidents(one.unseen), "f1": f1_of(one.unseen)},
        "chosen": {str(value): count for value, count in one.chosen.items()},
    }


def _cpu(clips: Sequence[ClipResult]) -> float | None:
    """Median over the clips that were looked at now."""
    measured = [one.clip.cpu_ms_per_look for one in clips if one.clip.cpu_ms_per_look is not None]
    return median(measured) if measured else None


def _clip(one: ClipResult) -> Json:
    return {
        "clip": one.clip.name,
        "source": one.clip.shown.source,
        **asdict(one.clip.circumstances),
        "looks": len(one.clip.observations),
        "alleged": [[type_.value, start, end] for type_, start, end in one.intervals],
        "signals": [[s.kind.value, s.onset_s, s.offset_s] for s in one.signals],
        "missed": {type_.value: of.missed_at for type_, of in one.scores.items() if of.missed_at},
        "false": {type_.value: of.false_at for type_, of in one.scores.items() if of.false_at},
    }
