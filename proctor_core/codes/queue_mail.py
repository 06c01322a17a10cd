"""The daily mail about waiting work: numbers alone, no session and no person."""

from proctor_core.codes.code import Code


class QueueMailText(Code):
    """Its subject and lines; the values are those in their sentences."""

    SUBJECT = "subject", "Review queue: {waiting} waiting, {escalated} escalated"
    WAITING = "waiting", "Waiting for a moderator: {waiting}"
    ESCALATED = "escalated", "Escalated, waiting for another moderator: {escalated}"
    LONGEST = "longest", "The longest waits for {hours} h."
    LINK = "link", "The queue: {address}"
    WHY = (
        "why",
        "You get this mail once a day while something waits, since you asked for it on the page of the review queue. "
        "You can switch it off there.",
    )
