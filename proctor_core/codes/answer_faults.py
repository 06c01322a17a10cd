"""What does not fit in an answer."""

from proctor_core.codes.code import Code


class AnswerFault(Code):
    """Messages of errors; the values are those in their sentences."""

    NO_OPTION = "no_option", "expected one of {allowed}; got {shown}"
    NO_LIST = "no_list", "expected a list of options, got {shown}"
    NO_STEP = "no_step", "expected a whole step, got {number}"
    NO_NUMBER = "no_number", "expected a number, got {shown}"
    TOO_LARGE = "too_large", "expected a whole number between -{largest} and {largest}"
    BELOW_MINIMUM = "below_minimum", "expected {minimum} or more, got {number}"
    ABOVE_MAXIMUM = "above_maximum", "expected {maximum} or less, got {number}"
    NO_TEXT = "no_text", "expected a text, got {shown}"
    TOO_LONG = "too_long", "expected at most {longest} characters, got {length}", "longest"
    NO_DATE = "no_date", "expected a date such as 2026-05-01, got {shown}"
