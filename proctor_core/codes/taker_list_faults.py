"""What is wrong in a list of takers."""

from proctor_core.codes.code import Code


class TakerListFault(Code):
    """Messages of mistakes; the values are those in their sentences."""

    NO_CSV = "no_csv", "this is not CSV: {fault}"
    WRONG_COLUMNS = "wrong_columns", "expected the columns {wanted}; got {given}"
    HOW_MANY_VALUES = "how_many_values", "expected {count} values", "count"
    NOBODY = "nobody", "expected at least one person under the line that names the columns"
    TOO_MANY = "too_many", "expected at most {most} people, got {count}", "most"
    NO_NAME = "no_name", "expected a name, got none"
    TOO_LONG = "too_long", "expected at most {longest} characters", "longest"
    NO_ADDRESS = "no_address", "expected an address with @, got {email!r}"
    THERE_ALREADY = "there_already", "{name!r} is there already, in line {line}"
    UNKNOWN = "unknown", "nobody signs in as {name!r}"
    OTHER_ROLE = "other_role", "{name!r} is no taker but {role}"
    SWITCHED_OFF = "switched_off", "the account of {name!r} is switched off"
