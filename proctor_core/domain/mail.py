"""Mail addresses, how a mail server is spoken to, and at which hour a daily mail is due."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

ADDRESS_LENGTH = 254
_ADDRESS = re.compile(r"[^\s@<>\",;:\\()\[\]]{1,64}@[^\s@<>\",;:\\()\[\]]+\.[^\s@<>\",;:\\()\[\].]+")


class MailSecurity(StrEnum):
    """Encrypted after a word (port 587), from the first byte (465), or not at all (on the same machine)."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


def is_address(text: str) -> bool:
    """Whether mail can be sent there, as far as its form says: one address alone, without a name."""
    return len(text) <= ADDRESS_LENGTH and text.isascii() and _ADDRESS.fullmatch(text) is not None


def last_due(now: datetime, hour: int) -> datetime:
    """When a mail of each day at this hour was due last; in the zone of `now`."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
