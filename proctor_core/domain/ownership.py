"""Who owns a survey: the house, or a platform by the name of its service tokens."""

HOUSE = ""
"""The house, whose surveys administrators add; no platform can be called so, since a token's name is not empty."""


def platform_may_use(platform: str, owner: str) -> bool:
    """Whether a platform may read a survey of this owner and have its people take it: its own, and those of the house."""
    return owner in (platform, HOUSE)
