"""What another platform's server is told, how it can know that we said it, and when it is told again.

Source of header names and signature: https://www.standardwebhooks.com (version 1).
"""

import hmac
from base64 import b64decode, b64encode
from enum import StrEnum
from hashlib import sha256

SECRET_PREFIX = "whsec_"
BACK_OFF_S = (10, 30, 120, 600, 1800, 7200, 21600, 43200)
"""Seconds after a try that failed until the next one; after the last of them it is given up, some 23 hours after the first."""
KEPT_DAYS = 30
"""So long the log names a delivery that is done or given up."""


class WebhookEvent(StrEnum):
    """What happened to a survey session, or has not happened for long."""

    FLAGGED = "session.flagged"
    SUBMITTED = "session.submitted"
    DECIDED = "session.decided"
    REOPENED = "session.reopened"
    QUEUE_WAITING = "queue.waiting"
    """The session that waits longest for a moderator waits longer than a set age."""
    APPEAL_ANSWERED = "session.appeal_answered"


class DeliveryState(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


def signed_headers(secret: str, message_id: str, timestamp_s: int, body: bytes) -> dict[str, str]:
    """The headers that prove a message: HMAC-SHA256 over id, time stamp (Unix seconds) and body, joined by dots.

    Args:
        secret: `whsec_` and the key in base64.
    """
    key = b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = b".".join([message_id.encode(), str(timestamp_s).encode(), body])
    signature = b64encode(hmac.new(key, signed, sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": f"v1,{signature}",
    }
