"""What is malformed in a request, whoever sent it."""

from proctor_core.codes.code import Code


class RequestFault(Code):
    """Messages of errors; the values are those in their sentences."""

    TIME_WITHOUT_ZONE = "time_without_zone", "expected a time with its zone"
    TOO_MANY_VALUES = "too_many_values", "expected at most {most} values", "most"
    NO_BOUNDARY = "no_boundary", "expected a boundary of 1 to {longest} characters", "longest"
    NO_FORM = "no_form", "expected multipart/form-data"
    TOO_MANY_PARTS = "too_many_parts", "expected at most {most} parts", "most"
    SECOND_FILE = "second_file", "expected one file"
    NO_FILE = "no_file", "expected a file in the form"
    FIELD_TOO_LONG = "field_too_long", "expected at most {longest} bytes", "longest"
    UNREADABLE_HEADER = "unreadable_header", "expected names and values that can be read"
    NO_METHOD = "no_method", "expected PATCH, DELETE or HEAD"
    NO_LENGTH = "no_length", "expected a whole number of bytes"
    NO_TIME_ZONE = "no_time_zone", "expected the name of a time zone, such as Europe/Berlin"


class CodeFault(Code):
    """What is wrong with a session's code that somebody looks for; messages of errors."""

    NO_CODE = "no_code", "expected a session's code: digits and letters from A to F, such as 7F3A0C"
