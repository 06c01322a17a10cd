"""What is not there, or is not the asker's to see: the two are never told apart."""

from proctor_core.codes.code import Code


class Missing(Code):
    """Messages of errors; the values are those in their sentences."""

    SESSION = "session", "no such survey session"
    RUNNING_SESSION = "running_session", "no such running session"
    LIVE_PICTURE = "live_picture", "no picture of this session is shown"
    PICTURE_NOW = "picture_now", "no picture now"
    VIOLATION = "violation", "no such violation"
    PICTURE = "picture", "no such picture"
    PICTURES = "pictures", "no such pictures"
    VIDEO = "video", "no such video"
    REVIEW = "review", "no such review"
    INCIDENT = "incident", "no such incident in this session"
    VERDICT = "verdict", "no such verdict"
    SESSION_WITH_REVIEW = "session_with_review", "expected a session with a review"
    FILE = "file", "no such file"
    PERSON = "person", "no such person"
    SURVEY = "survey", "no such survey"
    TOKEN = "token", "no such token"
    SIGN_IN = "sign_in", "no such sign-in"
    LINK = "link", "this link is not known, was used, or its time is over"
    RECORDING = "recording", "no such recording"
    UPLOAD = "upload", "no such upload"
    UPLOAD_OVER = "upload_over", "the time of this upload is over"
    WEBHOOK = "webhook", "no such webhook"
    DELIVERY = "delivery", "no such delivery"
    NAME = "name", "nobody is called {name!r}: nothing is kept under that name"
    SESSION_ID = "session_id", "no survey session {session_id}"
