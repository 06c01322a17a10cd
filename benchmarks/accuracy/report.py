"""The measurement as Markdown tables: counts beside every ratio, clips named, no picture of anybody."""

from statistics import median

from benchmarks.accuracy.labels import TRUTH
from benchmarks.accuracy.measurement import ClipResult, Measurement
from benchmarks.accuracy.pictures import PhoneScore
from benchmarks.accuracy.scoring import Score


def report(measurement: Measurement) -> str:
    """All tables."""
    parts = [_incidents(measurement), _seconds(measurement), _pictures(measurement), _clips(measurement.clips)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _incidents(measurement: Measurement) -> str:
    head = "### Incidents\n\n| type | precision | recall | false per hour of ok | onset off by (median) | known after (median) |"
    lines = [head, "|---|---|---|---|---|---|"]
    for type_ in TRUTH:
        s = measurement.total(type_)
        said, true = s.right + s.false, s.found + s.missed
        per_hour = f"{s.false_in_ok / s.ok_s * 3600:.1f} ({s.false_in_ok} in {s.ok_s / 60:.1f} min)" if s.ok_s else "-"
        delays = f"{_median(s.onset_delays_s)} | {_median(s.known_delays_s)}"
        lines.append(f"| {type_} | {_ratio(s.right, said)} | {_ratio(s.found, true)} | {per_hour} | {delays} |")
    return "\n".join(lines)


def _seconds(measurement: Measurement) -> str:
    lines = ["### Seconds\n\n| type | precision | recall | F1 |", "|---|---|---|---|"]
    for type_ in TRUTH:
        s = measurement.total(type_)
        precision, recall = _ratio(s.hit_s, s.hit_s + s.false_s), _ratio(s.hit_s, s.hit_s + s.missed_s)
        lines.append(f"| {type_} | {precision} | {recall} | {_f1(s)} |")
    return "\n".join(lines)


def _pictures(measurement: Measurement) -> str:
    if not measurement.pictures:
        return ""
    lines = ["### Pictures\n\n| folder | question | right |", "|---|---|---|"]
    lines += [f"| {p.folder} | {p.question} | {_ratio(p.right, p.total)} |" for p in measurement.pictures]
    return "\n".join(lines) + _phones(measurement.phones)


def _phones(phones: PhoneScore | None) -> str:
    if phones is None:
        return ""
    precision = _ratio(phones.hits, phones.hits + phones.false)
    recall = _ratio(phones.hits, phones.hits + phones.misses)
    return f"\n\nPhone pictures at the shipped limit: precision {precision}, recall {recall}."


def _clips(clips: list[ClipResult]) -> str:
    lines = ["### What was alleged in each clip\n\n| clip | alleged (seconds) | signals |", "|---|---|---|"]
    for clip in clips:
        said = ", ".join(f"{type_} {start:.1f} to {end:.1f}" for type_, start, end in clip.intervals) or "nothing"
        signals = ", ".join(f"{s.kind} {s.onset_s:.1f} to {s.offset_s or 0.0:.1f}" for s in clip.signals) or "none"
        lines.append(f"| {clip.clip} | {said} | {signals} |")
    return "\n".join(lines)


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part} of {whole})" if whole else "- (0 of 0)"


def _f1(s: Score) -> str:
    whole = 2 * s.hit_s + s.false_s + s.missed_s
    return f"{2 * s.hit_s / whole:.2f}" if whole else "-"


def _median(values: tuple[float, ...]) -> str:
    return f"{median(values):.1f} s" if values else "-"
