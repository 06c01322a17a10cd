"""What stored words are called by whoever reads them: on pages, and in files that leave the program."""

from collections.abc import Mapping

from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import IncidentType, SignalKind, SnapshotKind, ViolationType
from proctor_core.language.marking import N_

TYPE_LABEL: Mapping[ViolationType | IncidentType, str] = {
    ViolationType.NO_FACE: N_("No face"),
    ViolationType.MULTIPLE_FACES: N_("Multiple faces"),
    ViolationType.LOOKING_AWAY: N_("Looking away"),
    ViolationType.MOBILE_DETECTED: N_("Phone"),
    ViolationType.LOW_CONFIDENCE: N_("Unclear face"),
    IncidentType.IDENTITY_MISMATCH: N_("Other person"),
}
SIGNAL_LABEL: Mapping[SignalKind, str] = {
    SignalKind.CAMERA_LOST: N_("Camera lost"),
    SignalKind.CAMERA_COVERED: N_("Camera covered"),
    SignalKind.FROZEN: N_("Picture frozen"),
    SignalKind.STILL_PICTURE: N_("Still picture"),
    SignalKind.TOO_DARK: N_("Too dark"),
    SignalKind.NETWORK_GAP: N_("Network gap"),
    SignalKind.PAGE_HIDDEN: N_("Page hidden"),
}
SNAPSHOT_LABEL: Mapping[SnapshotKind, str] = {
    SnapshotKind.START: N_("start"),
    SnapshotKind.PEAK: N_("peak"),
    SnapshotKind.END: N_("end"),
}
SESSION_STATUS: Mapping[SessionStatus, str] = {
    SessionStatus.INVITED: N_("invited"),
    SessionStatus.CONSENTED: N_("consented"),
    SessionStatus.ENROLLING: N_("enrolling"),
    SessionStatus.IN_PROGRESS: N_("still running"),
    SessionStatus.INTERRUPTED: N_("interrupted"),
    SessionStatus.SUBMITTED: N_("submitted"),
    SessionStatus.PASSED: N_("passed"),
    SessionStatus.UNDER_REVIEW: N_("under review"),
    SessionStatus.REJECTED: N_("rejected"),
    SessionStatus.WITHDRAWN: N_("withdrawn"),
    SessionStatus.EXPIRED: N_("expired"),
    SessionStatus.ERASED: N_("erased"),
}
EVENT_LABEL: Mapping[ReviewEventKind, str] = {
    ReviewEventKind.FLAGGED_BY_RULE: N_("flagged by rule"),
    ReviewEventKind.CLAIMED: N_("taken"),
    ReviewEventKind.RELEASED: N_("let go"),
    ReviewEventKind.APPROVE: N_("approved"),
    ReviewEventKind.REJECT: N_("rejected"),
    ReviewEventKind.ESCALATE: N_("escalated"),
    ReviewEventKind.PROPOSED: N_("proposed to reject"),
    ReviewEventKind.OPPOSED: N_("would approve"),
    ReviewEventKind.REOPENED: N_("opened again"),
    ReviewEventKind.SAMPLE_ESCALATED: N_("escalated out of the sample"),
    ReviewEventKind.TAKEN_BACK: N_("decision taken back before anybody heard of it"),
    ReviewEventKind.NOT_ANNOUNCED: N_("decision not announced, the case shows more since"),
    ReviewEventKind.ARRIVED_LATE: N_("arrived after the decision, not counted"),
    ReviewEventKind.WATCHING_CHANGED: N_("who watches was changed"),
    ReviewEventKind.SAID: N_("said to the taker"),
    ReviewEventKind.ASKED_FOR_HELP: N_("the taker asked for help"),
    ReviewEventKind.MONITORING_ENDED: N_("monitoring ended"),
    ReviewEventKind.MARKED: N_("moment marked"),
}
"""Entries of a review's history."""
