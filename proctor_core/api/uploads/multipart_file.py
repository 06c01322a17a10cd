"""A form with one file, taken apart as it comes: the file's bytes go on, nothing is kept in memory or in a temporary folder."""

from collections.abc import Callable

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from proctor_core.codes.request_faults import RequestFault
from proctor_core.errors import InvalidInput, TooLarge

FIELD_LENGTH = 200
_MOST_PARTS = 10
LONGEST_BOUNDARY = 256
"""RFC 2046 has 70; the parser takes no more than this."""


class FormFile:
    """Feed it with the body; `pieces` are the file's bytes since the last `take`, `fields` the form's texts."""

    def __init__(self, content_type: str) -> None:
        boundary = _options(content_type.encode("latin-1", "replace"), "Content-Type").get(b"boundary", b"")
        if not 0 < len(boundary) <= LONGEST_BOUNDARY:
            raise InvalidInput("Content-Type", RequestFault.NO_BOUNDARY, longest=LONGEST_BOUNDARY)
        self.fields: dict[str, str] = {}
        self.has_file = False
        self._pieces = bytearray()
        self._name, self._is_file, self._text = "", False, bytearray()
        self._header, self._value, self._parts = bytearray(), bytearray(), 0
        self._parser = MultipartParser(boundary, self._callbacks())  # pyright: ignore[reportArgumentType]

    def feed(self, content: bytes) -> bytes:
        """The part of the file that is in `content`.

        Raises:
            InvalidInput: it is no such form.
        """
        try:
            self._parser.write(content)
        except FormParserError:
            raise InvalidInput("body", RequestFault.NO_FORM) from None
        piece = bytes(self._pieces)
        self._pieces.clear()
        return piece

    def _callbacks(self) -> dict[str, Callable[..., None]]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._take_header,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise InvalidInput("body", RequestFault.TOO_MANY_PARTS, most=_MOST_PARTS)
        self._name, self._is_file = "", False
        self._text.clear()

    def _take_header(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            options = _options(bytes(self._value), "Content-Disposition")
            self._name = options.get(b"name", b"").decode(errors="replace")
            self._is_file = b"filename" in options
            if self._is_file and self.has_file:
                raise InvalidInput("file", RequestFault.SECOND_FILE)
            self.has_file |= self._is_file
        self._header.clear()
        self._value.clear()

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._pieces.extend(data[start:end])
            return
        self._text.extend(data[start:end])
        if len(self._text) > FIELD_LENGTH:
            raise TooLarge(self._name[:40], RequestFault.FIELD_TOO_LONG, longest=FIELD_LENGTH)

    def _end(self) -> None:
        if not self._is_file:
            self.fields[self._name] = self._text.decode(errors="replace")


def _options(header: bytes, name: str) -> dict[bytes, bytes]:
    try:
        return parse_options_header(header)[1]
    except (ValueError, LookupError):
        # Such as a character set that nobody has, for a file's name.
        raise InvalidInput(name, RequestFault.UNREADABLE_HEADER) from None
