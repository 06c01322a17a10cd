"""What is wrong in a file that was sent, one line each, with the place to look at."""

from pages import texts_surveys as words
from pages.components.plain import plain
from pages.reader import reader
from pages.texts_spoken import listed
from proctor_core.errors import InvalidFile, Mistake
from proctor_core.language.sentences import mistake_sentence

MOST_SHOWN = 40


def file_mistakes(error: InvalidFile) -> str:
    """All mistakes as markdown, the first ones when there are very many."""
    count = len(error.mistakes)
    head = words.MISTAKES.format(count=count)
    lines = [f"- {_line(mistake)}" for mistake in error.mistakes[:MOST_SHOWN]]
    if count > MOST_SHOWN:
        lines.append(f"- {words.MORE_MISTAKES.format(count=count - MOST_SHOWN)}")
    return "\n".join([f"{head} {words.NOTHING_STORED}", "", *lines])


def _line(mistake: Mistake) -> str:
    line = words.LINE.format(number=mistake.line) if mistake.line else ""
    place = f"**{plain(mistake.place)}**" if mistake.place else ""
    where = listed(part for part in (line, place) if part)
    said = plain(mistake_sentence(mistake, reader()))
    return f"{where}: {said}" if where else said
