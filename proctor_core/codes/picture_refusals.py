"""Why a picture that somebody gave us is not taken; `domain.evidence.PictureFault` is what a report keeps of it."""

from proctor_core.codes.code import Code


class PictureRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    TOO_MANY_BYTES = "too_many_bytes", "expected at most {most} bytes", "most"
    NOT_BASE64 = "not_base64", "expected a picture in base64"
    HOW_MANY_BYTES = "how_many_bytes", "expected 1 to {most} bytes, got {length}", "most"
    NOT_WHOLE = "not_whole", "expected a whole picture and nothing else in the file"
    NOT_SENT_KIND = "not_sent_kind", "expected a whole JPEG, PNG or WebP picture"
    NOT_READ_KIND = "not_read_kind", "expected a whole JPEG, PNG, WebP, BMP, TIFF or GIF picture"
    SIZE = (
        "size",
        "expected {shortest} to {longest} pixels a side and {most} megapixels at most, got {width} x {height}",
    )
    FILM = "film", "expected one picture, got a film"
