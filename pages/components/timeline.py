"""A session on one line of time: violations in their colours, signals hatched, gaps dashed, questions as thin ticks."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages import texts
from pages.components import spoken
from pages.components.colours import GAP_BORDER, GAP_FILL, MILESTONE, SELECTED, SIGNAL, TYPE_COLOUR
from pages.components.reason_words import reason_words
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.case import Case, CaseIncident, CaseViolation

TICK_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MOST_TICKS = 10
BAR_WIDTH = 0.62
LANE_PX = 28
AXIS_PX = 34


def timeline_figure(case: Case, selected: CaseIncident | None) -> go.Figure:
    """The figure; each bar of an incident carries its number as the first value of `customdata`."""
    lanes = _lanes(case)
    figure = go.Figure()
    _add_gaps(figure, case)
    _add_violations(figure, case)
    _add_signals(figure, case)
    _add_milestones(figure, case)
    if selected is not None:
        figure.add_vrect(x0=selected.onset_s, x1=selected.offset_s, fillcolor=SELECTED, line_width=0, layer="below")
    _lay_out(figure, lanes, case.duration_s)
    return figure


def timeline_px(case: Case) -> int:
    """The height of the figure of this case."""
    return _height_px(_lanes(case))


def _height_px(lanes: Sequence[str]) -> int:
    return LANE_PX * len(lanes) + AXIS_PX


def _lanes(case: Case) -> list[str]:
    """From top to bottom: questions, each type that was alleged, signals."""
    alleged = {v.violation.type for v in case.violations}
    types = [texts.TYPE_LABEL[kind] for kind in ViolationType if kind in alleged]
    return [texts.TIMELINE_QUESTIONS, *types, texts.TIMELINE_SIGNALS]


def _add_violations(figure: go.Figure, case: Case) -> None:
    for kind in ViolationType:
        placed = [(i.number, v) for i in case.incidents for v in i.violations if v.violation.type is kind]
        if not placed:
            continue
        lengths = [_length(v, case.duration_s) for _, v in placed]
        figure.add_bar(
            orientation="h",
            base=[v.violation.onset_s for _, v in placed],
            x=lengths,
            y=[texts.TYPE_LABEL[kind]] * len(placed),
            width=BAR_WIDTH,
            # A line of its own colour keeps short ones wide enough to hit.
            marker={"color": TYPE_COLOUR[kind], "line": {"color": TYPE_COLOUR[kind], "width": 3}},
            customdata=[
                [number, *_violation_facts(v, length)] for (number, v), length in zip(placed, lengths, strict=True)
            ],
            hovertemplate="%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
            unselected={"marker": {"opacity": 1}},
        )


def _length(violation: CaseViolation, duration_s: float) -> float:
    row = violation.violation
    return max(0.0, (duration_s if row.offset_s is None else row.offset_s) - row.onset_s)


def _violation_facts(violation: CaseViolation, length_s: float) -> tuple[str, str]:
    row = violation.violation
    label = texts.TYPE_LABEL[row.type]
    return (
        f"<b>{label}</b> {spoken.span(row.onset_s, row.onset_s + length_s)}, {spoken.duration(length_s)}",
        reason_words(row),
    )


def _add_signals(figure: go.Figure, case: Case) -> None:
    placed = [(i.number, s) for i in case.incidents for s in i.signals]
    ends = [case.duration_s if s.offset_s is None else s.offset_s for _, s in placed]
    figure.add_bar(
        orientation="h",
        base=[s.onset_s for _, s in placed],
        x=[end - s.onset_s for (_, s), end in zip(placed, ends, strict=True)],
        y=[texts.TIMELINE_SIGNALS] * len(placed),
        width=BAR_WIDTH,
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"color": SIGNAL, "width": 1},
            "pattern": {"shape": "/", "fgcolor": SIGNAL, "bgcolor": "rgba(0,0,0,0)", "size": 6, "solidity": 0.35},
        },
        customdata=[
            [n, f"<b>{texts.SIGNAL_LABEL[s.kind]}</b> {spoken.span(s.onset_s, end)}", reason_words(s)]
            for (n, s), end in zip(placed, ends, strict=True)
        ],
        hovertemplate="%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        unselected={"marker": {"opacity": 1}},
    )


def _add_gaps(figure: go.Figure, case: Case) -> None:
    for gap in case.gaps:
        figure.add_shape(
            type="rect",
            xref="x",
            yref="paper",
            x0=gap.onset_s,
            x1=gap.offset_s,
            y0=0,
            y1=1,
            fillcolor=GAP_FILL,
            line={"color": GAP_BORDER, "width": 1, "dash": "dash"},
            layer="below",
        )
    figure.add_scatter(
        x=[(gap.onset_s + gap.offset_s) / 2 for gap in case.gaps],
        y=[texts.TIMELINE_SIGNALS] * len(case.gaps),
        mode="markers",
        marker={"symbol": "square", "size": 14, "color": "rgba(0,0,0,0)"},
        customdata=[[None, f"<b>{texts.GAP}</b> {spoken.span(gap.onset_s, gap.offset_s)}"] for gap in case.gaps],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _add_milestones(figure: go.Figure, case: Case) -> None:
    for milestone in case.milestones:
        figure.add_vline(x=milestone.shown_s, line_width=1, line_color=MILESTONE, layer="below")
    figure.add_scatter(
        x=[m.shown_s for m in case.milestones],
        y=[texts.TIMELINE_QUESTIONS] * len(case.milestones),
        mode="text",
        text=[str(m.number) for m in case.milestones],
        textposition="middle right",
        textfont={"size": 11, "color": SIGNAL},
        customdata=[
            [None, spoken.clock(m.shown_s), texts.QUESTION_HOVER.format(number=m.number, text=m.text)]
            for m in case.milestones
        ],
        hovertemplate="%{customdata[2]}<br>%{customdata[1]}<extra></extra>",
    )


def _lay_out(figure: go.Figure, lanes: Sequence[str], duration_s: float) -> None:
    ticks = tick_times(duration_s)
    figure.update_layout(
        height=_height_px(lanes),
        margin={"l": 4, "r": 8, "t": 4, "b": 26},
        barmode="overlay",
        bargap=0,
        showlegend=False,
        dragmode=False,
        hoverlabel={"align": "left"},
    )
    figure.update_xaxes(
        range=[0, max(duration_s, 1.0)],
        tickvals=ticks,
        ticktext=[spoken.clock(t) for t in ticks],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(
        categoryorder="array", categoryarray=list(reversed(lanes)), range=[-0.5, len(lanes) - 0.5], fixedrange=True
    )


def tick_times(duration_s: float) -> list[int]:
    """At most ten round times from 0 to the end, in seconds."""
    step = next((s for s in TICK_STEPS_S if duration_s / s <= MOST_TICKS), TICK_STEPS_S[-1])
    return list(range(0, int(duration_s) + 1, step))
