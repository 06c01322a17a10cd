"""What is wrong in a file that somebody gives us, whatever is in it."""

from proctor_core.codes.code import Code


class FileFault(Code):
    """Messages of mistakes in files; the values are those in their sentences."""

    TOO_LARGE = "too_large", "expected a file of at most {most_mib} MiB"
    NO_UTF8 = "no_utf8", "expected text in UTF-8"
    EMPTY = "empty", "the file is empty"


class JsonProblem(Code):
    """Why a text is no JSON, in the words of Python's reader, which begin with a small letter here."""

    EXPECTING_VALUE = "expecting_value", "expecting value"
    EXPECTING_COMMA = "expecting_comma", "expecting ',' delimiter"
    EXPECTING_COLON = "expecting_colon", "expecting ':' delimiter"
    EXPECTING_NAME = "expecting_name", "expecting property name enclosed in double quotes"
    TRAILING_COMMA_IN_OBJECT = "trailing_comma_in_object", "illegal trailing comma before end of object"
    TRAILING_COMMA_IN_LIST = "trailing_comma_in_list", "illegal trailing comma before end of array"
    EXTRA_DATA = "extra_data", "extra data"
    UNTERMINATED = "unterminated", "unterminated string starting at"
    CONTROL_CHARACTER = "control_character", "invalid control character at"
    WRONG_ESCAPE = "wrong_escape", "invalid \\escape"
    WRONG_CODE_POINT = "wrong_code_point", "invalid \\uXXXX escape"


class CsvProblem(Code):
    """Why a text is no CSV, in the words of Python's reader."""

    EXPECTED_COMMA = "expected_comma", "',' expected after '\"'"
    EXPECTED_SEMICOLON = "expected_semicolon", "';' expected after '\"'"
    UNEXPECTED_END = "unexpected_end", "unexpected end of data"
    FIELD_TOO_LARGE = "field_too_large", "field larger than field limit (131072)"
    NEW_LINE = (
        "new_line",
        "new-line character seen in unquoted field - do you need to open the file with newline=''?",
    )
