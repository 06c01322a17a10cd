"""What a survey asks: its questions as typed records. `definition_reading` makes them from JSON, the pages draw them."""

from dataclasses import dataclass
from enum import StrEnum

from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.allowance import NOTHING_ALLOWED, Allowed
from proctor_core.domain.minors import Minors
from proctor_core.errors import InvalidInput


class QuestionKind(StrEnum):
    """The kinds of question; `answering.check_answer` says which value each takes."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    SCALE = "scale"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"


CHOICES = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE})
TEXTS = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})
NUMBERS = frozenset({QuestionKind.SCALE, QuestionKind.NUMBER})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value that is stored and the text that is read."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        options: for choices, else empty.
        minimum, maximum: ends of a scale (whole steps, 1 to 5 unless said) or of a number (open unless said).
        min_label, max_label: words at the ends of a scale.
        max_length: longest text, in characters.
        allows: what no check alleges while it is on the screen.
    """

    id: str
    kind: QuestionKind
    text: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    min_label: str = ""
    max_label: str = ""
    max_length: int = 4000
    allows: Allowed = NOTHING_ALLOWED


@dataclass(frozen=True, slots=True)
class SurveyDefinition:
    """A survey as the taker meets it, questions in their order; `minors` is None where nothing is said about them."""

    title: str
    description: str
    questions: tuple[Question, ...]
    minors: Minors | None = None

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            InvalidInput: there is none.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise InvalidInput("question_id", SessionRefusal.NO_SUCH_QUESTION, question_id=question_id)
