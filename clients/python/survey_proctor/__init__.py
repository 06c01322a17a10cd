"""Typed client of Survey Proctor's REST API: a platform's server, a taker's browser side, a moderator."""

from survey_proctor.connection import Connection, Problem
from survey_proctor.moderator import Moderator
from survey_proctor.platform import Platform
from survey_proctor.records import (
    Counted,
    Flagged,
    HeartbeatTaken,
    Notice,
    Session,
    SessionToken,
    Snapshot,
    Upload,
    Violation,
)
from survey_proctor.taker import TakerSession

__all__ = [
    "Connection",
    "Counted",
    "Flagged",
    "HeartbeatTaken",
    "Moderator",
    "Notice",
    "Platform",
    "Problem",
    "Session",
    "SessionToken",
    "Snapshot",
    "TakerSession",
    "Upload",
    "Violation",
]
