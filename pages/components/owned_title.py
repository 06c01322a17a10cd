"""A survey's title as people of the house read it: with the platform that owns it, so that two of one title can be told apart."""

from collections import Counter
from collections.abc import Mapping

from pages import texts
from pages import texts_surveys as words


def owned_title(title: str, platform: str) -> str:
    """The title, and its owner where that is not the house."""
    return words.OWNED_TITLE.format(title=title, platform=platform) if platform else title


def distinct_titles(titles: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """(Owner, short name) -> title with its owner, and with the short name behind it where another survey reads the same."""
    owned = {survey: owned_title(title, survey[0]) for survey, title in titles.items()}
    count = Counter(owned.values())
    named = texts.SURVEY_OF_MANY
    return {
        survey: named.format(title=title, slug=survey[1]) if count[title] > 1 else title
        for survey, title in owned.items()
    }
