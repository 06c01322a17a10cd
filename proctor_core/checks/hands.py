"""Where hands hold a phone: the part of a picture that is looked at once more at its full resolution.

Around a small head it shows phone, ear and hands larger than the whole picture does. Below a near head hardly anything becomes
larger, but the part shows hands and what they hold without the face: a phone that shows a face is lost beside a real one.
"""

from proctor_core.domain.observation import Box

AROUND = (4.0, -0.8, 4.0)
"""Width, top (from the face's centre) and height of the part around a small head, in sizes of the face."""
BELOW = (3.5, 0.2, 3.0)
"""The same of the part below a near one. Both were chosen among five on the 98 phone pictures of two sets (decision 0065)."""
LARGEST = 0.85
"""Part of the picture's long side up to which the part around a head is enlarged enough."""
LEAST_PX = 32


def where_hands_are(face: Box, width: int, height: int) -> Box | None:
    """The part of a picture of `width` by `height` pixels, None where hardly anything lies below the face."""
    around = _part(face, width, height, AROUND)
    is_enlarged = max(around.width * width, around.height * height) <= LARGEST * max(width, height)
    part = around if is_enlarged else _part(face, width, height, BELOW)
    return part if min(part.width * width, part.height * height) >= LEAST_PX else None


def in_whole(box: Box, part: Box) -> Box:
    """A box in parts of a part, as a box of the picture."""
    left, top = part.left + box.left * part.width, part.top + box.top * part.height
    return Box(left, top, box.width * part.width, box.height * part.height)


def _part(face: Box, width: int, height: int, measures: tuple[float, float, float]) -> Box:
    """Cut off at the picture's edges."""
    size = max(face.width * width, face.height * height)
    across, top, down = (measure * size for measure in measures)
    middle, centre = (face.left + face.width / 2) * width, (face.top + face.height / 2) * height
    left, right = max(0.0, middle - across / 2), min(float(width), middle + across / 2)
    upper, lower = max(0.0, centre + top), min(float(height), centre + top + down)
    return Box(left / width, upper / height, max(0.0, right - left) / width, max(0.0, lower - upper) / height)
