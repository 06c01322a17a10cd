"""What can't be stored."""

from proctor_core.codes.code import Code


class StorableFault(Code):
    """What is wrong with a text, a number or a JSON value."""

    BAD_CHARACTER = "bad_character", "holds a character that can't be stored (NUL, or half of a character)"
    NOT_FINITE = "not_finite", "expected a finite number"
    TOO_LARGE = "too_large", "this number is too large: a whole number has at most {bits} bits", "bits"
    TOO_LONG = "too_long", "expected at most {longest} characters, got {length}", "longest"
    TOO_DEEP = "too_deep", "nested too deeply"
