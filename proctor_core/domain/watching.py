"""Who watches a session, and what becomes of one that rests on its client's word alone."""

from enum import StrEnum


class WatchedBy(StrEnum):
    """Who watches a session: the server's own monitor, the taker's client whose claims the server checks, or nobody."""

    SERVER = "server"
    HYBRID = "hybrid"
    OFF = "off"


class HybridUnflagged(StrEnum):
    """What a survey does with a hybrid session that no rule flagged: a person looks at it, or it passes."""

    REVIEW = "review"
    PASS = "pass"


class WatchingReason(StrEnum):
    """Why who watches was changed; stored with the change."""

    SETTINGS = "settings"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    WITHOUT_CAMERA = "without_camera"
