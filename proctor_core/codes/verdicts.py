"""What a moderator can say about one incident, and why."""

from proctor_core.codes.code import Code


class VerdictKind(Code):
    """What a moderator says; of the violations in it only confirmed ones are findings."""

    CONFIRM = "confirm", "Confirmed"
    DISMISS = "dismiss", "Dismissed"
    UNSURE = "unsure", "Can't tell"


class VerdictManner(Code):
    """How a verdict was given, where that is not one incident at a time."""

    IN_BULK = "in_bulk", "Dismissed in bulk, without a look at it"


class VerdictReason(Code):
    """What was there in truth, or why it can't be told; nothing about anybody's health or family."""

    ALLOWED_OBJECT = "allowed_object", "Allowed object"
    PICTURE_OR_SCREEN = "picture_or_screen", "Picture or screen behind"
    WRITING = "writing", "Writing by hand"
    POOR_LIGHT = "poor_light", "Poor light"
    TECHNICAL = "technical", "Technical"
    OTHER = "other", "Other"
