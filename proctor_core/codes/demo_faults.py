"""What went wrong while demo content was made."""

from proctor_core.codes.code import Code


class DemoFault(Code):
    """Messages of errors; the values are those in their sentences."""

    OTHER_ENDING = "other_ending", "expected a file ending in {endings}, got {name}"
    DRAWN_FACE_REFUSED = "drawn_face_refused", "{name}, drawn, was refused {tries} times"
