"""Colours of drawn things: lighter, darker, mixed, and ramps from shadow to light."""

import numpy as np

from proctor_core.demo.people import Colour
from proctor_core.domain.observation import Picture


def shaded(colour: Colour, factor: float) -> Colour:
    """Darker (factor < 1) or lighter colour; shadows go a little to the blue, lights to the yellow."""
    warm = (1.0, 1.0, 1.0) if factor >= 1 else (1.0, 0.97, 0.99)
    r, g, b = (min(255, int(c * factor * w)) for c, w in zip(colour, warm, strict=True))
    return r, g, b


def blended(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the one."""
    r, g, b = (round(a + (c - a) * share) for a, c in zip(one, other, strict=True))
    return r, g, b


def ramp(dark: Colour, light: Colour) -> Picture:
    """A look-up table (1, 256, 3) from the dark to the light colour."""
    steps = np.linspace(0, 1, 256)[:, None]
    return (np.asarray(dark) * (1 - steps) + np.asarray(light) * steps).round().astype(np.uint8)[None]
