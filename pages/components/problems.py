"""An error of the services as the one sentence that a person reads."""

from pages import texts
from pages.components.file_mistakes import file_mistakes
from pages.components.plain import plain
from pages.reader import reader
from proctor_core.errors import InvalidFile, InvalidInput, ProctorError
from proctor_core.language.sentences import error_sentence


def sentence_of(error: ProctorError) -> str:
    """What happened, as markdown: a sentence that starts with a capital and ends once."""
    if isinstance(error, InvalidFile):
        return file_mistakes(error)
    template = next(text for kind, text in texts.ERRORS if isinstance(error, kind))
    return template.format(message=plain(_message(error).rstrip(".")))


def _message(error: ProctorError) -> str:
    """A field is said by its label on the page; a place in a file as it is."""
    message = error_sentence(error, reader())
    if not isinstance(error, InvalidInput) or not error.field:
        return message
    return f"{texts.FIELD_LABEL.get(error.field, error.field)}: {message}"
