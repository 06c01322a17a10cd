"""A survey's title as people of the house read it: with the platform that owns it, so that two of one title can be told apart."""

from pages import texts_surveys as words


def owned_title(title: str, platform: str) -> str:
    """The title, and its owner where that is not the house."""
    return words.OWNED_TITLE.format(title=title, platform=platform) if platform else title
