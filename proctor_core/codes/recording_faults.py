"""What is wrong with a recording: as FFmpeg reads its file, as it was kept, and as the work on it went."""

from proctor_core.codes.code import Code


class FFmpegProblem(Code):
    """What FFmpeg says of a file, within another code's sentence; in FFmpeg's words, which begin with a small letter here."""

    INVALID_DATA = "invalid_data", "invalid data found when processing input"
    END_OF_FILE = "end_of_file", "end of file"
    NO_DECODER = "no_decoder", "decoder not found"
    NO_DEMUXER = "no_demuxer", "demuxer not found"
    NO_ENCODER = "no_encoder", "encoder not found"
    NO_STREAM = "no_stream", "stream not found"
    NOT_IMPLEMENTED = "not_implemented", "not yet implemented in ffmpeg, patches welcome"
    INVALID_ARGUMENT = "invalid_argument", "invalid argument"
    NO_SUCH_FILE = "no_such_file", "no such file or directory"
    NOT_PERMITTED = "not_permitted", "operation not permitted"
    PERMISSION_DENIED = "permission_denied", "permission denied"
    INPUT_OUTPUT = "input_output", "input/output error"
    NO_MEMORY = "no_memory", "cannot allocate memory"
    UNKNOWN = "unknown", "unknown error occurred"


class RecordingFault(Code):
    """Messages of errors, and what a recording's row keeps of them; the values are those in their sentences."""

    NO_FILE = "no_file", "expected a file, found none"
    EMPTY = "empty_file", "the file is empty"
    NO_PICTURE_TRACK = "no_picture_track", "the file holds no picture track, only sound or nothing"
    NOT_READ = "not_read", "FFmpeg can't read it: {said}"
    BROKEN_AFTER = "broken_after", "broken after {last_s:.1f} s: {said}"
    NO_FRAME_DECODED = "no_frame_decoded", "no frame in it can be decoded"
    CUT_OFF = "cut_off", "cut off: it says {declared_s:.1f} s and ends at {end_s:.1f} s"
    NOT_WRITTEN = "not_written", "FFmpeg can't write it anew: {said}"
    NOT_COPIED = "not_copied", "it can't be written anew: {error}"
    NO_FRAME_READ = "no_frame_read", "no frame in it can be read"
    FILE_GONE = "file_gone", "its file is gone"
    ALTERED = "altered", "its file was altered after it came"
    NO_FRAME = "no_frame", "expected at least one frame"
    NO_PART = "no_part", "expected at least one part with a frame"
    NOT_JOINED = "not_joined", "FFmpeg can't join it: {said}"
    SEGMENT_ERASED = "segment_erased", "segment {number} was erased"
    SEGMENT_ALTERED = "segment_altered", "segment {number} was altered"
    NOT_HANDED_IN = "not_handed_in", "its session was not handed in"
    WORKER_DIED = "worker_died", "its worker ended in the middle"
    PROCESS_ENDED = "process_ended", "its process ended with {status}"
    TOO_SLOW = "too_slow", "it was not done after {seconds:.0f} s"
    UNEXPECTED = "unexpected", "unexpected: {kind}"
    NOTHING_ARRIVED = "nothing_arrived", "no video arrived"
    OTHER_CODEC = "other_codec", "the browser sends {codec}; only VP8 is kept"
    NO_FOLDER = "no_folder", "expected a folder for what is found in {path}"
