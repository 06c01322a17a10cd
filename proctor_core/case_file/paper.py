"""Paper to write on: an A4 PDF with headings, facts, tables and pictures, in whatever script a name is written.

DejaVu Sans has Latin, Greek, Cyrillic, Arabic, Hebrew and more; what it lacks is shown as `▯`, and `lacks` says so.
Source: matplotlib's own copy of it (Bitstream Vera licence), which is not imported for it.
"""

import importlib.util
import unicodedata
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fpdf import FPDF, XPos, YPos
from fpdf.enums import Align
from fpdf.fonts import TTFFont
from PIL import Image

from proctor_core.language.translation import Translator

INSTEAD = "▯"
FONT = "DejaVuSans"
SMALLEST, SMALL, PLAIN, LARGE, TITLE = 6.2, 7.5, 9.5, 12, 16
"""Points."""
MARGIN_MM, LABEL_MM, GAP_MM, HEADING_ROOM_MM = 18, 48, 3, 30
STILL_PX, STILL_QUALITY = 360, 72
"""Of a picture on paper; the whole one lies beside the PDF."""
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
"""Categories that have no room of their own: joiners, selectors, accents that the font lacks."""


def font_folder() -> Path:
    """Where the fonts lie.

    Raises:
        FileNotFoundError: matplotlib is not installed.
    """
    found = importlib.util.find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("expected the fonts of matplotlib, which requirements.txt names")
    return Path(found.submodule_search_locations[0]) / "mpl-data/fonts/ttf"


class Paper(FPDF):
    """One document; `foot` stands at the end of each page, before its number."""

    def __init__(self, says: Translator, foot: str) -> None:
        super().__init__(format="A4")
        self.lacks = False
        self._foot, self._is_rtl = foot, says.direction == "rtl"
        for style, file in (("", f"{FONT}.ttf"), ("B", f"{FONT}-Bold.ttf")):
            self.add_font(FONT, style, font_folder() / file)
        self.set_text_shaping(use_shaping_engine=True)
        self.set_margin(MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM)
        self.add_page()

    def footer(self) -> None:
        """The foot and the number of the page."""
        self.set_y(-MARGIN_MM + 5)
        self._use(SMALL)
        self.cell(0, 5, self.readable(f"{self._foot}  ·  {self.page_no()}"), align=Align.C)

    def heading(self, text: str) -> None:
        """A line in bold, on the next page where too little is left for it and what follows."""
        self._leave_room(HEADING_ROOM_MM)
        self.ln(GAP_MM)
        self.paragraph(text, LARGE, is_bold=True)

    def paragraph(self, text: str, size: float = PLAIN, *, is_bold: bool = False) -> None:
        """Lines from margin to margin."""
        self._use(size, is_bold=is_bold)
        self.multi_cell(0, size * 0.5, self.readable(text), align=self._side, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Labels with what holds beside each."""
        for label, said in rows:
            self._leave_room(10)
            self._pair(label, said)
        self.ln(1)

    def stills(self, pictures: Sequence[tuple[bytes | None, str]]) -> None:
        """JPEGs side by side, at most three in a row, each with words below; None: nothing can be shown."""
        width = (self.epw - 2 * GAP_MM) / 3
        for start in range(0, len(pictures), 3):
            row = [(smaller(jpeg or b""), words) for jpeg, words in pictures[start : start + 3]]
            heights = [width * picture.height / picture.width for picture, _ in row if picture]
            tallest = max(heights, default=0)
            self._leave_room(tallest + 14)
            top = self.get_y()
            bottoms = [self._still(number, width, top, tallest, one) for number, one in enumerate(row)]
            self.set_xy(self.l_margin, max(bottoms) + 1)

    def write_to(self, out: BinaryIO) -> None:
        """Put it into a file that is open for writing."""
        out.write(self.output())

    def close(self) -> None:
        """Close the files of the fonts."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def readable(self, text: str) -> str:
        """The same with `▯` for what the font lacks."""
        font = self.fonts[FONT.lower()]
        assert isinstance(font, TTFFont)
        return "".join(self._shown(one, font) for one in unicodedata.normalize("NFC", text))

    def _shown(self, one: str, font: TTFFont) -> str:
        if one == "\n" or ord(one) in font.cmap:
            return one
        category = unicodedata.category(one)
        if category in _INVISIBLE:
            return ""
        if category.startswith(("Z", "C")):
            return " "
        self.lacks = True
        return INSTEAD

    def _pair(self, label: str, said: str) -> None:
        top, height = self.get_y(), PLAIN * 0.5
        rest = self.epw - LABEL_MM
        label_x, said_x = (
            (self.l_margin + rest, self.l_margin) if self._is_rtl else (self.l_margin, self.l_margin + LABEL_MM)
        )
        self._use(PLAIN, is_bold=True)
        self.set_xy(label_x, top)
        self.multi_cell(
            LABEL_MM - 2, height, self.readable(label), align=self._side, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        bottom = self.get_y()
        self._use(PLAIN)
        self.set_xy(said_x, top)
        self.multi_cell(rest, height, self.readable(said), align=self._side, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_xy(self.l_margin, max(bottom, self.get_y()) + 0.8)

    def _still(
        self, number: int, width: float, top: float, tallest: float, one: tuple[Image.Image | None, str]
    ) -> float:
        picture, words = one
        left = self.l_margin + number * (width + GAP_MM)
        if picture:
            self.image(_as_jpeg(picture), left, top, width)
        self._use(SMALL)
        self.set_xy(left, top + tallest + 0.5)
        self.multi_cell(
            width, SMALL * 0.45, self.readable(words), align=self._side, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        return self.get_y()

    @property
    def _side(self) -> Align:
        return Align.R if self._is_rtl else Align.L

    def _use(self, size: float, *, is_bold: bool = False) -> None:
        self.set_font(FONT, "B" if is_bold else "", size)

    def _leave_room(self, height_mm: float) -> None:
        if self.will_page_break(height_mm):
            self.add_page()


def smaller(jpeg: bytes) -> Image.Image | None:
    """The picture in the size of paper; None: it can't be read as one."""
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as image:
            image.thumbnail((STILL_PX, STILL_PX))
            return image.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _as_jpeg(picture: Image.Image) -> BytesIO:
    written = BytesIO()
    picture.save(written, "JPEG", quality=STILL_QUALITY)
    written.seek(0)
    return written
