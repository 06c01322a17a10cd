"""The surveys that cases can be narrowed to, each by a name that is its own."""

from db.tables import User
from pages.components.survey_name import survey_name
from pages.moderator.services import services

MOST_SURVEYS = 1000


def survey_titles(actor: User) -> dict[str, str]:
    """By the version's id, the newest first."""
    named = services().surveys.named_surveys(actor, limit=MOST_SURVEYS)
    return {str(survey.id): survey_name(survey) for survey in named}
