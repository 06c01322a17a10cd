"""What is wrong in a setting."""

from proctor_core.codes.code import Code


class SettingFault(Code):
    """Messages of errors; the values are those in their sentences."""

    UNKNOWN = "unknown", "unknown setting {unknown}; known: {known}"
    IN_SETTING = "in_setting", "{name}: {fault}"
    NO_JSON = "no_json", '{name}: expected JSON, such as ["a", "b"]'
    SOME_NO_JSON = "some_no_json", 'a setting: expected JSON, such as ["a", "b"]'
    NO_FILE = "no_file", ".env: expected a readable text file in UTF-8: {error}"
    NO_LIST = "no_list", "expected a JSON list"
    NO_DATABASE = "no_database", "expected sqlite:///file or postgresql+psycopg2://user:password@host/name"
    TOO_SHORT = "too_short", "expected at least {least} characters", "least"
    REPEATED = "repeated", "expected chance, got a few characters repeated"
    PLACEHOLDER = "placeholder", "expected chance, got a placeholder"
    QUEUE_NEEDS_POSTGRES = "queue_needs_postgres", "PROCTORING_TASK_QUEUE: postgres needs a DATABASE_URL of PostgreSQL"
    MAIL_NEEDS_SENDER = "mail_needs_sender", "PROCTORING_SMTP_HOST needs a mail address in PROCTORING_SMTP_FROM"
    NO_WEB_ADDRESS = "no_web_address", "expected an address that begins with https:// or http://"
    NO_ICE_SERVER = (
        "no_ice_server",
        'expected "stun:host:3478" or {{"urls": "turn:host:3478", "username": "...", "credential": "..."}}',
    )


class InputFault(Code):
    """What pydantic says of a value: its kind of error as the word, and its sentence.

    Source: https://docs.pydantic.dev/latest/errors/validation_errors/
    """

    INT_PARSING = "int_parsing", "Input should be a valid integer, unable to parse string as an integer"
    FLOAT_PARSING = "float_parsing", "Input should be a valid number, unable to parse string as a number"
    BOOL_PARSING = "bool_parsing", "Input should be a valid boolean, unable to interpret input"
    FINITE_NUMBER = "finite_number", "Input should be a finite number"
    GREATER_THAN = "greater_than", "Input should be greater than {gt}"
    GREATER_THAN_EQUAL = "greater_than_equal", "Input should be greater than or equal to {ge}"
    LESS_THAN = "less_than", "Input should be less than {lt}"
    LESS_THAN_EQUAL = "less_than_equal", "Input should be less than or equal to {le}"
    ENUM = "enum", "Input should be {expected}"
    TUPLE_TYPE = "tuple_type", "Input should be a valid tuple"
    STRING_TYPE = "string_type", "Input should be a valid string"
