"""What is wrong where files are kept: the media store, and the disk under the data folder."""

from proctor_core.codes.code import Code


class StoreFault(Code):
    """Of the media store; messages of errors."""

    WRONG_KEY = "wrong_key", "expected parts of letters, digits, _ . - joined by /, got {key!r}"
    NOT_OPENED = "store_not_opened", "can't open the media store {address}: {error}"
    NOTHING_STORED = "nothing_stored", "nothing stored as {key}"
    OUT_OF_USE = "store_out_of_use", "the media store can't be used for {key}: {error}"


class RoomFault(Code):
    """Of the disk; messages of errors."""

    TOO_LITTLE = "too_little_room", "expected room for {needed} bytes, the disk has {free} left", "needed"
    FULL = "disk_full", "the disk is full"
    NOT_BEGUN = "upload_not_begun", "an upload can't be begun: {error}"
    NEARLY_FULL = "disk_nearly_full", "the disk is nearly full"
    OUT_OF_USE = "folder_out_of_use", "the data folder can't be written"
    NOT_WRITTEN = "folder_not_written", "the data folder can't be written: {error}"
