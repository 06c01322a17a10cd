"""The tables, one module per aggregate; importing this package registers them all."""

from db.tables.accommodations import AccommodationRow
from db.tables.accounts import Invitation, SignIn, SignInThrottle, User
from db.tables.api_access import ApiToken, ExternalPerson, IdempotentAnswer
from db.tables.appeals import Appeal, AppealAnswer, LegalHold
from db.tables.audit import AuditEvent
from db.tables.chain import ChainEnd, ChainLogLine, ChainRecord
from db.tables.client_reports import LatestHeartbeat
from db.tables.identity import DatabaseIdentity, ErasedSession
from db.tables.messages import SessionMessage
from db.tables.overwriting import OverwriteDue
from db.tables.policies import KeptPolicy
from db.tables.queue import CasePresence, QueueMail, SavedQueueView
from db.tables.recordings import RecordingSegment, SessionRecording
from db.tables.reviews import (
    AddedIncident,
    FaceMute,
    HeldDecision,
    IncidentVerdict,
    ProctorReview,
    RejectionProposal,
    ReviewEvent,
)
from db.tables.samples import BlindSample, SampleAddition, SampleMute, SampleOpinion, SampleVerdict
from db.tables.sessions import Answer, Consent, FaceVerification, SurveySession
from db.tables.statistics import StatisticsChange, StatisticsRollup
from db.tables.surveys import Survey
from db.tables.uploads import RecordingAnalysis, RecordingUpload
from db.tables.violations import Evidence, Signal, Violation
from db.tables.webhooks import Webhook, WebhookDelivery

__all__ = [
    "AccommodationRow",
    "AddedIncident",
    "Answer",
    "ApiToken",
    "Appeal",
    "AppealAnswer",
    "AuditEvent",
    "BlindSample",
    "CasePresence",
    "ChainEnd",
    "ChainLogLine",
    "ChainRecord",
    "Consent",
    "DatabaseIdentity",
    "ErasedSession",
    "Evidence",
    "ExternalPerson",
    "FaceMute",
    "FaceVerification",
    "HeldDecision",
    "IdempotentAnswer",
    "IncidentVerdict",
    "Invitation",
    "KeptPolicy",
    "LatestHeartbeat",
    "LegalHold",
    "OverwriteDue",
    "ProctorReview",
    "QueueMail",
    "RecordingAnalysis",
    "RecordingSegment",
    "RecordingUpload",
    "RejectionProposal",
    "ReviewEvent",
    "SampleAddition",
    "SampleMute",
    "SampleOpinion",
    "SampleVerdict",
    "SavedQueueView",
    "SessionMessage",
    "SessionRecording",
    "SignIn",
    "SignInThrottle",
    "Signal",
    "StatisticsChange",
    "StatisticsRollup",
    "Survey",
    "SurveySession",
    "User",
    "Violation",
    "Webhook",
    "WebhookDelivery",
]
