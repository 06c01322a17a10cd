"""A survey's version as it is called in lists, so that two surveys of one title are told apart."""

from db.tables import Survey
from pages import texts_surveys as words
from pages.components.owned_title import owned_title
from proctor_core.services.surveys.surveys import NamedSurvey


def survey_name(survey: Survey | NamedSurvey) -> str:
    """Title, owner, version and short name; owner, short name and version are one version's alone."""
    title = owned_title(survey.title, survey.platform)
    return words.SURVEY_NAME.format(title=title, version=survey.version, slug=survey.slug)
