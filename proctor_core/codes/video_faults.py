"""What is wrong with an uploaded video's file."""

from proctor_core.codes.code import Code


class VideoFault(Code):
    """Messages of errors; the values are those in their sentences."""

    EMPTY = "empty", "the file is empty"
    NO_VIDEO = "no_video", "expected a WebM, Matroska, MP4 or QuickTime video by its content"
    STRANGE_PART = "strange_part", "a part at byte {at} belongs to no video"
    PART_CUT_OFF = "part_cut_off", "cut off: the part at byte {at} ends beyond the file"
    SECOND_VIDEO = "second_video", "a second video begins at byte {at}"
    INDEX_MISSING = "index_missing", "cut off: the index or the pictures are missing"
    TOO_MANY_PARTS = "too_many_parts", "more than {most} parts", "most"
    NO_PICTURE = "no_picture", "cut off: there is no picture in it"
    NO_LENGTH = "no_length", "the part at byte {at} has no length"
    BYTES_BEHIND = "bytes_behind", "{length} bytes behind the video are no part of it", "length"
    BROKEN = "broken", "cut off or broken at byte {at} of {size}"
    STRANGE_BYTES = "strange_bytes", "{length} bytes at byte {at} are no part of the video", "length"
    HIDDEN = "hidden", "something lies hidden in the empty part at byte {at}"
    ARCHIVE = "archive", "the file is an archive as well as a video"
