"""The tables, one module per aggregate; importing this package registers them all."""

from db.tables.accounts import Invitation, SignIn, SignInThrottle, User
from db.tables.api_access import ApiToken, ExternalPerson, IdempotentAnswer
from db.tables.audit import AuditEvent
from db.tables.chain import ChainEnd, ChainLogLine, ChainRecord
from db.tables.client_reports import LatestHeartbeat
from db.tables.identity import DatabaseIdentity, ErasedSession
from db.tables.messages import SessionMessage
from db.tables.overwriting import OverwriteDue
from db.tables.recordings import RecordingSegment, SessionRecording
from db.tables.reviews import IncidentVerdict, ProctorReview, ReviewEvent
from db.tables.sessions import Answer, Consent, FaceVerification, SurveySession
from db.tables.surveys import Survey
from db.tables.uploads import RecordingAnalysis, RecordingUpload
from db.tables.violations import Evidence, Signal, Violation
from db.tables.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Answer",
    "ApiToken",
    "AuditEvent",
    "ChainEnd",
    "ChainLogLine",
    "ChainRecord",
    "Consent",
    "DatabaseIdentity",
    "ErasedSession",
    "Evidence",
    "ExternalPerson",
    "FaceVerification",
    "IdempotentAnswer",
    "IncidentVerdict",
    "Invitation",
    "LatestHeartbeat",
    "OverwriteDue",
    "ProctorReview",
    "RecordingAnalysis",
    "RecordingSegment",
    "RecordingUpload",
    "ReviewEvent",
    "SessionMessage",
    "SessionRecording",
    "SignIn",
    "SignInThrottle",
    "Signal",
    "Survey",
    "SurveySession",
    "User",
    "Violation",
    "Webhook",
    "WebhookDelivery",
]
