"""The accuracy card: a report as Markdown, for whoever asks how far a check is to be trusted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from proctor_core.evaluation.groups import LEAST_INCIDENTS
from proctor_core.evaluation.report import Json

_LEAD = """Measured by `python -m proctor_core evaluate` with the real checks and rules. An incident is a labelled stretch of 2 s
or more; it is found when an alleged interval covers half of it or overlaps it by IoU 0.3, and an alleged interval is false when
less than 30 % of its scored time is in the label. In brackets: counts, and the interval in which a figure lies in 95 of 100 such
samples (Wilson's for shares, by clips for F1). False ones per hour are of innocent (`ok`) time, with their upper bound."""
_LEFT_OUT_LEAD = """Each source (repository) is left out once and judged with the value that is best for all others: what a
threshold is worth on people that it was not fitted to. A clip of no stated source is a source of its own."""
_GROUPS_LEAD = (
    "Worst first. Groups are as the manifest states them; a group of fewer than "
    f"{LEAST_INCIDENTS} incidents says nothing by itself."
)


def card(report: Json) -> str:
    """All tables of a report."""
    parts = [_LEAD, *_versions(report["versions"]), *_incidents(report), *_times(report), *_pictures(report)]
    parts += [*_left_out(report), *_groups(report), *_misses(report), *_alleged(report)]
    return "\n\n".join(parts) + "\n"


def _versions(versions: Mapping[str, Any]) -> Iterator[str]:
    stated = [f"- {name}: {value}" for name, value in versions.items() if not isinstance(value, Mapping)]
    models = [f"- {role}: `{sha256[:12]}`" for role, sha256 in versions.get("models", {}).items()]
    yield "\n".join([*stated, *models])


def _incidents(report: Json) -> Iterator[str]:
    yield "### Incidents"
    rows = [
        (
            name,
            _ratio(one["incidents"]["precision"]),
            _ratio(one["incidents"]["recall"]),
            _number(one["f1"]) + _between(one["f1_between"]),
            _per_hour(one["false_per_innocent_hour"]),
            f"{_seconds(one['delay_s']['known_after'])}, at most {_seconds(one['delay_s']['known_after_at_most'])}",
        )
        for name, one in report["types"].items()
    ]
    yield _table(("type", "precision", "found", "F1", "false per innocent hour", "known after (median)"), rows)


def _times(report: Json) -> Iterator[str]:
    yield "### Seconds and half-seconds"
    rows = [
        (
            name,
            _ratio(one["seconds"]["precision"]),
            _ratio(one["seconds"]["recall"]),
            _ratio(one["half_seconds"]["head"]),
            _ratio(one["half_seconds"]["eyes_only"]),
        )
        for name, one in report["types"].items()
    ]
    yield _table(("type", "seconds, precision", "seconds, found", "half-seconds, found", "of these eyes only"), rows)


def _pictures(report: Json) -> Iterator[str]:
    if report["pictures"]:
        yield "### Pictures"
        rows = [(one["label"], one["question"], _ratio(one["right"])) for one in report["pictures"]]
        yield _table(("label", "question", "right"), rows)
    if phones := report["phone_pictures"]:
        yield f"Phone pictures at the shipped limit: precision {_ratio(phones['precision'])}, found {_ratio(phones['recall'])}."


def _left_out(report: Json) -> Iterator[str]:
    if not report["left_out"]:
        return
    yield "### On sources that a threshold was not fitted to"
    yield _LEFT_OUT_LEAD
    rows = [
        (
            one["threshold"],
            f"{one['shipped_value']:g}",
            *(_ratio(one[way][part]) for way in ("shipped", "unseen") for part in ("precision", "recall")),
            ", ".join(f"{value} ({count})" for value, count in one["chosen"].items()),
        )
        for one in report["left_out"]
    ]
    head = ("threshold", "shipped", "precision", "found", "precision, left out", "found, left out", "chosen (sources)")
    yield _table(head, rows)


def _groups(report: Json) -> Iterator[str]:
    for title, lead, part in (("By circumstance", "", "circumstances"), ("By group", _GROUPS_LEAD, "groups")):
        yield f"### {title}"
        if lead:
            yield lead
        for name, types in report[part].items():
            rows = [
                (type_, one["group"], str(one["clips"]), _ratio(one["found"]), _false(one))
                for type_, groups in types.items()
                for one in groups
                if one["found"]["of"] or one["false_in_ok"]
            ]
            yield _table(("type", name, "clips", "found", "false in innocent time"), rows)


def _misses(report: Json) -> Iterator[str]:
    yield "### Every miss"
    rows = [
        (clip["clip"], type_, kind, f"{start:.1f} to {end:.1f} s")
        for clip in report["clips"]
        for kind in ("missed", "false")
        for type_, spans in clip[kind].items()
        for start, end in spans
    ]
    yield _table(("clip", "type", "what", "when"), rows)


def _alleged(report: Json) -> Iterator[str]:
    yield "### What was alleged in each clip"
    rows = [
        (
            clip["clip"],
            ", ".join(f"{type_} {start:.1f} to {end:.1f}" for type_, start, end in clip["alleged"]) or "nothing",
            ", ".join(f"{kind} {start:.1f} to {end or 0.0:.1f}" for kind, start, end in clip["signals"]) or "none",
        )
        for clip in report["clips"]
    ]
    yield _table(("clip", "alleged (seconds)", "signals"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _ratio(one: Json) -> str:
    if not one["of"]:
        return "- (0 of 0)"
    return f"{one['share']:.2f} ({one['hits']} of {one['of']}; {_range(one['between'])})"


def _between(one: Sequence[float] | None) -> str:
    return f" ({_range(one)})" if one else ""


def _range(one: Sequence[float]) -> str:
    return f"{one[0]:.2f} to {one[1]:.2f}"


def _per_hour(one: Json) -> str:
    if one["per_hour"] is None:
        return "-"
    return f"{one['per_hour']:.1f}, at most {one['at_most']:.1f} ({one['false']} in {one['minutes']:.1f} min)"


def _false(one: Json) -> str:
    return f"{one['false_in_ok']} in {one['ok_minutes']:.1f} min"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} s"
