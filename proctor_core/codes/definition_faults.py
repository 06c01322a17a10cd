"""What is wrong in a survey's definition."""

from proctor_core.codes.code import Code


class JsonKind(Code):
    """What kind of value stands somewhere in JSON, within another code's sentence."""

    NULL = "null", "null"
    TRUTH = "truth", "true or false"
    TEXT = "text", "a text"
    NUMBER = "number", "a number"
    LIST = "list", "a list"
    OBJECT = "object", "an object"


class DefinitionFault(Code):
    """Messages of mistakes; the values are those in their sentences."""

    NO_SURVEY = "no_survey", "expected a JSON object with title and questions"
    NO_JSON = "no_json", "this is not JSON: {fault}, at character {column}"
    NO_JSON_NUMBER = "no_json_number", "this is not JSON: {word} is no JSON number"
    NESTED_TOO_DEEP = "nested_too_deep", "this is nested too deep"
    THERE_TWICE = "there_twice", "is there twice in one object"
    THERE_ALREADY = "there_already", "{value!r} is there already, at {place}"
    UNKNOWN = "unknown", "is not known here; known: {known}"
    UNKNOWN_IN_KIND = "unknown_in_kind", "is not known in a question of kind {kind}; known: {known}"
    TEXT_MISSING = "text_missing", "is missing; expected a text"
    WORD_MISSING = "word_missing", "is missing; expected one of {known}"
    QUESTIONS_MISSING = "questions_missing", "is missing; expected a list of questions"
    OPTIONS_MISSING = "options_missing", "is missing; expected a list of options"
    NO_QUESTIONS = "no_questions", "expected a list of questions, got {got}"
    NO_OPTIONS = "no_options", "expected a list of options, got {got}"
    NO_ALLOWANCES = "no_allowances", "expected a list of what is allowed, got {got}"
    HOW_MANY_ALLOWANCES = "how_many_allowances", "expected at most {most} words, got {count}", "most"
    HOW_MANY_QUESTIONS = "how_many_questions", "expected {fewest} to {most} questions, got {count}", "most"
    HOW_MANY_OPTIONS = "how_many_options", "expected {fewest} to {most} options, got {count}", "most"
    NO_OBJECT = "no_object", "expected an object, got {got}"
    NO_OPTION = "no_option", "expected a text or an object with value and text, got {got}"
    NO_TEXT = "no_text", "expected a text, got {got}"
    EMPTY_TEXT = "empty_text", "expected a text, got an empty one"
    TEXT_TOO_LONG = "text_too_long", "expected at most {longest} characters, got {length}", "longest"
    NO_ID = "no_id", "expected a letter, then letters, digits, _ . - (80 at most), got {value!r}"
    NO_TRUTH = "no_truth", "expected true or false, got {got}"
    OTHER_WORD = "other_word", "expected one of {known}; got {shown}"
    NO_NUMBER = "no_number", "expected a number, got {got}"
    NUMBER_TOO_LARGE = "number_too_large", "expected a number of at most 308 digits"
    NO_WHOLE_STEP = "no_whole_step", "a scale goes in whole steps, got {number}"
    MAXIMUM_TOO_LOW = "maximum_too_low", "expected more than the minimum {minimum:g}, got {maximum:g}"
    TOO_MANY_STEPS = "too_many_steps", "a scale has at most {most} steps, this one {steps:g}", "most"
    WRONG_LENGTH = "wrong_length", "expected 1 to {longest} characters", "longest"
