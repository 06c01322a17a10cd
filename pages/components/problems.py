"""An error of the services as the one sentence that a person reads."""

from pages import texts
from proctor_core.errors import ProctorError


def sentence_of(error: ProctorError) -> str:
    """What happened, in a sentence that starts with a capital and ends once."""
    template = next(text for kind, text in texts.ERRORS if isinstance(error, kind))
    return template.format(message=str(error).rstrip("."))
