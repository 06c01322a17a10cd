"""The one place where data gets its colours: Okabe-Ito, safe for colour-blind readers, the same on every page and theme."""

from collections.abc import Mapping

from proctor_core.domain.violation import IncidentType, ViolationType

TYPE_COLOUR: Mapping[ViolationType | IncidentType, str] = {
    ViolationType.NO_FACE: "#0072B2",
    ViolationType.MULTIPLE_FACES: "#D55E00",
    ViolationType.LOOKING_AWAY: "#E69F00",
    ViolationType.MOBILE_DETECTED: "#CC79A7",
    ViolationType.LOW_CONFIDENCE: "#999999",
    IncidentType.IDENTITY_MISMATCH: "#882255",
}
SIGNAL = "#8A949A"
"""Signals are hatched in this grey, never filled: they are no violations."""

ANSWERS = "#5F8299"
"""What was answered, which is neither alleged nor decided."""

# Decisions are people's: none of them has the colour of a type.
APPROVED = "#009E73"
REJECTED = "#7B5FC0"
WAITING = "#5F6B73"
NO_REVIEW = "#A9B2B8"
ESCALATED = "#F0E442"
NOT_FLAGGED = "#56B4E9"

FEW, MANY = "rgba(58, 124, 195, 0.2)", "#3A7CC3"
"""The ends of one hue for how many, on a light page and on a dark one; also told apart in grey."""
